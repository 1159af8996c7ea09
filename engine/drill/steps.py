"""The steps of a scenario: when each is taken, and what it does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from engine.drill.draws import draw
from engine.drill.ground import Ground
from engine.drill.outcome import Mismatch
from engine.drill.scenario import Step, Submission
from engine.drill.scenario.names import submitters
from engine.errors import InvalidInput
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.commands import SubmitReport
from engine.incident.state import Slot
from engine.messages import InBoth, text
from engine.plan.model import Plan


class Turn(NamedTuple):
    """A step on one of its days, for one of its reporters, at its instant."""

    instant: datetime
    order: int
    step: Step
    day: int
    reporter: str | None


class Steps:
    """The steps of one run."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.scenario = ground, ground.scenario
        self.sent: set[int] = set()

    def turns(self) -> list[Turn]:
        """All turns in order of time, then of the file. Raises `InvalidInput` as `take` does."""
        return sorted(self._turns(), key=lambda turn: turn[:2])

    def take(self, turn: Turn) -> None:
        """Take one turn. Raises `InvalidInput` for a command that does not exist."""
        key = self._key(turn.step)
        if key not in self.ground.ids:
            facts = {"command": _name(turn.step), "incident": key}
            self.ground.mismatches.append(Mismatch("not_opened", turn.day, turn.step.at, facts))
        elif turn.step.submit is not None and turn.reporter is not None:
            self._submit(key, turn.step.submit, turn)
        elif turn.step.do is not None:
            command = self.ground.command(turn.step.do)
            self._execute(key, command, self.ground.person(turn.step.by or ""), turn)

    def nobody_sent(self) -> None:
        """Note the steps in which every reporter was to report, but no report was ever owed."""
        for step in self.scenario.steps:
            everybody = step.submit is not None and step.submit.reporters == "all"
            if everybody and id(step) not in self.sent:
                self._nothing_owed(step, step.span[0], None)

    def _key(self, step: Step) -> str:
        return step.incident or self.scenario.first_incident

    def _turns(self) -> Iterator[Turn]:
        for order, step in enumerate(self.scenario.steps):
            plan = self.ground.plan(self._key(step))
            for day in step.span:
                instant = self._instant(plan, order, day, step)
                if step.submit is None:
                    yield Turn(instant, order, step, day, None)
                    continue
                for reporter in self._reporters(plan, step.submit):
                    late = self._delay(step.submit, reporter, day)
                    yield Turn(instant + late, order, step, day, reporter)

    def _instant(self, plan: Plan, order: int, day: int, step: Step) -> datetime:
        """The instant of a step. Raises `InvalidInput` if it is outside the scenario's days."""
        instant = self.scenario.instant(plan.zone, day, step.at)
        if not self.scenario.begins <= instant <= self.scenario.ends(plan.zone):
            raise InvalidInput(
                "step_outside",
                field=f"steps[{order}]",
                value=f"{day} {step.at}",
                accepted=f"{self.scenario.start} … {self.scenario.end_day}",
            )
        return instant

    def _reporters(self, plan: Plan, submission: Submission) -> list[str]:
        report = plan.report_by_id.get(submission.obligation)
        if report is None:
            raise InvalidInput(
                "obligation_not_found",
                field="submit.obligation",
                value=submission.obligation,
                accepted="、".join(plan.report_by_id),
            )
        if submission.reporters == "all":
            everybody = list(submitters(plan, report.id))
        elif isinstance(submission.reporters, str):
            everybody = [submission.reporters]
        else:
            everybody = list(submission.reporters)
        return [one for one in dict.fromkeys(everybody) if one not in submission.except_]

    def _delay(self, submission: Submission, reporter: str, day: int) -> timedelta:
        """Whole minutes within the spread, the same for the same seed."""
        drawn = draw(self.ground.seed, submission.obligation, reporter, day)
        return timedelta(minutes=drawn % (submission.spread_minutes + 1))

    def _submit(self, key: str, submission: Submission, turn: Turn) -> None:
        incident, reporter = self.ground.incident(key), turn.reporter or ""
        if incident is None:
            return
        now, plan = self.ground.clock.now, self.ground.plan(key)
        open_now = [
            slot
            for slot in incident.slots.values()
            if slot.obligation == submission.obligation
            and slot.reporter == reporter
            and slot.state_at(now) in ("owed", "overdue")
            and self._meant(plan, submission, turn.day, slot)
        ]
        if not open_now:
            if submission.reporters != "all":
                self._nothing_owed(turn.step, turn.day, reporter)
            return
        self.sent.add(id(turn.step))
        slot = min(open_now, key=lambda s: (abs(s.due_at - now), s.due_at))
        command = report_for(plan, slot, submission)
        self._execute(key, command, reporting(plan, reporter), turn)

    def _meant(self, plan: Plan, submission: Submission, day: int, slot: Slot) -> bool:
        """Whether the slot is due when the submission says, if it says so."""
        if submission.due is None:
            return True
        due = self.scenario.instant(plan.zone, submission.due_day or day, submission.due)
        return slot.due_at == due

    def _nothing_owed(self, step: Step, day: int, reporter: str | None) -> None:
        """Note that a step was to send a report that its reporter, or nobody, owes."""
        facts = {"command": _name(step), "reporter": reporter or "all"}
        kind = "nobody_owes" if reporter is None else "nothing_owed"
        self.ground.mismatches.append(Mismatch(kind, day, step.at, facts))

    def _execute(self, key: str, command: Command, actor: Actor, turn: Turn) -> None:
        expected = turn.step.refused
        refusal = self.ground.execute(key, command, actor)
        if refusal is not None and expected is None:
            said = InBoth(refusal.sentence(), refusal.sentence("en"))
            self._mismatch("unexpected_refusal", turn, command, sentence=said)
        elif refusal is not None and refusal.code != expected:
            self._mismatch(
                "wrong_refusal", turn, command, expected=expected or "", code=refusal.code
            )
        elif refusal is None and expected is not None:
            self._mismatch("missing_refusal", turn, command, code=expected)

    def _mismatch(self, kind: str, turn: Turn, command: Command, **facts: str) -> None:
        known = {"command": command.command, **facts}
        self.ground.mismatches.append(Mismatch(kind, turn.day, turn.step.at, known))


def _name(step: Step) -> str:
    """What a step was to do: the name of its command, or the obligation."""
    return step.submit.obligation if step.submit else str((step.do or {}).get("command", ""))


def reporting(plan: Plan, reporter: str) -> Actor:
    """The account that reports for a division, a unit or a post."""
    division = reporter if reporter in plan.division_by_code else None
    return Actor(reporter, frozenset({"reporter"}), division, None if division else reporter)


def report_for(plan: Plan, slot: Slot, submission: Submission | None = None) -> SubmitReport:
    """The report for a slot; what the plan requires is filled with a text of the drill."""
    report = plan.report_by_id[slot.obligation]
    answer = text("word.drill_answer")
    content = submission.content if submission else None
    return SubmitReport.model_validate(
        {
            "command": "submit_report",
            "slot": slot.id,
            "kind": (submission and submission.kind) or report.kind,
            "content": content or dict.fromkeys(report.required_fields, answer),
        }
    )
