"""A small language for stories: who does what, when, and what is in the ledger then.

    story = Story("grain", "2021-11-08 09:00")
    story.desk.opens(price_rise_percent=35)
    story.chief.activates("III", "tense")
    story.clock.to("15:00")
    story.chief.is_refused("already_at", "activate_response", level="III", sub_state="tense")

Clock times are in the plan's zone. The clock wakes the service at every instant at which
it asked to be woken; `clock.sleeps_to` wakes it once, after a power cut. After each
refusal the story checks that nothing has moved.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.clock import VirtualClock
from engine.conditions.contradictions import contradictions
from engine.decide.allowed_commands import allowed_commands
from engine.errors import ZhibanError
from engine.incident.actors import Actor
from engine.incident.commands import COMMANDS, OpenIncident
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import JUST_AFTER
from engine.memory import CountedIds, FixedPlans, MemoryJournal
from engine.plan.model import Plan
from engine.ports import CallingBook
from engine.presentation.incident_view import incident_view
from engine.service import Outcome, Service
from tests.engine.invariants import holds_together, journal_reads_well
from tests.engine.wording import internal_words
from tests.support.plan_files import real_plans
from tests.support.report_content import full

YAODU, QUWO, YICHENG, XIANGFEN = "141002", "141021", "141022", "141023"


class StoryClock:
    """Moves the story on; time does what it does by itself on the way."""

    def __init__(self, story: Story) -> None:
        self._story = story

    @property
    def now(self) -> datetime:
        return self._story.virtual.now

    def to(self, when: str) -> None:
        """To "15:00" (the next one) or "2021-11-09 15:00", waking whenever asked to."""
        self._wake_until(self._story.instant(when))

    def passes(self, **duration: float) -> None:
        """Some `minutes`, `hours` or `days` go by, waking whenever asked to."""
        self._wake_until(self.now + timedelta(**duration))

    def sleeps_to(self, when: str) -> None:
        """As `to`, but the service is only woken once, at the end."""
        self._story.virtual.jump_to(self._story.instant(when))
        self._story.wake()

    def ticks(self) -> None:
        """The shortest time there is."""
        self._wake_until(self.now + JUST_AFTER)

    def _wake_until(self, instant: datetime) -> None:
        story = self._story
        story.wake()
        while (wake := story.journal.next_wake()) is not None and wake <= instant:
            assert wake > self.now, "woken again for what has been entered"
            story.virtual.jump_to(wake)
            story.wake()
        story.virtual.jump_to(instant)


class Person:
    """An account in the story; the verbs are the commands."""

    def __init__(self, story: Story, actor: Actor) -> None:
        self._story, self.actor = story, actor

    @property
    def name(self) -> str:
        return self.actor.name

    def opens(
        self,
        *,
        title: str = "某事件",
        division: str | None = None,
        received: str | None = None,
        occurred: str | None = None,
        exercise: bool = False,
        plan: str | None = None,
        **facts: Any,
    ) -> Outcome:
        """Open the story's incident; instants as clock times of the past, by default now."""
        story = self._story
        received_at = story.past(received) if received else story.virtual.now
        request = OpenIncident(
            plan=plan or story.plan.id,
            title=title,
            occurred_at=story.past(occurred) if occurred else received_at,
            received_at=received_at,
            division=division or story.plan.jurisdiction.divisions[1].code,
            exercise=exercise,
            facts=facts,
        )
        outcome = story.service.open_incident(story.journal, request, self.actor)
        story.incident_id = outcome.after.id
        return outcome

    def does(
        self, command: str, /, *, expected_version: int | None = None, **fields: Any
    ) -> Outcome:
        """Carry out any command."""
        story = self._story
        request = COMMANDS[command](**fields)
        return story.service.execute(
            story.journal, story.incident_id, request, self.actor, expected_version
        )

    def is_refused(self, code: str, command: str, /, **fields: Any) -> Any:
        """The command is refused with this code, in a sentence, and nothing has moved."""
        story = self._story
        before, log = story.incident, len(story.journal.log)
        with pytest.raises(ZhibanError) as refusal:
            self.does(command, **fields)
        error = refusal.value
        assert error.code == code, error.sentence()
        assert story.incident is before
        assert len(story.journal.log) == log
        assert internal_words(error) == []
        return error

    def records(
        self,
        *,
        source: str = "",
        as_of: str | None = None,
        received: str | None = None,
        correction: bool = False,
        **facts: Any,
    ) -> Outcome:
        """Record figures; `received` when the office was told, `correction` of wrong ones."""
        return self.does(
            "record_facts",
            facts=facts,
            source=source,
            as_of=self._story.past(as_of) if as_of else None,
            received_at=self._story.past(received) if received else None,
            correction=correction,
        )

    def activates(self, level: str, sub_state: str | None = None, **fields: Any) -> Outcome:
        return self.does("activate_response", level=level, sub_state=sub_state, **fields)

    def adjusts(self, level: str, sub_state: str | None = None, **fields: Any) -> Outcome:
        return self.does("adjust_response", level=level, sub_state=sub_state, **fields)

    def recommends(self, level: str, sub_state: str | None = None, **fields: Any) -> Outcome:
        return self.does("recommend_activation", level=level, sub_state=sub_state, **fields)

    def approves(self) -> Outcome:
        return self.does("approve_activation")

    def declines(self, reason: str = "不同意") -> Outcome:
        return self.does("refuse_activation", reason=reason)

    def orders(
        self, role: str, command: str, /, *, at: str | None = None, **fields: Any
    ) -> Outcome:
        """Record an order that the holder of `role` gave by telephone."""
        ordered_at = self._story.past(at) if at else None
        return self.does(
            command, on_behalf_of=role, by_means="phone", ordered_at=ordered_at, **fields
        )

    def confirms_all_end_conditions(self) -> None:
        """Confirm each, after newer figures that no longer contradict any."""
        story = self._story
        plan = story.plan
        here = [c for c in plan.end_conditions if plan.covers(c.at, story.incident.place)]
        against = [one for c in here for one in contradictions(plan, story.incident, c)]
        if against:
            over = {
                one.fact: [] if isinstance(one.figure.value, tuple | list) else 0 for one in against
            }
            self.records(**over)
        for condition in here:
            self.does("confirm_end_condition", condition=condition.id)

    def ends(self) -> Outcome:
        return self.does("end_response")

    def closes(self) -> Outcome:
        return self.does("close_incident")

    def reports(
        self, obligation: str, reporter: str, *, at: str | None = None, **fields: Any
    ) -> Outcome:
        """Hand in the earliest open report of the obligation, by default with all fields."""
        story = self._story
        slot = min(story.open_slots(obligation, reporter), key=lambda slot: slot.due_at)
        fields = {"content": full(story.plan, obligation)} | fields
        submitted_at = story.past(at) if at else None
        return self.does("submit_report", slot=slot.id, submitted_at=submitted_at, **fields)

    def strikes(self, seq: int) -> Outcome:
        return self.does("strike_entry", seq=seq, reason="误记")


