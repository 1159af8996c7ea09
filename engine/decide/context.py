"""One command on one incident, with everything that the deciders share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.decide import authority
from engine.decide.allowed_commands import allowed_commands
from engine.decide.authority import ActingRole, RequiredAuthority
from engine.errors import InvalidInput, StateRefuses
from engine.incident.actors import Actor
from engine.incident.command_parts import Command
from engine.incident.events import Draft, Event
from engine.incident.state import Incident
from engine.instants import from_text, local_text
from engine.lifecycle.table import Lifecycle, lifecycle_of
from engine.plan.model import Plan
from engine.ports import CallingBook


@dataclass(frozen=True, slots=True)
class DecisionContext:
    """Plan, incident, actor and instant of one decision.

    `entry` reads the journal; `other` another incident with its plan, or raises `NotFound`.
    `calling` is None where nobody can be called, as in a drill.
    """

    plan: Plan
    incident: Incident
    actor: Actor
    now: datetime
    entry: Callable[[int], Event | None]
    other: Callable[[str], tuple[Plan, Incident]]
    calling: CallingBook | None = None

    @property
    def lifecycle(self) -> Lifecycle:
        """The lifecycle of the plan."""
        return lifecycle_of(self.plan)

    def acting(self, command: Command, asked: RequiredAuthority) -> ActingRole:
        """The role that the actor acts in, or `NotAllowed` with what is possible."""
        return authority.act(
            self.plan,
            self.incident,
            self.actor,
            command,
            asked,
            self.now,
            lambda: allowed_commands(self.plan, self.incident),
        )

    def refuse(self, code: str, clause: str | None = None, **facts: Any) -> StateRefuses:
        """A refusal by the state, with what is possible now."""
        return StateRefuses(
            code, clause=clause, allowed=allowed_commands(self.plan, self.incident), **facts
        )

    @property
    def over(self) -> bool:
        """Whether the incident is closed and no casualties are reportable any more."""
        return self.incident.stage == "closed" and not self.incident.watching

    def check_not_over(self) -> None:
        """Refused once the incident is over.

        Raises `StateRefuses` (`watch_over`).
        """
        if self.over:
            raise self.refuse("watch_over")

    def keeping_record(self, command: Command) -> ActingRole:
        """The role in which the account keeps the record. Refused once the incident is over."""
        acting = self.acting(command, desk_and_posts(self.plan))
        self.check_not_over()
        return acting

    def draft(self, type_: str, acting: ActingRole, clause: str | None, **data: Any) -> Draft:
        """The event of the decision; it took effect when the order was given."""
        ordered = acting.order.get("ordered_at")
        return Draft(
            type=type_,
            occurred_at=from_text(ordered) if ordered else self.now,
            actor=self.actor.name,
            role=acting.role,
            clause=clause,
            data={**data, **acting.order},
        )

    def check_past(self, field: str, instant: datetime | None) -> datetime:
        """`instant` (now if left out), refused when it is to come.

        Raises `InvalidInput` (`future_instant`).
        """
        if instant is None:
            return self.now
        if instant > self.now:
            raise InvalidInput(
                "future_instant",
                field=field,
                value=local_text(instant, self.plan.zone),
                now=local_text(self.now, self.plan.zone),
            )
        return instant

    def check_since_receipt(self, field: str, instant: datetime) -> None:
        """Raise `InvalidInput` for an instant before the office heard of the incident at all."""
        if instant < self.incident.received_at:
            raise InvalidInput(
                "instants_reversed",
                field=field,
                value=local_text(instant, self.plan.zone),
                other="received_at",
                limit=local_text(self.incident.received_at, self.plan.zone),
            )


def desk_and_posts(plan: Plan) -> RequiredAuthority:
    """Asked of keeping the record: the desk and any post (our choice, no clause)."""
    return RequiredAuthority(authority.any_post(plan), desk=True, clause=None)
