"""What one account gets to read over HTTP: what its audience sees on the live channel.

An incident that a reporter has no part in does not exist for it: the answer is the same as
for an id that nobody has.

Source: our choice (docs/explanation/who-sees-what.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.live.audience import Audience, audience_in, audience_of, event_for, view_for, without
from api.live.reporters import names_of, open_slots, reporter_names
from api.live.ring import NOBODYS
from engine.actors import Actor
from engine.errors import NotFound
from engine.events import Event
from engine.plan.model import Plan
from engine.state import Incident, Slot
from engine.views import slot_view

Shape = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sight:
    """What `actor` sees at the instant `now`, in `language`."""

    actor: Actor
    now: datetime
    language: str = "zh"

    @property
    def narrow(self) -> bool:
        """Whether some incidents do not exist for the account."""
        return audience_of(self.actor).kind == "reporter"

    def reporters(self, plans: Iterable[Plan]) -> frozenset[str] | None:
        """As whom the account reports, by the ids in ledgers; None for whoever sees all."""
        if not self.narrow:
            return None
        names = audience_of(self.actor).names
        units = {unit.id: names_of(plan, unit.id) for plan in plans for unit in plan.units}
        return names | {unit for unit, known in units.items() if not names.isdisjoint(known)}

    def whole(self, incident: Incident) -> bool:
        """Whether the account sees everything of this incident."""
        return self._audience(incident).kind == "desk"

    def check(self, plan: Plan, incident: Incident, asked: str) -> None:
        """Raise `NotFound` for a reporter that has no part in the incident.

        The refusal repeats what was `asked` for, an id or a number, and tells no other name.
        """
        audience = self._audience(incident)
        if audience.kind == "reporter" and audience.names.isdisjoint(
            reporter_names(plan, incident)
        ):
            raise NotFound("incident_not_found", id=asked)

    def view(self, plan: Plan, incident: Incident, view: Mapping[str, Any]) -> Shape:
        """A whole view of the incident, from one in the same language."""
        audience = self._audience(incident)
        narrow = audience.kind == "reporter"
        own = open_slots(plan, incident, self.now).said_in(self.language) if narrow else NOBODYS
        return view_for(audience, view, own)

    def event(self, incident: Incident, event: Event) -> Shape:
        """An entry of the incident's journal."""
        return event_for(self._audience(incident), event.to_json())

    def slot(self, plan: Plan, incident: Incident, slot: Slot) -> Shape:
        """A row of the ledger."""
        view = slot_view(plan, slot, self.now, self.language)
        return view if self._audience(incident).kind == "desk" else without(view)

    def _audience(self, incident: Incident) -> Audience:
        return audience_in(incident, self.actor, self.now)
