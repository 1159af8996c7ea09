"""Scoring the items of a sheet that the journal can tell, each with its entries and the reason.

A score of the journal is a proposal to the evaluators; theirs counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.evaluation.evaluation import IncidentEvaluation
from engine.evaluation.expected import JUDGED, ExpectedAction
from engine.evaluation.records import Points
from engine.frozen import replace
from engine.instants import from_text
from engine.plan.evaluation_sheets import EvaluationSheet, Judge, JudgeRule


@dataclass(frozen=True, slots=True)
class JournalScore:
    """What the journal says of an item; `points` is None where it cannot tell.

    `reason` is `evaluation.score.REASON` of the catalogues, filled with `facts`. `entries` are of
    `incident`.
    """

    number: str
    points: Points | None
    reason: str
    facts: Mapping[str, Any]
    entries: tuple[int, ...] = ()
    incident: str = ""


def journal_scores(
    sheet: EvaluationSheet, evaluations: Iterable[IncidentEvaluation]
) -> dict[str, JournalScore]:
    """The scores by item; of several incidents of one exercise the lowest counts."""
    found: dict[str, JournalScore] = {}
    for evaluation in evaluations:
        for _, item in sheet.rows:
            if item is None or item.judge is None:
                continue
            score = _RULES[item.judge.rule](item.number, item.judge, evaluation)
            score = replace(score, incident=evaluation.history.last.id)
            known = found.get(item.number)
            if known is None or _lower(score, known):
                found[item.number] = score
    return found


def _lower(score: JournalScore, known: JournalScore) -> bool:
    if score.points is None:
        return False
    return known.points is None or score.points < known.points


def _reports_in_time(number: str, judge: Judge, found: IncidentEvaluation) -> JournalScore:
    rows = [row for row in found.rows if row.kind == "report" and row.verdict in JUDGED]
    if not rows:
        return JournalScore(number, None, "no_reports", {})
    met = sum(row.verdict == "met" for row in rows)
    percent = 100 * met // len(rows)
    points: Points = 0
    if percent >= judge.five:
        points = 5
    elif percent >= judge.three:
        points = 3
    elif percent >= judge.one:
        points = 1
    entries = sorted({seq for row in rows if row.verdict != "met" for seq in _shown_by(row)})
    facts = {"met": met, "judged": len(rows), "percent": percent}
    return JournalScore(number, points, "reports", facts, tuple(entries))


def _shown_by(row: ExpectedAction) -> tuple[int, ...]:
    return (*row.entries, *row.proof)


def _activations_authorised(number: str, judge: Judge, found: IncidentEvaluation) -> JournalScore:
    history = found.history
    moves = history.of("response_activated", "response_adjusted")
    entries = tuple(event.seq for event in moves)
    if not moves:
        missed = [r for r in found.rows if r.kind == "level" and r.verdict == "missing"]
        if missed:
            shown = tuple(seq for row in missed for seq in row.entries)
            return JournalScore(number, 0, "not_activated", {}, shown)
        return JournalScore(number, None, "no_activation", {})
    unsigned = [seq for seq in entries if seq in history.last.unsigned]
    facts = {"count": len(moves), "unsigned": len(unsigned)}
    if unsigned:
        return JournalScore(number, 1, "activations_unsigned", facts, tuple(unsigned))
    return JournalScore(number, 5, "activations", facts, entries)


def _absences_covered(number: str, judge: Judge, found: IncidentEvaluation) -> JournalScore:
    absences = found.history.of("absence_recorded")
    if not absences:
        return JournalScore(number, None, "no_absence", {})
    rows: list[ExpectedAction] = []
    for absence in absences:
        start, end = absence.occurred_at, from_text(absence.data["until"])
        role = absence.data["absent_role"]
        rows += [row for row in found.rows if _falls(row, role, start, end)]
    entries = tuple(e.seq for e in absences)
    if not rows:
        return JournalScore(number, None, "absence_untested", {}, entries)
    verdicts = {row.verdict for row in rows}
    points: Points = 0 if "missing" in verdicts else 3 if "late" in verdicts else 5
    shown = tuple(sorted({*entries, *(seq for row in rows for seq in row.proof)}))
    return JournalScore(number, points, "absence", {"count": len(rows)}, shown)


def _falls(row: ExpectedAction, role: str, start: datetime, end: datetime) -> bool:
    """Whether a level or a decision was asked of the role while it was absent."""
    mine = row.kind in ("level", "decision") and role in row.owner and row.verdict in JUDGED
    return mine and start <= row.arose_at <= end


def _end_as_planned(number: str, judge: Judge, found: IncidentEvaluation) -> JournalScore:
    last = found.history.last
    ended = [e.seq for e in found.history.of("response_ended")]
    if not ended:
        return JournalScore(number, None, "not_ended", {})
    confirmed = sorted(last.end_conditions.values())
    entries = (*confirmed, ended[-1])
    if last.stop_decisions:
        return JournalScore(number, 3, "ended_by_decision", {}, entries)
    return JournalScore(number, 5, "ended", {"count": len(confirmed)}, entries)


_RULES: Mapping[JudgeRule, Callable[[str, Judge, IncidentEvaluation], JournalScore]] = {
    "reports_in_time": _reports_in_time,
    "activations_authorised": _activations_authorised,
    "absences_covered": _absences_covered,
    "end_as_planned": _end_as_planned,
}
