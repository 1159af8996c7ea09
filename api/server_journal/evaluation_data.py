"""Entries about evaluations: what people write about an exercise or an incident.

Like the shift log they stand here and nowhere else: in the chain, in every backup, kept for ever.
`subject` is the id of an incident, or `drill` for the drill as a whole.
"""

from __future__ import annotations

from typing_extensions import TypedDict

from api.server_journal.entry import DataByType
from engine.evaluation.records import Grade, Points


class EvaluationRemarked(TypedDict):
    """What an evaluator saw at `seen_at`; `key` is the page's own."""

    key: str
    subject: str
    seen_at: str
    text: str
    number: str | None
    entry: int | None


class EvaluationScored(TypedDict):
    """A score of an item of a sheet; the last one counts."""

    subject: str
    sheet: str
    number: str
    points: Points | None
    note: str


class EvaluationGraded(TypedDict):
    """The overall grade; the last one counts. Why stands in the entry's `reason`."""

    subject: str
    grade: Grade


class ImprovementSaved(TypedDict):
    """Something that has to get better; the last entry with its `key` counts."""

    key: str
    subject: str
    plan: str | None
    about: str | None
    finding: str
    action: str
    owner: str
    due: str
    done: bool


class ImprovementSettled(TypedDict):
    """It is said to be done, or not done after all; the last entry with its `key` counts."""

    key: str
    subject: str
    finding: str
    done: bool
    note: str


EVALUATION: DataByType = {
    "evaluation_remarked": EvaluationRemarked,
    "evaluation_scored": EvaluationScored,
    "evaluation_graded": EvaluationGraded,
    "improvement_saved": ImprovementSaved,
    "improvement_settled": ImprovementSettled,
}
"""These entries change nothing on the server."""