class Story:
    """One incident under one plan, told from `start` (local time of the plan)."""

    def __init__(
        self,
        plan: str | Plan,
        start: str = "2021-11-08 09:00",
        *,
        exercises_only: bool = False,
        calling: CallingBook | None = None,
    ) -> None:
        plans = real_plans() if isinstance(plan, str) else {plan.id: plan}
        self.plan = plans[plan] if isinstance(plan, str) else plan
        self._roles = set(self.plan.role_by_id)
        self.zone = ZoneInfo(self.plan.zone)
        self.virtual = VirtualClock(self._local(start), elapsed=lambda: 0.0)
        self.journal = MemoryJournal()
        self.service = Service(
            FixedPlans(plans),
            self.virtual,
            CountedIds(),
            exercises_only=exercises_only,
            calling=calling,
        )
        self.clock = StoryClock(self)
        self.incident_id = ""
        self.desk = self.person("值班员", "duty_officer")

    # ── people ──────────────────────────────────────────────────────────────

    def person(
        self, name: str, *roles: str, division: str | None = None, unit: str | None = None
    ) -> Person:
        """An account; a role of the plan is written without the plan's id."""
        full = {f"{self.plan.id}:{r}" if r in self.plan.role_by_id else r for r in roles}
        return Person(self, Actor(name, frozenset(full), division, unit))

    def post(self, role: str, division: str | None = None) -> Person:
        """The holder of a post of the plan."""
        return self.person(self.plan.role_by_id[role].name, role, division=division)

    @property
    def director(self) -> Person:
        return self.post("office_director" if "office_director" in self._roles else "director")

    @property
    def commander(self) -> Person:
        return self.post("commander")

    @property
    def chief(self) -> Person:
        return self.post("chief_commander")

    @property
    def on_site(self) -> Person:
        return self.post("on_site_commander")

    def county(self, division: str) -> Person:
        """The headquarters of a county."""
        role = "county_headquarters" if "county_headquarters" in self._roles else "county_post"
        return self.post(role, division)

    def reporter(self, division: str) -> Person:
        """An account that reports for a county."""
        return self.person(f"{division}报送", "reporter", division=division)

    def unit(self, unit: str) -> Person:
        """An account that reports for a unit."""
        return self.person(f"{unit}报送", "reporter", unit=unit)

    # ── time ────────────────────────────────────────────────────────────────

    def instant(self, when: str) -> datetime:
        """ "15:00" is the next one (now included), "2021-11-09 15:00" that one."""
        if " " in when:
            return self._local(when)
        found = self._local(f"{self.virtual.now.astimezone(self.zone):%Y-%m-%d} {when}")
        return found if found >= self.virtual.now else found + timedelta(days=1)

    def past(self, when: str) -> datetime:
        """ "08:30" is the one of today, "2021-11-07 08:30" that one."""
        if " " in when:
            return self._local(when)
        return self._local(f"{self.virtual.now.astimezone(self.zone):%Y-%m-%d} {when}")

    def _local(self, when: str) -> datetime:
        return datetime.fromisoformat(when).replace(tzinfo=self.zone).astimezone(UTC)

    def wake(self) -> list[Event]:
        """Enter what time has made due, until there is nothing more."""
        events: list[Event] = []
        for _ in range(1000):
            outcomes = self.service.wake(self.journal)
            if not outcomes:
                return events
            events += itertools.chain.from_iterable(outcome.events for outcome in outcomes)
        raise AssertionError("waking never comes to an end")

    # ── what is there ───────────────────────────────────────────────────────

    @property
    def incident(self) -> Incident:
        """The incident as it is."""
        found = self.journal.load(self.incident_id)
        assert found is not None
        return found

    @property
    def place(self) -> str:
        return self.incident.place

    @property
    def view(self) -> dict[str, Any]:
        """What clients see now."""
        return incident_view(self.plan, self.incident, self.virtual.now)

    @property
    def events(self) -> list[Event]:
        return list(self.journal.read(self.incident_id))

    def event_types(self, *types: str) -> list[str]:
        """All events' types in order, or only those of `types`."""
        return [event.type for event in self.events if not types or event.type in types]

    def open_slots(self, obligation: str, reporter: str) -> list[Any]:
        return [
            slot
            for slot in self.incident.slots.values()
            if (slot.obligation, slot.reporter) == (obligation, reporter)
            and slot.state in ("owed", "overdue")
        ]

    def ledger(self, obligation: str, reporter: str) -> list[str]:
        """The rows of one reporter, by due instant: "08 15:00 owed"."""
        return self._rows(
            slot
            for slot in self.journal.slots.values()
            if (slot.obligation, slot.reporter) == (obligation, reporter)
        )

    def series(self, series: str, reporter: str, *states: str) -> list[str]:
        """The rows of one reporter in a series of obligations, told by their cadence."""
        return self._rows(
            slot
            for slot in self.journal.slots.values()
            if (slot.series, slot.reporter) == (series, reporter)
            and (not states or slot.state in states)
        )

    def _rows(self, slots: Iterable[Any]) -> list[str]:
        rows = sorted(slots, key=lambda slot: (slot.due_at, slot.obligation))
        return [
            f"{slot.due_at.astimezone(self.zone):%d %H:%M} {slot.state_at(self.virtual.now)}"
            for slot in rows
        ]

    def reporters(self, obligation: str, state: str = "owed") -> set[str]:
        """Who has a slot of the obligation in this state."""
        return {
            slot.reporter
            for slot in self.incident.slots.values()
            if slot.obligation == obligation and slot.state == state
        }

    def allowed(self, command: str) -> list[tuple[str | None, str | None]]:
        """The levels and sub-states for which the command is among what is possible now."""
        return [
            (option.get("level"), option.get("sub_state"))
            for option in allowed_commands(self.plan, self.incident)
            if option["command"] == command
        ]

    def holds_together(self) -> None:
        """Wake, and check every invariant of every incident of the story."""
        self.wake()
        for incident in self.journal.incidents():
            plan = self.service.plans.pinned(incident.plan, incident.plan_digest)
            holds_together(plan, self.journal, incident.id, self.virtual.now)
            journal_reads_well(plan, self.journal, incident.id)
