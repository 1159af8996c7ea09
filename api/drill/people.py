"""What the participants of a live drill have before them, told to those who conduct and judge it.

Each is asked for with the participant's own sight (`api.access.visibility`), as its screen asks:
there is no second way to decide who sees what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from api.access.visibility import Visibility
from api.drill.session import DrillSession, Kept
from api.drill.shapes import ParticipantIncident, ParticipantView
from api.drill.view import drill_view
from api.store.queries.reader import Reader
from engine.drill.reporter_parts import part_of, reporter_of, reporters_of
from engine.drill.scenario import Scenario
from engine.incident.actors import Actor
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import to_text
from engine.plan.model import Plan
from engine.presentation.incident_view import incident_view
from engine.presentation.to_do import waits_for

LAST_ENTRIES = 300
"""Of each incident, among which somebody's last entry is looked for."""

Known = Sequence[tuple[Plan, Incident]]


def actor_of(scenario: Scenario, plans: Mapping[str, Plan], part: str) -> Actor | None:
    """Who plays a part, as an account; None for a part that nobody can sign in for."""
    person = scenario.people.get(part)
    if person is not None:
        return Actor(part, frozenset(person.roles), person.division, person.unit)
    reporter = reporter_of(part)
    plan = reporters_of(scenario, plans).get(reporter) if reporter is not None else None
    if plan is None or reporter is None:
        return None
    division = reporter if reporter in plan.division_by_code else None
    return Actor(part, frozenset({"reporter"}), division, None if division else reporter)


def actors_of(session: DrillSession, plans: Mapping[str, Plan]) -> Iterator[Actor]:
    """The people of the scenario, then the reporters whose part a person has."""
    parts = [*session.scenario.people]
    reporters = map(part_of, reporters_of(session.scenario, plans))
    parts += [one for one in reporters if not session.exercise.plays(one)]
    for part in parts:
        actor = actor_of(session.scenario, plans, part)
        if actor is not None:
            yield actor


def participants_now(
    session: DrillSession,
    kept: Kept,
    plans: Mapping[str, Plan],
    reader: Reader,
    incidents: Known,
    sight: Callable[[Actor], Visibility],
) -> list[ParticipantView]:
    """What each participant has before it, in the order of the scenario."""
    journals = {key: reader.events(id_) for key, id_ in kept.progress.incidents.items()}
    last = _last_entries(reader, incidents)
    found: list[ParticipantView] = []
    for actor in actors_of(session, plans):
        seen = drill_view(session, kept, actor, plans, journals, None, ())
        sees = sight(actor)
        shown = [_incident(sees, *known) for known in incidents if sees.sees(*known)]
        at = last.get(actor.name)
        found.append(
            {
                "part": actor.name,
                "played": session.exercise.plays(actor.name),
                "connected": actor.name in session.here,
                "told": [one["title"] for one in seen["openings"]],
                "messages": len(seen["injects"]),
                "last_message": seen["injects"][-1]["text"] if seen["injects"] else None,
                "last_entry_at": to_text(at) if at is not None else None,
                "incidents": shown,
            }
        )
    return found


def _incident(sees: Visibility, plan: Plan, incident: Incident) -> ParticipantIncident:
    view = sees.view(plan, incident, incident_view(plan, incident, sees.now, sees.language))
    open_slots = view["open_slots"]
    return {
        "id": view["id"],
        "number": view["number"],
        "title": view["title"],
        "stage": view["stage"],
        "level": view["level"],
        "owed": open_slots["owed"],
        "overdue": open_slots["overdue"],
        "waits": waits_for(plan, incident, sees.actor, sees.now),
        "may": _may(view["allowed"], plan, sees.actor),
    }


def _may(allowed: Sequence[Any], plan: Plan, actor: Actor) -> list[str]:
    """The commands that the account may give now, by its own roles."""
    own, desk = {*actor.roles, *actor.posts(plan.id)}, actor.is_a("duty_officer")
    found = [
        one["command"]
        for one in allowed
        if (desk and one["desk"]) or own & {role["id"] for role in one["roles"]}
    ]
    return list(dict.fromkeys(found))


def _last_entries(reader: Reader, incidents: Known) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for _, incident in incidents:
        events: Sequence[Event] = reader.last_events(incident.id, None, LAST_ENTRIES)
        for event in events:
            found[event.actor] = max(found.get(event.actor, event.recorded_at), event.recorded_at)
    return found
