"""The shapes of scenarios as JSON: what the page reads, and what it sends back.

`scenario` is a scenario file as data (docs/reference/scenario-file.md). A draft may hold anything
under its keys, so the schema names them and says no more; the check says what is wrong with it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import WithJsonSchema
from typing_extensions import TypedDict

from engine.drill.scenario import Scenario
from engine.evaluation.shapes import EvaluatedIncident

ScenarioDraft = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "properties": {name: {"title": name} for name in Scenario.model_fields},
            "additionalProperties": True,
        }
    ),
]
"""A scenario file as data, whether it is right or not."""

Origin = Literal["office", "shipped"]


class ScenarioFinding(TypedDict):
    """One thing that is wrong, at its place in `scenario`."""

    place: list[str | int]
    """The way to the field, such as `["injects", 2, "at", "time"]`; empty: the whole file."""
    line: int
    """In the file."""
    code: str
    sentence: str


class ScenarioNote(TypedDict):
    """The comment above a key or an entry of the file; `place` is empty for the file's own."""

    place: list[str | int]
    text: str


class ScenarioSummary(TypedDict):
    """A scenario in the list."""

    id: str
    title: str
    title_en: str | None
    origin: Origin
    """`shipped` ones come with the plans and cannot be changed, only copied."""
    version: int
    """0 for a shipped one."""
    plans: list[str]
    days: int | None
    incidents: int
    injects: int
    findings: int
    """How many things are wrong; with any it is a draft and cannot be started."""
    changed_by: str | None
    changed_at: str | None


class ScenariosPage(TypedDict):
    """All scenarios."""

    may_write: bool
    scenarios: list[ScenarioSummary]


class ScenarioView(TypedDict):
    """A whole scenario."""

    summary: ScenarioSummary
    scenario: ScenarioDraft
    notes: list[ScenarioNote]
    findings: list[ScenarioFinding]
    sha256: str
    """Of the file."""
    may_write: bool


class ScenarioDifference(TypedDict):
    """One thing that an upload has otherwise than what is kept."""

    kind: Literal["new", "gone", "changed", "moved"]
    place: list[str | int]
    name: str
    """What it is about, in words."""
    before: str | None
    after: str | None


class ScenarioRead(TypedDict):
    """What a file or workbook holds. Nothing was kept."""

    scenario: ScenarioDraft | None
    """null where it cannot be read at all."""
    notes: list[ScenarioNote]
    findings: list[ScenarioFinding]
    faults: list[str]
    """What is wrong with a workbook, cell by cell."""
    differences: list[ScenarioDifference]


class ScenarioChecked(TypedDict):
    """What the check says."""

    findings: list[ScenarioFinding]


class TrialEntry(TypedDict):
    """An entry of the journal of a trial."""

    at: str
    who: str
    sentence: str


class TrialInject(TypedDict):
    """What became of an inject."""

    id: str
    incident: str
    given_at: str | None
    """null where it was not given."""
    text: str
    entries: list[TrialEntry]
    """What its incident's journal has from then until the next inject of that incident."""


class TrialCoverage(TypedDict):
    """How much of a plan the trial visits, of one kind of things."""

    plan: str
    plan_name: str
    kind: str
    kind_name: str
    visited: int
    total: int
    missing: list[str]


class TrialIncident(TypedDict):
    """One incident of a trial."""

    key: str
    title: str
    opening: list[TrialEntry]
    """Its entries before the first inject."""
    evaluation: EvaluatedIncident


class TrialProgress(TypedDict):
    """How far the trial of this server is that runs now."""

    running: bool
    played_s: int
    """Seconds of the scenario's time that have been played; 0 where none runs."""
    whole_s: int
    """Seconds from the scenario's beginning to its end; 0 until the program has read it."""


class TrialView(TypedDict):
    """A scenario that was played by the program alone, in memory, and thrown away."""

    seed: int
    ended_at: str
    entries: int
    injects: list[TrialInject]
    incidents: list[TrialIncident]
    coverage: list[TrialCoverage]
    mismatches: list[str]
    """Where it went otherwise than its steps say."""
    journal_untouched: Literal[True]
    """It ran in a process of its own that was given no database."""


class NamedChoice(TypedDict):
    """Something to choose."""

    id: str
    name: str


class LevelChoice(NamedChoice):
    """A level, with its sub-states."""

    sub_states: list[NamedChoice]


class FactChoice(NamedChoice):
    """A figure or fact, with what it may be."""

    kind: str
    unit: str
    options: list[NamedChoice]


class ReportChoice(NamedChoice):
    """A report of a plan, with the fields that it is filled in by; their ids are Chinese names."""

    content: list[NamedChoice]


class PlanChoices(TypedDict):
    """What a plan offers."""

    id: str
    name: str
    kinds: list[NamedChoice]
    divisions: list[NamedChoice]
    units: list[NamedChoice]
    posts: list[NamedChoice]
    facts: list[FactChoice]
    reports: list[ReportChoice]
    measures: list[NamedChoice]
    groups: list[NamedChoice]
    levels: list[LevelChoice]
    places: list[NamedChoice]
    end_conditions: list[NamedChoice]
    grades: list[NamedChoice]
    holders: list[NamedChoice]
    clauses: list[NamedChoice]


class CommandField(TypedDict):
    """A field of a command; `kind` is what it is chosen from, or how it is typed."""

    id: str
    kind: str
    required: bool
    options: list[NamedChoice]
    """What it may be, where that is the same under every plan."""


class CommandChoice(NamedChoice):
    """A command that a scenario may hold."""

    fields: list[CommandField]
    offered: bool
    """False for what needs something that is known only while the drill runs.

    It cannot be added, only changed where a file has it.
    """


class EntryKey(TypedDict):
    """Something that entries hold and a condition can ask for."""

    id: str
    kind: str


class EventChoice(NamedChoice):
    """A kind of entries, with what they can be told apart by."""

    keys: list[EntryKey]


class ScenarioChoices(TypedDict):
    """Everything that the forms offer."""

    roles: list[NamedChoice]
    """General roles."""
    plans: list[PlanChoices]
    commands: list[CommandChoice]
    means: list[NamedChoice]
    events: list[EventChoice]
    """Kinds of entries that a condition may wait for."""
    refusals: list[NamedChoice]
    """Refusals that a step may expect."""
    report_kinds: list[NamedChoice]
