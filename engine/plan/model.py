"""What a plan file holds. Read top to bottom, it is the table of contents of a plan.

Identity, sources and people first; then facts and what follows from them (scales,
criteria); then the lifecycle with its authorities; then what has to be done (groups,
measures, reports); then how it ends; last, the readings that were needed where the
text is silent. Each rule names its clause (`engine.plan.base.Rule`).

Only shapes are checked here. Whether ids meet (a role that is used but not defined, a
clause that the index lacks) is `engine.checks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from engine.plan.base import Citations, Id, Ids, Part, Places, Rule, Text, Texts, _as_tuple
from engine.plan.cadences import Cadence, ClockTime
from engine.plan.expressions import Expression, Lasting, Number

Stage = Literal["assessing", "warning", "responding", "ended", "closed"]
STAGES: tuple[str, ...] = ("assessing", "warning", "responding", "ended", "closed")

LifecycleCommand = Literal[
    "issue_warning",
    "lift_warning",
    "activate_response",
    "adjust_response",
    "end_response",
    "close_incident",
]

ActCommand = Literal[
    "form_group",
    "change_group",
    "complete_measure",
    "waive_measure",
    "set_reporters",
    "reanchor_cadence",
    "confirm_end_condition",
    "assume_command",
    "hand_over_command",
    "return_command",
]

LevelId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_]{1,16}$")]
NumberPrefix = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,6}$")]
DivisionCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Date = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class Document(Part):
    """The official document that the plan file encodes."""

    number: Text
    issued: Date
    owner: Text
    replaces: Text | None = None


class Division(Part):
    """A division of GB/T 2260 under the jurisdiction."""

    code: DivisionCode
    name: Text
    name_en: Text | None = None


class Jurisdiction(Part):
    """Where the plan applies: one division and those under it that have a code."""

    code: DivisionCode
    name: Text
    name_en: Text | None = None
    divisions: tuple[Division, ...]


class Law(Part):
    """A law or order outside the plan that rules cite as `id:article`."""

    id: Id
    name: Text
    in_force: Date | None = None


class Clause(Part):
    """One clause of the plan's text: where it is and what its text hashes to.

    `sha256` is of the clause's text as `engine.plan.clauses` normalises it; the text
    itself stays with its owner.
    """

    number: Text
    heading: Text
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class NotEncoded(Part):
    """A clause that no rule cites, with the reason why."""

    clause: Citations = Field(min_length=1)
    reason: Literal["purpose", "preparedness", "standing_duty", "heading", "published_elsewhere"]
    why: Text


class Assumption(Part):
    """A reading where the text is silent, shown to users until the owner confirms it."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,3}$")]
    clause: Citations = Field(min_length=1)
    text: Text
    text_en: Text | None = None


class Coverage(Rule):
    """Which accidents this plan governs; of two that fit, the special one governs.

    `special` marks a special plan, `when` what falls under it (on opening; unknown
    facts never exclude), `excludes_when` what does not although `when` holds.
    `event_code` names the event with its scheme.
    """

    special: bool
    when: Expression | None = None
    excludes_when: Expression | None = None
    event_code: Text | None = None


class Role(Rule):
    """A post that decides. `holders` are the people who hold it, any of whom may act."""

    id: Id
    name: Text
    name_en: Text | None = None
    holders: Texts = ()
    signs_in: bool = True
    scope: Literal["everywhere", "division"] = "everywhere"


class Unit(Part):
    """An office or body; `aliases` are the other names that the text uses."""

    id: Id
    name: Text
    name_en: Text | None = None
    aliases: Texts = ()
    member: bool = False
    clause: Citations = ()


class Choice(Part):
    """One of the values that a `choices` fact may hold."""

    id: Id
    name: Text
    name_en: Text | None = None
    clause: Citations = ()


