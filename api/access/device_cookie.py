"""The device cookie: which accounts have signed in on this device before.

A sign-in from a known device is counted apart from strangers' guesses, so strangers cannot
lock the owner out (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). The
cookie opens nothing by itself: the password is asked all the same. It is signed with a key
that all nodes of one database share.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from api.access.account_names import canonical_name

DEVICE_COOKIE = "zhiban_device"
DEVICE_PATH = "/api/session"
"""Browsers send the cookie to where people sign in, and nowhere else."""

KNOWN_FOR = timedelta(days=180)
"""From the last sign-in as that account on the device."""

MOST_ACCOUNTS = 20
"""Accounts in one cookie: a duty console is shared; the one used longest ago is dropped."""

DEVICE_BYTES = 16
NAME_CHARACTERS = 16


@dataclass(frozen=True, slots=True)
class Device:
    """A device and, by the digest of the account's name, until when (Unix seconds) it is known."""

    id: str
    accounts: Mapping[str, int]


class DeviceCookies:
    """Reads and writes device cookies. Instants are aware, by real time."""

    def __init__(self, key: str) -> None:
        self._signed = URLSafeSerializer(
            key,
            salt="zhiban.device",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def device(self, cookie: str | None, account: str, now: datetime) -> str | None:
        """The device's id if this account has signed in on it within `KNOWN_FOR`, else None."""
        known = self._read(cookie)
        if known is None or known.accounts.get(_digest(account), 0) <= now.timestamp():
            return None
        return known.id

    def after_sign_in(self, cookie: str | None, account: str, now: datetime) -> str:
        """The cookie's next value: as it was, with this account as the newest."""
        known = self._read(cookie) or Device(secrets.token_urlsafe(DEVICE_BYTES), {})
        others = {
            name: until
            for name, until in known.accounts.items()
            if name != _digest(account) and until > now.timestamp()
        }
        accounts = [*others.items(), (_digest(account), int((now + KNOWN_FOR).timestamp()))]
        written: str = self._signed.dumps([known.id, dict(accounts[-MOST_ACCOUNTS:])])
        return written

    def _read(self, cookie: str | None) -> Device | None:
        try:
            device, accounts = self._signed.loads(cookie or "")
        except BadSignature:
            return None
        return _device(device, accounts)


def _device(device: Any, accounts: Any) -> Device:
    """The content of a cookie that carries our signature: nobody else wrote it."""
    return Device(str(device), {str(name): int(until) for name, until in accounts.items()})


def _digest(account: str) -> str:
    """Names do not stand in the cookie in the clear; the signature is what protects it."""
    return hashlib.sha256(canonical_name(account).encode()).hexdigest()[:NAME_CHARACTERS]
