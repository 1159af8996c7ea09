"""Which calls an entry starts, which it makes needless, and which are started by time.

An entry triggers the rules of one trigger; whether a rule applies is read from the state
after it. Calls about a report that is due soon have no entry that triggers them: `lead` gives
the next instant at which one has to be started.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from engine.calling.binding import binding
from engine.calling.chain import Resolver
from engine.calling.entries import SYSTEM_ROLE, cancelled, start_data
from engine.calling.over import why_over
from engine.incident.actors import CALLER
from engine.incident.calls import CALL_TYPES, OPEN_CALL_STATES, call_id
from engine.incident.events import Draft, Event
from engine.incident.state import Incident, Slot
from engine.instants import at_clock, local_day, to_text
from engine.lifecycle.table import lifecycle_of
from engine.memo import MOST, BoundedDict
from engine.plan.calling_rules import LEAD_TRIGGERS, CallingRule, CallingRules, Trigger
from engine.plan.model import Plan
from engine.ports import CallingBook
from engine.reporting.reminders import past_reminders

Lead = tuple[datetime, CallingRule, Slot]
"""When a call about a report has to be started that is not in yet, by which rule."""

_LEADS: BoundedDict[str, tuple[Any, Any, CallingRules, Plan, str, Lead | None]] = BoundedDict(MOST)
"""By incident the slots, calls, rules, plan and place that its next lead was made of, and it."""

_TRIGGERS: Mapping[str, Trigger] = {
    "incident_opened": "opened",
    "response_activated": "level_raised",
    "response_adjusted": "level_raised",
    "report_due_soon": "report_overdue",
    "report_overdue": "report_overdue",
    "signature_overdue": "order_unsigned",
    "decision_awaited": "decision_waiting",
}
"""Types of entries → the trigger that they may be; a reminder of a report owed 立即 is the
last one that there is, and counts as overdue (A32)."""


_UNANSWERED = OPEN_CALL_STATES | {"exhausted"}
"""States that end with the reason: nobody has to be found any more for it, either."""


class Calling:
    """The calls of one incident while entries are added to it."""

    __slots__ = ("_book", "_plan", "_rules")

    def __init__(self, book: CallingBook, plan: Plan) -> None:
        self._book, self._plan, self._rules = book, plan, book.rules()

    def after(
        self, before: Incident | None, incident: Incident, event: Event, now: datetime
    ) -> Iterable[Draft]:
        """The entries about calls that follow from one entry, in order."""
        if not incident.calls and event.type not in _TRIGGERS:
            return ()
        return () if event.type in CALL_TYPES else self._after(before, incident, event, now)

    def _after(
        self, before: Incident | None, incident: Incident, event: Event, now: datetime
    ) -> Iterator[Draft]:
        at = incident.seq
        closing = event.type == "incident_closed"
        for call in incident.calls.values():
            if call.state not in _UNANSWERED:
                continue
            why = why_over(self._plan, incident, call, closing=closing)
            if why is not None:
                yield cancelled(call, why, now)
                at += 1
        trigger = _TRIGGERS.get(event.type)
        if trigger is None:
            return
        rules = [rule for rule in self._rules.on(trigger, self._plan.id)]
        if not rules or not _is(self._plan, trigger, before, incident, event):
            return
        subject, values = _about(self._plan, trigger, incident, event)
        for rule in rules:
            if _applies(self._plan, rule, incident, event, values):
                for draft in self._start(rule, incident, subject, values, now, event.seq, at):
                    yield draft
                    at += 1

    def lead(self, incident: Incident) -> Lead | None:
        """The next call about a report that is owed; it may be past already."""
        rules = self._rules
        if not rules.leads:
            return None
        slots, calls, place = incident.slots, incident.calls, incident.place
        # Asked after every entry: what it is made of is compared by identity, without a detour.
        kept = _LEADS.get(incident.id)
        if (
            kept is not None
            and kept[0] is slots
            and kept[1] is calls
            and kept[2] is rules
            and kept[3] is self._plan
            and kept[4] == place
        ):
            return kept[5]
        found = next_lead(self._plan, incident, rules)
        _LEADS[incident.id] = slots, calls, rules, self._plan, place, found
        return found

    def early(self, incident: Incident, rule: CallingRule, slot: Slot, now: datetime) -> Draft:
        """The entry that starts the call of a `lead`."""
        values = _of_slot(slot)
        return next(self._start(rule, incident, slot.id, values, now, None, incident.seq))

    def _start(
        self,
        rule: CallingRule,
        incident: Incident,
        subject: str | None,
        values: Mapping[str, Any],
        now: datetime,
        cause_seq: int | None,
        seq: int,
    ) -> Iterator[Draft]:
        resolver = Resolver(
            self._book,
            binding(exercise=incident.exercise),
            now,
            self._plan,
            incident.division,
            values.get("reporter"),
        )
        for each in rule.each or (None,):
            seq += 1
            data = start_data(
                call_id(incident.id, seq),
                rule.on,
                subject,
                values,
                resolver.chain(rule, each),
                rule=rule,
                digest=self._rules.digest,
                cause_seq=cause_seq,
            )
            yield Draft("call_started", now, CALLER.name, SYSTEM_ROLE, rule.citation, data)


def next_lead(plan: Plan, incident: Incident, rules: CallingRules) -> Lead | None:
    """The earliest call about a report that is owed and not overdue; None without one."""
    called = {
        (call.rule, call.subject)
        for call in incident.calls.values()
        if call.trigger in LEAD_TRIGGERS
    }
    first: Lead | None = None
    for rule in rules.leads:
        if not _stands(plan, rule, incident):
            continue
        for slot in incident.slots.values():
            if slot.state != "owed" or slot.immediately:
                continue
            if rule.obligations and slot.obligation not in rule.obligations:
                continue
            instant = lead_instant(plan, rule, slot)
            if (first is None or instant < first[0]) and (rule.id, slot.id) not in called:
                first = instant, rule, slot
    return first


def lead_instant(plan: Plan, rule: CallingRule, slot: Slot) -> datetime:
    """When the call about the slot has to be started: not before its period has begun."""
    if rule.minutes is not None:
        instant = slot.due_at - timedelta(minutes=rule.minutes)
    else:
        instant = _last_clock(slot.due_at, rule.at or "00:00", plan.zone)
    return max(instant, slot.opens_at)


@lru_cache(maxsize=1024)
def _last_clock(before: datetime, clock: str, zone: str) -> datetime:
    """The last instant before another at which a clock shows that time."""
    day = local_day(before, zone)
    instant = at_clock(day, clock, zone)
    return instant if instant < before else at_clock(day - timedelta(days=1), clock, zone)


def _stands(plan: Plan, rule: CallingRule, incident: Incident) -> bool:
    """Whether the rule is one for this incident, where it is now."""
    return (
        rule.applies_to(plan.id)
        and not (rule.real_only and incident.exercise)
        and (not rule.levels or plan.covers(rule.levels, incident.place))
    )


def _applies(
    plan: Plan, rule: CallingRule, incident: Incident, event: Event, values: Mapping[str, Any]
) -> bool:
    if rule.on == "decision_waiting" and event.data["reminder"] != rule.nth:
        return False
    if rule.obligations and values.get("obligation") not in rule.obligations:
        return False
    return _stands(plan, rule, incident)


def _is(
    plan: Plan, trigger: Trigger, before: Incident | None, incident: Incident, event: Event
) -> bool:
    """Whether the entry is what the trigger says."""
    if trigger == "level_raised":
        rank = lifecycle_of(plan).rank
        return before is None or rank(incident.place) > rank(before.place)
    if trigger == "report_overdue":
        slot = incident.slots.get(event.data["slot"])
        if slot is None:
            return False
        if slot.immediately:
            return past_reminders(plan, slot)
        return event.type == "report_overdue" and event.data["minutes"] == 0
    return True


def _about(
    plan: Plan, trigger: Trigger, incident: Incident, event: Event
) -> tuple[str | None, dict[str, Any]]:
    """What the calls of an entry are about, and the values of their reason."""
    data = event.data
    if trigger == "opened":
        return None, {"title": incident.title}
    if trigger == "level_raised":
        return incident.place, {"level": incident.level, "sub_state": incident.sub_state}
    if trigger == "report_overdue":
        return data["slot"], _of_slot(incident.slots[data["slot"]])
    if trigger == "order_unsigned":
        return str(data["seq"]), {"seq": data["seq"], "role": data["unsigned_role"]}
    pending = incident.pending
    ends = data.get("command") == "end_response"
    level = {"level": data["level"], "sub_state": data["sub_state"], "ends": ends}
    return str(pending.seq) if pending is not None else None, level


def _of_slot(slot: Slot) -> dict[str, Any]:
    return {
        "obligation": slot.obligation,
        "reporter": slot.reporter,
        "due_at": to_text(slot.due_at),
        "immediately": slot.immediately,
    }
