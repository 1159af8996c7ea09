"""Examining a ledger in use: no false alarm, whatever the clock; and nothing is overlooked."""

from __future__ import annotations

import os
import random
from datetime import timedelta

import pytest

from engine.drill.runner import Run
from engine.incident.state import Slot
from engine.ledger_audit import TOLERANCE, Examination, Reading, examine, examine_reading
from engine.ledger_audit.journal_reading import read
from tests.engine.drill.golden import SCENARIOS, play
from tests.engine.ledger_audit.lives import MICROSECOND, START, Life, Pick
from tests.engine.stories import real_plans

A_DAY = timedelta(days=1)
SEEDS = int(os.environ.get("ZHIBAN_MODEL_SEEDS", "2"))
"""How many random lives of each plan; `tests.benchmarks.long_searches` asks for more."""


@pytest.fixture(scope="module")
def coal() -> Run:
    return play("coal_roof_fall")


def dice(seed: object) -> Pick:
    """Picks that are the same in every run."""
    return random.Random(str(seed)).choice  # noqa: S311


def examined(run: Run, slots: list[Slot] | None = None, after: timedelta = A_DAY) -> Examination:
    """The finished run, so long after its last entry."""
    now = run.events[-1].recorded_at + after
    return examine(run.plan, run.events, run.slots if slots is None else slots, now)


@pytest.mark.parametrize("plan", real_plans())
@pytest.mark.parametrize("seed", range(SEEDS))
def test_in_no_life_there_is_a_false_alarm(plan: str, seed: int) -> None:
    """Not even for a node whose clock is behind, or when what is due is not written yet."""
    life = Life(real_plans()[plan], dice(f"{plan}{seed}"))
    for _ in range(25):
        life.step()
        wake = life.journal.next_wake()
        instants = [life.clock.now, life.clock.now - A_DAY]
        if wake is not None:
            instants.append(wake - MICROSECOND + TOLERANCE)
        for now in instants:
            found = examine(life.plan, life.journal.log, life.rows, now)
            assert found.differences == (), "\n".join(life.told)


@pytest.mark.parametrize("plan", real_plans())
@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_reading_that_goes_on_says_what_one_from_the_first_entry_says(
    plan: str, seed: int
) -> None:
    life = Life(real_plans()[plan], dice(f"{seed}{plan}"))
    going_on = Reading(life.plan)
    for _ in range(40):
        life.step()
        read_before = going_on.last.seq if going_on.last else 0
        for event in life.journal.log[read_before:]:
            going_on.enter(event)
        now = life.clock.now
        found = examine_reading(going_on, life.rows, now, timedelta())
        assert found == examine(life.plan, life.journal.log, life.rows, now, timedelta())
        assert going_on.chronicle() == read(life.plan, life.journal.log)


def test_a_reading_without_an_entry_says_nothing() -> None:
    with pytest.raises(ValueError, match="opened"):
        examine_reading(Reading(real_plans()["grain"]), [], START)


@pytest.mark.parametrize("plan", real_plans())
def test_what_time_has_not_written_down_is_found_after_a_minute(plan: str) -> None:
    """Nobody wakes the service: the scheduler stands still."""
    life = Life(real_plans()[plan], dice(plan))
    while (life.journal.next_wake()) is None or not life.rows:
        life.step()
    wake = life.journal.next_wake()
    assert wake is not None
    late = wake + TOLERANCE
    early = examine(life.plan, life.journal.log, life.rows, late - MICROSECOND)
    assert early.differences == ()
    days = [examine(life.plan, life.journal.log, life.rows, late + n * A_DAY) for n in range(9)]
    kinds = {one.kind for found in days for one in found.differences}
    assert kinds & {"overdue_mark_missing", "reminder_missing"}


@pytest.mark.parametrize("after", [-A_DAY, timedelta(), A_DAY])
def test_a_slot_that_is_lost_is_found_whatever_the_clock_says(coal: Run, after: timedelta) -> None:
    for lost in coal.slots:
        found = examined(coal, [slot for slot in coal.slots if slot is not lost], after)
        assert [one.kind for one in found.differences] == ["missing"]


def test_it_says_when_the_next_report_falls_due() -> None:
    life = Life(real_plans()["coal_mine"], dice(3))
    seen = set()
    for _ in range(40):
        life.step()
        # A clock that was set back is behind the last entry.
        now = max(life.clock.now, life.journal.log[-1].recorded_at)
        ahead = [s.due_at for s in life.rows if s.state == "owed" and s.due_at > now]
        found = examine(life.plan, life.journal.log, life.rows, life.clock.now, timedelta())
        assert found.at == now
        assert found.next_due == min(ahead, default=None)
        seen.add(found.next_due)
    assert len(seen) > 3


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_finished_scenario_has_nothing_ahead(name: str) -> None:
    run = play(name)
    found = examined(run)
    assert found.at == run.events[-1].recorded_at + A_DAY - TOLERANCE
    assert (found.differences, found.next_due) == ((), None)
