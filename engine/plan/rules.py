"""What a plan orders: levels, who may do what, groups, measures, reports, the end."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from engine.plan.cadences import RECURRING, Cadence, ClockTime
from engine.plan.expressions import Expression, FigureTest
from engine.plan.part import (
    Defines,
    Id,
    Part,
    Parties,
    Places,
    Ref,
    Roles,
    Rule,
    Text,
    Texts,
    Ties,
    _as_tuple,
)
from engine.plan.time_limits import TimeLimit

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


PartiesInWords = Annotated[Texts, Ref("party", or_words=True)]


class Criterion(Rule):
    """One condition under which a level is recommended."""

    id: Annotated[Id, Defines("criterion")]
    text: Text
    text_en: Text | None = None
    when: Expression


class SubState(Part):
    """A sub-state of a level, e.g. 紧张状态."""

    id: Annotated[Id, Defines("sub_state", joint=".")]
    name: Text
    name_en: Text | None = None
    criteria: tuple[Criterion, ...] = ()


class Level(Rule):
    """A response level. `colour` is for screens only."""

    id: Annotated[LevelId, Defines("level")]
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

    id: Annotated[Id, Defines("grade")]
    name: Text
    name_en: Text | None = None
    colour: Literal["red", "orange", "yellow", "blue", "grey"] = "grey"


class Transition(Rule):
    """One row of the lifecycle table.

    `on` the commands, `from` the places it starts at, `to` the place it leads to (with
    several, one row each; a place that is also in `from` leads elsewhere only). `by`
    are the roles that may, `recommended_by` and `approved_by` those whose own acts come
    before; `recommendation_required` refuses without the former, an approval is always
    required where `approved_by` is set: for opening, changing and ending a response.
    `desk` lets the duty officer act alone.

    `approvals` says how several roles in `approved_by` stand to each other: `any` of
    them approves; `all` have to, in any order; `in_order`: each after the one before it.
    `signatures` says how several roles in `by` stand to each other: `any` of them may
    act; `all` have to sign, the last signature opens; `succession`: each but the first
    may act only while the absence of all before it is recorded.
    """

    on: Annotated[tuple[LifecycleCommand, ...], BeforeValidator(_as_tuple)] = Field(min_length=1)
    from_: Places = Field(alias="from", min_length=1)
    to: Places = Field(min_length=1)
    by: Roles = ()
    signatures: Literal["any", "all", "succession"] = "any"
    recommended_by: Roles = ()
    recommendation_required: bool = False
    approved_by: Roles = ()
    approvals: Literal["any", "all", "in_order"] = "any"
    desk: bool = False
    requires_end_conditions: bool = False


class Act(Rule):
    """Who may do something that does not change the level, and at which places."""

    on: Annotated[tuple[ActCommand, ...], BeforeValidator(_as_tuple)] = Field(min_length=1)
    by: Roles = ()
    desk: bool = False
    at: Places = ("assessing", "warning", "responding", "ended")


class CommandHolder(Part):
    """Somebody who can hold command. A superior's holding blocks `blocks`."""

    id: Annotated[Id, Defines("holder")]
    name: Text
    name_en: Text | None = None
    superior: bool = False


class CommandStructure(Rule):
    """Who holds command at first, and what is refused while a superior holds it."""

    initial: Annotated[Id, Ref("holder")]
    holders: tuple[CommandHolder, ...] = Field(min_length=1)
    blocked_while_superior_holds: Annotated[
        tuple[LifecycleCommand, ...], BeforeValidator(_as_tuple)
    ] = ()


class Group(Rule):
    """A working group; leader and members by unit id or in words (computed posts)."""

    id: Annotated[Id, Defines("group")]
    name: Text
    name_en: Text | None = None
    leader: PartiesInWords = Field(min_length=1)
    members: PartiesInWords = ()
    duty: Text | None = None


class Measure(Rule):
    """Something to be done at `at`. `unit` is a unit's or a role's id.

    With `when` it is asked for only where the condition is met; while a figure is unknown
    it is listed as one that may be asked for, and its time does not run. `within` is the
    time that it may take. `decided_by` names roles whose order it needs although the
    response is open.
    """

    id: Annotated[Id, Defines("measure")]
    text: Text
    text_en: Text | None = None
    unit: Parties = Field(min_length=1)
    modality: Literal["required", "as_needed", "when_necessary"]
    at: Places = Field(min_length=1)
    when: Expression | None = None
    immediately: bool = False
    within: TimeLimit | None = None
    decided_by: Roles = ()


class Inheritance(Rule):
    """Measures of `of` are also measures of `position`; transitive."""

    position: Places = Field(min_length=1)
    of: Places = Field(min_length=1)


