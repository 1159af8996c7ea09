"""The shapes of what the tools answer.

Instants are RFC 3339 in UTC, those named `…_local` the same in the plan's zone. Names and
sentences are in the language that the server was started with; what only a plan's own text
has is Chinese.
"""

from __future__ import annotations

from typing import Any, Literal

from typing_extensions import TypedDict


class PlanLine(TypedDict):
    """A plan in force."""

    id: str
    title: str
    edition: str
    document: str
    """Number of the official document."""
    owner: str
    issued: str
    levels: list[str]
    """Names, lowest first."""
    sha256: str
    """Of the plan file."""


class Plans(TypedDict):
    """The plans in force."""

    plans: list[PlanLine]


class RuleOfClause(TypedDict):
    """A rule of the plan file that cites a clause."""

    part: str
    """The part of the plan file that holds it, such as `reports`."""
    id: str | None
    words: str
    """The rule's name or text, and its deadline or condition in words made from it."""
    rule: dict[str, Any]
    """As the plan file has it."""


class Reading(TypedDict):
    """How the plan is read where its text is silent; its owner has not confirmed it."""

    id: str
    text: str


class ClauseAnswer(TypedDict):
    """A clause: what the program makes of it."""

    plan: str
    plan_title: str
    edition: str
    clause: str
    heading: str
    wording: str | None
    """The plan's own words; null where the server has not been given them."""
    rules: list[RuleOfClause]
    rules_left_out: int
    readings: list[Reading]
    """Those of the clause, and those that its rules rest on."""
    no_rule_because: str | None
    """Why no rule cites the clause; null where one does."""


class ClauseHit(TypedDict):
    """A clause that was found."""

    plan: str
    clause: str
    heading: str
    rules: int
    """How many rules cite it."""
    excerpt: str


class ClauseHits(TypedDict):
    """Clauses that hold all the words."""

    found: list[ClauseHit]
    more: bool


class Marked(TypedDict):
    """What every row about an incident says of it."""

    exercise: bool
    mark: str
    """演练 or EXERCISE for an exercise, else empty."""
    incident: str
    """Its number."""
    title: str


class IncidentLine(Marked):
    """An incident in a list."""

    id: str
    plan: str
    edition: str
    division: str
    stage: str
    level: str | None
    place: str
    """Stage, or level, in words."""
    received_at: str
    received_local: str
    owed: int
    """Reports that are owed and not overdue."""
    overdue: int


class Incidents(TypedDict):
    """A page of incidents, newest first."""

    incidents: list[IncidentLine]
    next: str | None
    """Give it as `cursor` for the page after this one; null at the end."""


class Figure(TypedDict):
    """What is known of one fact."""

    name: str
    value: bool | int | float | str | list[str]
    unit: str | None
    source: str
    as_of: str


class CriterionState(TypedDict):
    """A criterion of a level; `met` is null while a figure is unknown."""

    level: str
    text: str
    met: bool | None
    why: str
    clause: str


class Recommended(TypedDict):
    """The highest level whose criteria are met, or null where none is; nobody has decided it."""

    level: str | None
    name: str | None
    criteria: list[CriterionState]


class Decision(TypedDict):
    """A recommendation that waits for somebody's decision."""

    what: str
    level: str
    since: str


class Step(TypedDict):
    """What the state allows next, and who may do it."""

    command: str
    to: str | None
    """Name of the level or warning that it leads to."""
    by: list[str]
    """Names of posts; the duty officer is among them as `duty_officer`."""
    clause: str | None


class Due(Marked):
    """Something with a due instant."""

    what: str
    by: list[str]
    """Who owe it: one report of several reporters is one row of `owed_next`."""
    to: list[str]
    """To whom a report goes; empty for a measure."""
    due_at: str
    """The countdown ends here; with `at_once` it is when the duty arose."""
    due_local: str
    at_once: bool
    """The plan says 立即 and names no number."""
    state: str
    clause: str


class Owed(Due):
    """Something owed: a report, or a measure with a time limit."""

    kind: Literal["report", "measure"]
    seconds_left: int
    """At `server_time`; negative when it has passed."""
    heading: str
    """Of the clauses, or the laws whose articles are cited."""
    why: str
    """The deadline and the condition in words made from the rule."""


class OwedNext(TypedDict):
    """What is owed next: the overdue first, then by due instant."""

    server_time: str
    owed: list[Owed]
    more: bool


class IncidentState(IncidentLine):
    """Where an incident stands, what is known, and what can happen next."""

    server_time: str
    held_by: str
    """Who has command."""
    figures: list[Figure]
    to_verify: list[str]
    """Fields that reports answered with 待核实."""
    recommendation: Recommended
    waits_for_decision: Decision | None
    next_steps: list[Step]
    owed_next: list[Owed]
    """The first ten."""


class LedgerRow(Due):
    """One report that one reporter owes or owed."""

    submitted_at: str | None
    entry: int | None
    """Number of the journal's entry that holds the report."""
    reason: str | None
    """Why it is superseded or no longer owed, or was late from the start."""


class Ledger(TypedDict):
    """A page of the ledger of reports, by due instant."""

    rows: list[LedgerRow]
    next: str | None


class Entry(TypedDict):
    """An entry of the journal."""

    seq: int
    type: str
    headline: str
    occurred_at: str
    recorded_at: str
    role: str
    clause: str | None
    struck: bool
    """Struck through since: it is not to be relied on."""
    data: dict[str, Any]
    """Long texts are cut and end in …."""
    data_left_out: bool
    """The data is too long for an answer; the page has it."""


class Journal(Marked):
    """A window of an incident's journal, in order."""

    entries: list[Entry]
    earlier: int | None
    """Give it as `before` for the entries before these; null at the beginning."""
    last_seq: int
    """Number of the incident's last entry."""