class Fact(Rule):
    """Something that may be known about an incident. Absent means unknown, never zero.

    `kind` says what values look like: `count` whole people or things ≥ 0; `money`
    whole yuan ≥ 0; `number` any number; `percent` a number in percent; `flag` true or
    false; `text` words; `divisions` a list of division codes; `choices` a list of ids,
    `choice` one of them (another plan's level, a kind of hazard).
    """

    id: Id
    name: Text
    name_en: Text | None = None
    kind: Literal[
        "count", "money", "number", "percent", "flag", "text", "divisions", "choices", "choice"
    ]
    unit: Text | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    choices: tuple[Choice, ...] = ()
    basis: Text | None = None


class SumOf(Rule):
    """A figure that is the sum of others; unknown ones leave it a lower bound."""

    id: Id
    name: Text
    name_en: Text | None = None
    unit: Text | None = None
    sum_of: Ids = Field(min_length=1)


class CountOf(Rule):
    """How many entries a list fact has, some excluded."""

    id: Id
    name: Text
    name_en: Text | None = None
    unit: Text | None = None
    count_of: Id
    excluding: Texts = ()


class PercentOf(Rule):
    """A figure as a percentage of a base, e.g. of the population."""

    id: Id
    name: Text
    name_en: Text | None = None
    unit: Text | None = "%"
    percent_of: Id
    part: Id


class HoldsWhen(Rule):
    """A yes-or-no figure that nobody records: true while a condition holds."""

    id: Id
    name: Text
    name_en: Text | None = None
    when: Expression

    @property
    def unit(self) -> None:
        """Yes and no have no unit."""
        return None


Derived = SumOf | CountOf | PercentOf | HoldsWhen


class ScaleClass(Part):
    """One class of a scale, e.g. 较大事故."""

    id: Id
    name: Text
    name_en: Text | None = None
    when: Expression


class Scale(Rule):
    """A classification, lowest class first; when several hold, the highest counts."""

    id: Id
    name: Text
    name_en: Text | None = None
    classes: tuple[ScaleClass, ...] = Field(min_length=1)


class Projection(Rule):
    """What the class may rise to: a scale read again with figures replaced by sums of figures."""

    id: Id
    text: Text
    text_en: Text | None = None
    scale: Id
    replace: Id
    by_sum_of: Ids = Field(min_length=2)


class Criterion(Rule):
    """One condition under which a level is recommended."""

    id: Id
    text: Text
    text_en: Text | None = None
    when: Expression


class SubState(Part):
    """A sub-state of a level, e.g. 紧张状态."""

    id: Id
    name: Text
    name_en: Text | None = None
    criteria: tuple[Criterion, ...] = ()


class Level(Rule):
    """A response level. `colour` is for screens only."""

    id: LevelId
    name: Text
    name_en: Text | None = None
    colour: Literal["red", "orange", "yellow", "blue", "grey"] = "grey"
    tier: Literal["national", "provincial", "municipal", "county"] | None = None
    criteria: tuple[Criterion, ...] = ()
    sub_states: tuple[SubState, ...] = ()


class WarningGrade(Rule):
    """A grade of warnings (预警级别), e.g. 蓝色预警; its place is `warning.` and its id.

    `colour` is for screens only. A plan without any has one kind of warning.
    """

    id: Id
    name: Text
    name_en: Text | None = None
    colour: Literal["red", "orange", "yellow", "blue", "grey"] = "grey"


