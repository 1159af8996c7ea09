"""Simulated people: they answer injects, decide what was recommended, and do what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from engine.drill.draws import between, draw, percent
from engine.drill.ground import CONTROLLER, Ground
from engine.drill.injects import place_after
from engine.drill.scenario import Expected, Inject, Simulated
from engine.drill.simulation.queue import ActQueue
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.commands import (
    ActivateResponse,
    AdjustResponse,
    ApproveActivation,
    CompleteMeasure,
    FormGroup,
    RecordFacts,
    RefuseActivation,
)
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.lifecycle.table import lifecycle_of
from engine.measures.listed import listed, on_list
from engine.messages import text
from engine.plan.model import Plan, split_position


class People:
    """The simulated people of one run."""

    def __init__(self, ground: Ground, queue: ActQueue) -> None:
        self.ground, self.queue = ground, queue
        people = ground.scenario.people
        self.rows = {n: row for n, row in ground.scenario.simulated.items() if n in people}

    def give(self, inject: Inject, key: str) -> None:
        """Record the figures of an inject, and plan the commands that it should bring."""
        if inject.facts and key in self.ground.ids:
            self._record(inject, key)
        for index, expected in enumerate(inject.expected):
            row = self.rows.get(expected.by or "")
            if row is not None and "injects" in row.does and expected.do is not None:
                self._answer(inject, key, index, expected, row)

    def notice(self, key: str, events: Iterable[Event]) -> None:
        """Plan what people do about new entries."""
        for event in events:
            if event.type in ("activation_recommended", "activation_approved"):
                self._decide(key, event)
            elif place_after(event) is not None:
                self._set_to_work(key, event)

    def _plan(self, key: str, row: Simulated, act: Any, *about: str | int) -> None:
        wait = between(self.ground.seed, row.answer_minutes, "answer", key, *about)
        self.queue.plan(self.ground.clock.now + timedelta(minutes=wait), act)

    def _answer(
        self, inject: Inject, key: str, index: int, expected: Expected, row: Simulated
    ) -> None:
        if percent(self.ground.seed, row.absent, "missed", inject.id, index):
            return
        command = self.ground.command(expected.do or {}, f"injects.{inject.id}.expected.do")
        act = partial(self._execute, key, command, expected.by or "")
        self._plan(key, row, act, inject.id, index)

    def _execute(self, key: str, command: Command, by: str) -> None:
        if key in self.ground.ids:
            self.ground.execute(key, command, self.ground.person(by))

    def _record(self, inject: Inject, key: str) -> None:
        """Record the figures: at once by the controller, or later by the person addressed."""
        row = self.rows.get(inject.to)
        source = inject.source or inject.from_
        facts: Mapping[str, Any] = inject.facts
        if row is None or "injects" not in row.does:
            self._facts(key, CONTROLLER, facts, source)
            return
        actor = self.ground.person(inject.to)
        wrong = _wrong(self.ground.seed, inject) if self._errs(inject, row) else None
        first = facts if wrong is None else {**facts, **wrong}
        self._plan(key, row, partial(self._facts, key, actor, first, source), "facts", inject.id)
        if wrong is not None:
            own = {name: facts[name] for name in wrong}
            wait = row.answer_minutes[1] + between(
                self.ground.seed, row.corrected_after_minutes, "corrected", inject.id
            )
            act = partial(self._facts, key, actor, own, source, correction=True)
            self.queue.plan(self.ground.clock.now + timedelta(minutes=wait), act)

    def _errs(self, inject: Inject, row: Simulated) -> bool:
        return percent(self.ground.seed, row.wrong_figures, "wrong", inject.id)

    def _facts(
        self,
        key: str,
        actor: Actor,
        facts: Mapping[str, Any],
        source: str,
        correction: bool | None = None,
    ) -> None:
        command = RecordFacts(facts=dict(facts), source=source, correction=correction)
        self.ground.execute(key, command, actor)

    def _decide(self, key: str, event: Event) -> None:
        """Let those answer who may: approve or refuse, and open once nothing is missing."""
        incident, plan = self.ground.incident(key), self.ground.plan(key)
        if incident is None or incident.pending is None or incident.pending.ends:
            return
        place, seq = incident.pending.place, incident.pending.seq
        steps = [s for s in lifecycle_of(plan).steps_from(incident.place) if s.target == place]
        if not steps:
            return
        row, level = steps[0].row, split_position(place)
        opens = ActivateResponse if steps[0].command == "activate_response" else AdjustResponse
        opening = opens(level=level[0], sub_state=level[1])
        if event.type == "activation_approved":
            if incident.pending.approved_by is not None:
                self._by(key, plan, row.by, opening, seq, "opens")
            return
        deciders = row.approved_by or row.by
        if percent(self.ground.seed, self._unwilling(plan, deciders), "refuses", key, seq):
            refusal = RefuseActivation(reason=text("word.drill_refused"))
            self._by(key, plan, deciders, refusal, seq, "refuses")
            return
        approvers = row.approved_by if row.approvals != "any" else row.approved_by[:1]
        for role in approvers:
            self._by(key, plan, (role,), ApproveActivation(), seq, "approves")
        if not approvers:
            self._by(key, plan, row.by, opening, seq, "opens")

    def _unwilling(self, plan: Plan, roles: Iterable[str]) -> int:
        """The share of recommendations that the one who decides refuses."""
        found = next(self._with_post(plan, roles, "decisions"), None)
        return self.rows[found].refuses if found else 0

    def _by(
        self, key: str, plan: Plan, roles: Iterable[str], command: Command, seq: int, what: str
    ) -> None:
        """Plan a decision by the first simulated person who holds one of the posts."""
        name = next(self._with_post(plan, roles, "decisions"), None)
        if name is not None:
            act = partial(self._decided, key, seq, command, name)
            self._plan(key, self.rows[name], act, what, seq)

    def _decided(self, key: str, seq: int, command: Command, by: str) -> None:
        """Answer a recommendation, unless it has been answered meanwhile."""
        incident = self.ground.incident(key)
        if incident is not None and incident.pending is not None and incident.pending.seq == seq:
            self._execute(key, command, by)

    def _with_post(self, plan: Plan, roles: Iterable[str], does: str) -> Iterator[str]:
        posts = [f"{plan.id}:{role}" for role in roles]
        for name, row in self.rows.items():
            if does in row.does and set(posts) & set(self.ground.scenario.people[name].roles):
                yield name

    def _set_to_work(self, key: str, event: Event) -> None:
        """Measures and groups of a place that was just reached."""
        incident, plan = self.ground.incident(key), self.ground.plan(key)
        if incident is None:
            return
        for name, row in self.rows.items():
            if "measures" in row.does:
                for one in listed(plan, incident):
                    if one.measure.id not in incident.measures:
                        act = partial(self._measure, key, one.measure.id, name)
                        self._plan(key, row, act, "measure", event.seq, one.measure.id)
            if "groups" in row.does and incident.stage == "responding":
                for group in plan.groups:
                    act = partial(self._group, key, group.id, name)
                    self._plan(key, row, act, "group", event.seq, group.id)

    def _measure(self, key: str, measure: str, by: str) -> None:
        """Complete a measure, if it is still asked for and this person may."""
        incident, plan = self.ground.incident(key), self.ground.plan(key)
        if incident is None or measure in incident.measures:
            return
        found = on_list(plan, incident, measure)
        if found is not None and _may(plan, incident, self.ground.person(by), found):
            self._execute(key, CompleteMeasure(measure=measure), by)

    def _group(self, key: str, group: str, by: str) -> None:
        incident, plan = self.ground.incident(key), self.ground.plan(key)
        if incident is None or group in incident.groups or incident.stage != "responding":
            return
        if _may_act(plan, incident, self.ground.person(by), "form_group"):
            self._execute(key, FormGroup(group=group), by)


def _may(plan: Plan, incident: Incident, actor: Actor, measure: Any) -> bool:
    if measure.decided_by:
        return bool(actor.posts(plan.id) & set(measure.decided_by))
    return _may_act(plan, incident, actor, "complete_measure")


def _may_act(plan: Plan, incident: Incident, actor: Actor, command: str) -> bool:
    here = [a for a in plan.acts if command in a.on and plan.covers(a.at, incident.place)]
    desk = actor.is_a("duty_officer") and any(act.desk for act in here)
    return desk or bool(actor.posts(plan.id) & {role for act in here for role in act.by})


def _wrong(seed: int, inject: Inject) -> dict[str, Any] | None:
    """One whole number among the figures, off by one to three; None where there is none."""
    numbers = [n for n, v in inject.facts.items() if isinstance(v, int) and not isinstance(v, bool)]
    if not numbers:
        return None
    name = numbers[draw(seed, "which", inject.id) % len(numbers)]
    off = 1 + draw(seed, "off", inject.id) % 3
    more = draw(seed, "more", inject.id) % 2 == 0 or inject.facts[name] < off
    return {name: inject.facts[name] + (off if more else -off)}
