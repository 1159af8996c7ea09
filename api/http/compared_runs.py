"""A run out of a file that somebody sends, to be compared with an incident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.runtime.app_state import AppState
from engine.errors import NotFound
from engine.evaluation.comparable import UNREADABLE, journal_of, judged_run
from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.view import incident_part
from engine.plan.model import Plan


def run_in_file(
    desk: AppState, content: bytes, plan: str, language: str
) -> Mapping[str, Any] | None:
    """The run in a file: as it was judged, or a journal judged now. None where there is none.

    A journal is judged by its own edition of the plan where this server has it, otherwise by the
    one in use. Blocks.
    """
    judged = judged_run(content, plan)
    if judged is not None:
        return judged
    events = journal_of(content)
    try:
        opened = events[0].data["plan"]
        found = _edition(desk, opened["id"], opened["digest"])
        rules = desk.companions.rules_of(found.id)
        until = events[-1].recorded_at
        return incident_part(
            evaluate_incident(found, events, until, over=True, rules=rules), language
        )
    except (*UNREADABLE, NotFound):
        return None


def _edition(desk: AppState, plan: str, digest: str) -> Plan:
    try:
        return desk.plans.pinned(plan, digest)
    except NotFound:
        return desk.plan(plan)
