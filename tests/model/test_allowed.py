"""What is listed as possible and what is decided agree, in every state that a walk comes to.

A walk follows the options of `allowed_commands` through a plan. In each state every command
is decided, with every object that it could be about, by somebody who holds every post:
what the list leaves out is refused, and what it lists is not refused for reasons of state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from engine.clock import VirtualClock
from engine.decide import decide
from engine.decide.allowed_commands import allowed_commands
from engine.decide.context import DecisionContext
from engine.errors import NotFound, StateRefuses, ZhibanError
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.commands import COMMANDS, OpenIncident
from engine.incident.state import Incident
from engine.instants import local_day
from engine.memory import CountedIds, FixedPlans, MemoryJournal
from engine.plan.loader import load_plans
from engine.plan.measures import effective
from engine.plan.model import Plan
from engine.service import Service
from tests.engine.stories import real_plans
from tests.support.report_content import full
from tests.support.signed_documents import MADE, SIGNED, WRITTEN

START = datetime(2021, 11, 8, 1, tzinfo=UTC)
PLANS = {
    plan.id: plan
    for plan in (
        *real_plans().values(),
        *load_plans(Path(__file__).parents[1] / "plans" / "other").values(),
    )
}
STEPS = 40
RARE = 0.03
"""How often the walk may take the step that ends it at once."""

Option = dict[str, Any]
ORDER = {"attachment": 1, "order_number": "8号", "reason": "误传"}
PAPERS = {"edit_document": WRITTEN, "sign_document": SIGNED, "destroy_attachment": ORDER}


class Walk:
    """An incident on its way through a plan, in the hands of people with every right."""

    def __init__(self, plan: Plan, seed: int) -> None:
        self.plan, self.chance = plan, Random(seed)  # noqa: S311
        self.clock = VirtualClock(START, elapsed=lambda: 0.0)
        self.journal = MemoryJournal()
        self.service = Service(FixedPlans(PLANS), self.clock, CountedIds("walk"))
        self.ids = [self.open() for _ in range(2)]

    def open(self) -> str:
        divisions = [d.code for d in self.plan.jurisdiction.divisions]
        request = OpenIncident(
            plan=self.plan.id,
            title="某事件",
            occurred_at=START,
            received_at=START,
            division=divisions[-1],
            exercise=True,
        )
        desk = Actor("值班员", frozenset({"duty_officer"}))
        return self.service.open_incident(self.journal, request, desk).after.id

    @property
    def incident(self) -> Incident:
        found = self.journal.load(self.ids[0])
        assert found is not None
        return found

    def actor(self, *roles: str) -> Actor:
        held = frozenset(f"{self.plan.id}:{role}" for role in roles)
        general = frozenset({"duty_officer"}) if len(roles) != 1 else frozenset()
        return Actor("某人", held | general, self.incident.division)

    def decided(self, command: Command, actor: Actor) -> ZhibanError | None:
        """What refuses the command in the present state; None where nothing does."""
        case = DecisionContext(
            self.plan, self.incident, actor, self.clock.now, self.entry, self.other
        )
        try:
            decide(case, command)
        except ZhibanError as refusal:
            return refusal
        return None

    def entry(self, seq: int) -> Any:
        return next(iter(self.journal.read(self.ids[0], after=seq - 1, limit=1)), None)

    def other(self, id_: str) -> tuple[Plan, Incident]:
        found = self.journal.load(id_)
        if found is None:
            raise NotFound("incident_not_found", id=id_)
        return self.plan, found

    def commands(self, name: str) -> Iterator[Command]:
        """The command about each thing that it could be about here."""
        for fields in _objects(self, name):
            known = {k: v for k, v in fields.items() if k in MADE[name].model_fields}
            yield MADE[name](**known)

    def step(self) -> None:
        """Follow one of the options, as one of those who may."""
        rare = () if self.chance.random() < RARE else ("void_incident",)
        options = [
            option
            for option in allowed_commands(self.plan, self.incident)
            if option["roles"] and option["command"] not in rare
        ]
        for option in self.chance.sample(options, len(options)):
            wanted = [c for c in self.commands(option["command"]) if _is_of(c, option)]
            role = self.chance.choice(option["roles"])["id"]
            for command in self.chance.sample(wanted, len(wanted)):
                try:
                    self.service.execute(self.journal, self.ids[0], command, self.actor(role))
                except ZhibanError:
                    continue
                self.clock.advance(timedelta(minutes=self.chance.choice([1, 40, 700])))
                while self.service.wake(self.journal):
                    pass
                return


def _objects(walk: Walk, name: str) -> Iterator[dict[str, Any]]:
    plan, incident, now = walk.plan, walk.incident, walk.clock.now
    if name in PAPERS:
        yield PAPERS[name]
        return
    base = {"reason": "理由", "note": "说明", "text": "接电话", "until": now + timedelta(hours=1)}
    if name in ("recommend_activation", "activate_response", "adjust_response"):
        for position in plan.positions:
            level, _, sub_state = position.partition(".")
            yield base | {"level": level, "sub_state": sub_state or None}
        return
    things: dict[str, tuple[str, list[Any]]] = {
        "issue_warning": ("grade", [grade.id for grade in plan.warnings] or [None]),
        "assume_command": ("to", [None, *(h.id for h in plan.command.holders)]),
        "hand_over_command": ("to", [h.id for h in plan.command.holders]),
        "return_command": ("to", [None, *(h.id for h in plan.command.holders)]),
        "form_group": ("group", [*plan.group_by_id]),
        "change_group": ("group", [*plan.group_by_id]),
        "complete_measure": ("measure", [m.id for m in effective(plan, incident.place)]),
        "waive_measure": ("measure", [m.id for m in effective(plan, incident.place)]),
        "submit_report": ("slot", [None, *sorted(incident.slots)]),
        "confirm_end_condition": ("condition", [c.id for c in plan.end_conditions]),
        "strike_entry": ("seq", [*range(1, incident.seq + 1)]),
        "confirm_recorded_order": ("seq", [*range(1, incident.seq + 1)]),
        "set_reporters": ("obligation", [None, *plan.report_by_id]),
        "reanchor_cadence": ("obligation", [None, *plan.report_by_id]),
        "delegate_role": ("role", [*plan.role_by_id]),
        "record_absence": ("role", [*plan.role_by_id]),
        "link_incidents": ("other", [walk.ids[1]]),
        "start_call": ("on_duty", ["leader"]),
        "answer_call": ("call", ["no such"]),
        "unlink_incidents": ("other", [walk.ids[1]]),
    }
    field, values = things.get(name, ("", [None]))
    day = (local_day(now, plan.zone) + timedelta(days=1)).isoformat()
    facts = {plan.facts[0].id: None}
    for value in values:
        more = {"anchor": day, "facts": facts, "to": "副职", "reporters": None}
        if name == "submit_report":
            slot = incident.slots.get(value)
            more |= {"content": full(plan, slot.obligation)} if slot else {"kind": "urgent"}
        yield base | more | ({field: value} if field else {})


def _is_of(command: Command, option: Option) -> bool:
    return command.command == option["command"] and all(
        getattr(command, key, None) == option.get(key)
        for key in ("level", "sub_state", "grade")
        if key in type(command).model_fields and (key != "grade" or option.get(key))
    )


_OF_WHAT_THE_LIST_DOES_NOT_READ = ("strike_entry", "link_incidents")
"""Entries that can be struck stand in the journal, incidents to link with in the store."""


_OF_CALLS = {"start_call", "answer_call"}
"""Not on the list: the view's calls say which are open."""


