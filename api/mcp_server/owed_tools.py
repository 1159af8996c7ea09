"""The tools about what is owed: next and why, and the ledger of reports."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import datetime
from typing import Any

from api.mcp_server import arguments
from api.mcp_server.answers import Due, Ledger, LedgerRow, Owed, OwedNext
from api.mcp_server.lookups import Lookups, View
from api.mcp_server.plan_tools import heading_of
from api.mcp_server.web_api import WebApi
from engine.instants import to_text

AWAITED = ("overdue", "owed", "upcoming")
BETWEEN_CLAUSES = "、"
MOST_SLOTS = 500
"""Rows of the ledger of each state that are looked at."""
MOST_RESPONSES = 200
"""Running responses whose measures are looked at; more are left to `owed_next` of one."""


class OwedTools:
    """Answers about reports and measures that are awaited."""

    def __init__(self, web: WebApi) -> None:
        self._web = web

    async def owed_next(
        self,
        incident: arguments.Incident | None = None,
        exercise: arguments.Exercise = None,
        limit: arguments.Few = 20,
    ) -> OwedNext:
        """The overdue first, then by due instant, across incidents or of one."""
        known = Lookups(self._web)
        now = await known.now()
        slots: list[View] = []
        more = False
        for state in AWAITED:
            page = await self._web.get(
                "report-slots", incident=incident, state=state, exercise=exercise, limit=MOST_SLOTS
            )
            slots, more = slots + page["slots"], more or page["next"] is not None
        reports = together(slots)
        more = more or len(reports) > limit
        found = [
            await owed_report(known, await known.incident(alike[0]["incident"]), alike, now)
            for alike in reports[:limit]
        ]
        if incident is not None:
            views = [await known.incident(incident)]
        else:
            page = await self._web.get(
                "incidents", state="responding", exercise=exercise, limit=MOST_RESPONSES
            )
            views, more = page["incidents"], more or page["next"] is not None
        for view in views:
            if exercise is None or view["exercise"] == exercise:
                found += [one async for one in owed_measures(known, view, now)]
        found.sort(key=urgency)
        more = more or len(found) > limit
        return {"server_time": to_text(now), "owed": found[:limit], "more": more}

    async def ledger(
        self,
        incident: arguments.Incident | None = None,
        state: arguments.InState = None,
        reporter: arguments.Reporter = None,
        due_before: arguments.DueBefore = None,
        exercise: arguments.Exercise = None,
        limit: arguments.Few = 30,
        cursor: arguments.Cursor = None,
    ) -> Ledger:
        """A page of the ledger by due instant, with the filters of the page."""
        page = await self._web.get(
            "report-slots",
            incident=incident,
            state=state,
            reporter=reporter,
            due_before=due_before,
            exercise=exercise,
            limit=limit,
            cursor=cursor,
        )
        known = Lookups(self._web)
        rows: list[LedgerRow] = []
        for slot in page["slots"]:
            view = await known.incident(slot["incident"])
            rows.append(
                LedgerRow(
                    **await _due(known, view, [slot]),
                    submitted_at=slot["submitted_at"],
                    entry=slot["report_seq"],
                    reason=slot["reason"],
                )
            )
        return {"rows": rows, "next": page["next"]}


def urgency(one: Mapping[str, Any]) -> tuple[bool, str]:
    """The overdue first, then by due instant."""
    return one["state"] != "overdue", one["due_at"]


def together(slots: Iterable[View]) -> list[list[View]]:
    """The same report of several reporters as one, the most urgent first.

    Seventeen counties that owe one report would else hide what is owed after it.
    """
    found: dict[Any, list[View]] = {}
    for slot in sorted(slots, key=urgency):
        same = [slot[key] for key in ("incident", "obligation", "due_at", "state", "clause")]
        told = (*same, slot["reason"], *slot["recipients"])
        found.setdefault(told, []).append(slot)
    return list(found.values())


async def _due(known: Lookups, view: View, alike: list[View]) -> Due:
    slot = alike[0]
    return {
        **known.marked(view),
        "what": slot["obligation_name"],
        "by": [one["reporter_name"] for one in alike],
        "to": slot["recipient_names"],
        "due_at": slot["due_at"],
        "due_local": await known.local(view, slot["due_at"]),
        "at_once": slot["immediately"],
        "state": slot["state"],
        "clause": slot["clause"],
    }


async def owed_report(known: Lookups, view: View, alike: list[View], now: datetime) -> Owed:
    """A report that is awaited of one or several, with the rule that makes it due."""
    slot = alike[0]
    plan = await known.plan(view["plan"]["id"])
    rule: Mapping[str, Any] = next(
        (one for one in plan["cadences"] if one["id"] == slot["obligation"]), {}
    )
    why = [rule.get("reckoned"), rule.get("owed_when"), slot["reason"]]
    return {
        **await _due(known, view, alike),
        "kind": "report",
        "seconds_left": _left(slot["due_at"], now),
        "heading": _heading(plan, slot["clause"]),
        "why": "; ".join(filter(None, why)),
    }


async def owed_measures(known: Lookups, view: View, now: datetime) -> AsyncIterator[Owed]:
    """The open measures of an incident that have a time limit which is running."""
    for measure in view["measures"]:
        if measure["state"] not in ("open", "overdue") or measure["due_at"] is None:
            continue
        plan = await known.plan(view["plan"]["id"])
        yield {
            **known.marked(view),
            "kind": "measure",
            "what": measure["text"],
            "state": "overdue" if measure["state"] == "overdue" else "owed",
            "by": [measure["unit"]],
            "to": [],
            "due_at": measure["due_at"],
            "due_local": await known.local(view, measure["due_at"]),
            "at_once": measure["immediately"],
            "seconds_left": _left(measure["due_at"], now),
            "clause": measure["clause"],
            "heading": _heading(plan, measure["clause"]),
            "why": "; ".join(filter(None, (measure["limit"], measure["condition"]))),
        }


def _left(due_at: str, now: datetime) -> int:
    return int((datetime.fromisoformat(due_at) - now).total_seconds())


def _heading(plan: View, citation: str) -> str:
    """The headings of all clauses that a citation names."""
    headings = [heading_of(plan, cited) for cited in citation.split(BETWEEN_CLAUSES)]
    return BETWEEN_CLAUSES.join(dict.fromkeys(filter(None, headings)))
