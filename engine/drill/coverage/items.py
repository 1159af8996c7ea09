"""What a drill can visit of a plan: its states, moves, duties, measures, groups and decisions.

A *move* is a way from one state to another, whichever command takes it. An obligation is visited
when a report settles one of its slots, a measure when it is settled, a group when it is formed. A
*decision* is a recommendation, an approval or a refusal of one place, an end condition that is
confirmed, or another act of the plan, such as handing over command.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from engine.drill.injects import place_after
from engine.incident.events import Event
from engine.lifecycle.table import lifecycle_of
from engine.plan.model import Plan

Kind = Literal["states", "moves", "obligations", "measures", "groups", "decisions"]
KINDS: tuple[Kind, ...] = get_args(Kind)

Items = Mapping[Kind, tuple[str, ...]]
"""Items by their kind, in the order of the plan."""


def items_of(plan: Plan) -> Items:
    """Everything that a drill could visit, as far as the plan's file says."""
    steps = lifecycle_of(plan).steps
    return {
        "states": tuple(one for one in plan.states if one in _reached(plan)),
        "moves": tuple(dict.fromkeys(move(step.source, step.target) for step in steps)),
        "obligations": tuple(plan.report_by_id),
        "measures": tuple(plan.measure_by_id),
        "groups": tuple(plan.group_by_id),
        "decisions": tuple(dict.fromkeys(_decisions(plan))),
    }


def _reached(plan: Plan) -> set[str]:
    """The states that the table leads to; a plan without warnings never comes to one."""
    return {"assessing", *(step.target for step in lifecycle_of(plan).steps)}


def move(source: str, target: str) -> str:
    """The way from one state to another as an item."""
    return f"{source} → {target}"


_OWN_KINDS = ("complete_measure", "form_group", "confirm_end_condition")
"""Acts that are counted by what they are about."""


def _decisions(plan: Plan) -> Iterator[str]:
    for step in lifecycle_of(plan).steps:
        if step.row.recommended_by:
            yield f"recommend {step.target}"
            yield f"refuse {step.target}"
        if step.row.approved_by:
            yield f"approve {step.target}"
    for condition in plan.end_conditions:
        yield f"confirm {condition.id}"
    for act in plan.acts:
        yield from (command for command in act.on if command not in _OWN_KINDS)


def visited(events: Iterable[Event]) -> dict[Kind, set[str]]:
    """What the entries of one incident visit, in order of `seq`."""
    found: dict[Kind, set[str]] = {kind: set() for kind in KINDS}
    place, asked = "", ""
    for event in events:
        there = place_after(event)
        if there is not None:
            found["states"].add(there)
            if place and place != there:
                found["moves"].add(move(place, there))
            place = there
        if event.type in _RECOMMENDED:
            asked = _RECOMMENDED[event.type] or _asked(event)
            found["decisions"].add(f"recommend {asked}")
        for kind, item in _of(event, asked):
            found[kind].add(item)
    return found


_RECOMMENDED = {"activation_recommended": "", "end_recommended": "ended"}


def _asked(event: Event) -> str:
    level, sub = event.data["level"], event.data.get("sub_state")
    return f"{level}.{sub}" if sub else str(level)


_ACTS = {
    "command_assumed": "assume_command",
    "command_handed_over": "hand_over_command",
    "command_returned": "return_command",
    "group_changed": "change_group",
    "measure_waived": "waive_measure",
    "reporters_set": "set_reporters",
    "cadence_reanchored": "reanchor_cadence",
}


def _of(event: Event, asked: str) -> Iterator[tuple[Kind, str]]:
    """What one entry visits beside places."""
    if event.type in _ACTS:
        yield "decisions", _ACTS[event.type]
    if event.type in ("activation_approved", "end_approved"):
        yield "decisions", f"approve {asked}"
    elif event.type in ("activation_refused", "end_refused"):
        yield "decisions", f"refuse {asked}"
    elif event.type == "end_condition_confirmed":
        yield "decisions", f"confirm {event.data['condition']}"
    elif event.type in ("measure_completed", "measure_waived"):
        yield "measures", str(event.data["measure"])
    elif event.type == "group_formed":
        yield "groups", str(event.data["group"])
    elif event.type == "report_submitted" and event.data["slot"]:
        yield "obligations", str(event.data["obligation"])
