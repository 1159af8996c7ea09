"""Monitors: the rules of a `monitors.yaml` applied to a history.

They give the same findings for a drill that is over and for a real incident while it runs;
`lasting` ones are what somebody should look at now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from engine.evaluation.decisions import decisions
from engine.evaluation.findings import (
    EvaluationFinding,
    lag_findings,
    late_decisions,
    report_findings,
)
from engine.evaluation.handed_up import handed_up_during
from engine.evaluation.history import History, minutes_between
from engine.evaluation.levels import lags
from engine.evaluation.measures import ABOUT_MEASURES, measure_findings
from engine.frozen import replace
from engine.incident.events import MADE_BY_TIME
from engine.instants import to_text
from engine.plan.monitor_rules import Monitor, MonitorKind, MonitorRules

Watch = Callable[[Monitor, History, datetime], Iterable[EvaluationFinding]]


def findings(
    rules: MonitorRules, history: History, until: datetime
) -> tuple[EvaluationFinding, ...]:
    """What the monitors see at `until`, in order of time; of two that see the same the first."""
    found: dict[tuple[object, ...], EvaluationFinding] = {}
    for monitor in rules.monitors:
        for one in _WATCHES[monitor.kind](monitor, history, until):
            if monitor.at and not history.plan.covers(monitor.at, history.place_at(one.at)):
                continue
            named = replace(one, monitor=monitor.id, clause=one.clause or monitor.citation)
            found.setdefault((one.kind, one.at, one.entries, str(one.facts)), named)
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.kind)))


def _level_lag(monitor: Monitor, history: History, until: datetime) -> Iterable[EvaluationFinding]:
    return lag_findings(lags(history), until, monitor.minutes or 0)


def _decision(monitor: Monitor, history: History, until: datetime) -> Iterable[EvaluationFinding]:
    mistake = history.last.voided is not None
    made = [
        one
        for one in decisions(history)
        if handed_up_during(history, one.asked_at, one.answered_at or until) is None
        and not (mistake and one.answer == "dropped")
    ]
    return late_decisions(history.plan, made, until, monitor.minutes)


def _report(monitor: Monitor, history: History, until: datetime) -> Iterable[EvaluationFinding]:
    found = report_findings(history.plan, history.slots, until, history.shown_by)
    return [one for one in found if not monitor.only or one.facts["obligation"] in monitor.only]


def _measure(monitor: Monitor, history: History, until: datetime) -> Iterable[EvaluationFinding]:
    found = measure_findings(history.of(*ABOUT_MEASURES))
    return [one for one in found if not monitor.only or one.facts["measure"] in monitor.only]


def _order_unsigned(
    monitor: Monitor, history: History, until: datetime
) -> Iterator[EvaluationFinding]:
    limit = timedelta(minutes=monitor.minutes or 0)
    for seq, order in history.last.unsigned.items():
        event = history.by_seq[seq]
        if event.recorded_at + limit < until:
            facts = {"role": order.role, "minutes": minutes_between(event.recorded_at, until)}
            entries = (seq,)
            yield EvaluationFinding(
                "order_unsigned", event.recorded_at, facts, event.clause, entries, lasting=True
            )


def _call(monitor: Monitor, history: History, until: datetime) -> Iterator[EvaluationFinding]:
    started = {e.data["call"]: e.seq for e in history.of("call_started")}
    for call in history.calls:
        entries = (started[call.id],)
        facts = {"post": call.post, "due": to_text(call.answer_by)}
        if call.late and call.answered_at is not None:
            late = {**facts, "minutes": max(1, minutes_between(call.answer_by, call.answered_at))}
            yield EvaluationFinding("call_late", call.answer_by, late, call.clause, entries)
        elif call.answered_at is None and (
            call.exhausted_at is not None or (call.open and call.answer_by < until)
        ):
            yield EvaluationFinding(
                "call_unanswered", call.answer_by, facts, call.clause, entries, lasting=True
            )


def _silence(monitor: Monitor, history: History, until: datetime) -> Iterator[EvaluationFinding]:
    """Spans in which nobody wrote anything, up to the end or to the closing."""
    limit = monitor.minutes or 0
    last = history.steps[0].event
    for event in history.events:
        if event.type in MADE_BY_TIME or event.seq == last.seq:
            continue
        yield from _silent(last.recorded_at, event.recorded_at, limit, (last.seq, event.seq))
        last = event
    if history.last.place != "closed":
        yield from _silent(last.recorded_at, until, limit, (last.seq,))


def _silent(
    start: datetime, end: datetime, limit: int, entries: tuple[int, ...]
) -> Iterator[EvaluationFinding]:
    lasted = minutes_between(start, end)
    if lasted > limit:
        facts = {"minutes": lasted}
        lasting = len(entries) == 1
        yield EvaluationFinding("silence", start, facts, entries=entries, lasting=lasting)


_WATCHES: Mapping[MonitorKind, Watch] = {
    "level_lag": _level_lag,
    "decision": _decision,
    "report": _report,
    "measure": _measure,
    "order_unsigned": _order_unsigned,
    "call": _call,
    "silence": _silence,
}
