"""The events: what each type's data holds, taken from journals that are really made here.

The scenarios in `plans/drills` and `every_event.yaml` are run, and two incidents are linked; an
event type that none of them makes, or a key of data that `KEYS` does not explain, stops the
generator.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from inspect import cleandoc
from typing import Any

from docs.tables.markdown import code, table
from docs.tables.plans import ROOT, shipped
from engine.clock import VirtualClock
from engine.contacts.contact import Channel, Contact
from engine.contacts.on_duty import OnDuty
from engine.drill.evaluation import mismatches_in_words
from engine.drill.runner import Run, run
from engine.drill.scenario import load_scenario
from engine.incident.actors import Actor
from engine.incident.call_commands import AnswerCall, StartCall
from engine.incident.command_parts import Command, StopDecision
from engine.incident.commands import (
    ActivateResponse,
    ConfirmEndCondition,
    LinkIncidents,
    OpenIncident,
    UnlinkIncidents,
    VoidIncident,
)
from engine.incident.document_commands import EditDocument, SignedVersion
from engine.incident.events import EVENT_TYPES, Event
from engine.memory import CountedIds, FixedPlans, MemoryCallingBook, MemoryJournal
from engine.plan.calling_loader import load_calling
from engine.plan.model import Plan
from engine.ports import CallingBook
from engine.presentation.event_data import EVENT_DATA
from engine.service import Service

TOUR = ROOT / "docs" / "tables" / "every_event.yaml"

MOBILE = Channel("mobile", "13800000000")

KEYS = {
    "stop_decision": "`{document, reason}` of the government's decision to stop",
    "document": "kind of document, such as `first_report`",
    "fields": "by field what a person wrote; empty takes it back",
    "sha256": "of the file that was signed",
    "content_sha256": "of the document's content, the same in each format",
    "file": "name of the file that is kept",
    "size": "of the file, in bytes",
    "report_seq": "the entry of the report that was sent by signing; null where none was",
    "number": "the incident's number, `PREFIX-[YL-]YEAR-NNNN`; `YL` marks an exercise",
    "plan": "`{id, version, digest}` of the plan that the incident is pinned to",
    "title": "words",
    "exercise": "true or false",
    "kind_of_event": "`{id, name, name_en, clause}` of the kind of event, as the plan named it",
    "site": "where it happened, in words",
    "caller": "`{name, post, phone}` of the person who told the duty desk",
    "division": "a GB/T 2260 code",
    "occurred_at": "when it happened",
    "received_at": "when the duty desk learned of it; what is due counts from then",
    "corrects": "figures: the entries whose figures are replaced as never true; none: they are "
    "over; a report: the entry of the earlier report that was wrong",
    "lowered": "facts that became smaller while nobody said whether they were ever true",
    "known_late": "whether it was past already when it was entered",
    "facts": "figures by fact; null makes one unknown again",
    "source": "from whom; the post of whoever entered it where nothing was given",
    "as_of": "when the figures were true",
    "note": "words",
    "reason": "words",
    "command": "the command that was recommended, signed for or is awaited",
    "place": "signed for a stage instead of a level: the stage that it leads to",
    "level": "a level of the plan, such as `III`",
    "sub_state": "a sub-state of the level, or null",
    "previous": "where it was before: `{level, sub_state}` or null; for command the holder",
    "unsigned_role": "the role whose signature is missing",
    "covers": "the entries done under the delegation, which are signed with it",
    "delegation": "entry of the unsigned delegation that it was done under",
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
    "kind": "`scheduled`, `urgent`, `nil`, `first`, `follow_up`, `final` or `correction`",
    "content": "what was reported; 待核实 where the client sent `not_yet_known`",
    "to_verify": "names of the fields that were answered with 待核实; left out without any",
    "told_by": "`{name, post, phone}` of the person who reported by telephone; else left out",
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
    "date": "the day that has begun, in the plan's zone",
    "lasting": "the place",
    "hours": "how long",
    "more": "true where it has lasted longer than that",
    "to": "the account it is given to",
    "until": "the instant at which it ends",
    "text": "words",
    "minutes": "from the due instant: below 0 before, 0 just after, above 0 later",
    "stage": "how many reminders of the report or the measure came before",
    "immediately": "whether the duty is a 立即 without a number",
    "since": "since when it waits",
    "reminder": "which reminder it is, from 1",
    "watch_until": "the end of the watch",
    "duplicate_of": "`{id, number, title, plan}` of the incident that is meant instead",
    "other": "`{id, number, title, plan}` of the other incident; `plan` is `{id, version, title}`",
    "entry": "id of the other journal's entry that this one follows; null where it was ordered",
    "call": "id of the call, `INCIDENT-cSEQ` of the entry that started it",
    "trigger": "what made the call: a trigger of `calling.yaml`, or `by_hand`",
    "subject": "what the call is about: id of a slot, number of an entry, a place, or null",
    "rule": "id of the rule in `calling.yaml`, or null for a call by hand",
    "rules_digest": "sha256 of that `calling.yaml`, or null",
    "cause_seq": "the entry that triggered the call, or null where time or a person did",
    "post": "the post that is called first, in words",
    "person": "the person who is called first, or null",
    "steps": "of a call: `[{at, round, contact, post, person, channels}]`, who is tried when",
    "answer_by": "the deadline for an answer",
    "exhausts_at": "when nobody is tried any more",
    "step": "index in the steps of the call",
    "contact": "id of the contact, or null where the desk has to find somebody",
    "channel": "the channel that was tried; `sink` reaches nobody",
    "outcome": "`sent`, `answered`, `refused`, `busy`, `no_answer`, `failed`, `limited` or "
    "`unknown`",
    "detail": "what the other side said",
    "means": "by what somebody answered, such as `phone` or `link`",
    "by": "who answered, or the account that reached him",
    "answered_at": "when he answered",
    "why": "why a call was cancelled",
    "on_behalf_of": "recorded order: the role that gave it",
    "by_means": "recorded order: `phone`, `radio`, `in_person` or `written`",
    "ordered_at": "recorded order: when it was given; also the event's `occurred_at`",
    "signed": "recorded order: false until the role's holder confirms it",
    "delegated": "true where the account acted under a delegation",
    "roles_held": "order under a post of one's own: all roles that the account held",
    "post_since": "the same: when the post was given; null if before the server journal",
}

ORDER_KEYS = (
    "on_behalf_of",
    "by_means",
    "ordered_at",
    "signed",
    "delegated",
    "delegation",
    "roles_held",
    "post_since",
)
"""Any event of a command may carry these."""


def event_types() -> str:
    """Every type with the keys of its data."""
    keys = _keys()
    rows = [
        (
            code(name),
            cleandoc(EVENT_DATA[name].__doc__ or ""),
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


def journals() -> tuple[Event, ...]:
    """All events of all scenarios."""
    told = (event for one in runs() for event in one.events)
    return (*told, *_linked(), *_stopped(), *_called(), *_papers())


@lru_cache(maxsize=1)
def runs() -> tuple[Run, ...]:
    """All scenarios of one incident and steps (format "1"), run to their ends."""
    drills = sorted((ROOT / "plans" / "drills").glob("*.yaml"))
    scripts = [load_scenario(file) for file in drills]
    made = [run(script, shipped()) for script in scripts if script.format == "1"]
    made.append(run(load_scenario(TOUR), {"grain": _varied(shipped()["grain"])}))
    if mismatches := list(mismatches_in_words(made[-1])):
        raise SystemExit("\n".join(["docs/tables/every_event.yaml:", *mismatches]))
    return tuple(made)


class _Desk:
    """A duty desk with a journal of its own, for what no scenario holds."""

    def __init__(self, calling: CallingBook | None = None) -> None:
        self.clock = VirtualClock(datetime(2026, 3, 2, tzinfo=UTC), elapsed=lambda: 0.0)
        self.service = Service(FixedPlans(shipped()), self.clock, CountedIds(), calling=calling)
        self.journal, self.actor = MemoryJournal(), Actor("duty", frozenset({"duty_officer"}))

    def open(self, plan: str, title: str, division: str, **facts: int) -> str:
        """The id of a new incident."""
        now = self.clock.now
        request = OpenIncident(
            plan=plan,
            title=title,
            occurred_at=now,
            received_at=now,
            division=division,
            facts=facts,
        )
        return self.service.open_incident(self.journal, request, self.actor).after.id

    def do(self, incident: str, *commands: Command) -> None:
        """Carry out commands on an incident."""
        for command in commands:
            self.service.execute(self.journal, incident, command, self.actor)


@lru_cache(maxsize=1)
def _linked() -> tuple[Event, ...]:
    """Two incidents, linked for a while, of which one is voided: a scenario has only one."""
    desk = _Desk()
    one, other = (desk.open("grain", "抢购", "141081") for _ in range(2))
    desk.do(one, LinkIncidents(other=other), UnlinkIncidents(other=other))
    desk.do(one, VoidIncident(reason="同一起事件，两人各开一次", duplicate_of=other))
    return tuple(desk.journal.log)


@lru_cache(maxsize=1)
def _papers() -> tuple[Event, ...]:
    """A document that is written and signed: only a server renders what is signed."""
    desk = _Desk()
    desk.actor = Actor("chief", frozenset({"duty_officer", "grain:chief_commander"}))
    one = desk.open("grain", "抢购", "141081")
    written = EditDocument(document="final_report", fields={"document.free.aftermath": "已平息"})
    signed = SignedVersion(
        document="briefing",
        sha256="0" * 64,
        content_sha256="0" * 64,
        file="GR-2026-0001_情况简报.docx",
        size=38_000,
        content={},
        sends=False,
        corrects=None,
    )
    desk.do(one, written, signed)
    return tuple(desk.journal.log)


@lru_cache(maxsize=1)
def _stopped() -> tuple[Event, ...]:
    """A search that the government has stopped: no scenario ends against its figures."""
    desk = _Desk()
    incident = desk.open("coal_mine", "透水", "141029", missing=1)
    decision = StopDecision(document="临政函〔2026〕8号", reason="搜救七日仍未找到")
    desk.do(
        incident,
        ActivateResponse(level="IV", on_behalf_of="office_director", by_means="phone"),
        ConfirmEndCondition(condition="all_found", stop_decision=decision),
    )
    return tuple(desk.journal.log)


@lru_cache(maxsize=1)
def _called() -> tuple[Event, ...]:
    """The calls of one incident by the shipped rules: answered, cancelled and exhausted."""
    leader = Contact("leader", "市应急管理局", "带班领导", "李某", channels=(MOBILE,))
    book = MemoryCallingBook(load_calling(ROOT / "plans"), [leader], OnDuty("leader"))
    desk = _Desk(book)
    incident = desk.open("grain", "抢购", "141081")
    first = f"{incident}-c2"
    desk.service.record_attempt(
        desk.journal, incident, first, step=0, channel="voice", outcome="no_answer"
    )
    desk.do(incident, AnswerCall(call=first, note="已到岗"))
    desk.do(incident, StartCall(on_duty="leader", reason="请到指挥中心"))
    desk.clock.jump_to(desk.clock.now + timedelta(minutes=40))
    desk.service.wake(desk.journal)
    desk.do(incident, VoidIncident(reason="误报"))
    return tuple(desk.journal.log)


def _varied(plan: Plan) -> Plan:
    """The plan with rules that no shipped plan has: joint signatures, approval of the end, …"""
    values = plan.model_dump(by_alias=True)
    for row in values["lifecycle"]:
        if row["to"] == ("IV",) and "activate_response" in row["on"]:
            row |= {"by": ("county_headquarters", "office_director"), "signatures": "all"}
        if "III.tense" in row["to"] and "assessing" in row["from"] and row["recommended_by"]:
            row |= {"approved_by": ("office_director", "chief_commander"), "approvals": "all"}
        if "lift_warning" in row["on"]:
            row["signatures"] = "all"
        if "end_response" in row["on"] and "IV" in row["from"]:
            row |= {"recommended_by": ("office_director",), "approvals": "all"}
            row |= {"approved_by": ("county_headquarters", "chief_commander")}
    changes: dict[str, dict[str, Any]] = {
        "county_two_day": {"when": {"unless": {"lasting": "IV", "more_than_hours": 24}}},
        "county_daily": {"when": {"between": ("03-04", "09-30")}},
        "county_act": {"within": {"minutes": 60}},
    }
    for rule in (*values["reports"], *values["measures"]):
        rule |= changes.get(rule["id"], {})
    values["warnings"] = ({"id": "blue", "name": "蓝色预警", "clause": ("3.1.2",)},)
    return Plan.model_validate(values | {"digest": "varied"})
