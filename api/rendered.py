"""Views that were made a moment ago.

A command's answer and the frame that every screen gets show the same incident as of the
same entry. Making a view is most of what a command costs, so it is made once for both; and
most of the answer's JSON is what it was in the answer before.
"""

from __future__ import annotations

from datetime import datetime

import orjson

from engine.kept import Last
from engine.plan.model import Plan
from engine.state import Incident
from engine.views import View, incident_view, moving_view, standing_view

MOST = 512
"""Views between their answer and their frame: as many as a batch of commands may have."""

MOST_IN_JSON = 500
"""Incidents of which the JSON is kept, some ten kilobytes of each."""


class Rendered:
    """The whole views of the last incidents that changed. Safe to use from several threads.

    A view is taken from here only for the very state it was made of, and only once.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], tuple[Incident, View]] = {}
        self._in_json = Last[bytes](MOST_IN_JSON)

    def make(self, plan: Plan, incident: Incident, now: datetime) -> View:
        """A view in Chinese, remembered for whoever shows the same state next."""
        return self._remembered(incident, incident_view(plan, incident, now))

    def in_json(
        self, plan: Plan, incident: Incident, now: datetime, language: str
    ) -> orjson.Fragment:
        """A view as JSON; the one in Chinese is remembered as well."""
        standing = standing_view(plan, incident, language)
        moving = moving_view(plan, incident, now, language)
        if language == "zh":
            self._remembered(incident, standing | moving)
        about, parts = (incident.id, language), (standing,)
        known = self._in_json.get(about, parts, lambda: orjson.dumps(standing)[:-1])
        return orjson.Fragment(b"%b,%b" % (known, orjson.dumps(moving)[1:]))

    def _remembered(self, incident: Incident, view: View) -> View:
        while len(self._made) >= MOST:
            self._made.pop(next(iter(self._made)), None)
        self._made[incident.id, incident.seq] = incident, view
        return view

    def take(self, plan: Plan, incident: Incident, now: datetime) -> View:
        """The remembered view of this state, or a new one."""
        made_of, view = self._made.pop((incident.id, incident.seq), (None, {}))
        return view if made_of is incident else incident_view(plan, incident, now)
