"""What rows refer to: incidents, plans, their clauses and zones; each is asked for once a call."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from api.mcp_server.answers import IncidentLine, Marked
from api.mcp_server.web_api import WebApi
from engine.instants import local_text
from engine.messages import text

View = dict[str, Any]


class Lookups:
    """The incidents and plans that one call of a tool has asked for."""

    def __init__(self, web: WebApi) -> None:
        self.web = web
        self._plans: dict[str, View] = {}
        self._incidents: dict[str, View] = {}

    async def now(self) -> datetime:
        """The time that counts on the server."""
        session = await self.web.get("session")
        return datetime.fromisoformat(session["server_time"])

    async def plan(self, plan: str) -> View:
        """A plan in force."""
        if plan not in self._plans:
            self._plans[plan] = await self.web.get("plans", plan)
        return self._plans[plan]

    async def incident(self, incident: str) -> View:
        """An incident by its id or number."""
        if incident not in self._incidents:
            view = await self.web.get("incidents", incident)
            self._incidents |= {incident: view, view["id"]: view}
        return self._incidents[incident]

    def remember(self, view: View) -> None:
        """A view that another call brought."""
        self._incidents[view["id"]] = view

    async def local(self, view: View, instant: str) -> str:
        """An instant of an incident in its plan's zone."""
        plan = await self.plan(view["plan"]["id"])
        return local_text(datetime.fromisoformat(instant), plan["zone"])

    def marked(self, view: View) -> Marked:
        """What every row says of its incident."""
        mark = text("mcp.exercise", self.web.language) if view["exercise"] else ""
        return {
            "exercise": view["exercise"],
            "mark": mark,
            "incident": view["number"],
            "title": view["title"],
        }

    async def line(self, view: View) -> IncidentLine:
        """An incident in a list."""
        return {
            **self.marked(view),
            "id": view["id"],
            "plan": view["plan"]["id"],
            "edition": view["plan"]["version"],
            "division": view["division_name"],
            "stage": view["stage"],
            "level": view["level"],
            "place": view["place_name"],
            "received_at": view["received_at"],
            "received_local": await self.local(view, view["received_at"]),
            "owed": view["open_slots"]["owed"],
            "overdue": view["open_slots"]["overdue"],
        }
