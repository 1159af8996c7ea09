"""Events that are nothing but a number."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from engine.incident.events import Event

WHEN = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


def numbered_event(cursor: int, text: str = "") -> Event:
    """The server's event number `cursor`; another text is another event."""
    return Event(
        seq=cursor,
        id=f"one.{cursor}",
        type="log_entry_added",
        incident="one",
        occurred_at=WHEN,
        recorded_at=WHEN,
        actor="li",
        role="duty_officer",
        clause=None,
        data={"text": text},
        prev_hash="",
        hash=hashlib.sha256(f"{cursor} {text}".encode()).hexdigest(),
    )