class Transition(Rule):
    """One row of the lifecycle table.

    `on` the commands, `from` the places it starts at, `to` the place it leads to (with
    several, one row each; a place that is also in `from` leads elsewhere only). `by`
    are the roles that may, `recommended_by` and `approved_by` those whose own acts come
    before; `recommendation_required` refuses without the former, an approval is always
    required where `approved_by` is set. `desk` lets the duty officer act alone.

    `approvals` says how several roles in `approved_by` stand to each other: `any` of
    them approves; `all` have to, in any order; `in_order`: each after the one before it.
    `signatures` says how several roles in `by` stand to each other: `any` of them may
    act; `all` have to sign, the last signature opens; `succession`: each but the first
    may act only while the absence of all before it is recorded.
    """

    on: Annotated[tuple[LifecycleCommand, ...], BeforeValidator(_as_tuple)] = Field(min_length=1)
    from_: Places = Field(alias="from", min_length=1)
    to: Places = Field(min_length=1)
    by: Ids = ()
    signatures: Literal["any", "all", "succession"] = "any"
    recommended_by: Ids = ()
    recommendation_required: bool = False
    approved_by: Ids = ()
    approvals: Literal["any", "all", "in_order"] = "any"
    desk: bool = False
    requires_end_conditions: bool = False


class Act(Rule):
    """Who may do something that does not change the level, and at which places."""

    on: Annotated[tuple[ActCommand, ...], BeforeValidator(_as_tuple)] = Field(min_length=1)
    by: Ids = ()
    desk: bool = False
    at: Places = ("assessing", "warning", "responding", "ended")


class CommandHolder(Part):
    """Somebody who can hold command. A superior's holding blocks `blocks`."""

    id: Id
    name: Text
    name_en: Text | None = None
    superior: bool = False


class CommandStructure(Rule):
    """Who holds command at first, and what is refused while a superior holds it."""

    initial: Id
    holders: tuple[CommandHolder, ...] = Field(min_length=1)
    blocked_while_superior_holds: Annotated[
        tuple[LifecycleCommand, ...], BeforeValidator(_as_tuple)
    ] = ()


class Group(Rule):
    """A working group; leader and members by unit id or in words (computed posts)."""

    id: Id
    name: Text
    name_en: Text | None = None
    leader: Texts = Field(min_length=1)
    members: Texts = ()
    duty: Text | None = None


class Measure(Rule):
    """Something to be done at `at`. `unit` is a unit's or a role's id.

    `decided_by` names roles whose order it needs although the response is open.
    """

    id: Id
    text: Text
    text_en: Text | None = None
    unit: Ids = Field(min_length=1)
    modality: Literal["required", "as_needed", "when_necessary"]
    at: Places = Field(min_length=1)
    immediately: bool = False
    decided_by: Ids = ()


class Inheritance(Rule):
    """Measures of `of` are also measures of `position`; transitive."""

    position: Places = Field(min_length=1)
    of: Places = Field(min_length=1)


class Reporters(Part):
    """Who owes: divisions, units or roles.

    `divisions` is `all` (of the jurisdiction) or `incident` (the one it happened in);
    `divisions_in` names a fact, a list of divisions: those on it now; `divisions_not_in`
    takes those on such a list out. `units` ids of units; `members` all units marked as
    members.
    """

    divisions: Literal["all", "incident"] | None = None
    divisions_in: Id | None = None
    divisions_not_in: Id | None = None
    units: Ids = ()
    members: bool = False


class Report(Rule):
    """A report obligation: who owes whom what, when, and where in the lifecycle.

    `data_until` is the clock time up to which its figures count (数据截止).
    `only_when_raised` owes a one-time report only where the place was reached from below.
    `series` ties obligations that replace each other when the level changes (A13).
    `due_soon_minutes` before it is due, and `overdue_again_minutes` after, reminders
    are sent; None takes the plan's own.
    """

    id: Id
    name: Text
    name_en: Text | None = None
    series: Id | None = None
    data_until: ClockTime | None = None
    kind: Literal["scheduled", "first", "follow_up", "final"] = "scheduled"
    reporters: Reporters
    recipients: Ids = Field(min_length=1)
    at: Places = Field(min_length=1)
    when: Expression | None = None
    cadence: Cadence
    only_when_raised: bool = False
    means: Literal["any", "phone", "written"] = "any"
    content: Texts = ()
    due_soon_minutes: tuple[int, ...] | None = None
    overdue_again_minutes: tuple[int, ...] | None = None

    @property
    def series_id(self) -> str:
        """The series, or the obligation itself when it is alone."""
        return self.series or self.id


