"""Gaps in the roster start calls by the rules, once, and end them when they are over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from api.runtime.calling.notice_watch import About, NoticeWatch, roster_gaps
from engine.instants import to_text
from engine.plan.calling_rules import Trigger
from engine.roster.rota import Roster
from engine.roster.shift import Member, Shift
from tests.api.store.desk import START

HOUR = timedelta(hours=1)
ANNA = Member("anna", "安娜")


class Told:
    """What was told, as the calls of a server remember it."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.open: set[tuple[str, str]] = set()
        self.ended: list[tuple[str, str]] = []

    async def notice(self, trigger: Trigger, subject: str, values: Mapping[str, Any]) -> list[str]:
        assert values
        if (trigger, subject) in self.open:
            return []
        self.calls.append((trigger, subject))
        self.open.add((trigger, subject))
        return [subject]

    async def over(self, trigger: Trigger, subject: str) -> int:
        self.ended.append((trigger, subject))
        self.open.discard((trigger, subject))
        return 1

    async def subjects(self, trigger: Trigger) -> Mapping[str, bool]:
        return {s: (t, s) in self.open for t, s in self.calls if t == trigger}


def shift(start_h: float, end_h: float, *members: Member) -> Shift:
    return Shift(
        id=f"s{start_h}",
        starts_at=START + start_h * HOUR,
        ends_at=START + end_h * HOUR,
        leader=members,
        duty_officers=members,
    )


def gaps(roster: Roster, hours: float = 0) -> set[str]:
    return {about.subject for about, _ in roster_gaps(roster, START + hours * HOUR)}


def test_a_gap_is_told_a_day_before_and_keeps_its_name_until_it_is_over() -> None:
    """From the 30th to the 34th hour nobody is there; before the roster there are gaps as well."""
    roster = Roster([shift(0, 30, ANNA), shift(34, 900, ANNA)], {}, {"anna"}, True)
    assert gaps(roster, 5.9) == set()
    told = gaps(roster, 6)
    assert {one.split()[0] for one in told} == {"leader", "duty_officers"}
    assert gaps(roster, 20) == gaps(roster, 33.9) == told
    assert gaps(roster, 34) == set()


def test_a_gap_names_its_post_and_an_end_only_where_one_is_known() -> None:
    ends = Roster([shift(-900, 2, ANNA)], {}, {"anna"}, True)
    told = [values for _, values in roster_gaps(ends, START)]
    assert [values["post"] for values in told] == ["leader", "duty_officers"]
    assert not any("until" in values for values in told)
    goes_on = Roster([shift(-900, 2, ANNA), shift(4, 900, ANNA)], {}, {"anna"}, True)
    for _, values in roster_gaps(goes_on, START):
        assert values["until"] == to_text(START + 4 * HOUR)


def test_without_a_roster_there_is_no_gap() -> None:
    assert gaps(Roster([], {}, set(), False)) == set()


async def test_what_stands_is_told_once_and_its_end_as_well() -> None:
    told = Told()
    standing: dict[About, dict[str, str]] = {}
    watch = NoticeWatch(lambda: standing, told)
    await watch.look()
    assert told.calls == []
    gap = About("roster_gap", "leader 2021")
    standing[gap] = {"from": "x"}
    await watch.look()
    await watch.look()
    assert told.calls == [gap]
    del standing[gap]
    await watch.look()
    assert told.open == set()


async def test_a_restart_neither_repeats_a_gap_nor_forgets_that_it_ended_meanwhile() -> None:
    told = Told()
    answered, waiting = About("roster_gap", "leader 2021"), About("roster_gap", "standby 2021")
    standing: dict[About, dict[str, str]] = {answered: {"from": "x"}, waiting: {"from": "x"}}
    await NoticeWatch(lambda: standing, told).look()
    told.open.discard(answered)
    await NoticeWatch(lambda: standing, told).look()
    assert told.calls == [answered, waiting]
    standing.clear()
    await NoticeWatch(lambda: standing, told).look()
    assert told.open == set()
    assert told.ended == [waiting], "years of gaps that are long over are not ended once more"
