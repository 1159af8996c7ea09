"""How long tokens of machines last, and when their end is near."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

LASTS = timedelta(days=90)
WARNED_BEFORE = timedelta(days=14)
WALL_ROLES = frozenset({"viewer"})


def lifetime(roles: Collection[str], *, read_only: bool) -> timedelta | None:
    """How long a new token lasts; None: until it is revoked.

    A wall screen must not go dark at night because a date has come. Its token only reads, and
    its account is a viewer's and nothing else.
    """
    return None if read_only and frozenset(roles) <= WALL_ROLES else LASTS


def ends_soon(expires_at: datetime | None, now: datetime) -> bool:
    """Whether it is time to make a new token."""
    return expires_at is not None and expires_at - now <= WARNED_BEFORE
