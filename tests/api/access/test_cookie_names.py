"""What cookies are called, with and without HTTPS and a path."""

from datetime import UTC, datetime, timedelta

from api.access.cookie_names import CookieNames

NOW = datetime(2026, 11, 30, 6, tzinfo=UTC)


def test_the_prefix_is_the_strictest_that_works() -> None:
    plain, at_root = CookieNames(secure=False), CookieNames(secure=True)
    below = CookieNames(secure=True, root_path="/zhiban")
    names = [one.session for one in (plain, at_root, below)]
    assert names == ["zhiban_session", "__Host-zhiban_session", "__Secure-zhiban_session"]
    others = [one.limited("zhiban_device") for one in (plain, at_root, below)]
    assert others == ["zhiban_device", "__Secure-zhiban_device", "__Secure-zhiban_device"]


def test_a_name_without_a_prefix_counts_until_what_was_given_before_has_expired() -> None:
    until = NOW + timedelta(hours=12)
    names = CookieNames(secure=True, plain_until=until)
    assert names.sessions(NOW) == ("__Host-zhiban_session", "zhiban_session")
    assert names.sessions(until) == ("__Host-zhiban_session",)
    assert CookieNames(secure=True).sessions(NOW) == ("__Host-zhiban_session",)
    assert CookieNames(secure=False, plain_until=until).sessions(NOW) == ("zhiban_session",)
