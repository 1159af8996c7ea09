"""One incident that is walked through a plan to visit what is missing, as steps of a scenario.

Each command is tried on the real service at once; what it refuses is not written down, and a move
that is refused counts as barred from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.conditions.contradictions import contradictions
from engine.conditions.criteria import judged, recommended
from engine.conditions.evaluation import Situation
from engine.decide.allowed_commands import end_conditions_here
from engine.drill.coverage.facts_for import figures_recommending
from engine.drill.ground import Ground
from engine.drill.scenario import IncidentOpening, Person, Scenario
from engine.drill.steps import report_for, reporting
from engine.incident.actors import Actor
from engine.incident.state import OPEN_SLOT_STATES, Incident, Slot
from engine.lifecycle.table import Step, lifecycle_of
from engine.messages import text
from engine.plan.model import EndCondition, Plan, split_position

DESK = "duty"
"""The duty officer among the people of a proposal."""


@dataclass(slots=True)
class Walk:
    """An incident on its way. `steps` are its steps so far, each with its instant.

    With `keeps_figures` no figures are recorded only to make a level fit.
    """

    plan: Plan
    ground: Ground
    key: str
    opening: IncidentOpening
    keeps_figures: bool = False
    steps: list[tuple[datetime, dict[str, Any]]] = field(default_factory=list)

    @property
    def incident(self) -> Incident:
        """The incident as it is."""
        found = self.ground.incident(self.key)
        if found is None:
            raise ValueError("a walk begins with an open incident")
        return found

    @property
    def now(self) -> datetime:
        return self.ground.clock.now

    def wait(self, minutes: int) -> None:
        """Let whole minutes pass, and enter what time makes due."""
        self.until(self.now + timedelta(minutes=minutes))

    def until(self, instant: datetime) -> None:
        """Let time pass up to an instant, rounded up to the next whole minute."""
        whole = instant.replace(second=0, microsecond=0)
        whole += timedelta(minutes=1) if whole < instant else timedelta()
        clock, journal = self.ground.clock, self.ground.journal
        while (wake := journal.next_wake()) is not None and wake <= whole:
            clock.jump_to(max(wake, clock.now))
            self.ground.service.wake(journal)
        clock.jump_to(max(whole, clock.now))

    def do(self, by: str, **body: Any) -> bool:
        """Carry out a command a minute later; False, and nothing is kept, if it is refused."""
        self.wait(1)
        if self.ground.execute(self.key, self.ground.command(body), self.person(by)) is not None:
            return False
        self.steps.append((self.now, {"by": by, "do": body}))
        return True

    def person(self, name: str) -> Actor:
        return self.ground.person(name)

    def record(self, figures: Mapping[str, Any], **more: Any) -> bool:
        """Record figures that are not known already, by the desk."""
        known = self.incident.known()
        new = {name: value for name, value in figures.items() if known.get(name) != value}
        return not new or self.do(DESK, command="record_facts", facts=new, source="现场", **more)

    def take(self, step: Step) -> bool:
        """Take one step of the lifecycle with the acts that have to come before it."""
        row = step.row
        level, sub = split_position(step.target)
        where = {"level": level, **({"sub_state": sub} if sub else {})}
        self._make_recommended(step.target)
        if step.command == "end_response":
            return self._end(step)
        if step.command in ("activate_response", "adjust_response"):
            asks = row.recommended_by and (row.approved_by or row.recommendation_required)
            if asks and not self.recommend(step.target, row.recommended_by[0]):
                return False
            for role in row.approved_by if row.approvals != "any" else row.approved_by[:1]:
                self.do(role, command="approve_activation")
            return self._by(row.by, row.signatures, step.command, **where, reason="演练推演")
        more = {"grade": sub} if step.target.startswith("warning.") and sub else {}
        return self._by(row.by, row.signatures, step.command, **more)

    def _by(self, roles: tuple[str, ...], signatures: str, command: str, **fields: Any) -> bool:
        if not roles:
            return self.do(DESK, command=command, **fields)
        signers = roles if signatures == "all" else roles[:1]
        return all([self.do(role, command=command, **fields) for role in signers])

    def recommend(self, position: str, role: str) -> bool:
        """Recommend a place, or the end."""
        if position == "ended":
            return self.do(role, command="recommend_end", reason="演练推演")
        level, sub = split_position(position)
        where = {"level": level, **({"sub_state": sub} if sub else {})}
        return self.do(role, command="recommend_activation", **where, reason="演练推演")

    def _make_recommended(self, position: str) -> None:
        """Record figures by which the plan recommends a position, where figures can."""
        if position not in self.plan.positions or self.keeps_figures:
            return
        figures = figures_recommending(self.plan, position)
        if figures is None:
            return
        others = {name: _nothing(value) for name, value in self.incident.known().items() if value}
        wanted = {**others, **figures}
        situation = Situation(self.plan, wanted, self.incident.place)
        if recommended(judged(situation)) == position:
            self.record(wanted)

    def confirm(self, conditions: Iterable[EndCondition]) -> None:
        """Clear what contradicts end conditions, and confirm them."""
        wanted = list(conditions)
        against = {
            one.fact: _nothing(one.figure.value)
            for condition in wanted
            for one in contradictions(self.plan, self.incident, condition)
        }
        self.record(against)
        for condition in wanted:
            roles = condition.confirmed_by or self._may("confirm_end_condition")
            if condition.id not in self.incident.end_conditions:
                self.do(roles[0], command="confirm_end_condition", condition=condition.id)

    def _end(self, step: Step) -> bool:
        """Confirm the end conditions, and end."""
        self.confirm(end_conditions_here(self.plan, self.incident))
        row = step.row
        if row.recommended_by:
            self.recommend("ended", row.recommended_by[0])
        for role in row.approved_by:
            self.do(role, command="approve_end")
        return self._by(row.by, row.signatures, "end_response", reason="演练推演")

    def _may(self, command: str) -> list[str]:
        """Who may carry out an act here, posts before the desk."""
        here = [
            act
            for act in self.plan.acts
            if command in act.on and self.plan.covers(act.at, self.incident.place)
        ]
        desk = [DESK] if any(act.desk for act in here) else []
        return [*(role for act in here for role in act.by), *desk] or [DESK]

    def act(self, command: str, **fields: Any) -> bool:
        """Carry out an act by the first who may."""
        return any(self.do(role, command=command, **fields) for role in self._may(command)[:2])

    def send(self, slot: Slot) -> bool:
        """Send one report, when its slot is open."""
        self.until(max(slot.opens_at, self.now + timedelta(minutes=1)))
        current = self.incident.slots.get(slot.id)
        if current is None or current.state not in OPEN_SLOT_STATES:
            return False
        command = report_for(self.plan, current)
        if self.ground.execute(self.key, command, reporting(self.plan, slot.reporter)) is not None:
            return False
        local = slot.due_at.astimezone(ZoneInfo(self.plan.zone))
        submit: dict[str, Any] = {"obligation": slot.obligation, "reporters": [slot.reporter]}
        if not slot.immediately and (local.second, local.microsecond) == (0, 0):
            submit |= {"due": local.strftime("%H:%M"), "due_day": 0}
        self.steps.append((self.now, {"submit": submit, "due_at": slot.due_at}))
        return True

    def open_slots(self, obligations: Iterable[str]) -> list[Slot]:
        """The open slots of some obligations, the first for each."""
        wanted = set(obligations)
        found: dict[str, Slot] = {}
        for slot in sorted(self.incident.slots.values(), key=lambda one: one.opens_at):
            if slot.obligation in wanted and slot.state in OPEN_SLOT_STATES:
                found.setdefault(slot.obligation, slot)
        return list(found.values())


def begin(plan: Plan, key: str, start: str, division: str, facts: Mapping[str, Any]) -> Walk:
    """An incident opened at the start of a walk, in a world of its own."""
    opening = opening_of(plan, key, division, facts)
    scenario = Scenario(
        format="2",
        id="walk",
        title="走查",
        start=start,
        end_day=3660,
        people=people_of(plan, division),
        incidents={key: opening},
    )
    ground = Ground(scenario, {plan.id: plan}, 1)
    ground.open(key, opening)
    return Walk(plan, ground, key, opening)


def opening_of(plan: Plan, key: str, division: str, facts: Mapping[str, Any]) -> IncidentOpening:
    """How each incident of a walk begins."""
    name = plan.name_of(division)
    return IncidentOpening(
        plan=plan.id,
        by=DESK,
        title=text("drill.proposal_incident", division=name, number=key.rpartition("_")[2]),
        division=division,
        occurred_minutes_ago=20,
        received_minutes_ago=5,
        facts=dict(facts),
    )


def people_of(plan: Plan, division: str) -> dict[str, Person]:
    """The desk and one person for each post, named after it."""
    posts = {
        role.id: Person(
            roles=(f"{plan.id}:{role.id}",),
            division=division if role.scope == "division" else None,
        )
        for role in plan.roles
    }
    return {DESK: Person(roles=("duty_officer",)), **posts}


def step_to(plan: Plan, source: str, target: str) -> Step:
    """The first step of the lifecycle from one state to another."""
    return next(s for s in lifecycle_of(plan).steps_from(source) if s.target == target)


def _nothing(value: Any) -> Any:
    """The value of a figure that is over."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int | float):
        return 0
    return [] if isinstance(value, list | tuple) else value
