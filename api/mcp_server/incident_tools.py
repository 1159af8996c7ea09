"""The tools about incidents: which there are, where one stands, and its journal."""

from __future__ import annotations

import json
from typing import Any

from api.mcp_server import arguments
from api.mcp_server.answers import Decision, Entry, Incidents, IncidentState, Journal, Step
from api.mcp_server.lookups import Lookups, View
from api.mcp_server.owed_tools import owed_measures, owed_report, together, urgency
from api.mcp_server.web_api import WebApi
from api.spreadsheets.lists import headline
from engine.decide.allowed_commands import RECORD_KEEPING
from engine.instants import to_text

MOST_OWED = 10
MOST_CHARACTERS = 2_000
"""Of one text in an entry."""
MOST_DATA = 8_000
"""Characters of the data of one entry, as JSON."""


class IncidentTools:
    """Answers about incidents."""

    def __init__(self, web: WebApi) -> None:
        self._web = web

    async def list_incidents(
        self,
        plan: arguments.Plan | None = None,
        stage: arguments.InStage = None,
        exercise: arguments.Exercise = None,
        limit: arguments.Few = 20,
        cursor: arguments.Cursor = None,
    ) -> Incidents:
        """A page of incidents, newest first."""
        page = await self._web.get(
            "incidents", plan=plan, state=stage, exercise=exercise, limit=limit, cursor=cursor
        )
        known = Lookups(self._web)
        return {
            "incidents": [await known.line(view) for view in page["incidents"]],
            "next": page["next"],
        }

    async def incident_state(self, incident: arguments.Incident) -> IncidentState:
        """Where an incident stands, what is known, what may come next, what is owed."""
        known = Lookups(self._web)
        view = await known.incident(incident)
        now = await known.now()
        recommended = view["recommendation"]
        reports = together(view["next_slots"])[:MOST_OWED]
        owed = [await owed_report(known, view, alike, now) for alike in reports]
        owed += [one async for one in owed_measures(known, view, now)]
        owed.sort(key=urgency)
        return {
            **await known.line(view),
            "server_time": to_text(now),
            "held_by": view["command"]["name"],
            "figures": [
                {key: one[key] for key in ("name", "value", "unit", "source", "as_of")}  # type: ignore[misc]
                for one in view["figures"].values()
            ],
            "to_verify": [one["field"] for one in view["to_verify"]],
            "recommendation": {
                "level": recommended["level"],
                "name": recommended["name"],
                "criteria": [
                    {key: one[key] for key in ("level", "text", "met", "why", "clause")}  # type: ignore[misc]
                    for one in recommended["criteria"]
                ],
            },
            "waits_for_decision": _decision(view["pending"]),
            "next_steps": _steps(view["allowed"]),
            "owed_next": owed[:MOST_OWED],
        }

    async def journal(
        self,
        incident: arguments.Incident,
        before: arguments.Before = None,
        limit: arguments.Few = 20,
    ) -> Journal:
        """The newest entries, or the newest before a number."""
        known = Lookups(self._web)
        view = await known.incident(incident)
        page = await self._web.get("incidents", incident, "events", before=before, last=limit)
        struck = set(view["struck"])
        return {
            **known.marked(view),
            "entries": [self._entry(one, struck) for one in page["events"]],
            "earlier": page["earlier"],
            "last_seq": view["version"],
        }

    def _entry(self, event: View, struck: set[int]) -> Entry:
        data = _cut(event["data"])
        fits = len(json.dumps(data, ensure_ascii=False)) <= MOST_DATA
        return {
            "seq": event["seq"],
            "type": event["type"],
            "headline": headline(event["type"], self._web.language),
            "occurred_at": event["occurred_at"],
            "recorded_at": event["recorded_at"],
            "role": event["role"],
            "clause": event["clause"],
            "struck": event["seq"] in struck,
            "data": data if fits else {},
            "data_left_out": not fits,
        }


def _decision(pending: View | None) -> Decision | None:
    if pending is None:
        return None
    return {"what": pending["command"], "level": pending["level"], "since": pending["since"]}


def _steps(allowed: list[View]) -> list[Step]:
    """What moves the incident; keeping records is possible anyway."""
    return [
        {
            "command": one["command"],
            "to": one.get("name"),
            "by": [role["name"] for role in one["roles"]] + ["duty_officer"] * one["desk"],
            "clause": one["clause"],
        }
        for one in allowed
        if one["command"] not in RECORD_KEEPING
    ]


def _cut(value: Any) -> Any:
    """The value with long texts cut."""
    if isinstance(value, str) and len(value) > MOST_CHARACTERS:
        return value[: MOST_CHARACTERS - 1] + "…"
    if isinstance(value, dict):
        return {name: _cut(inner) for name, inner in value.items()}
    return [_cut(inner) for inner in value] if isinstance(value, list) else value
