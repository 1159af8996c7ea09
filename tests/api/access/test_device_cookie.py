"""A device is known for the accounts that have signed in on it, for a while, and for no others."""

from datetime import UTC, datetime, timedelta

from api.access.device_cookie import KNOWN_FOR, MOST_ACCOUNTS, DeviceCookies

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
COOKIES = DeviceCookies("key of this database")


def test_it_is_known_for_the_accounts_that_signed_in_on_it() -> None:
    cookie = COOKIES.after_sign_in(None, "王五", NOW)
    device = COOKIES.device(cookie, "王五", NOW)
    assert device is not None
    assert COOKIES.device(cookie, " 王五　", NOW) == device
    assert COOKIES.device(cookie, "li", NOW) is None
    both = COOKIES.after_sign_in(cookie, "li", NOW)
    assert COOKIES.device(both, "王五", NOW) == COOKIES.device(both, "li", NOW) == device


def test_every_device_is_another() -> None:
    first, second = (COOKIES.after_sign_in(None, "li", NOW) for _ in range(2))
    assert COOKIES.device(first, "li", NOW) != COOKIES.device(second, "li", NOW)


def test_nobody_can_write_one_without_the_key() -> None:
    forged = DeviceCookies("another key").after_sign_in(None, "li", NOW)
    cut = COOKIES.after_sign_in(None, "li", NOW)[:-1]
    for cookie in (forged, cut, "", "x", ".", "W10.abc", None):
        assert COOKIES.device(cookie, "li", NOW) is None
    # What is forged is not carried on either.
    renewed = COOKIES.after_sign_in(forged, "wang", NOW)
    assert COOKIES.device(renewed, "li", NOW) is None
    assert COOKIES.device(renewed, "wang", NOW) is not None


def test_it_is_forgotten_in_time() -> None:
    cookie = COOKIES.after_sign_in(None, "li", NOW)
    last = NOW + KNOWN_FOR
    assert COOKIES.device(cookie, "li", last - timedelta(seconds=1)) is not None
    assert COOKIES.device(cookie, "li", last) is None


def test_it_stays_small() -> None:
    cookie = COOKIES.after_sign_in(None, "first", NOW)
    for number in range(MOST_ACCOUNTS):
        cookie = COOKIES.after_sign_in(cookie, f"officer {number}", NOW)
    assert COOKIES.device(cookie, "first", NOW) is None
    assert COOKIES.device(cookie, "officer 0", NOW) is not None
    assert len(cookie) < 2000
