"""What a plan file holds. Read top to bottom, it is the table of contents of a plan.

Identity, sources and people first; then facts and what follows from them (scales,
criteria); then the lifecycle with its authorities; then what has to be done (groups,
measures, reports); then how it ends; last, the readings that were needed where the
text is silent. Each rule names its clause (`engine.plan.part.Rule`).

The parts are in `sources`, `facts` and `rules`, in this order; others import them from here.
Only shapes are checked here. Whether ids meet (a role that is used but not defined, a
clause that the index lacks) is `engine.plan_checks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr, StringConstraints

from engine.messages import InBoth
from engine.plan.expressions import Between, Duration, Lasting, MonthIn
from engine.plan.facts import (
    Choice,
    CountOf,
    Derived,
    Fact,
    HoldsWhen,
    PercentOf,
    Projection,
    Scale,
    ScaleClass,
    SumOf,
)
from engine.plan.part import Defines, Id, Part, Text
from engine.plan.rules import (
    Act,
    ActCommand,
    CasualtyWatch,
    CommandHolder,
    CommandStructure,
    Criterion,
    EndCondition,
    FirstSlot,
    Group,
    Inheritance,
    Level,
    LevelId,
    LifecycleCommand,
    Measure,
    Reminders,
    Reporters,
    ReportObligation,
    SubState,
    Transition,
    WarningGrade,
)
from engine.plan.sources import (
    Assumption,
    Clause,
    ContentField,
    Coverage,
    Date,
    Division,
    DivisionCode,
    Document,
    FieldAnswer,
    Jurisdiction,
    Kind,
    KindFact,
    Law,
    NotEncoded,
    Role,
    Unit,
)
from engine.plan.time_limits import TimeLimit

__all__ = [
    "STAGES",
    "Act",
    "ActCommand",
    "Assumption",
    "CasualtyWatch",
    "Choice",
    "Clause",
    "CommandHolder",
    "CommandStructure",
    "ContentField",
    "CountOf",
    "Coverage",
    "Criterion",
    "Date",
    "Derived",
    "Division",
    "DivisionCode",
    "Document",
    "EndCondition",
    "Fact",
    "FieldAnswer",
    "FirstSlot",
    "Group",
    "HoldsWhen",
    "Inheritance",
    "Jurisdiction",
    "Kind",
    "KindFact",
    "Law",
    "Level",
    "LevelId",
    "LifecycleCommand",
    "Measure",
    "NotEncoded",
    "PercentOf",
    "Plan",
    "Projection",
    "Reminders",
    "ReportObligation",
    "Reporters",
    "Role",
    "Scale",
    "ScaleClass",
    "Stage",
    "SubState",
    "SumOf",
    "TimeLimit",
    "Transition",
    "Unit",
    "WarningGrade",
    "parts_of",
    "split_position",
]

Stage = Literal["assessing", "warning", "responding", "ended", "closed"]
STAGES: tuple[str, ...] = ("assessing", "warning", "responding", "ended", "closed")

NumberPrefix = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,6}$")]


class Plan(Part):
    """A whole plan. `digest` (sha256 of the file) is set by the loader."""

    format: Literal["1"]
    id: Annotated[Id, Defines("plan")]
    version: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z.\-]{1,32}$")]
    title: Text
    title_en: Text | None = None
    number_prefix: NumberPrefix
    zone: Text
    document: Document
    jurisdiction: Jurisdiction
    laws: tuple[Law, ...] = ()
    clauses: tuple[Clause, ...] = Field(min_length=1)
    not_encoded: tuple[NotEncoded, ...] = ()
    coverage: Coverage
    kinds: tuple[Kind, ...] = ()
    roles: tuple[Role, ...] = Field(min_length=1)
    units: tuple[Unit, ...] = ()
    facts: tuple[Fact, ...] = ()
    derived: tuple[Derived, ...] = ()
    scales: tuple[Scale, ...] = ()
    projections: tuple[Projection, ...] = ()
    warnings: tuple[WarningGrade, ...] = ()
    levels: tuple[Level, ...] = Field(min_length=1)
    lifecycle: tuple[Transition, ...] = Field(min_length=1)
    acts: tuple[Act, ...] = ()
    command: CommandStructure
    groups: tuple[Group, ...] = ()
    measures: tuple[Measure, ...] = ()
    inheritance: tuple[Inheritance, ...] = ()
    reports: tuple[ReportObligation, ...] = ()
    answers: tuple[FieldAnswer, ...] = ()
    content_fields: tuple[ContentField, ...] = ()
    reminders: Reminders
    first_slot: FirstSlot
    end_conditions: tuple[EndCondition, ...] = ()
    casualty_watch: CasualtyWatch | None = None
    assumptions: tuple[Assumption, ...] = ()
    digest: str = ""
    _exercises_only: bool = PrivateAttr(default=False)

    @property
    def exercises_only(self) -> bool:
        """Whether whatever stands under this edition is an exercise, whatever its entries say.

        So it is in a database that was born for exercises: there a real journal is replayed.
        """
        return self._exercises_only

    def for_exercises(self) -> Plan:
        """The same edition as a database of exercises reads it."""
        played = self.model_copy()
        played._exercises_only = True
        return played

    @cached_property
    def positions(self) -> tuple[str, ...]:
        """All positions, lowest first: `"IV"`, `"III.tense"`, …"""
        found: list[str] = []
        for level in self.levels:
            if level.sub_states:
                found += [f"{level.id}.{sub.id}" for sub in level.sub_states]
            else:
                found.append(level.id)
        return tuple(found)

    @cached_property
    def warning_places(self) -> tuple[str, ...]:
        """The states of a warning, lowest first: `"warning.blue"`, …; `"warning"` ungraded."""
        return tuple(f"warning.{grade.id}" for grade in self.warnings) or ("warning",)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every machine state, from the first to the last."""
        return ("assessing", *self.warning_places, *self.positions, "ended", "closed")

    @cached_property
    def places(self) -> dict[str, frozenset[str]]:
        """Each name a plan file may use for places → the machine states that it covers."""
        table = {stage: frozenset({stage}) for stage in STAGES if stage != "responding"}
        table["responding"] = frozenset(self.positions)
        table |= {place: frozenset({place}) for place in self.warning_places}
        table["warning"] = frozenset(self.warning_places)
        for level in self.levels:
            table[level.id] = frozenset(
                p for p in self.positions if p == level.id or p.startswith(f"{level.id}.")
            )
        table.update({p: frozenset({p}) for p in self.positions})
        return table

    @cached_property
    def durations(self) -> dict[str, tuple[Duration, ...]]:
        """Names of places and flags → what `lasting` conditions ask about them, ascending."""
        found: dict[str, set[Duration]] = {}
        for node in parts_of(self):
            if isinstance(node, Lasting):
                found.setdefault(node.lasting, set()).add(node.bound)
        return {name: tuple(sorted(bounds)) for name, bounds in found.items()}

    @cached_property
    def seasons(self) -> tuple[Between | MonthIn, ...]:
        """What conditions of the plan ask about the date."""
        return tuple(node for node in parts_of(self) if isinstance(node, Between | MonthIn))

    @cached_property
    def kind_by_id(self) -> dict[str, Kind]:
        """Kinds of events by id."""
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def role_by_id(self) -> dict[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.roles}

    @cached_property
    def local_posts(self) -> frozenset[str]:
        """The posts that act in their own division only, as accounts hold them: `plan:role`."""
        return frozenset(f"{self.id}:{r.id}" for r in self.roles if r.scope == "division")

    @cached_property
    def unit_by_id(self) -> dict[str, Unit]:
        """Units by id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Facts by id (derived figures are not facts)."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def derived_by_id(self) -> dict[str, Derived]:
        """Derived figures by id."""
        return {figure.id: figure for figure in self.derived}

    @cached_property
    def scale_by_id(self) -> dict[str, Scale]:
        """Scales by id."""
        return {scale.id: scale for scale in self.scales}

    @cached_property
    def level_by_id(self) -> dict[str, Level]:
        """Levels by id."""
        return {level.id: level for level in self.levels}

    @cached_property
    def grade_by_place(self) -> dict[str, WarningGrade]:
        """Grades of warnings by their places."""
        return {f"warning.{grade.id}": grade for grade in self.warnings}

    @cached_property
    def report_by_id(self) -> dict[str, ReportObligation]:
        """Report obligations by id."""
        return {report.id: report for report in self.reports}

    @cached_property
    def standing_reporters(self) -> dict[str, tuple[str, ...]]:
        """Who owes each obligation in every incident, in order: report id → reporters."""
        members = [unit.id for unit in self.units if unit.member]
        found: dict[str, tuple[str, ...]] = {}
        for report in self.reports:
            source = report.reporters
            divisions = self._standing_divisions.get(source.divisions or "", ())
            named = (*divisions, *(members if source.members else ()), *source.units)
            found[report.id] = tuple(dict.fromkeys(named))
        return found

    @cached_property
    def measure_by_id(self) -> dict[str, Measure]:
        """Measures by id."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def limited_measures(self) -> tuple[Measure, ...]:
        """The measures that have a time limit."""
        return tuple(measure for measure in self.measures if measure.within is not None)

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """Working groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def division_by_code(self) -> dict[str, Division]:
        """Divisions under the jurisdiction by code (the jurisdiction itself excluded)."""
        return {division.code: division for division in self.jurisdiction.divisions}

    @cached_property
    def parents(self) -> dict[str, str]:
        """Divisions that belong to another one of the plan → that one, by code."""
        divisions = self.division_by_code.values()
        return {d.code: d.parent for d in divisions if d.parent in self.division_by_code}

    @cached_property
    def _standing_divisions(self) -> dict[str, tuple[str, ...]]:
        """The divisions that `reporters.divisions` means in every incident, in order."""
        upper = set(self.parents.values())
        parents = tuple(code for code in self.division_by_code if code in upper)
        return {
            "all": tuple(self.division_by_code),
            "lowest": tuple(code for code in self.division_by_code if code not in upper),
            "parents": parents,
            "parent_of_reporter": parents,
        }

    def covers(self, names: tuple[str, ...], place: str) -> bool:
        """Whether one of `names` (as in a plan file) covers the machine state `place`."""
        return any(place in self.places.get(name, frozenset()) for name in names)

    def name_of(self, party: str) -> str:
        """The Chinese name of a role, a unit or a division, which knows its English (`InBoth`);
        the id itself if neither."""
        return self._party_names.get(party, party)

    @cached_property
    def _party_names(self) -> dict[str, InBoth]:
        """Roles, units and divisions → their names; of one id the role is meant first."""
        parties: dict[str, Role | Unit | Division] = {
            **self.division_by_code,
            **self.unit_by_id,
            **self.role_by_id,
        }
        return {id_: InBoth(one.name, one.name_en) for id_, one in parties.items()}


def parts_of(part: object) -> Iterator[Part]:
    """A part of a plan and everything below it, depth first."""
    left = [part]
    while left:
        one = left.pop()
        if isinstance(one, tuple):
            left += reversed(one)
        elif isinstance(one, Part):
            yield one
            left += [getattr(one, name) for name in reversed(type(one).model_fields)]


def split_position(position: str) -> tuple[str, str | None]:
    """`"III.tense"` → (`"III"`, `"tense"`); `"IV"` → (`"IV"`, None)."""
    level, _, sub_state = position.partition(".")
    return level, sub_state or None
