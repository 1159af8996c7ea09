"""Settings that are unknown, contradict one another, or leave a door open."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address

from pydantic import AnyHttpUrl

from api.doctor.row import Row, fail, ok, warn
from api.environment import PREFIX
from api.settings import Settings, unknown_names

FOR_TESTS = ("fault", "clock_shift")
"""Settings that only the tests of this program may use."""
DEFAULT_PROXY = "127.0.0.1"


def check_settings(settings: Settings) -> Iterator[Row]:
    """Every fault of the settings, or one row that there is none."""
    found = [*_unknown(), *_for_tests(settings), *_about_https(settings), *_about_names(settings)]
    if settings.oidc_issuer is not None and not settings.oidc_client_id:
        found.append(fail("settings", "settings_oidc_client"))
    yield from found or [ok("settings", "settings_well", count=len(settings.model_fields_set))]


def _unknown() -> Iterator[Row]:
    for name, meant in unknown_names().items():
        yield warn("settings", "settings_unknown", name=name, hint=meant or "—")


def _for_tests(settings: Settings) -> Iterator[Row]:
    for name in FOR_TESTS:
        if getattr(settings, name) is not None:
            yield fail("settings", "settings_for_tests", name=f"{PREFIX}{name}".upper())


def _about_https(settings: Settings) -> Iterator[Row]:
    public = settings.public_url
    if public is None:
        if not settings.secure_cookie and not _is_loopback(settings.host):
            yield warn("settings", "settings_in_the_clear", host=settings.host)
    elif public.scheme == "http" and settings.secure_cookie:
        yield fail("settings", "settings_cookie_needs_https", url=public)
    elif public.scheme == "https" and not settings.secure_cookie:
        yield warn("settings", "settings_cookie_not_secure", url=public)


def _about_names(settings: Settings) -> Iterator[Row]:
    public, proxies = settings.public_url, settings.trusted_proxies
    if "*" in proxies:
        yield warn("settings", "settings_any_proxy")
    elif public is not None and proxies == DEFAULT_PROXY and not _is_loopback(settings.host):
        yield warn("settings", "settings_proxy_elsewhere", host=settings.host)
    if public is not None and not _is_allowed(public, settings.allowed_hosts):
        yield fail("settings", "settings_host_refused", host=public.host, url=public)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _is_allowed(public: AnyHttpUrl, hosts: tuple[str, ...]) -> bool:
    asked = (public.host or "").casefold()
    names = [name.casefold() for name in hosts]
    return not names or any(
        asked == name or (name.startswith("*.") and asked.endswith(name[1:])) for name in names
    )
