"""The events: what each type's data holds, taken from journals that are really made here.

The scenarios in `plans/drills` and `every_event.yaml` are run, and two incidents are linked; an
event type that none of them makes, or a key of data that `KEYS` does not explain, stops the
generator.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache

from docs.tables.markdown import code, table
from docs.tables.plans import ROOT, shipped
from engine.actors import Actor
from engine.clock import VirtualClock
from engine.commands import LinkIncidents, OpenIncident, UnlinkIncidents
from engine.drill.evaluation import mismatches_in_words
from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.events import EVENT_TYPES, Event
from engine.memory import CountedIds, FixedPlans, MemoryJournal
from engine.plan.model import Plan
from engine.service import Service

TOUR = ROOT / "docs" / "tables" / "every_event.yaml"

MEANINGS = {
    "incident_opened": "An incident was opened; reports begin to be owed.",
    "facts_recorded": "Figures came in, each with source and the instant at which it was true.",
    "warning_issued": "预警 was issued.",
    "warning_lifted": "预警 was lifted.",
    "activation_recommended": "建议 / 提请: a level was recommended and waits for a decision.",
    "activation_approved": "The recommendation was approved.",
    "activation_refused": "The recommendation was declined; the present level goes on.",
    "activation_signed": "One of several posts that all have to sign has signed.",
    "response_activated": "A level was activated, from no level or from a lower one.",
    "response_adjusted": "The level was adjusted, up or down.",
    "command_assumed": "接管: a holder of ours took command.",
    "command_handed_over": "移交: command went to a superior.",
    "command_returned": "收回: command came back.",
    "group_formed": "A working group was formed.",
    "group_changed": "A working group's leader or members changed.",
    "measure_completed": "A measure was done.",
    "measure_waived": "A measure was not needed; the note says why.",
    "report_submitted": "A report came in, for a slot or besides all slots.",
    "reporters_set": "The list of who owes a report was limited, or the limit lifted.",
    "cadence_reanchored": "An every-n-days report counts from another day.",
    "end_condition_confirmed": "An end condition was confirmed by name.",
    "response_ended": "The response ended.",
    "incident_closed": "The incident was closed.",
    "entry_struck": "An entry was struck through; what it had entered no longer counts.",
    "recorded_order_confirmed": "The holder of a role confirmed an order recorded for him.",
    "role_delegated": "An account may act in a role until an instant.",
    "absence_recorded": "The holder of a role cannot act until an instant; deputies may.",
    "incidents_linked": "Another incident runs beside this one; its journal has such an entry too.",
    "incidents_unlinked": "The link with another incident has ended.",
    "log_entry_added": "A line of the duty log.",
    "report_due_soon": "Time: a report is due soon, or is owed 立即 and still awaited.",
    "report_overdue": "Time: a report's due instant has passed; again later while it is.",
    "decision_awaited": "Time: a recommendation still waits for a decision.",
    "duration_reached": "Time: the incident has been at a place as long as a rule asks about.",
    "watch_ended": "Time: the casualty watch is over.",
}

KEYS = {
    "number": "the incident's number, `PREFIX-[YL-]YEAR-NNNN`; `YL` marks an exercise",
    "plan": "`{id, version, digest}` of the plan that the incident is pinned to",
    "title": "words",
    "exercise": "true or false",
    "division": "a GB/T 2260 code",
    "occurred_at": "when it happened",
    "received_at": "when the duty desk learned of it",
    "facts": "figures by fact; null makes one unknown again",
    "source": "from whom; the post of whoever entered it where nothing was given",
    "as_of": "when the figures were true",
    "note": "words",
    "reason": "words",
    "command": "the command that was recommended or signed for",
    "place": "signed for a stage instead of a level: the stage that it leads to",
    "level": "a level of the plan, such as `III`",
    "sub_state": "a sub-state of the level, or null",
    "previous": "where it was before: `{level, sub_state}` or null; for command the holder",
    "recommended_by": "the role whose recommendation was followed, or null",
    "approved_by": "the role that approved, or null",
    "criteria_met": "ids of the level's criteria that were met",
    "held_by": "the holder of command",
    "group": "id of the group",
    "leader": "list of unit ids or words",
    "members": "list of unit ids or words",
    "measure": "id of the measure",
    "slot": "id of the slot, or null for an extra report",
    "obligation": "id of the report obligation, or null",
    "reporter": "a division, unit or role",
    "due_at": "the due instant, or null",
    "kind": "`scheduled`, `urgent`, `nil`, `first`, `follow_up` or `final`",
    "content": "what was reported, as the client sent it",
    "submitted_at": "when it was given",
    "obligations": "ids of report obligations",
    "reporters": "who owes, or null for no limit",
    "anchor": "the day, `YYYY-MM-DD`",
    "condition": "id of the end condition",
    "overdue": "ids of the slots that were overdue at the end",
    "seq": "number of the entry meant",
    "struck": "type of the entry meant",
    "delegated_role": "the role given",
    "absent_role": "the role whose holder is absent",
    "signed_by": "the roles that signed with this entry",
    "missing": "the roles that have still to sign or to approve",
    "grade": "the grade of the warning, where the plan has grades",
    "lasting": "the place",
    "hours": "how long",
    "to": "the account it is given to",
    "until": "the instant at which it ends",
    "text": "words",
    "minutes": "from the due instant: below 0 before, 0 just after, above 0 later",
    "stage": "how many reminders of the slot came before",
    "immediately": "whether the duty is a 立即 without a number",
    "since": "since when it waits",
    "reminder": "which reminder it is, from 1",
    "watch_until": "the end of the watch",
    "other": "`{id, number, title, plan}` of the other incident; `plan` is `{id, version, title}`",
    "entry": "id of the other journal's entry that this one follows; null where it was ordered",
    "on_behalf_of": "recorded order: the role that gave it",
    "by_means": "recorded order: `phone`, `radio`, `in_person` or `written`",
    "ordered_at": "recorded order: when it was given; also the event's `occurred_at`",
    "signed": "recorded order: false until the role's holder confirms it",
    "delegated": "true where the account acted under a delegation",
}

ORDER_KEYS = ("on_behalf_of", "by_means", "ordered_at", "signed", "delegated")
"""Any event of a command may carry these."""


def event_types() -> str:
    """Every type with the keys of its data."""
    keys = _keys()
    rows = [
        (
            code(name),
            MEANINGS[name],
            ", ".join(code(key) for key in keys[name] if key not in ORDER_KEYS) or "none",
        )
        for name in EVENT_TYPES
    ]
    return table(("type", "meaning", "keys of `data`"), rows)


def data_keys() -> str:
    """What each key of data means."""
    used = {key for keys in _keys().values() for key in keys} | set(ORDER_KEYS)
    if unexplained := used - KEYS.keys():
        raise SystemExit(f"docs/tables/events.py: KEYS lacks {sorted(unexplained)}")
    return table(("key", "meaning"), [(code(k), KEYS[k]) for k in KEYS if k in used])


def examples() -> str:
    """A recorded order and a reminder as they stand in a journal."""
    wanted = {"response_activated": "on_behalf_of", "report_overdue": "slot"}
    shown = []
    for name, key in wanted.items():
        found = next(e for e in journals() if e.type == name and key in e.data)
        # Hashes change with every plan file, so that they would only make noise here.
        shape = found.to_json() | {"prev_hash": "…", "hash": "…"}
        shown.append(json.dumps(shape, ensure_ascii=False, indent=2))
    return "\n\n".join(f"```json\n{one}\n```" for one in shown)


def _keys() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for event in journals():
        known = found.setdefault(event.type, [])
        known += [key for key in event.data if key not in known]
    if missing := [name for name in EVENT_TYPES if name not in found]:
        raise SystemExit(f"docs/tables/every_event.yaml makes no {', '.join(missing)}")
    return found


@lru_cache(maxsize=1)
def journals() -> tuple[Event, ...]:
    """All events of all scenarios."""
    drills = sorted((ROOT / "plans" / "drills").glob("*.yaml"))
    runs = [run(load_scenario(file), shipped()) for file in drills]
    runs.append(run(load_scenario(TOUR), {"grain": _varied(shipped()["grain"])}))
    if mismatches := list(mismatches_in_words(runs[-1])):
        raise SystemExit("\n".join(["docs/tables/every_event.yaml:", *mismatches]))
    return (*(event for one in runs for event in one.events), *_linked())


def _linked() -> list[Event]:
    """Two incidents that are linked for a while: a scenario has only one."""
    clock = VirtualClock(datetime(2026, 3, 2, tzinfo=UTC), elapsed=lambda: 0.0)
    service = Service(FixedPlans(shipped()), clock, CountedIds())
    journal, desk = MemoryJournal(), Actor("duty", frozenset({"duty_officer"}))
    request = OpenIncident(
        plan="grain",
        title="抢购",
        occurred_at=clock.now,
        received_at=clock.now,
        division="141081",
    )
    one, other = (service.open_incident(journal, request, desk).after.id for _ in range(2))
    service.execute(journal, one, LinkIncidents(other=other), desk)
    service.execute(journal, one, UnlinkIncidents(other=other), desk)
    return journal.log


def _varied(plan: Plan) -> Plan:
    """The plan with rules that no shipped plan has: joint signatures, graded warnings, …"""
    values = plan.model_dump(by_alias=True)
    for row in values["lifecycle"]:
        if row["to"] == ("IV",) and "activate_response" in row["on"]:
            row |= {"by": ("county_headquarters", "office_director"), "signatures": "all"}
        if "III.tense" in row["to"] and "assessing" in row["from"] and row["recommended_by"]:
            row |= {"approved_by": ("office_director", "chief_commander"), "approvals": "all"}
        if "lift_warning" in row["on"]:
            row["signatures"] = "all"
    for report in values["reports"]:
        if report["id"] == "county_two_day":
            report["when"] = {"unless": {"lasting": "IV", "hours": 24}}
    values["warnings"] = ({"id": "blue", "name": "蓝色预警", "clause": ("3.1.2",)},)
    return Plan.model_validate(values | {"digest": "varied"})
