"""What people write about an exercise: remarks, scores, the grade, what has to get better.

Each says who wrote it and when. The grade is a person's word; nothing here is computed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from engine.evaluation.evaluation import IncidentEvaluation
from engine.evaluation.expected import ExpectedAction

Grade = Literal["excellent", "good", "fair", "poor"]
"""优、良、中、差. Source: AQ/T 9009-2015, 7.4.2."""

Points = Literal[0, 1, 3, 5]
"""What an item may score. Source: AQ/T 9009-2015, 5.4."""
Return = Literal["came_back", "came_back_though_done", "mended", "not_tested"]
"""What a later run says about something that had to get better."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What an evaluator saw at `at`; `key` is the page's own, so that no retry writes it twice.

    `number` is the item of a sheet that it is about, `entry` the entry of the journal.
    """

    key: str
    at: datetime
    text: str
    number: str | None
    entry: int | None
    by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Score:
    """The last score of an item; `points` is None for one that does not apply."""

    sheet: str
    number: str
    points: Points | None
    note: str
    by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class GradeGiven:
    """The overall grade as it was given last."""

    grade: Grade
    reason: str
    by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """Who said that an improvement is done, when, and what was done."""

    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Improvement:
    """What has to get better: the finding, what will be done, by whom, until which day.

    `about` ties it to rows of a table (`KIND:WHAT`), by which the next run knows it again. `since`
    is when it was listed first, `written_at` when it was changed last.
    """

    key: str
    subject: str
    plan: str | None
    about: str | None
    finding: str
    action: str
    owner: str
    due: date
    done: bool
    by: str
    written_at: datetime
    since: datetime | None = None
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that was written about one incident, or about a drill as a whole.

    `earlier` are improvements out of other exercises and incidents.
    """

    remarks: tuple[Remark, ...] = ()
    scores: Mapping[tuple[str, str], Score] | None = None
    grade: GradeGiven | None = None
    improvements: tuple[Improvement, ...] = ()
    earlier: tuple[Improvement, ...] = ()

    def score_of(self, sheet: str, number: str) -> Score | None:
        """The score of an item, if somebody gave one."""
        return (self.scores or {}).get((sheet, number))


def about(row: ExpectedAction) -> str:
    """By what a later run knows a row again."""
    return f"{row.kind}:{row.what}"


def came_back(improvement: Improvement, rows: Iterable[ExpectedAction]) -> Return:
    """What these rows say about something that had to get better."""
    if improvement.about is None:
        return "not_tested"
    verdicts = {row.verdict for row in rows if about(row) == improvement.about}
    if verdicts & {"late", "missing"}:
        return "came_back_though_done" if improvement.done else "came_back"
    return "mended" if "met" in verdicts else "not_tested"


def returned(
    records: Records, evaluations: Iterable[IncidentEvaluation]
) -> list[tuple[Improvement, Return]]:
    """What a run says about each improvement out of earlier ones under the same plan."""
    found = list(evaluations)
    rows = {
        plan: [row for one in found if one.history.plan.id == plan for row in one.rows]
        for plan in {one.history.plan.id for one in found}
    }
    every = [row for one in found for row in one.rows]
    return [
        (one, came_back(one, every if one.plan is None else rows.get(one.plan, ())))
        for one in records.earlier
    ]
