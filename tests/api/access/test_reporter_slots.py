"""Each reporter's own open slots, and whose have changed."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from api.access.reporter_slots import OpenSlots, open_slots
from tests.api.live.desk import MemoryDesk
from tests.engine.stories import real_plans
from tests.support.report_content import full

COUNTIES = ("141021", "141022")


def states() -> list[OpenSlots]:
    """The slots after each step of a day: reports, reminders, and time alone."""
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    found: list[OpenSlots] = []

    def look() -> None:
        state = desk.journal.load(incident)
        assert state is not None
        found.append(open_slots(desk.plan, state, desk.clock.now))

    desk.does(incident, "recommend_activation", level="III", sub_state="tense", reason="r")
    look()
    desk.does(incident, "activate_response", level="III", sub_state="tense", reason="r")
    look()
    for county in COUNTIES:
        slot = f"{incident}.county_daily.{county}.20211108T070000Z"
        content = full(desk.plan, "county_daily")
        assert desk.does(incident, "submit_report", slot=slot, kind="scheduled", content=content)
        look()
    for _ in range(16):
        desk.clock.advance(timedelta(hours=1, minutes=30))
        look()
        desk.service.wake(desk.journal)
        look()
    desk.does(incident, "end_response", reason="r")
    look()
    return found


def test_those_are_told_whose_slots_look_otherwise_than_before() -> None:
    seen = states()
    changes = []
    for before, after in pairwise(seen):
        names = before.keys() | after.keys()
        wanted = {n: after.get(n, []) for n in names if before.get(n) != after.get(n)}
        assert dict(after.changed_since(before)) == wanted
        changes.append(set(wanted))
    assert {COUNTIES[0]} in changes
    assert set() in changes
    assert any(set(COUNTIES) < changed for changed in changes)


def test_a_reminder_alone_changes_nothing_that_is_shown() -> None:
    seen = states()
    reminded = [
        (before, after)
        for before, after in pairwise(seen)
        if before.awaited != after.awaited and dict(before) == dict(after)
    ]
    assert reminded
    assert all(not after.changed_since(before) for before, after in reminded)


def test_who_has_not_seen_anything_gets_it_all() -> None:
    last = states()[-2]
    assert last.changed_since(None) == last
