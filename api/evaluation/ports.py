"""What the server asks of the records of evaluations, as a protocol. All of it blocks."""

from __future__ import annotations

from typing import Protocol

from api.server_journal.changed_by import ChangedBy
from api.server_journal.evaluation_data import (
    EvaluationGraded,
    EvaluationRemarked,
    EvaluationScored,
    ImprovementSaved,
    ImprovementSettled,
)
from engine.evaluation.records import Improvement, Records

DRILL = "drill"
"""The subject of what is about a drill as a whole."""


class EvaluationRecords(Protocol):
    """What people have written about exercises and incidents."""

    def of(self, subject: str) -> Records:
        """Everything about one subject, and the improvements out of others."""
        ...

    def remark(self, told: EvaluationRemarked, by: ChangedBy) -> None:
        """Keep a remark; one with a known key is kept already."""
        ...

    def score(self, told: EvaluationScored, by: ChangedBy) -> None:
        """Keep a score; the one before it stays in the journal."""
        ...

    def grade(self, told: EvaluationGraded, by: ChangedBy) -> None:
        """Keep the overall grade; `by` holds the reason."""
        ...

    def improvements(self) -> tuple[Improvement, ...]:
        """Every improvement, in the order in which they were listed."""
        ...

    def settle(self, told: ImprovementSettled, by: ChangedBy) -> None:
        """Keep that an improvement is done, or not done after all."""
        ...

    def improve(self, told: ImprovementSaved, by: ChangedBy) -> None:
        """Keep something that has to get better, or what became of it."""
        ...
