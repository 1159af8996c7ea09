"""When limited measures are due: minutes, days to their end, months of every length."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.ledger_audit.measures import _counted
from engine.measures.time_limits import due_at
from engine.plan.model import TimeLimit

ZONE = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("length", "start", "due"),
    [
        ({"minutes": 30}, "2026-01-31 23:45", "2026-02-01 00:15"),
        ({"minutes": 60}, "2026-12-31 23:30", "2027-01-01 00:30"),
        # the day that it is counted from is none of them, the last is whole
        ({"days": 1}, "2026-02-27 00:00", "2026-03-01 00:00"),
        ({"days": 1}, "2026-02-27 23:59", "2026-03-01 00:00"),
        ({"days": 1}, "2028-02-27 23:59", "2028-02-29 00:00"),
        ({"days": 7}, "2026-12-28 09:00", "2027-01-05 00:00"),
        # the day of the same number, or the last of a shorter month
        ({"months": 1}, "2026-01-15 12:00", "2026-02-16 00:00"),
        ({"months": 1}, "2026-01-31 12:00", "2026-03-01 00:00"),
        ({"months": 1}, "2028-01-30 12:00", "2028-03-01 00:00"),
        ({"months": 11}, "2026-01-31 12:00", "2027-01-01 00:00"),
        ({"months": 12}, "2026-12-31 12:00", "2028-01-01 00:00"),
        ({"months": 12}, "2028-02-29 12:00", "2029-03-01 00:00"),
        ({"months": 13}, "2026-11-30 00:00", "2027-12-31 00:00"),
    ],
)
def test_due_instants(length: dict[str, Any], start: str, due: str) -> None:
    limit = TimeLimit(**length)
    assert due_at(limit, local(start), ZONE) == local(due)
    assert _counted(limit, local(start), ZONE) == local(due), "the auditor counts otherwise"


def test_days_are_those_of_the_plans_zone() -> None:
    """16:30 UTC is already the next day in the city."""
    start = datetime(2026, 3, 1, 16, 30, tzinfo=UTC)
    assert due_at(TimeLimit(days=1), start, ZONE) == local("2026-03-04 00:00")
    assert due_at(TimeLimit(days=1), start, "UTC") == datetime(2026, 3, 3, tzinfo=UTC)


def local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
