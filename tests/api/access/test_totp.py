"""Codes of a telephone: RFC 6238's own example, a step's leeway, and how they may be typed."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from api.access import totp

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
AT = datetime.fromtimestamp(1111111109, UTC)
"""An instant of RFC 6238, appendix B; its code of eight digits is 07081804."""
STEP = 1111111109 // 30


def test_the_code_is_the_standards() -> None:
    assert totp.step_of(RFC_SECRET, "081804", AT) == STEP


@pytest.mark.parametrize(("seconds", "right"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_telephones_clock_may_be_a_step_off(seconds: int, right: bool) -> None:
    later = AT + timedelta(seconds=3000)
    code = "081804"
    assert totp.step_of(RFC_SECRET, code, later) is None
    assert (totp.step_of(RFC_SECRET, code, AT + timedelta(seconds=seconds)) is not None) is right


def test_wrong_codes_are_none_of_ours() -> None:
    for code in ("", "081805", "08180", "0818040", "abcdef", "０８１８０５"):
        assert totp.step_of(RFC_SECRET, code, AT) is None


def test_spaces_do_not_matter() -> None:
    assert totp.step_of(RFC_SECRET, "081 804", AT) == STEP


def test_recovery_codes_are_many_different_and_compared_as_typed_by_people() -> None:
    codes = totp.new_recovery_codes()
    assert len(set(codes)) == totp.RECOVERY_CODES
    assert all(len(totp.plain(code)) == totp.RECOVERY_LETTERS for code in codes)
    assert totp.RECOVERY_LETTERS * 5 >= 112, "bits, for which a plain hash is enough"
    assert totp.digest(codes[0].upper().replace("-", " ")) == totp.digest(codes[0])


def test_the_address_names_account_and_program() -> None:
    found = totp.address(RFC_SECRET, "李值班")
    assert found.startswith("otpauth://totp/")
    assert f"secret={RFC_SECRET}" in found
    assert totp.picture(RFC_SECRET, "李值班").startswith("data:image/svg+xml")
