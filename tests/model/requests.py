"""Random commands by random people, possible and impossible ones."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from engine.incident.actors import Actor
from engine.incident.commands import COMMANDS
from engine.incident.state import OPEN_SLOT_STATES, Incident
from engine.instants import at_clock, local_day
from engine.plan.measures import effective
from engine.plan.model import Fact, Plan
from tests.support.report_content import full

DEPUTY = "副职"
NEIGHBOURS = ("life-0002", "life-0003")
"""Ids of two incidents beside the one that lives: an exercise and a real one."""

Draw = Any
Fields = dict[str, Any]


def people(plan: Plan) -> list[Actor]:
    """One account for each post and general role, and a deputy who holds nothing."""
    divisions = [division.code for division in plan.jurisdiction.divisions]
    posts = [
        Actor(role.name, frozenset({f"{plan.id}:{role.id}"}), divisions[1]) for role in plan.roles
    ]
    members = [unit.id for unit in plan.units][:1]
    return [
        *posts,
        Actor("值班员", frozenset({"duty_officer"})),
        Actor("导调员", frozenset({"controller"})),
        Actor("大屏", frozenset({"viewer"})),
        Actor("管理员", frozenset({"admin"})),
        Actor("县报送", frozenset({"reporter"}), division=divisions[1]),
        *(Actor("单位报送", frozenset({"reporter"}), unit=unit) for unit in members),
        Actor(DEPUTY, frozenset({"viewer"})),
    ]


def figure(draw: Draw, plan: Plan, fact: Fact) -> Any:
    """A value for the fact, sometimes one that it does not take."""
    codes = [division.code for division in plan.jurisdiction.divisions]
    right: dict[str, st.SearchStrategy[Any]] = {
        "count": st.sampled_from([0, 1, 2, 3, 9, 10, 29, 30]),
        "money": st.sampled_from([0, 1, 10_000_000, 100_000_000]),
        "number": st.sampled_from([0, 1.5, -2]),
        "percent": st.sampled_from([0, 29.99, 30, 49.99, 50, 99.99, 100]),
        "flag": st.booleans(),
        "text": st.sampled_from(["化工", "煤矿", "其他"]),
        "divisions": st.lists(st.sampled_from(codes), max_size=9),
        "choice": st.sampled_from([c.id for c in fact.choices] or ["?"]),
        "choices": st.lists(st.sampled_from([c.id for c in fact.choices] or ["?"]), max_size=12),
    }
    wrong = st.sampled_from([-1, "3", None, True, 1e9, float("nan"), ["x"]])
    return draw(st.one_of(right[fact.kind], right[fact.kind], right[fact.kind], wrong))


def facts(draw: Draw, plan: Plan) -> Fields:
    """One to three figures."""
    chosen = draw(st.lists(st.sampled_from(plan.facts), min_size=1, max_size=3))
    return {fact.id: figure(draw, plan, fact) for fact in chosen}


def some(draw: Draw, known: Any) -> str:
    """One of the known ids; now and then one that is not."""
    return draw(st.sampled_from([*known, "no_such"]))


def command(draw: Draw, plan: Plan, incident: Incident, now: datetime, name: str) -> Any:
    """A well-formed request of this name, which may still be nonsense."""
    fields = _FIELDS.get(name, _reason)(draw, plan, incident, now)
    if draw(st.integers(0, 4)) == 0:
        fields |= {
            "on_behalf_of": some(draw, plan.role_by_id),
            "by_means": draw(st.sampled_from(["phone", "written", None])),
            "ordered_at": draw(st.sampled_from([None, now, now - timedelta(hours=1)])),
        }
    return COMMANDS[name](**fields)


def _reason(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    return {"reason": "理由"}


def _facts(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    as_of = draw(st.sampled_from([None, now - timedelta(hours=2), now + timedelta(minutes=1)]))
    told = [None, now - timedelta(hours=1), now + timedelta(minutes=1), incident.received_at]
    return {
        "facts": facts(draw, plan),
        "as_of": as_of,
        "received_at": draw(st.sampled_from(told)),
        "correction": draw(st.sampled_from([None, False, True])),
    }


def _level(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    position = some(draw, [*plan.positions, *plan.positions])
    level, _, sub_state = position.partition(".")
    if draw(st.integers(0, 9)) == 0:
        sub_state = "no_such"
    return {"level": level, "sub_state": sub_state or None, "reason": "理由"}


def _grade(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    known = [grade.id for grade in plan.warnings] * 2
    return {"grade": draw(st.sampled_from([None, *known])), "reason": "理由"}


def _holder(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    return {"to": some(draw, [holder.id for holder in plan.command.holders])}


def _group(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    members = draw(st.sampled_from([None, (), ("某人",)]))
    return {"group": some(draw, plan.group_by_id), "members": members}


def _measure(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    here = [measure.id for measure in effective(plan, incident.place)]
    return {"measure": some(draw, here), "note": "说明"}


def _report(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    ids = sorted(incident.slots)
    awaited = [i for i in ids if incident.slots[i].state in OPEN_SLOT_STATES]
    slot = draw(st.sampled_from([None, "no.such", *ids[:3], *awaited[:8]]))
    ago = draw(st.sampled_from([None, 0, 5, 60, -5]))
    owed = incident.slots.get(slot or "")
    said = full(plan, owed.obligation) if owed else None
    unknown = dict.fromkeys(said or (), "待核实")
    return {
        "slot": slot,
        "kind": draw(st.sampled_from(["scheduled", "nil", "urgent"])),
        "content": draw(st.sampled_from([said, unknown, None, "正常", {"市场供应": "正常"}])),
        "submitted_at": None if ago is None else now - timedelta(minutes=ago),
    }


def _reporters(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    codes = [division.code for division in plan.jurisdiction.divisions][:3]
    reporters = draw(st.sampled_from([None, (), (codes[0],), tuple(codes), ("no_such",)]))
    obligation = draw(st.sampled_from([None, None, "no_such", *plan.report_by_id]))
    return {"reporters": reporters, "obligation": obligation, "reason": "理由"}


def _anchor(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    day = local_day(now, plan.zone) + timedelta(days=draw(st.integers(-1, 3)))
    obligation = draw(st.sampled_from([None, None, *plan.report_by_id]))
    return {"anchor": day.isoformat(), "obligation": obligation, "reason": "理由"}


def _condition(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    return {"condition": some(draw, [condition.id for condition in plan.end_conditions])}


def _entry(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    return {"seq": draw(st.integers(1, incident.seq + 1)), "reason": "误记"}


def _signature(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    return {"seq": draw(st.sampled_from([1, incident.seq + 1, *incident.unsigned]))}


def _delegation(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    until = now + timedelta(hours=draw(st.sampled_from([-1, 1, 48])))
    return {"role": some(draw, plan.role_by_id), "to": DEPUTY, "until": until}


def _absence(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    until = now + timedelta(hours=draw(st.sampled_from([0, 1, 48])))
    return {"role": some(draw, plan.role_by_id), "until": until}


def _other(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    return {"other": some(draw, [*NEIGHBOURS, incident.id, *incident.links])}


def _entry_text(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    return {"text": "接电话"}


def _written(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    slot = draw(st.sampled_from([None, *sorted(incident.slots)[:3]]))
    field = draw(st.sampled_from(["document.free.next", "x", plan.facts[0].id]))
    words = draw(st.sampled_from(["", "not_yet_known", "{{ x }}"]))
    return {"document": "briefing", "slot": slot, "fields": {field: words}}


def _signed(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    return {"document": "briefing", "sha256": "0" * 64}


def _destroyed(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    seqs = [seq for one in incident.attachments.values() for seq in one.seqs]
    chosen = draw(st.sampled_from([*seqs, 1, 999]))
    return {"attachment": chosen, "order_number": "8号", "reason": "误传"}


def _whom(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    parties = [*plan.role_by_id, *plan.unit_by_id, *plan.division_by_code]
    whom: list[Fields] = [
        {"post": some(draw, parties[:6])},
        {"contact": some(draw, ["leader", "bureau"])},
        {"on_duty": draw(st.sampled_from(["leader", "duty_officers", "standby"]))},
        {},
    ]
    return {"reason": "请到场"} | draw(st.sampled_from(whom))


def _call(draw: Draw, plan: Plan, incident: Incident, now: datetime) -> Fields:
    return {"call": some(draw, list(incident.calls)[-3:]), "means": "phone"}


_FIELDS = {
    "start_call": _whom,
    "answer_call": _call,
    "record_facts": _facts,
    "issue_warning": _grade,
    "recommend_activation": _level,
    "activate_response": _level,
    "adjust_response": _level,
    "assume_command": _holder,
    "hand_over_command": _holder,
    "return_command": _holder,
    "form_group": _group,
    "change_group": _group,
    "complete_measure": _measure,
    "waive_measure": _measure,
    "submit_report": _report,
    "set_reporters": _reporters,
    "reanchor_cadence": _anchor,
    "confirm_end_condition": _condition,
    "strike_entry": _entry,
    "confirm_recorded_order": _signature,
    "delegate_role": _delegation,
    "record_absence": _absence,
    "link_incidents": _other,
    "unlink_incidents": _other,
    "add_log_entry": _entry_text,
    "edit_document": _written,
    "sign_document": _signed,
    "destroy_attachment": _destroyed,
}


def next_clock_time(plan: Plan, now: datetime, clock: str) -> datetime:
    """The next instant with this clock time in the plan's zone; now does not count."""
    day = local_day(now, plan.zone) - timedelta(days=1)
    while (instant := at_clock(day, clock, plan.zone)) <= now:
        day += timedelta(days=1)
    return instant
