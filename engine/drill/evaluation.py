"""After a drill: what was measured, what the monitors found, and the report in words.

Quantities follow AQ/T 9009-2015 5.4 (定量测量: response times, shares); marks and the
overall grade stay with the evaluators.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.drill.planned_actions import planned_actions
from engine.drill.runner import Run
from engine.evaluation.decisions import decisions
from engine.evaluation.evaluation import IncidentEvaluation, evaluate_history
from engine.evaluation.findings import EvaluationFinding
from engine.evaluation.history import history_of, history_of_states
from engine.evaluation.measures import asked_measures
from engine.evaluation.words import actor_in_words, clause_in_words, finding_in_words
from engine.messages import InBoth, command_word, text
from engine.plan.model import Plan
from engine.plan.monitor_rules import USUAL, MonitorRules
from engine.plan.names import party_name
from engine.presentation.journal_text import local_time, sentence
from engine.timers import SYSTEM_ROLE


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Quantities by name, findings in order of time, and the whole that they come from."""

    measured: Mapping[str, int | str | None]
    findings: tuple[EvaluationFinding, ...]
    whole: IncidentEvaluation


def evaluate(run: Run, rules: MonitorRules = USUAL) -> Evaluation:
    """Measure the drill and collect the findings of its monitors."""
    until = run.ended_at
    planned = planned_actions(run.scenario, run.injects, run.key)
    history = (
        history_of_states(run.plan, run.events, run.states)
        if run.states
        else history_of(run.plan, run.events)
    )
    whole = evaluate_history(history, until, over=True, rules=rules, planned=planned)
    reports = Counter(row.verdict for row in whole.rows if row.kind == "report")
    made = decisions(whole.history)
    settled = {e.data["measure"] for e in run.events if e.type == "measure_completed"}
    reached = asked_measures(whole.history)
    counted = whole.shares
    measured = {
        "minutes_to_first_level": _minutes_to_first_level(run),
        "minutes_to_decide": max((one.minutes(until) for one in made), default=None),
        "decisions_refused": sum(one.answer == "refused" for one in made),
        "decisions_open": sum(one.answer is None for one in made),
        "reports_on_time": reports["met"],
        "reports_late": reports["late"],
        "reports_missing": reports["missing"],
        "measures_done": f"{len(settled & reached)}/{len(reached)}",
        "orders_unsigned": len(run.incident.unsigned),
        "events": len(run.events),
        "refusals": len(run.refusals),
        "expected_judged": f"{counted.judged}/{counted.counted}",
        "expected_met": f"{counted.met}/{counted.judged}",
    }
    return Evaluation(measured, whole.findings, whole)


def timeline(run: Run, language: str = "zh") -> Iterator[str]:
    """One line for each entry and each refusal, in order of time, in the plan's zone."""
    lines: list[tuple[Any, int, str]] = []
    for event in run.events:
        when = local_time(run.plan, event.occurred_at)
        clause = f" [{clause_in_words(run.plan, event.clause)}]" if event.clause else ""
        who = _who(run.plan, event.actor, event.role, language)
        by = run.incident.corrections.get(event.seq, ())
        words = sentence(run.plan, event, language, corrected_by=by)
        line = text("drill.entered", language, who=who, sentence=words)
        lines.append((event.recorded_at, event.seq, f"{when} #{event.seq:<4} {line}{clause}"))
    for refusal in run.refusals:
        when = local_time(run.plan, refusal.at)
        line = text(
            "drill.refused",
            language,
            who=_who(run.plan, refusal.by, refusal.role, language),
            command=command_word(refusal.command),
            sentence=refusal.sentence,
        )
        lines.append((refusal.at, 10**9, f"{when} ✗     {line}"))
    yield from (line for _, _, line in sorted(lines, key=lambda row: row[:2]))


def ledger(run: Run, language: str = "zh") -> Iterator[str]:
    """A line of headings, then one for each report slot, by due instant; parts by tabs."""
    heads = ("due", "reporter", "report", "state", "sent", "reason", "clause")
    yield "\t".join(text(f"drill.ledger_head.{head}", language) for head in heads)
    for slot in run.slots:
        sent = local_time(run.plan, slot.submitted_at) if slot.submitted_at else "—"
        yield "\t".join(
            (
                local_time(run.plan, slot.due_at),
                _in(language, run.plan.name_of(slot.reporter)),
                _in(language, _name_of_report(run.plan, slot.obligation)),
                text(f"word.slot.{slot.state}", language),
                sent,
                text(f"word.slot_reason.{slot.reason}", language) if slot.reason else "",
                clause_in_words(run.plan, slot.clause) or "",
            )
        )


def _in(language: str, name: str) -> str:
    return name.english if language == "en" and isinstance(name, InBoth) else name


def _who(plan: Plan, actor: str, role: str, language: str) -> str:
    """The name of the post, the clock or the unit that acted; else of the general role."""
    if role == SYSTEM_ROLE:
        return text("word.clock", language)
    post = role.removeprefix(f"{plan.id}:")
    if post in plan.role_by_id:
        return actor_in_words(plan, post, language)
    unit = party_name(plan, actor, language)
    return unit if unit != actor else actor_in_words(plan, role, language)


def findings_in_words(run: Run, evaluation: Evaluation, language: str = "zh") -> Iterator[str]:
    """The findings as sentences, each with its instant."""
    for finding in evaluation.findings:
        yield f"{local_time(run.plan, finding.at)} {finding_in_words(run.plan, finding, language)}"


def mismatches_in_words(run: Run, language: str = "zh") -> Iterator[str]:
    """The differences between the drill and its scenario, as sentences."""
    plans = [one.plan for one in run.every]
    for mismatch in run.mismatches:
        facts: dict[str, object] = {"day": mismatch.day, "at": mismatch.at, **mismatch.facts}
        facts["command"] = _step_name(plans, mismatch.facts["command"])
        if "reporter" in mismatch.facts:
            facts["reporter"] = _reporter_name(plans, mismatch.facts["reporter"], language)
        yield text(f"drill.{mismatch.kind}", language, **facts)


def _step_name(plans: Sequence[Plan], name: str) -> str:
    """What a step was to do, as people call it: a command, or the report of one of the plans."""
    found = next((plan for plan in plans if name in plan.report_by_id), None)
    return command_word(name) if found is None else _name_of_report(found, name)


def _reporter_name(plans: Sequence[Plan], reporter: str, language: str) -> str:
    names = (party_name(plan, reporter, language) for plan in plans)
    return next((name for name in names if name != reporter), reporter)


def _name_of_report(plan: Plan, obligation: str) -> InBoth:
    report = plan.report_by_id[obligation]
    return InBoth(report.name, report.name_en)


def _minutes_to_first_level(run: Run) -> int | None:
    for event in run.events:
        if event.type == "response_activated":
            waited = event.occurred_at - run.incident.received_at
            return int(waited.total_seconds() // 60)
    return None
