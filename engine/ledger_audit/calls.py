"""The calls of an incident recomputed by a third party: journal, rules, roster, address book.

`audit_calls` walks through the entries and asks at each what the rules in force then ask for:
is the call there, at the right instant, with the right chain; was it ended when its reason was
over; was it given up when its time was; does an exercise reach nobody. What it finds is a
list of differences, empty for a journal that is right. The state of the incident is taken from
`engine.evolve.apply.apply`, its calls are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from engine.evolve.apply import apply
from engine.incident.calls import Call
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import from_text
from engine.ledger_audit.call_rules import (
    Asked,
    asked_by,
    concerns,
    early_instant,
    expected_steps,
    is_over,
)
from engine.plan.calling_rules import CallingRule
from engine.plan.model import Plan
from engine.ports import CallingBook

BookAt = Callable[[datetime], CallingBook]
"""Rules, address book and roster as they were at an instant."""

Kind = Literal[
    "missing",
    "not_asked",
    "wrong_data",
    "wrong_chain",
    "not_cancelled",
    "cancelled_early",
    "not_exhausted",
    "exhausted_early",
    "wrong_attempt",
    "wrong_answer",
    "reaches_people",
    "row_differs",
    "row_missing",
    "row_extra",
]


@dataclass(frozen=True, slots=True)
class CallDifference:
    """Something about a call that does not follow from journal, rules, roster and contacts."""

    kind: Kind
    call: str
    seq: int
    what: str = ""


@dataclass(slots=True)
class AuditedCall:
    """A call as the journal proves it."""

    id: str
    trigger: str
    subject: str | None
    rule: str | None
    started_at: datetime
    answer_by: datetime
    exhausts_at: datetime
    steps: Sequence[Mapping[str, Any]]
    state: str = "queued"
    attempts: int = 0
    answered_at: datetime | None = None

    @property
    def open(self) -> bool:
        """Whether somebody is still being called."""
        return self.state in ("queued", "calling")


@dataclass(frozen=True, slots=True)
class CallAudit:
    """What the journal proves about calls, and where it is wrong."""

    calls: Mapping[str, AuditedCall]
    differences: tuple[CallDifference, ...]


def audit_calls(
    plan: Plan,
    events: Iterable[Event],
    book_at: BookAt,
    *,
    now: datetime | None = None,
) -> CallAudit:
    """The calls of one journal, and every difference, in the order of the entries.

    `now` is an instant up to which the server is known to have entered what time made due.
    """
    audit = _Audit(plan, book_at)
    for event in events:
        audit.enter(event)
    audit.close(now)
    return CallAudit(audit.calls, tuple(audit.found))


def compare_rows(audit: CallAudit, rows: Iterable[Call]) -> list[CallDifference]:
    """Where rows of calls, such as a database keeps, are not what the journal proves."""
    found: list[CallDifference] = []
    left = dict(audit.calls)
    for row in rows:
        proved = left.pop(row.id, None)
        if proved is None:
            found.append(CallDifference("row_extra", row.id, 0))
            continue
        for name in ("state", "trigger", "subject", "rule", "answer_by", "exhausts_at"):
            if getattr(row, name) != getattr(proved, name):
                found.append(CallDifference("row_differs", row.id, 0, name))
        if len(row.attempts) != proved.attempts:
            found.append(CallDifference("row_differs", row.id, 0, "attempts"))
        if row.answered_at != proved.answered_at:
            found.append(CallDifference("row_differs", row.id, 0, "answered_at"))
    return found + [CallDifference("row_missing", id_, 0) for id_ in left]


class _Audit:
    """An audit while the entries are read."""

    def __init__(self, plan: Plan, book_at: BookAt) -> None:
        self.plan, self.book_at = plan, book_at
        self.calls: dict[str, AuditedCall] = {}
        self.found: list[CallDifference] = []
        self._incident: Incident | None = None
        self._last: Event | None = None
        self._cause: Event | None = None
        self._owed: Counter[Asked] = Counter()
        self._early: set[tuple[str | None, str | None]] = set()
        self._closed: set[str] = set()

    def enter(self, event: Event) -> None:
        """One more entry."""
        if self._last is not None and event.recorded_at > self._last.recorded_at:
            self._settle(self._last.recorded_at)
        reader = _READERS.get(event.type)
        if reader is not None:
            reader(self, event)
        else:
            self._demand()
            self._incident = apply(self.plan, self._incident, event)
            self._cause = event
            rules = self.book_at(event.recorded_at).rules().rules
            self._close_calls(event)
            self._owed = Counter(asked_by(self.plan, rules, event, self._incident))
        self._last = event

    def close(self, now: datetime | None) -> None:
        """The journal has no further entry."""
        if self._last is not None:
            self._demand()
            self._settle(max(now or self._last.recorded_at, self._last.recorded_at))

    def _differs(self, kind: Kind, call: str, seq: int, what: str = "") -> None:
        self.found.append(CallDifference(kind, call, seq, what))

    def _close_calls(self, event: Event) -> None:
        """With the incident all calls end that are about no report."""
        if event.type == "incident_closed":
            there = self.calls.values()
            kept = ("report_due_in", "reports_missing_at", "report_overdue", "order_unsigned")
            self._closed |= {one.id for one in there if one.trigger not in kept}

    def _is_over(self, incident: Incident, call: AuditedCall) -> bool:
        if call.id in self._closed:
            return True
        return is_over(self.plan, incident, call.trigger, call.subject)

    def _demand(self) -> None:
        """Every call that the last entry asked for has to stand right behind it."""
        for asked in self._owed.elements():
            self._differs("missing", "", self._cause.seq if self._cause else 0, asked.rule)
        self._owed = Counter()

    def _settle(self, at: datetime) -> None:
        """At the end of a unit of work nothing is left that it had to enter."""
        incident, seq = self._incident, self._last.seq if self._last else 0
        if incident is None:
            return
        for call in self.calls.values():
            if call.open and self._is_over(incident, call):
                self._differs("not_cancelled", call.id, seq)
            elif call.open and call.exhausts_at <= at:
                self._differs("not_exhausted", call.id, seq)
        for rule in self.book_at(at).rules().rules:
            if not concerns(self.plan, rule, incident):
                continue
            for slot in incident.slots.values():
                instant = early_instant(self.plan, rule, slot)
                late = instant is not None and instant <= at and slot.state == "owed"
                if late and (rule.id, slot.id) not in self._early:
                    self._differs("missing", "", seq, f"{rule.id} {slot.id}")

    # ── entries ─────────────────────────────────────────────────────────────

    def started(self, event: Event) -> None:
        """A call was started: by hand, by the entry before it, or by time."""
        data, incident = event.data, self._incident
        if incident is None:
            return
        call = AuditedCall(
            id=data["call"],
            trigger=data["trigger"],
            subject=data["subject"],
            rule=data["rule"],
            started_at=event.recorded_at,
            answer_by=from_text(data["answer_by"]),
            exhausts_at=from_text(data["exhausts_at"]),
            steps=data["steps"],
        )
        self.calls[call.id] = call
        if call.id != f"{event.incident}-c{event.seq}":
            self._differs("wrong_data", call.id, event.seq, "call")
        reaches = any(step["channels"] != ["sink"] for step in data["steps"])
        if incident.exercise and reaches:
            self._differs("reaches_people", call.id, event.seq)
        if data["rule"] is not None:
            self._by_rule(event, call, incident)

    def _by_rule(self, event: Event, call: AuditedCall, incident: Incident) -> None:
        book = self.book_at(event.recorded_at)
        rules = book.rules()
        rule = rules.by_id.get(call.rule or "")
        if rule is None or event.data["rules_digest"] != rules.digest:
            self._differs("not_asked", call.id, event.seq, "rule")
            return
        number = self._take(event, call, rule, incident)
        if number is None:
            self._differs("not_asked", call.id, event.seq)
            return
        values = event.data["reason"]["values"]
        steps = expected_steps(
            self.plan, rule, number, book, event.recorded_at, incident, values.get("reporter")
        )
        kept = [{k: v for k, v in s.items() if k != "post"} for s in event.data["steps"]]
        if kept != steps:
            self._differs("wrong_chain", call.id, event.seq)
            return
        by = event.recorded_at + timedelta(seconds=rule.answer_within_s)
        last = from_text(steps[-1]["at"]) + timedelta(seconds=rule.give_up_after_s)
        if (call.answer_by, call.exhausts_at) != (by, max(by, last)):
            self._differs("wrong_data", call.id, event.seq, "answer_by")
        if (call.trigger, event.clause) != (rule.on, rule.citation):
            self._differs("wrong_data", call.id, event.seq, "trigger")

    def _take(
        self, event: Event, call: AuditedCall, rule: CallingRule, incident: Incident
    ) -> int | None:
        """Which of the calls that were asked for it is; None if none was."""
        cause = event.data["cause_seq"]
        if cause is not None:
            mine = [a for a in self._owed if (a.rule, a.subject) == (rule.id, call.subject)]
            if self._cause is None or cause != self._cause.seq or not mine:
                return None
            first = min(mine, key=lambda asked: asked.number)
            del self._owed[first]
            return first.number
        slot = incident.slots.get(call.subject or "")
        instant = early_instant(self.plan, rule, slot) if slot is not None else None
        due = instant is not None and instant <= event.recorded_at
        fits = due and slot is not None and slot.state == "owed"
        if not fits or not concerns(self.plan, rule, incident):
            return None
        if (rule.id, call.subject) in self._early:
            return None
        self._early.add((rule.id, call.subject))
        return 0

    def attempted(self, event: Event) -> None:
        """A channel was tried: one of the step's, and not before its instant."""
        call = self._known(event, "wrong_attempt")
        if call is None:
            return
        call.attempts += 1
        call.state = "calling" if call.state == "queued" else call.state
        number = event.data["step"]
        step = call.steps[number] if 0 <= number < len(call.steps) else None
        if (
            step is None
            or event.data["channel"] not in step["channels"]
            or event.data["contact"] != step["contact"]
            or event.recorded_at < from_text(step["at"])
        ):
            self._differs("wrong_attempt", call.id, event.seq)

    def answered(self, event: Event) -> None:
        """Somebody answered a call that was open or exhausted."""
        call = self._known(event, "wrong_answer")
        if call is None:
            return
        if call.state in ("answered", "cancelled"):
            self._differs("wrong_answer", call.id, event.seq)
        call.state, call.answered_at = "answered", from_text(event.data["answered_at"])

    def cancelled(self, event: Event) -> None:
        """A call was ended whose reason is over, also one that nobody had answered.

        That is not asked for: entries of older versions left such a call as it was.
        """
        call = self._known(event, "cancelled_early")
        if call is None or self._incident is None:
            return
        ended = call.state in ("answered", "cancelled")
        if ended or not self._is_over(self._incident, call):
            self._differs("cancelled_early", call.id, event.seq)
        call.state = "cancelled"

    def exhausted(self, event: Event) -> None:
        """An open call was given up, at its instant."""
        call = self._known(event, "exhausted_early")
        if call is None:
            return
        at = call.exhausts_at
        if not call.open or at > event.recorded_at or event.occurred_at != at:
            self._differs("exhausted_early", call.id, event.seq)
        call.state = "exhausted"

    def _known(self, event: Event, kind: Kind) -> AuditedCall | None:
        call = self.calls.get(event.data["call"])
        if call is None:
            self._differs(kind, event.data["call"], event.seq, "call")
        return call


_READERS: Mapping[str, Callable[[_Audit, Event], None]] = {
    "call_started": _Audit.started,
    "call_attempted": _Audit.attempted,
    "call_answered": _Audit.answered,
    "call_cancelled": _Audit.cancelled,
    "call_exhausted": _Audit.exhausted,
}
