"""Views that were made a moment ago.

A command's reply and the frame for every screen show the same incident as of the same entry.
Making a view is most of the cost of a command, so it is made once for both. Most of the
reply's JSON is the same as in the reply before.
"""

from __future__ import annotations

from datetime import datetime

import orjson

from engine.incident.state import Incident
from engine.memo import BoundedCache, BoundedDict
from engine.plan.model import Plan
from engine.presentation.incident_shapes import IncidentView, MovingView
from engine.presentation.incident_view import moving_view, standing_view

MOST = 512
"""Views between their reply and their frame: as many as a batch of commands may have."""

MOST_IN_JSON = 500
"""Incidents whose JSON is kept, some ten kilobytes each."""


class ViewCache:
    """The views of the incidents that changed last. Thread-safe.

    A view serves only the very state that it was made of, and two callers: the frame for the
    screens and the reply to the command, whichever is made first.
    """

    def __init__(self) -> None:
        self._made = BoundedDict[tuple[str, int], tuple[Incident, MovingView]](MOST)
        self._in_json = BoundedCache[bytes](MOST_IN_JSON)

    def take(self, plan: Plan, incident: Incident, now: datetime) -> IncidentView:
        """The whole view in Chinese."""
        return {**standing_view(plan, incident, "zh"), **self._moving(plan, incident, now)}

    def in_json(
        self, plan: Plan, incident: Incident, now: datetime, language: str
    ) -> orjson.Fragment:
        """The whole view as JSON."""
        standing = standing_view(plan, incident, language)
        moving = (
            self._moving(plan, incident, now)
            if language == "zh"
            else moving_view(plan, incident, now, language)
        )
        about, parts = (incident.id, language), (standing,)
        known = self._in_json.get(about, parts, lambda: orjson.dumps(standing)[:-1])
        return orjson.Fragment(b"%b,%b" % (known, orjson.dumps(moving)[1:]))

    def _moving(self, plan: Plan, incident: Incident, now: datetime) -> MovingView:
        """The moving part in Chinese, remembered for the second that shows the same state."""
        key = incident.id, incident.seq
        remembered = self._made.pop(key, None)
        if remembered is not None and remembered[0] is incident:
            return remembered[1]
        moving = moving_view(plan, incident, now, "zh")
        self._made[key] = incident, moving
        return moving