class Reporters(Part):
    """Who owes: divisions, units or roles.

    `divisions` is `all` (of the jurisdiction), `lowest` (those without divisions of their
    own), `parents` (those with), `incident` (the one it happened in), `parent_of_incident`
    (the one that this one belongs to), or `parent_of_reporter`: only the one to which the
    division belongs whose report is passed on. `divisions_in` names a fact, a list of
    divisions: those on it now; `divisions_not_in` takes those on such a list out. `units`
    ids of units; `members` all units marked as members.
    """

    divisions: (
        Literal["all", "lowest", "parents", "incident", "parent_of_incident", "parent_of_reporter"]
        | None
    ) = None
    divisions_in: Annotated[Id | None, Ref("fact")] = None
    divisions_not_in: Annotated[Id | None, Ref("fact")] = None
    units: Parties = ()
    members: bool = False


class ReportObligation(Rule):
    """A report obligation: who owes whom what, when, and where in the lifecycle.

    `data_until` is the clock time up to which its figures count (数据截止).
    `only_when_raised` owes a one-time report only where the place was reached from below,
    `again_when_raised` owes it again at each rise to a place of `at` (A28).
    `until_sent` keeps a one-time report owed until it is sent, whatever ends meanwhile
    (A17); at `ended` and `closed` it arises only while the casualty watch runs (A26).
    `kind: correction` is owed when a figure is corrected, to those of the recipients that
    were told since (A27).
    `content` names the fields of the report, `required` those that must not be blank: `all`
    or some of them; without it any content settles the report. `nil` says whether a nil
    report (零报告) settles it too; without it only where nothing is required.
    `series` ties obligations that replace each other when the level changes (A13).
    `due_soon_minutes` before it is due, and `overdue_again_minutes` after, reminders
    are sent; None takes the plan's own.
    """

    id: Annotated[Id, Defines("report")]
    name: Text
    name_en: Text | None = None
    series: Annotated[Id | None, Ties()] = None
    data_until: ClockTime | None = None
    kind: Literal["scheduled", "first", "follow_up", "final", "correction"] = "scheduled"
    reporters: Reporters
    recipients: Parties = Field(min_length=1)
    at: Places = Field(min_length=1)
    when: Expression | None = None
    cadence: Cadence
    only_when_raised: bool = False
    again_when_raised: bool = False
    until_sent: bool = False
    means: Literal["any", "phone", "written"] = "any"
    content: Texts = ()
    required: Literal["all"] | Texts = ()
    nil: bool | None = None
    due_soon_minutes: tuple[int, ...] | None = None
    overdue_again_minutes: tuple[int, ...] | None = None

    @model_validator(mode="after")
    def _once(self) -> ReportObligation:
        periodic = isinstance(self.cadence, RECURRING)
        if periodic and (self.until_sent or self.again_when_raised or self.kind == "correction"):
            raise ValueError("until_sent, again_when_raised and correction are owed once")
        return self

    @property
    def required_fields(self) -> tuple[str, ...]:
        """The names of the fields that must not be blank, in the order of `content`."""
        return self.content if self.required == "all" else self.required

    @property
    def allows_nil(self) -> bool:
        """Whether a nil report settles the obligation."""
        return not self.required_fields if self.nil is None else self.nil

    @property
    def series_id(self) -> str:
        """The series, or the obligation itself when it is alone."""
        return self.series or self.id


class UnsignedWait(Part):
    """How long a recorded order may wait for its signature before it is an alarm, in minutes.

    `at` limits it to places; where several fit, the shortest counts.
    """

    at: Places = ()
    minutes: int = Field(ge=1, le=366 * 24 * 60)


class Reminders(Rule):
    """Defaults of the reminder ladder, in minutes before and after a due instant.

    `decision_minutes` count from a recommendation, `unsigned_orders` from the entry of a
    recorded order, or from the move to the place.
    """

    due_soon_minutes: tuple[int, ...] = (30,)
    overdue_again_minutes: tuple[int, ...] = ()
    decision_minutes: tuple[int, ...] = ()
    unsigned_orders: tuple[UnsignedWait, ...] = ()


class FirstSlot(Rule):
    """A11: a first slot nearer than this many minutes is not owed."""

    minimum_notice_minutes: int = Field(ge=0, le=24 * 60)


class EndCondition(Rule):
    """Something to be confirmed by name before the response may end at `at`.

    `confirmed_by` names the roles whose word it needs; without it anybody may who may
    confirm end conditions at all. `contradicted_by` names recorded figures with which it
    cannot hold: it is neither confirmed nor does the response end while one of them is met,
    except by a recorded decision to stop. An unknown figure does not contradict.
    """

    id: Annotated[Id, Defines("end_condition")]
    text: Text
    text_en: Text | None = None
    at: Places = ("responding",)
    confirmed_by: Roles = ()
    contradicted_by: tuple[FigureTest, ...] = ()


class CasualtyWatch(Rule):
    """After an accident, changes of these facts stay reportable for some days.

    Counted in whole days from the day after the accident, in the plan's zone;
    `shorter_days` counts where `shorter_when` is met.
    """

    days: int = Field(ge=1, le=3660)
    shorter_days: int | None = Field(default=None, ge=1, le=3660)
    shorter_when: Expression | None = None
    until: ClockTime = "24:00"
