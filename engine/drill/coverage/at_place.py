"""What a walk does at the state it has come to: measures, groups, decisions, reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from engine.decide.allowed_commands import end_conditions_here
from engine.drill.coverage.facts_for import figures_for
from engine.drill.coverage.items import Kind
from engine.drill.coverage.walk import Walk
from engine.instants import local_day
from engine.lifecycle.table import lifecycle_of
from engine.measures.listed import listed
from engine.plan.measures import effective
from engine.plan.model import Plan

Todo = Mapping[Kind, set[str]]

REASON = "演练推演"
"""What stands as the reason of acts that need one."""


def settle(walk: Walk, todo: Todo) -> None:
    """Do whatever is missing and possible here."""
    _measures(walk, todo)
    _groups(walk, todo)
    _decisions(walk, todo)
    _command(walk, todo)
    _reporters(walk, todo)
    here = end_conditions_here(walk.plan, walk.incident)
    walk.confirm(one for one in here if f"confirm {one.id}" in todo["decisions"])
    for slot in walk.open_slots(todo["obligations"]):
        if slot.opens_at <= walk.now:
            walk.send(slot)


def _measures(walk: Walk, todo: Todo) -> None:
    plan = walk.plan
    for measure in effective(plan, walk.incident.place):
        if measure.id in todo["measures"] and measure.when is not None:
            walk.record(figures_for(plan, measure.when, walk.incident.place) or {})
    unsettled = [
        one.measure
        for one in listed(plan, walk.incident)
        if one.measure.id not in walk.incident.measures
    ]
    open_ = [measure for measure in unsettled if measure.id in todo["measures"]]
    if "waive_measure" in todo["decisions"] and not open_:
        # The act alone is missing: any measure that may be left out shows it.
        open_ = [measure for measure in unsettled if not measure.decided_by][:1]
    for measure in open_:
        body = {"measure": measure.id}
        waives = "waive_measure" in todo["decisions"] and not measure.decided_by
        if waives and walk.act("waive_measure", **body, note=REASON):
            todo["decisions"].discard("waive_measure")
        elif measure.decided_by:
            walk.do(measure.decided_by[0], command="complete_measure", **body)
        else:
            walk.act("complete_measure", **body)


def _groups(walk: Walk, todo: Todo) -> None:
    if not _may(walk, "form_group"):
        return
    for group in walk.plan.groups:
        if group.id in todo["groups"] and group.id not in walk.incident.groups:
            walk.act("form_group", group=group.id)
    if "change_group" in todo["decisions"] and walk.plan.groups:
        if not walk.incident.groups:
            walk.act("form_group", group=walk.plan.groups[0].id)
        formed = next(iter(walk.incident.groups), walk.plan.groups[0].id)
        walk.act("change_group", group=formed, leader="现场负责人", reason=REASON)


def _decisions(walk: Walk, todo: Todo) -> None:
    """Recommend each place that is missing as recommended or refused, and refuse it."""
    for step in lifecycle_of(walk.plan).steps_from(walk.incident.place):
        row, target = step.row, step.target
        wanted = {f"recommend {target}", f"refuse {target}"} & todo["decisions"]
        if not wanted or not row.recommended_by:
            continue
        pending = walk.incident.pending
        if pending is not None and pending.place != target:
            continue
        if walk.recommend(target, row.recommended_by[0]):
            decider = (row.approved_by or row.by)[0]
            refusal = "refuse_end" if target == "ended" else "refuse_activation"
            walk.do(decider, command=refusal, reason=REASON)
            todo["decisions"].difference_update(wanted)


def _command(walk: Walk, todo: Todo) -> None:
    """Take over, hand over and take back command."""
    if "assume_command" in todo["decisions"] and _may(walk, "assume_command"):
        walk.act("assume_command", reason=REASON)
    wanted = {"hand_over_command", "return_command"} & todo["decisions"]
    superiors = [holder.id for holder in walk.plan.command.holders if holder.superior]
    may = wanted and superiors and _may(walk, "hand_over_command")
    if may and walk.act("hand_over_command", to=superiors[0], reason=REASON):
        walk.act("return_command", reason=REASON)


def _reporters(walk: Walk, todo: Todo) -> None:
    """Limit who reports, lift the limit, and count a cadence from another day."""
    active = [o for o in walk.incident.duties if len(walk.plan.standing_reporters[o]) > 1]
    if "set_reporters" in todo["decisions"] and (active or walk.incident.duties):
        report = (active or list(walk.incident.duties))[0]
        some = list(walk.plan.standing_reporters[report][:2])
        if some and walk.act("set_reporters", obligation=report, reporters=some, reason=REASON):
            walk.act("set_reporters", obligation=report, reason=REASON)
    if "reanchor_cadence" in todo["decisions"] and _may(walk, "reanchor_cadence"):
        tomorrow = local_day(walk.now, walk.plan.zone) + timedelta(days=1)
        walk.act("reanchor_cadence", anchor=tomorrow.isoformat(), reason=REASON)


def promises(plan: Plan, place: str, todo: Todo) -> bool:
    """Whether something that is missing, other than moves and reports, may be done at a state."""
    if any(measure.id in todo["measures"] for measure in effective(plan, place)):
        return True
    acts = {command for act in plan.acts if plan.covers(act.at, place) for command in act.on}
    if (todo["groups"] and "form_group" in acts) or acts & todo["decisions"]:
        return True
    asked = {f"{verb} {s.target}" for s in lifecycle_of(plan).steps_from(place) for verb in _VERBS}
    ends = {f"confirm {one.id}" for one in plan.end_conditions if plan.covers(one.at, place)}
    return bool((asked | ends) & todo["decisions"])


_VERBS = ("recommend", "refuse", "approve")


def _may(walk: Walk, command: str) -> bool:
    """Whether the plan has a rule for the act here."""
    place = walk.incident.place
    return any(command in act.on and walk.plan.covers(act.at, place) for act in walk.plan.acts)
