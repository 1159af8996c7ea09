"""Running a scenario: the same service as a real incident, on a virtual clock in memory.

The clock stops at every instant at which something happens by itself, so reminders and
overdue marks are entered when they become true. The same scenario, plan and seed give
the same journal to the byte: ids are counted, and the spread of submissions is drawn
from a hash of seed, obligation, reporter and day, not from chance.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from engine.clock import VirtualClock
from engine.drill.scenario import Person, Scenario, Step, Submission
from engine.drill.scenario.names import submitters
from engine.errors import InvalidInput, NotFound, ZhibanError
from engine.incident.actors import Actor
from engine.incident.command_parts import Caller, Command
from engine.incident.commands import COMMANDS, OpenIncident, SubmitReport
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.memory import CountedIds, FixedPlans, MemoryJournal
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.nearest import nearest
from engine.plan.validation_messages import path_text
from engine.service import Service


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that the drill refused, with the sentence that the person read."""

    at: datetime
    by: str
    command: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A difference between the drill and its scenario."""

    kind: str
    day: int
    at: str
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """A drill that has been run to its end."""

    scenario: Scenario
    plan: Plan
    seed: int
    events: tuple[Event, ...]
    slots: tuple[Slot, ...]
    refusals: tuple[Refusal, ...]
    mismatches: tuple[Mismatch, ...]
    incident: Incident
    ended_at: datetime


def run(scenario: Scenario, plans: Mapping[str, Plan], seed: int | None = None) -> Run:
    """Run the scenario to the end of its last day.

    Raises `InvalidInput` for a plan or command that does not exist.
    """
    wanted = scenario.openings[scenario.first_incident].plan
    plan = plans.get(wanted)
    if plan is None:
        accepted = "、".join(plans)
        hint = nearest(wanted, plans) or "—"
        raise InvalidInput("unknown_plan", field="plan", value=wanted, accepted=accepted, hint=hint)
    drill = _Drill(scenario, plan, plans, scenario.seed if seed is None else seed)
    return drill.play()


class _Drill:
    """One run in progress."""

    def __init__(
        self, scenario: Scenario, plan: Plan, plans: Mapping[str, Plan], seed: int
    ) -> None:
        self.scenario, self.plan, self.seed = scenario, plan, seed
        self.clock = VirtualClock(scenario.begins)
        self.journal = MemoryJournal()
        ids = CountedIds(scenario.id.replace("_", "-"))
        self.service = Service(FixedPlans(plans), self.clock, ids, exercises_only=True)
        self.refusals: list[Refusal] = []
        self.mismatches: list[Mismatch] = []
        self.sent: set[int] = set()
        self.incident_id = ""

    def play(self) -> Run:
        """Open the incident, take every step at its instant, and run the clock to the end."""
        self._open()
        for instant, _, step, day, reporter in sorted(self._agenda(), key=lambda s: s[:2]):
            self._let_time_pass(instant)
            if step.submit is not None and reporter is not None:
                self._submit(step, day, reporter)
            elif step.do is not None:
                self._do(step, day)
        self._nobody_sent()
        self._let_time_pass(self.scenario.ends(self.plan.zone))
        incident = self.journal.load(self.incident_id)
        if incident is None:
            raise NotFound("incident_not_found", id=self.incident_id)
        ledger = sorted(self.journal.slots.values(), key=lambda slot: (slot.due_at, slot.id))
        return Run(
            scenario=self.scenario,
            plan=self.plan,
            seed=self.seed,
            events=tuple(self.journal.log),
            slots=tuple(ledger),
            refusals=tuple(self.refusals),
            mismatches=tuple(self.mismatches),
            incident=incident,
            ended_at=self.clock.now,
        )

    def _open(self) -> None:
        opening = self.scenario.openings[self.scenario.first_incident]
        start = self.clock.now
        request = OpenIncident(
            plan=self.plan.id,
            kind=opening.kind,
            place=opening.place,
            caller=Caller(**opening.caller.model_dump()) if opening.caller else None,
            title=opening.title,
            occurred_at=start - timedelta(minutes=opening.occurred_minutes_ago),
            received_at=start - timedelta(minutes=opening.received_minutes_ago),
            division=opening.division,
            exercise=True,
            facts=dict(opening.facts),
        )
        outcome = self.service.open_incident(self.journal, request, self._person(opening.by))
        self.incident_id = outcome.after.id

    def _agenda(self) -> Iterator[tuple[datetime, int, Step, int, str | None]]:
        """All steps, one for each day and reporter, with instant and order in the file."""
        for order, step in enumerate(self.scenario.steps):
            for day in step.span:
                instant = self._instant(order, day, step)
                if step.submit is None:
                    yield instant, order, step, day, None
                    continue
                for reporter in self._reporters(step.submit):
                    yield (
                        instant + self._delay(step.submit, reporter, day),
                        order,
                        step,
                        day,
                        reporter,
                    )

    def _instant(self, order: int, day: int, step: Step) -> datetime:
        """The instant of a step. Raises `InvalidInput` if it is outside the scenario's days."""
        zone = self.plan.zone
        instant = self.scenario.instant(zone, day, step.at)
        if not self.scenario.begins <= instant <= self.scenario.ends(zone):
            raise InvalidInput(
                "step_outside",
                field=f"steps[{order}]",
                value=f"{day} {step.at}",
                accepted=f"{self.scenario.start} … {self.scenario.end_day}",
            )
        return instant

    def _reporters(self, submission: Submission) -> list[str]:
        report = self.plan.report_by_id.get(submission.obligation)
        if report is None:
            raise InvalidInput(
                "obligation_not_found",
                field="submit.obligation",
                value=submission.obligation,
                accepted="、".join(self.plan.report_by_id),
            )
        if submission.reporters == "all":
            everybody = list(submitters(self.plan, report.id))
        elif isinstance(submission.reporters, str):
            everybody = [submission.reporters]
        else:
            everybody = list(submission.reporters)
        return [one for one in dict.fromkeys(everybody) if one not in submission.except_]

    def _delay(self, submission: Submission, reporter: str, day: int) -> timedelta:
        """Whole minutes within the spread, the same for the same seed."""
        words = f"{self.seed}|{submission.obligation}|{reporter}|{day}"
        draw = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")
        return timedelta(minutes=draw % (submission.spread_minutes + 1))

    def _let_time_pass(self, until: datetime) -> None:
        """Run the clock up to `until`; it stops at each instant that makes something due."""
        while (wake := self.journal.next_wake()) is not None and wake <= until:
            self.clock.jump_to(max(wake, self.clock.now))
            self.service.wake(self.journal)
        self.clock.jump_to(max(until, self.clock.now))

    def _submit(self, step: Step, day: int, reporter: str) -> None:
        submission = step.submit
        incident = self.journal.load(self.incident_id)
        if submission is None or incident is None:
            return
        open_now = [
            slot
            for slot in incident.slots.values()
            if slot.obligation == submission.obligation
            and slot.reporter == reporter
            and slot.state_at(self.clock.now) in ("owed", "overdue")
            and self._meant(submission, day, slot)
        ]
        if not open_now:
            if submission.reporters != "all":
                self._nothing_owed(step, day, reporter)
            return
        self.sent.add(id(step))
        now = self.clock.now
        slot = min(open_now, key=lambda s: (abs(s.due_at - now), s.due_at))
        division = reporter if reporter in self.plan.division_by_code else None
        unit = None if division else reporter
        actor = Actor(reporter, frozenset({"reporter"}), division, unit)
        report = self.plan.report_by_id[slot.obligation]
        answer = text("word.drill_answer")
        command = SubmitReport.model_validate(
            {
                "command": "submit_report",
                "slot": slot.id,
                "kind": submission.kind or report.kind,
                "content": submission.content or dict.fromkeys(report.required_fields, answer),
            }
        )
        self._execute(command, actor, step, day)

    def _meant(self, submission: Submission, day: int, slot: Slot) -> bool:
        """Whether the slot is due when the submission says, if it says so."""
        if submission.due is None:
            return True
        due = self.scenario.instant(self.plan.zone, submission.due_day or day, submission.due)
        return slot.due_at == due

    def _nothing_owed(self, step: Step, day: int, reporter: str) -> None:
        """Record that a step was to send a report that nobody is owed."""
        facts = {"command": step.submit.obligation if step.submit else "", "reporter": reporter}
        self.mismatches.append(Mismatch("nothing_owed", day, step.at, facts))

    def _nobody_sent(self) -> None:
        """Record the steps in which every reporter was to report, but no report was ever owed."""
        for step in self.scenario.steps:
            everybody = step.submit is not None and step.submit.reporters == "all"
            if everybody and id(step) not in self.sent:
                self._nothing_owed(step, step.span[0], "all")

    def _do(self, step: Step, day: int) -> None:
        body = step.do or {}
        name = str(body.get("command", ""))
        kind = COMMANDS.get(name)
        if kind is None:
            raise InvalidInput(
                "unknown_command",
                field="do.command",
                value=name,
                accepted="、".join(COMMANDS),
                hint=nearest(name, COMMANDS) or "—",
            )
        try:
            command = kind.model_validate(body)
        except ValidationError as wrong:
            first = wrong.errors(include_url=False)[0]
            raise InvalidInput(
                "bad_value",
                field=f"do.{path_text(first['loc'])}",
                value=repr(first.get("input"))[:80],
                accepted=str(first["msg"]),
            ) from None
        self._execute(command, self._person(step.by or ""), step, day)

    def _execute(self, command: Command, actor: Actor, step: Step, day: int) -> None:
        expected = step.refused
        try:
            self.service.execute(self.journal, self.incident_id, command, actor)
        except ZhibanError as refusal:
            self.refusals.append(
                Refusal(
                    self.clock.now,
                    actor.name,
                    command.command,
                    refusal.code,
                    refusal.sentence(),
                )
            )
            if expected is None:
                self._mismatch(
                    "unexpected_refusal", step, day, command, sentence=refusal.sentence()
                )
            elif expected != refusal.code:
                self._mismatch(
                    "wrong_refusal", step, day, command, expected=expected, code=refusal.code
                )
            return
        if expected is not None:
            self._mismatch("missing_refusal", step, day, command, code=expected)

    def _mismatch(self, kind: str, step: Step, day: int, command: Command, **facts: str) -> None:
        known = {"command": command.command, **facts}
        self.mismatches.append(Mismatch(kind, day, step.at, known))

    def _person(self, name: str) -> Actor:
        person: Person = self.scenario.people[name]
        return Actor(name, frozenset(person.roles), person.division, person.unit)


def journal_lines(run_: Run) -> Iterator[dict[str, Any]]:
    """The journal of a run as JSON objects, in order."""
    for event in run_.events:
        yield event.to_json()