def _check_state(walk: Walk) -> None:
    options = allowed_commands(walk.plan, walk.incident)
    everybody = walk.actor(*walk.plan.role_by_id)
    place = (walk.plan.id, walk.incident.place, walk.incident.held_by)
    for name in COMMANDS.keys() - _OF_CALLS:
        for command in walk.commands(name):
            if not any(_is_of(command, option) for option in options):
                assert walk.decided(command, everybody) is not None, (place, command)
    for option in options:
        if option["command"] in _OF_WHAT_THE_LIST_DOES_NOT_READ:
            continue
        of_option = [c for c in walk.commands(option["command"]) if _is_of(c, option)]
        assert of_option, (place, option)
        roles = [role["id"] for role in option["roles"]]
        refusals = [walk.decided(c, walk.actor(role)) for c in of_option for role in roles]
        refused = [r for r in refusals if isinstance(r, StateRefuses)]
        assert len(refused) < len(refusals), (place, option, refused[0].sentence("en"))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("plan_id", sorted(PLANS))
def test_what_is_left_out_is_refused_and_what_is_listed_is_not(plan_id: str, seed: int) -> None:
    walk = Walk(PLANS[plan_id], seed)
    for _ in range(STEPS):
        _check_state(walk)
        walk.step()


BLOCKABLE = (
    *("issue_warning", "lift_warning", "activate_response"),
    *("adjust_response", "end_response", "close_incident"),
)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("plan_id", sorted(PLANS))
def test_a_plan_may_block_each_of_these_steps_while_a_superior_commands(
    plan_id: str, seed: int
) -> None:
    """The plan blocks all that it can; the walk still comes to no contradiction."""
    plan = PLANS[plan_id]
    rule = plan.command.model_copy(update={"blocked_while_superior_holds": BLOCKABLE})
    strict = plan.model_copy(update={"command": rule})
    walk = Walk(PLANS[plan_id], seed)
    walk.plan = strict
    superior = next((h.id for h in rule.holders if h.superior), None)
    for _ in range(STEPS):
        if superior is not None:
            held = replace(walk.incident, held_by=superior)
            assert not {o["command"] for o in allowed_commands(strict, held)} & set(BLOCKABLE)
        _check_state(walk)
        walk.step()
