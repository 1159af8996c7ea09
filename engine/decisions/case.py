"""One command on one incident, with everything that the deciders share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine import authority
from engine.actors import Actor
from engine.authority import Acting, Asked
from engine.commands import Command
from engine.errors import InvalidInput, StateRefuses
from engine.events import Draft, Event
from engine.instants import from_text, local_text
from engine.machine.lifecycle import Lifecycle, lifecycle_of
from engine.options import possible
from engine.plan.model import Plan
from engine.state import Incident


@dataclass(frozen=True, slots=True)
class Case:
    """Plan, incident, actor and instant of one decision.

    `entry` reads the journal; `other` another incident with its plan, or raises `NotFound`.
    """

    plan: Plan
    incident: Incident
    actor: Actor
    now: datetime
    entry: Callable[[int], Event | None]
    other: Callable[[str], tuple[Plan, Incident]]

    @property
    def lifecycle(self) -> Lifecycle:
        """The lifecycle of the plan."""
        return lifecycle_of(self.plan)

    def acting(self, command: Command, asked: Asked) -> Acting:
        """The role that the actor acts in, or `NotAllowed` with what is possible."""
        return authority.act(
            self.plan,
            self.incident,
            self.actor,
            command,
            asked,
            self.now,
            lambda: possible(self.plan, self.incident),
        )

    def refuse(self, code: str, clause: str | None = None, **facts: Any) -> StateRefuses:
        """A refusal by the state, with what is possible now."""
        return StateRefuses(
            code, clause=clause, allowed=possible(self.plan, self.incident), **facts
        )

    @property
    def over(self) -> bool:
        """Whether the incident is closed and no casualties are reportable any more."""
        return self.incident.stage == "closed" and not self.incident.watching

    def check_not_over(self) -> None:
        """Refused once the incident is over."""
        if self.over:
            raise self.refuse("watch_over")

    def draft(self, type_: str, acting: Acting, clause: str | None, **data: Any) -> Draft:
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
        """`instant` (now if left out), refused when it is to come."""
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


def desk_and_posts(plan: Plan) -> Asked:
    """Asked of keeping the record: the desk and any post (our choice, no clause)."""
    return Asked(authority.any_post(plan), desk=True, clause=None)
