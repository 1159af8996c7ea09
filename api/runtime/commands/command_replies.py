"""The reply to a command: the events and the incident, as the account may see them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from api.access.account_audience import Audiences
from api.access.audience import event_for
from api.access.visibility import Visibility
from api.command_reply import IncidentVersion, Reply, reply
from api.command_request import CommandRequest
from api.live.feed.view_cache import ViewCache
from engine.clock import Clock
from engine.incident.actors import Actor
from engine.incident.commands import OpenIncident
from engine.incident.state import Incident
from engine.ports import PlanLibrary
from engine.presentation.incident_view import incident_view
from engine.presentation.notices import notices
from engine.service import Outcome


class CommandReplies:
    """Renders replies; safe to call from any thread."""

    def __init__(
        self, views: ViewCache, plans: PlanLibrary, audiences: Audiences, clock: Clock
    ) -> None:
        self._views, self._plans, self._clock = views, plans, clock
        self._audiences = audiences

    def __call__(self, request: CommandRequest, actor: Actor, outcome: Outcome) -> Reply:
        """The reply that shows the outcome to the actor."""
        plan, after, language = outcome.plan, outcome.after, request.language
        # Read after the command: what the command made owed counts as owed.
        now = self._clock.now
        if isinstance(request.command, OpenIncident):
            return reply(201, after, incident_view(plan, after, now, language))
        sight = Visibility(self._audiences, actor, now, language)
        audience = sight.audience(plan, after)
        view: Any
        if request.minimal:
            view = IncidentVersion(id=after.id, version=after.seq)
        elif audience.kind == "desk":
            view = self._views.in_json(plan, after, now, language)
        else:
            view = sight.view(plan, after, incident_view(plan, after, now, language))
        events = [event_for(audience, event.to_json()) for event in outcome.events]
        asked = notices(plan, outcome.before, outcome.events, language)
        body = {"events": events, "incident": view, "notices": asked}
        return reply(200, after, body, minimal=request.minimal)

    def narrowed(
        self, request: CommandRequest, actor: Actor, incident: Incident, first: Reply
    ) -> Reply:
        """The first reply as the account may see it now; the incident as it is now."""
        now, language = self._clock.now, request.language
        plan = self._plans.pinned(incident.plan, incident.plan_digest)
        sight = Visibility(self._audiences, actor, now, language)
        view: Any = (
            IncidentVersion(id=incident.id, version=incident.seq)
            if first.minimal
            else sight.view(plan, incident, incident_view(plan, incident, now, language))
        )
        body = orjson.loads(first.content)
        if "events" in body:
            audience = sight.audience(plan, incident)
            events = [event_for(audience, event) for event in body["events"]]
            view = {"events": events, "incident": view, "notices": []}
        again = reply(first.status, incident, view, minimal=first.minimal)
        return replace(again, repeated=True)
