"""When a hand-over is overdue: unsigned for half an hour, or missing after a shift's end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.handover.timing import SIGN_WITHIN, HandoverMark, due_at, is_overdue, no_roster

DAY = datetime(2026, 11, 30, tzinfo=UTC)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def shifts(now: datetime) -> datetime | None:
    """Shifts from 8 to 18 and from 18 to 8."""
    ends = (at(hour) for hour in (-16, -6, 8, 18, 32, 42, 56, 66))
    return next((end for end in ends if end > now), None)


def test_nothing_is_overdue_before_the_first_hand_over() -> None:
    assert due_at(None, shifts) is None
    assert not is_overdue(None, at(40), shifts)


@pytest.mark.parametrize("roster", [no_roster, shifts])
def test_a_sheet_has_to_be_signed_within_half_an_hour(roster: object) -> None:
    waits = HandoverMark(at(18), signed=False)
    assert due_at(waits, roster) == at(18) + SIGN_WITHIN  # type: ignore[arg-type]
    assert not is_overdue(waits, at(18.5))
    assert is_overdue(waits, at(18.5) + timedelta(seconds=1))


def test_without_a_roster_no_sheet_is_waited_for() -> None:
    assert due_at(HandoverMark(at(18), signed=True)) is None


@pytest.mark.parametrize(
    ("made", "next_end"),
    [
        (17.8, 32),  # before the day shift ends: for the night
        (18.0, 32),
        (19.5, 32),  # late: still the one of 18:00
        (13.0, 18),  # somebody falls ill: until the shift's end
        (31.0, 42),  # before the night ends: for the next day
    ],
)
def test_the_next_sheet_is_due_after_the_end_of_the_shift_that_was_taken_over(
    made: float, next_end: float
) -> None:
    signed = HandoverMark(at(made), signed=True)
    assert due_at(signed, shifts) == at(next_end) + SIGN_WITHIN


def test_no_sheet_is_waited_for_where_the_roster_ends() -> None:
    assert due_at(HandoverMark(at(66), signed=True), shifts) is None
