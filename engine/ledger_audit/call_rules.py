"""The auditor's own reading of `calling.yaml`: what asks for calls, and whom they go to.

Separate on purpose from `engine.calling`, which it is the second opinion on: triggers are read
from the entries, chains are counted out step by step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.contacts.contact import Contact
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.instants import at_clock, local_day, to_text
from engine.plan.calling_rules import CallingRule, Step, Who
from engine.plan.model import Plan
from engine.ports import CallingBook

_NEEDS: Mapping[str, frozenset[str]] = {
    "voice": frozenset({"mobile", "landline", "satellite"}),
    "sms": frozenset({"mobile"}),
    "sms_gateway": frozenset({"mobile"}),
    **{name: frozenset({name}) for name in ("mail", "dingtalk", "wecom", "feishu")},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One call that a rule asks for: `number` of its `each`, from 0."""

    rule: str
    number: int
    subject: str | None


def asked_by(
    plan: Plan, rules: Sequence[CallingRule], event: Event, incident: Incident
) -> list[Asked]:
    """The calls that an entry asks for; `incident` is the state after it."""
    found: list[Asked] = []
    for rule in rules:
        if not concerns(plan, rule, incident):
            continue
        subject = _subject(plan, rule, event, incident)
        if subject is not None:
            found += [Asked(rule.id, n, subject or None) for n in range(max(1, len(rule.each)))]
    return found


def concerns(plan: Plan, rule: CallingRule, incident: Incident) -> bool:
    """Whether the rule is about this incident, where it stands."""
    if rule.plans and plan.id not in rule.plans:
        return False
    if incident.exercise and rule.real_only:
        return False
    here = {incident.place, incident.stage, incident.level or incident.stage}
    return not rule.levels or not here.isdisjoint(rule.levels)


def _subject(plan: Plan, rule: CallingRule, event: Event, incident: Incident) -> str | None:
    """What the entry is about, if it is what the rule waits for; "" for the incident."""
    data = event.data
    match rule.on, event.type:
        case "opened", "incident_opened":
            return ""
        case "level_raised", "response_activated" | "response_adjusted":
            before = _height(plan, data["previous"])
            return incident.place if _height(plan, data) > before else None
        case "report_overdue", "report_overdue" | "report_due_soon":
            asked = not rule.obligations or data["obligation"] in rule.obligations
            return data["slot"] if asked and _is_late(plan, event) else None
        case "order_unsigned", "signature_overdue":
            return str(data["seq"])
        case "decision_waiting", "decision_awaited" if data["reminder"] == rule.nth:
            return str(incident.pending.seq) if incident.pending is not None else ""
    return None


def _height(plan: Plan, position: Mapping[str, Any] | None) -> int:
    if position is None:
        return -1
    sub_state = position["sub_state"]
    place = f"{position['level']}.{sub_state}" if sub_state else position["level"]
    return plan.positions.index(place)


def _is_late(plan: Plan, event: Event) -> bool:
    """The overdue mark, or the last reminder of a report that is owed 立即."""
    if not event.data["immediately"]:
        return event.type == "report_overdue" and event.data["minutes"] == 0
    own = plan.report_by_id[event.data["obligation"]].due_soon_minutes
    ladder = plan.reminders.due_soon_minutes if own is None else own
    return event.type == "report_due_soon" and bool(event.data["minutes"] == max(ladder))


def early_instant(plan: Plan, rule: CallingRule, slot: Slot) -> datetime | None:
    """When the rule asks for a call about a report that is still to come; None if never."""
    if slot.immediately or (rule.obligations and slot.obligation not in rule.obligations):
        return None
    if rule.on == "report_due_in" and rule.minutes is not None:
        return max(slot.opens_at, slot.due_at - timedelta(minutes=rule.minutes))
    if rule.on == "reports_missing_at" and rule.at is not None:
        today = local_day(slot.due_at, plan.zone)
        days = (today, today - timedelta(days=1))
        clocks = (at_clock(day, rule.at, plan.zone) for day in days)
        return max(slot.opens_at, next(clock for clock in clocks if clock < slot.due_at))
    return None


def is_over(plan: Plan, incident: Incident, trigger: str, subject: str | None) -> bool:
    """Whether nobody has to be reached any more."""
    if incident.voided is not None:
        return True
    if trigger in ("report_due_in", "reports_missing_at", "report_overdue"):
        slot = incident.slots.get(subject or "")
        return slot is None or slot.state not in ("owed", "overdue")
    if trigger == "order_unsigned":
        return int(subject or 0) not in incident.unsigned
    if trigger == "decision_waiting":
        return incident.pending is None or str(incident.pending.seq) != subject
    if trigger == "level_raised" and subject is not None:
        order = plan.positions
        return incident.place not in order or order.index(incident.place) < order.index(subject)
    return False


def expected_steps(
    plan: Plan,
    rule: CallingRule,
    number: int,
    book: CallingBook,
    at: datetime,
    incident: Incident,
    reporter: str | None,
) -> list[dict[str, Any]]:
    """The steps of a call as `call_started` has to hold them, without words for the posts."""
    rows: dict[tuple[datetime, str | None], dict[str, Any]] = {}
    for turn in range(rule.rounds):
        for step in rule.steps:
            instant = at + timedelta(seconds=turn * rule.round_every_s + step.after_s)
            who = rule.each[number] if step.who.each else step.who
            for contact in _called(plan, step, who, book, at, incident, reporter):
                key = (instant, contact.id if contact else None)
                if contact is None:
                    rows[(instant, f"{turn}/{len(rows)}")] = _row(instant, turn, None, step)
                elif not any(k == key and row["round"] == turn + 1 for k, row in rows.items()):
                    rows[key] = _row(instant, turn, contact, step)
    if not rows:
        rows[(at, None)] = _row(at, 0, None, rule.steps[0])
    found = sorted(rows.values(), key=lambda row: str(row["at"]))
    if incident.exercise:
        for row in found:
            row["channels"] = ["sink"]
    return found


def _row(at: datetime, turn: int, contact: Contact | None, step: Step) -> dict[str, Any]:
    names = ["desk"]
    if contact is not None:
        has = {channel.kind for channel in contact.channels}
        usable = [
            n for n in dict.fromkeys(step.channels) if _NEEDS.get(n, has) & has or n not in _NEEDS
        ]
        names = list(usable) or names
    return {
        "at": to_text(at),
        "round": turn + 1,
        "contact": contact.id if contact is not None else None,
        "person": contact.person if contact is not None else None,
        "channels": names,
    }


def _called(
    plan: Plan,
    step: Step,
    who: Who,
    book: CallingBook,
    at: datetime,
    incident: Incident,
    reporter: str | None,
) -> list[Contact | None]:
    if who.on_duty is not None:
        duty = book.on_duty(at)
        if who.on_duty == "leader":
            leader = book.contact(duty.leader) if duty.leader else None
            return [] if step.deputy else [leader]
        ids = duty.standby if who.on_duty == "standby" else duty.duty_officers
        there = [contact for id_ in ids if (contact := book.contact(id_)) is not None]
        return [*there] if there else [None]
    party = reporter if who.reporter else who.role or who.unit or who.division
    listed = book.reachable(plan, party or "", incident.division)
    if len(listed) > step.deputy:
        return [listed[step.deputy]]
    return [] if step.deputy else [None]