class Reminders(Rule):
    """Defaults of the reminder ladder, in minutes before and after a due instant."""

    due_soon_minutes: tuple[int, ...] = (30,)
    overdue_again_minutes: tuple[int, ...] = ()
    decision_minutes: tuple[int, ...] = ()


class FirstSlot(Rule):
    """A11: a first slot nearer than this many minutes is not owed."""

    minimum_notice_minutes: int = Field(ge=0, le=24 * 60)


class EndCondition(Rule):
    """Something to be confirmed by name before the response may end at `at`.

    `confirmed_by` names the roles whose word it needs; without it anybody may who may
    confirm end conditions at all.
    """

    id: Id
    text: Text
    text_en: Text | None = None
    at: Places = ("responding",)
    confirmed_by: Ids = ()


class CasualtyWatch(Rule):
    """After an accident, changes of these facts stay reportable for some days.

    Counted in whole days from the day after the accident, in the plan's zone;
    `shorter_days` counts where `shorter_when` is met.
    """

    days: int = Field(ge=1, le=3660)
    shorter_days: int | None = Field(default=None, ge=1, le=3660)
    shorter_when: Expression | None = None
    until: ClockTime = "24:00"


class Plan(Part):
    """A whole plan. `digest` (sha256 of the file) is set by the loader."""

    format: Literal["1"]
    id: Id
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
    reports: tuple[Report, ...] = ()
    reminders: Reminders
    first_slot: FirstSlot
    end_conditions: tuple[EndCondition, ...] = ()
    casualty_watch: CasualtyWatch | None = None
    assumptions: tuple[Assumption, ...] = ()
    digest: str = ""

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
    def durations(self) -> dict[str, tuple[int, ...]]:
        """Names of places and flags → the hours of `lasting` conditions about them, ascending."""
        found: dict[str, set[int]] = {}
        for node in parts_of(self):
            if isinstance(node, Lasting):
                found.setdefault(node.lasting, set()).add(node.hours)
        return {place: tuple(sorted(hours)) for place, hours in found.items()}

    @cached_property
    def role_by_id(self) -> dict[str, Role]:
        """Roles by id."""
        return {role.id: role for role in self.roles}

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
    def report_by_id(self) -> dict[str, Report]:
        """Report obligations by id."""
        return {report.id: report for report in self.reports}

    @cached_property
    def measure_by_id(self) -> dict[str, Measure]:
        """Measures by id."""
        return {measure.id: measure for measure in self.measures}

    @cached_property
    def group_by_id(self) -> dict[str, Group]:
        """Working groups by id."""
        return {group.id: group for group in self.groups}

    @cached_property
    def division_by_code(self) -> dict[str, Division]:
        """Divisions under the jurisdiction by code (the jurisdiction itself excluded)."""
        return {division.code: division for division in self.jurisdiction.divisions}

    def covers(self, names: tuple[str, ...], place: str) -> bool:
        """Whether one of `names` (as in a plan file) covers the machine state `place`."""
        return any(place in self.places.get(name, frozenset()) for name in names)

    def name_of(self, party: str) -> str:
        """The Chinese name of a role, a unit or a division; the id itself if neither."""
        found = (
            self.role_by_id.get(party)
            or self.unit_by_id.get(party)
            or self.division_by_code.get(party)
        )
        return found.name if found else party


def parts_of(part: object) -> Iterator[Part]:
    """A part of a plan and everything below it, depth first."""
    if isinstance(part, Part):
        yield part
        for name in type(part).model_fields:
            yield from parts_of(getattr(part, name))
    elif isinstance(part, tuple):
        for one in part:
            yield from parts_of(one)


def split_position(position: str) -> tuple[str, str | None]:
    """`"III.tense"` → (`"III"`, `"tense"`); `"IV"` → (`"IV"`, None)."""
    level, _, sub_state = position.partition(".")
    return level, sub_state or None
