"""What a live drill needs to know beyond the journals that it replays, made of them.

People are posts, never persons: whoever acted in reality is in the journal, and no account of the
drill has a real name.
"""

from __future__ import annotations

from datetime import datetime

from engine.drill.recording import Recording
from engine.drill.scenario import EVERYBODY, Scenario
from engine.instants import local_day
from engine.plan.model import Plan

DESK = "duty"
DAYS_AFTER = 14
"""Days after the last entry's for which a drill may go on."""


def replay_scenario(recording: Recording) -> Scenario:
    """The scenario of a replay: its incidents, its posts, its first instant and its last day."""
    first = next(iter(recording.journals.values()))
    zone = first.plan.zone
    start = recording.begins.replace(microsecond=0)
    days = (local_day(recording.ends, zone) - local_day(start, zone)).days
    people = _people([one.plan for one in recording.journals.values()])
    more = len(recording.journals) - 1
    incidents = {
        f"recorded_{place}": {
            "plan": one.plan.id,
            "by": DESK,
            "title": one.title,
            "division": str(one.events[0].data["division"]),
            "occurred_minutes_ago": 0,
            "received_minutes_ago": 0,
        }
        for place, one in enumerate(recording.journals.values(), start=1)
    }
    does = {"does": ["decisions", "measures", "groups"]}
    return Scenario.model_validate(
        {
            "format": "2",
            "id": f"replay_{recording.digest[:8]}",
            "title": first.title + (f" +{more}" if more else ""),
            "start": _local(start),
            "end_day": days + 1 + DAYS_AFTER,
            "people": people,
            "incidents": incidents,
            "simulated": {EVERYBODY: {}, **{name: does for name in people if name != DESK}},
        },
        strict=False,
    )


def _local(start: datetime) -> str:
    return start.isoformat(timespec="seconds")


def _people(plans: list[Plan]) -> dict[str, dict[str, list[str]]]:
    """The duty desk and every post of the plans, by the names of the posts."""
    people = {DESK: {"roles": ["duty_officer"]}}
    for plan in {one.id: one for one in plans}.values():
        for role in plan.roles:
            post = f"{plan.id}:{role.id}"
            people.setdefault(role.id, {"roles": []})["roles"].append(post)
    return people
