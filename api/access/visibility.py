"""What one account reads over HTTP: the same as its audience sees on the live channel.

To a reporter, a post of a division or an evaluator an incident in which it has no part does not
exist: the answer is the same as for an unknown id. Source: our choice
(docs/explanation/who-sees-what.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from api.access.account_audience import Audiences
from api.access.audience import Audience, event_for, view_for, without
from api.access.reach import reach_of
from api.access.reporter_slots import NOBODYS, names_of, open_slots
from api.ports import Concerned
from engine.errors import NotFound
from engine.incident.actors import Actor
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.plan.model import Plan
from engine.presentation.event_shapes import EventView
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.slot_view import SlotView, slot_view


@dataclass(frozen=True, slots=True)
class Visibility:
    """What `actor` sees at the instant `now`, in `language`."""

    audiences: Audiences
    actor: Actor
    now: datetime
    language: str = "zh"

    @property
    def narrow(self) -> bool:
        """True if some incidents do not exist for the account."""
        return self.audiences.of(self.actor).narrow

    def concerned(self, plans: Iterable[Plan]) -> Concerned | None:
        """What a list for the account may hold; None if every incident exists for it.

        It may be a little more: `sees` decides.
        """
        audience = self.audiences.of(self.actor)
        if not audience.narrow:
            return None
        plans, names = tuple(plans), audience.names
        units = {unit.id: names_of(plan, unit.id) for plan in plans for unit in plan.units}
        return Concerned(
            names | {unit for unit, known in units.items() if not names.isdisjoint(known)},
            audience.divisions,
            frozenset(p.id for p in plans if any(fact.kind == "divisions" for fact in p.facts)),
            audience.exercises,
        )

    def whole(self, plan: Plan, incident: Incident) -> bool:
        """True if the account sees everything of this incident."""
        return self.audience(plan, incident).kind == "desk"

    def audience(self, plan: Plan, incident: Incident) -> Audience:
        """To which audience the account belongs at this incident."""
        return self.audiences.at(plan, incident, self.actor, self.now)

    def sees(self, plan: Plan, incident: Incident) -> bool:
        """Whether the incident exists for the account."""
        return self.audience(plan, incident).sees(reach_of(plan, incident))

    def check(self, plan: Plan, incident: Incident, asked: str) -> None:
        """Raise `NotFound` for an account for which the incident does not exist.

        The refusal repeats the id or number that the client `asked` for, and gives no other name.
        """
        if not self.sees(plan, incident):
            raise NotFound("incident_not_found", id=asked)

    def view(self, plan: Plan, incident: Incident, view: IncidentView) -> IncidentView:
        """A whole view of the incident, from one in the same language."""
        audience = self.audience(plan, incident)
        some = audience.narrow
        own = open_slots(plan, incident, self.now).said_in(self.language) if some else NOBODYS
        return cast(IncidentView, view_for(audience, view, own))

    def texts(self, plan: Plan, incident: Incident, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Words of an incident that every account may read, with what is personal hidden."""
        return texts if self.whole(plan, incident) else tuple(without(text) for text in texts)

    def event(self, plan: Plan, incident: Incident, event: Event) -> EventView:
        """An entry of the incident's journal."""
        return cast(EventView, event_for(self.audience(plan, incident), event.to_json()))

    def slot(self, plan: Plan, incident: Incident, slot: Slot) -> SlotView:
        """A row of the ledger."""
        view = slot_view(plan, slot, self.now, self.language, exercise=incident.exercise)
        if self.whole(plan, incident):
            return view
        return cast(SlotView, without(view))
