"""One-time codes from a telephone (TOTP, RFC 6238), and recovery codes for a lost one.

Who has which secret, and which codes are used up, is in `api.store.accounts.second_factors`.
Instants are aware, by real time.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime

import pyotp
import segno

ISSUER = "值班"
RECOVERY_CODES = 10
RECOVERY_LETTERS = 24
GROUP = 4
STEPS_APART = 1
"""A code of the step before or after is right too: telephones' clocks are off by seconds."""


def new_secret() -> str:
    """160 random bits in base32, as authenticator programs want them."""
    return pyotp.random_base32()


def address(secret: str, account: str) -> str:
    """The `otpauth:` address that authenticator programs read from a QR code."""
    return pyotp.TOTP(s=secret).provisioning_uri(name=account, issuer_name=ISSUER)


def picture(secret: str, account: str) -> str:
    """The QR code of the address, as an address of the picture itself."""
    drawn: str = segno.make_qr(address(secret, account)).svg_data_uri(scale=4, border=4)
    return drawn


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The step of 30 s that the code belongs to, if it is one about now."""
    totp, given = pyotp.TOTP(s=secret), plain(code)
    present = totp.timecode(for_time=now)
    for step in range(present - STEPS_APART, present + STEPS_APART + 1):
        if hmac.compare_digest(totp.generate_otp(input=step).encode(), given.encode()):
            return int(step)
    return None


def new_recovery_codes() -> list[str]:
    """Codes of 120 random bits, each good once, in groups that can be read aloud.

    So many bits need no slow hash (OWASP ASVS 5.0, 6.5.2); codes of 80 from before stay good.
    """
    return [
        "-".join(_groups(pyotp.random_base32()[:RECOVERY_LETTERS].lower()))
        for _ in range(RECOVERY_CODES)
    ]


def digest(code: str) -> str:
    """What is kept of a recovery code."""
    return hashlib.sha256(plain(code).encode()).hexdigest()


def plain(code: str) -> str:
    """The code as it is compared, however it was typed."""
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _groups(letters: str) -> Iterator[str]:
    return (letters[start : start + GROUP] for start in range(0, len(letters), GROUP))
