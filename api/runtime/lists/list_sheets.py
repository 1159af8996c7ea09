"""Rows of spreadsheets as one account may see them."""

from __future__ import annotations

from collections.abc import Sequence

from api.access.audience import without
from api.access.visibility import Visibility
from api.spreadsheets.lists import JournalRow, Place, headline
from engine.incident.actors import GENERAL_ROLES
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.plan.model import Plan
from engine.plan.names import post_name
from engine.presentation.journal_text import sentence


def place_of(sight: Visibility, plan: Plan, incident: Incident) -> Place:
    """Which incident a row belongs to; its title without what is personal."""
    (title,) = sight.texts(plan, incident, (incident.title,))
    return Place(incident.number, title, incident.exercise, plan.zone)


def journal_rows(
    sight: Visibility, plan: Plan, incident: Incident, events: Sequence[Event]
) -> list[JournalRow]:
    """The entries of a journal, in order.

    An account that does not see all of the incident reads of an entry what kind it is: the
    sentence would say what its audience may not see.
    """
    whole = sight.whole(plan, incident)
    struck = {event.data["seq"]: event.seq for event in events if event.type == "entry_struck"}
    rows: list[JournalRow] = []
    for event in events:
        shown = sight.event(plan, incident, event)
        words = (
            sentence(plan, event, sight.language)
            if whole
            else without(headline(event.type, sight.language))
        )
        # What time or the rules of calling enter has no post.
        role = shown["role"]
        known = role in plan.role_by_id or role in GENERAL_ROLES
        post = post_name(plan, role, sight.language) if known else ""
        by = struck.get(event.seq) if whole else None
        rows.append(JournalRow(shown, words, post, by))
    return rows
