"""The ground of one run: service, journal and clock in memory, and the incidents on it.

Steps, injects and simulated people all act through `execute`, so that each command meets the same
service as a real one. `fresh` collects what was stored since it was taken last, for those who
react to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError
from typing_extensions import override

from engine.clock import VirtualClock
from engine.drill.injects import InjectEntry
from engine.drill.outcome import Mismatch, Refusal
from engine.drill.scenario import IncidentOpening, Scenario
from engine.errors import InvalidInput, ZhibanError
from engine.incident.actors import Actor
from engine.incident.command_parts import Caller, Command
from engine.incident.commands import COMMANDS, OpenIncident
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.memory import CountedIds, FixedPlans, MemoryJournal
from engine.messages import InBoth
from engine.plan.model import Plan
from engine.plan.nearest import nearest
from engine.plan.pydantic_errors import in_words
from engine.plan.validation_messages import path_text
from engine.service import Service

CONTROLLER = Actor("controller", frozenset({"controller"}))
"""Who records the figures of an inject that nobody else records."""


class _Journal(MemoryJournal):
    """The journal in memory, which also remembers what was stored last."""

    def __init__(self) -> None:
        super().__init__()
        self.fresh: list[tuple[str, Sequence[Event], Sequence[Slot]]] = []

    @override
    def append(
        self,
        incident: Incident,
        events: Sequence[Event],
        slots: Sequence[Slot],
        next_wake: datetime | None,
    ) -> None:
        super().append(incident, events, slots, next_wake)
        self.fresh.append((incident.id, tuple(events), tuple(slots)))


class Ground:
    """One run in progress; `ids` are the incidents that have been opened, by their keys.

    `states` holds the state after each entry, by incident, or nothing unless they are kept.
    """

    def __init__(
        self, scenario: Scenario, plans: Mapping[str, Plan], seed: int, *, keep_states: bool = True
    ) -> None:
        self.scenario, self.plans, self.seed = scenario, plans, seed
        self.clock = VirtualClock(scenario.begins)
        self.journal = _Journal()
        counted = CountedIds(scenario.id.replace("_", "-"))
        self.states: dict[str, list[Incident]] = defaultdict(list)
        passed = self._passed if keep_states else None
        self.service = Service(
            FixedPlans(plans), self.clock, counted, exercises_only=True, passed=passed
        )
        self.ids: dict[str, str] = {}
        self.refusals: list[Refusal] = []
        self.mismatches: list[Mismatch] = []
        self.log: list[InjectEntry] = []

    def _passed(self, states: Sequence[Incident]) -> None:
        self.states[states[0].id] += states

    def plan(self, key: str) -> Plan:
        """The plan of an incident. Raises `InvalidInput` for one that does not exist."""
        wanted = self.scenario.openings[key].plan
        plan = self.plans.get(wanted)
        if plan is None:
            accepted = "、".join(self.plans)
            hint = nearest(wanted, self.plans) or "—"
            raise InvalidInput(
                "unknown_plan", field="plan", value=wanted, accepted=accepted, hint=hint
            )
        return plan

    def incident(self, key: str) -> Incident | None:
        """The incident as it is, None while it has not been opened."""
        id_ = self.ids.get(key)
        return None if id_ is None else self.journal.load(id_)

    def person(self, name: str) -> Actor:
        """Somebody of the scenario as an account."""
        person = self.scenario.people[name]
        return Actor(name, frozenset(person.roles), person.division, person.unit)

    def open(self, key: str, opening: IncidentOpening) -> None:
        """Open an incident now."""
        now = self.clock.now
        request = OpenIncident(
            plan=self.plan(key).id,
            kind=opening.kind,
            place=opening.place,
            caller=Caller(**opening.caller.model_dump()) if opening.caller else None,
            title=opening.title,
            occurred_at=now - timedelta(minutes=opening.occurred_minutes_ago),
            received_at=now - timedelta(minutes=opening.received_minutes_ago),
            division=opening.division,
            exercise=True,
            facts=dict(opening.facts),
        )
        outcome = self.service.open_incident(self.journal, request, self.person(opening.by))
        self.ids[key] = outcome.after.id

    def command(self, body: Mapping[str, Any], field: str = "do") -> Command:
        """The body of a command as a command; `@key` names an incident of the scenario.

        Raises `InvalidInput` for a command or a field that does not exist.
        """
        name = str(body.get("command", ""))
        kind = COMMANDS.get(name)
        if kind is None:
            raise InvalidInput(
                "unknown_command",
                field=f"{field}.command",
                value=name,
                accepted="、".join(COMMANDS),
                hint=nearest(name, COMMANDS) or "—",
            )
        try:
            return kind.model_validate({key: self._meant(value) for key, value in body.items()})
        except ValidationError as wrong:
            first = wrong.errors(include_url=False)[0]
            raise InvalidInput(
                "bad_value",
                field=f"{field}.{path_text(first['loc'])}",
                value=in_words(first.get("input")),
                accepted=str(first["msg"]),
            ) from None

    def _meant(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("@"):
            return self.ids.get(value[1:], value)
        return value

    def execute(self, key: str, command: Command, actor: Actor) -> ZhibanError | None:
        """Carry out a command; the refusal, which is noted, or None. `key` has been opened."""
        try:
            self.service.execute(self.journal, self.ids[key], command, actor)
        except ZhibanError as refusal:
            self.refusals.append(
                Refusal(
                    self.clock.now,
                    actor.name,
                    min(actor.roles, default=actor.name),
                    command.command,
                    refusal.code,
                    InBoth(refusal.sentence(), refusal.sentence("en")),
                    key,
                )
            )
            # With its traceback it would hold the whole run in a circle until the next collection.
            return refusal.with_traceback(None)
        return None
