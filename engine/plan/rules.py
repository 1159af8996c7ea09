"""What a plan orders: levels, who may do what, groups, measures, reports, the end."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from engine.plan.base import Id, Ids, Part, Places, Rule, Text, Texts, _as_tuple
from engine.plan.cadences import Cadence, ClockTime
from engine.plan.expressions import Expression

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
