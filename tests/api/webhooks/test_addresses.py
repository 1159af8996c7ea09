"""Where webhooks may go: nowhere inside, unless the installation says so."""

from __future__ import annotations

import pytest

from api.webhooks.addresses import AddressRefused, Target, check_address, host_of, target_of
from engine.errors import InvalidInput

INSIDE = (
    "https://127.0.0.1/hook",
    "https://localhost/hook",
    "https://db.internal/hook",
    "https://duty/hook",
    "https://10.0.0.8/",
    "https://192.168.1.4:8443/",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[fd00::1]/",
    "https://0.0.0.0/",
    "https://100.64.0.1/",
    "https://224.0.0.1/",
    "http://example.org/hook",
)
NO_ADDRESS = (
    "",
    "example.org",
    "ftp://example.org/",
    "file:///etc/passwd",
    "https://",
    "https://user:word@example.org/",
    "https://example.org/#part",
    "https://example.org/a b",
    "https://exa\nmple.org/",
    "https://例.org/",
    "https://example.org:99999/",
    "https://[::1",
    f"https://example.org/{'x' * 2000}",
)


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_goes_inside(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_address(url, ())
    assert refused.value.code == "webhook_inside"


@pytest.mark.parametrize("url", NO_ADDRESS)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_address(url, ("example.org", "localhost"))
    assert refused.value.code == "webhook_address"


def test_public_addresses_and_named_hosts_are_taken() -> None:
    assert check_address("https://example.org:8443/a?b=c", ()) == "https://example.org:8443/a?b=c"
    for hosts in (("10.0.0.8",), ("10.0.0.8:9000",)):
        assert check_address("http://10.0.0.8:9000/", hosts) == "http://10.0.0.8:9000/"
    with pytest.raises(InvalidInput):
        check_address("http://10.0.0.8:9001/", ("10.0.0.8:9000",))
    assert host_of("https://example.org/key-4711") == "example.org"


async def test_a_name_that_leads_inside_is_refused_when_it_is_asked() -> None:
    for url in (*INSIDE, "https://localhost.localdomain./"):
        with pytest.raises(AddressRefused):
            await target_of(url, ())


async def test_what_was_looked_at_is_asked() -> None:
    assert await target_of("https://1.1.1.1/a", ()) == Target("https://1.1.1.1/a", "1.1.1.1")
    assert await target_of("http://127.0.0.1:9/x", ("127.0.0.1",)) == Target("http://127.0.0.1:9/x")
