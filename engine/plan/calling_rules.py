"""What a `calling.yaml` may hold: rules of whom to call when, by what, and who is next.

The file stands beside the plans and is read like one: unknown keys are refused, each rule
names its clause or the assumption that it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal, Self, get_args

from pydantic import BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from engine.plan.cadences import ClockTime
from engine.plan.part import Citations, Id, Ids, Part, Places, Text, _as_tuple

Trigger = Literal[
    "opened",
    "level_raised",
    "report_due_in",
    "reports_missing_at",
    "report_overdue",
    "order_unsigned",
    "decision_waiting",
    "watchdog_alarm",
    "roster_gap",
    "handover_overdue",
]

OUTSIDE_TRIGGERS: frozenset[Trigger] = frozenset(
    {"watchdog_alarm", "roster_gap", "handover_overdue"}
)
"""Triggers that belong to no incident."""

ABOUT_SLOTS: frozenset[Trigger] = frozenset(
    {"report_due_in", "reports_missing_at", "report_overdue"}
)
"""Triggers that are about one report that somebody owes."""

LEAD_TRIGGERS: frozenset[Trigger] = frozenset({"report_due_in", "reports_missing_at"})
"""Triggers before a report is due."""

ON_DUTY = Literal["leader", "duty_officers", "standby"]

RealChannel = Literal[
    "desk",
    "mail",
    "dingtalk",
    "wecom",
    "feishu",
    "apprise",
    "sms",
    "sms_gateway",
    "voice",
    "webhook",
]
"""What a rule may name; `desk` is always there. Which others exist is a server's setting."""

AssumptionId = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,3}$")]


def _wrong(code: str) -> PydanticCustomError:
    """A validation error that has its own sentence in the catalogues."""
    return PydanticCustomError(code, "see the catalogues")


class CallingAssumption(Part):
    """What we assume where no text says whom to call."""

    id: AssumptionId
    text: Text
    text_en: Text | None = None


class Who(Part):
    """Exactly one of: who is on duty, a post, a unit, a division, the reporter of the report.

    A post is a role of the incident's plan, a division a code of GB/T 2260. `each` stands for
    one of the rule's `each` after the other.
    """

    on_duty: ON_DUTY | None = None
    role: Id | None = None
    unit: Id | None = None
    division: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")] | None = None
    reporter: Literal[True] | None = None
    each: Literal[True] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for _, value in self) != 1:
            raise _wrong("calling_who")
        return self

    @property
    def party(self) -> str | None:
        """The post, unit or division that is named."""
        return self.role or self.unit or self.division


class Step(Part):
    """Somebody to call, so many seconds after the start, by these channels at once.

    `deputy` 0 is whoever holds the post, 1 the first deputy. It does not apply to
    `duty_officers` and `standby`: all of them are called.
    """

    who: Who
    channels: Annotated[tuple[RealChannel, ...], BeforeValidator(_as_tuple)] = Field(min_length=1)
    after_s: int = Field(default=0, ge=0, le=86_400)
    deputy: int = Field(default=0, ge=0, le=20)


class CallingRule(Part):
    """When one thing happens, call somebody until he answers.

    `answer_within_s` is the deadline; the call is given up `give_up_after_s` after the last
    step of the last round, but not before the deadline. `levels` are places: with
    `level_raised` the levels that were reached, else where the incident is. `minutes` and
    `at` belong to `report_due_in` and `reports_missing_at`, and `nth` to `decision_waiting`:
    the reminder from which on. With `each` one call is started for each of them.
    """

    id: Id
    name: Text
    name_en: Text | None = None
    on: Trigger
    clause: Citations = ()
    assumption: Annotated[tuple[AssumptionId, ...], BeforeValidator(_as_tuple)] = ()
    plans: Ids = ()
    levels: Places = ()
    obligations: Ids = ()
    minutes: int | None = Field(default=None, ge=1, le=1440)
    at: ClockTime | None = None
    nth: int = Field(default=1, ge=1, le=20)
    real_only: bool = False
    answer_within_s: int = Field(ge=30, le=86_400)
    each: Annotated[tuple[Who, ...], BeforeValidator(_as_tuple)] = ()
    steps: tuple[Step, ...] = Field(min_length=1, max_length=20)
    rounds: int = Field(default=1, ge=1, le=10)
    round_every_s: int = Field(default=300, ge=60, le=86_400)
    give_up_after_s: int = Field(default=120, ge=30, le=86_400)

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if not self.clause and not self.assumption:
            raise _wrong("calling_no_source")
        if (self.minutes is not None) != (self.on == "report_due_in"):
            raise _wrong("calling_minutes")
        if (self.at is not None) != (self.on == "reports_missing_at"):
            raise _wrong("calling_at")
        if bool(self.each) != any(step.who.each for step in self.steps):
            raise _wrong("calling_each")
        if any(who.each for who in self.each) or (self.each and self.on in LEAD_TRIGGERS):
            raise _wrong("calling_each")
        return self

    @property
    def citation(self) -> str | None:
        """The clauses as one string; None for a rule that rests on an assumption alone."""
        return "、".join(self.clause) or None

    def applies_to(self, plan: str) -> bool:
        """Whether it is a rule for incidents of this plan."""
        return not self.plans or plan in self.plans


class CallingRules(Part):
    """All rules of a `calling.yaml`; `digest` is the sha256 of its bytes."""

    format: Annotated[str, StringConstraints(pattern=r"^1$")]
    assumptions: tuple[CallingAssumption, ...] = ()
    rules: tuple[CallingRule, ...] = Field(max_length=200)
    digest: str

    @cached_property
    def by_id(self) -> Mapping[str, CallingRule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def by_trigger(self) -> Mapping[str, tuple[CallingRule, ...]]:
        """The rules by what triggers them, in the order of the file; all triggers are there."""
        return {
            trigger: tuple(rule for rule in self.rules if rule.on == trigger)
            for trigger in get_args(Trigger)
        }

    @cached_property
    def leads(self) -> tuple[CallingRule, ...]:
        """The rules about reports that are not due yet: time triggers them, no entry."""
        return tuple(rule for rule in self.rules if rule.on in LEAD_TRIGGERS)

    def on(self, trigger: Trigger, plan: str) -> Iterator[CallingRule]:
        """The rules for incidents of this plan."""
        return (rule for rule in self.by_trigger[trigger] if rule.applies_to(plan))


NO_RULES = CallingRules(format="1", rules=(), digest="")
