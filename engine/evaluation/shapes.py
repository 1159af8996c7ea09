"""The shapes of an evaluation as JSON.

Instants are RFC 3339 in UTC, names are in the reader's language.
"""

from __future__ import annotations

from typing_extensions import TypedDict

from engine.evaluation.chain import ChainWord
from engine.evaluation.expected import Kind, Modality, Verdict
from engine.evaluation.records import Grade, Return


class EvaluationRowView(TypedDict):
    """One row of the table expected / actual."""

    id: str
    kind: Kind
    kind_name: str
    what: str
    """The id of the obligation, measure, place, group, post or inject."""
    about: str
    """`KIND:WHAT`, by which an improvement knows it again."""
    name: str
    owner: list[str]
    owner_name: str
    arose_at: str
    due_at: str | None
    """null where no text gives a time."""
    ours: bool
    """The deadline is our choice, no clause gives it."""
    immediately: bool
    modality: Modality
    clause: str | None
    verdict: Verdict
    verdict_name: str
    why: str | None
    """In words, where it is released, missing or cannot be judged."""
    actual_at: str | None
    minutes: int | None
    """From when it arose until it was done."""
    late_by: int | None
    by: str | None
    by_name: str | None
    entries: list[int]
    """Entries of the journal that make it expected or show that it was not done."""
    proof: list[int]
    """Entries that show what was done."""


class EvaluationFindingView(TypedDict):
    """What a monitor saw."""

    kind: str
    about: str
    """`KIND:WHAT` of the row that it is about."""
    monitor: str | None
    at: str
    sentence: str
    clause: str | None
    entries: list[int]
    lasting: bool


class ChainLinkView(TypedDict):
    """One step of the response."""

    step: ChainWord
    name: str
    at: str | None
    role: str | None
    role_name: str | None
    minutes: int | None
    """From the first step that is known."""
    entries: list[int]


class ResponseChainView(TypedDict):
    """How one level came about."""

    place: str
    place_name: str
    seq: int
    links: list[ChainLinkView]


class EvaluationSharesView(TypedDict):
    """How much could be judged, and how much of that was met."""

    total: int
    counted: int
    judged: int
    met: int
    judged_percent: int | None
    met_percent: int | None


class PlanOfEvaluation(TypedDict):
    """The pinned plan."""

    id: str
    version: str
    title: str


class EvaluatedIncident(TypedDict):
    """What the journal of one incident tells."""

    id: str
    number: str
    title: str
    exercise: bool
    plan: PlanOfEvaluation
    seq: int
    """The last entry that was read."""
    until: str
    over: bool
    monitors: str
    """sha256 of the `monitors.yaml` that was used; empty for the built-in ones."""
    shares: EvaluationSharesView
    rows: list[EvaluationRowView]
    findings: list[EvaluationFindingView]
    chains: list[ResponseChainView]


class JournalScoreView(TypedDict):
    """What the journal of `incident` proposes for an item."""

    incident: str
    points: int | None
    reason: str
    entries: list[int]


class EvaluationScoreView(TypedDict):
    """What an evaluator gave; `points` is null for an item that does not apply."""

    points: int | None
    note: str
    by: str
    written_at: str


class SheetItemView(TypedDict):
    """One item of a sheet, or a heading that is scored as a whole."""

    number: str
    text: str | None
    """null where the standard's words were not at hand."""
    heading: bool
    journal: JournalScoreView | None
    score: EvaluationScoreView | None


class SheetHeadingView(TypedDict):
    """A heading with its items."""

    number: str
    name: str | None
    shows: list[str]
    items: list[SheetItemView]


class EvaluationSheetView(TypedDict):
    """A sheet with its scores."""

    id: str
    name: str
    standard: str
    source: str
    frame: bool
    headings: list[SheetHeadingView]
    scored: int
    items: int


class EvaluationRemarkView(TypedDict):
    """A remark of an evaluator."""

    key: str
    at: str
    text: str
    number: str | None
    entry: int | None
    by: str
    written_at: str


class EvaluationGradeView(TypedDict):
    """The overall grade, given by a person."""

    grade: Grade
    name: str
    reason: str
    by: str
    written_at: str


class SettledView(TypedDict):
    """Who said that it is done, when, and what was done."""

    by: str
    written_at: str
    note: str


class ImprovementView(TypedDict):
    """Something that has to get better."""

    key: str
    subject: str
    plan: str | None
    about: str | None
    finding: str
    action: str
    owner: str
    due: str
    done: bool
    settled: SettledView | None
    may_settle: bool
    """Whether the reader may say that it is done: its owner, or an administrator."""
    by: str
    written_at: str


class EarlierImprovementView(ImprovementView):
    """One out of an earlier run, and what this run says about it."""

    state: Return
    state_name: str


class EvaluationView(TypedDict):
    """A whole evaluation: of one incident, or of a drill with several."""

    subject: str
    """The incident's id, or `drill`."""
    exercise: bool
    may_write: bool
    incidents: list[EvaluatedIncident]
    sheets: list[EvaluationSheetView]
    remarks: list[EvaluationRemarkView]
    grade: EvaluationGradeView | None
    improvements: list[ImprovementView]
    earlier: list[EarlierImprovementView]


class GlancesView(TypedDict):
    """What somebody should look at while an incident runs."""

    incident: str
    at: str
    findings: list[EvaluationFindingView]


class ImprovementsPage(TypedDict):
    """The improvements that an account may read, those that are not done first, by their day."""

    improvements: list[ImprovementView]
