"""A swap changes both shifts, or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.errors import StateRefuses
from engine.roster.shift import Member, Shift
from engine.roster.swaps import Swap, swapped

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
ZHANG, LI, WANG = Member("z", "张三"), Member("l", "李四"), Member("w", "王五")
MON = Shift("mon", NOW + timedelta(days=1), NOW + timedelta(days=2), duty_officers=(ZHANG, WANG))
TUE = Shift("tue", NOW + timedelta(days=2), NOW + timedelta(days=3), duty_officers=(LI,))
SHIFTS = {"mon": MON, "tue": TUE}
SWAP = Swap("s", "mon", "duty_officers", ZHANG, LI, "tue", None, "asked", "zhang", NOW)


def test_both_take_each_others_place() -> None:
    mon, tue = swapped(SWAP, SHIFTS, NOW)
    assert mon == replace(MON, duty_officers=(LI, WANG))
    assert tue == replace(TUE, duty_officers=(ZHANG,))
    (only,) = swapped(replace(SWAP, back=None), SHIFTS, NOW)
    assert only == mon


@pytest.mark.parametrize(
    ("swap", "shifts", "code"),
    [
        (SWAP, {"tue": TUE}, "swap_outdated"),
        (SWAP, SHIFTS | {"mon": replace(MON, starts_at=NOW)}, "swap_outdated"),
        (SWAP, SHIFTS | {"tue": replace(TUE, duty_officers=(WANG,))}, "swap_outdated"),
        (SWAP, SHIFTS | {"tue": replace(TUE, starts_at=NOW)}, "swap_outdated"),
        (SWAP, SHIFTS | {"mon": replace(MON, leader=(LI,))}, "swap_twice"),
        (replace(SWAP, giver=LI), SHIFTS, "swap_outdated"),
    ],
)
def test_what_is_not_as_it_was_is_not_swapped(
    swap: Swap, shifts: dict[str, Shift], code: str
) -> None:
    with pytest.raises(StateRefuses) as refused:
        swapped(swap, shifts, NOW)
    assert refused.value.code == code
