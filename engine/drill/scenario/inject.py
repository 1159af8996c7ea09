"""Injects: what the controllers give the participants, when, and what they expect then."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from engine.drill.scenario.parts import After, Moment, wrong
from engine.plan.part import Citation, Id, Part, Text

Means = Literal["phone", "radio", "in_person", "written", "message", "media", "screen"]
"""How an inject comes; `drill.means.*` has the words."""

MEANS: tuple[Means, ...] = get_args(Means)

LONGEST_WAIT = 60 * 24 * 366
"""Minutes of a year: no wait in a scenario is longer."""


def _listed(value: Any) -> Any:
    """Let a file write one thing where a list of them is expected."""
    return value if value is None or isinstance(value, tuple) else (value,)


class Condition(Part):
    """A condition over the journal of an incident, met at one instant or not yet.

    `event` is a type of entry; the `times`-th entry of it that has the values of `with` and was
    made in `role` meets it. `missing` is met when `minutes` after `since` (an inject that was
    given; else the opening) no such entry has been made. `all` and `any` join conditions.
    Otherwise `minutes` is how long after the entry the condition is met.
    """

    event: Id | None = None
    missing: Id | None = None
    all_: Annotated[tuple[Condition, ...], BeforeValidator(_listed)] | None = Field(
        default=None, alias="all", min_length=1
    )
    any_: Annotated[tuple[Condition, ...], BeforeValidator(_listed)] | None = Field(
        default=None, alias="any", min_length=1
    )
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")
    role: Id | None = None
    times: int = Field(default=1, ge=1, le=10_000)
    since: Id | None = None
    minutes: int = Field(default=0, ge=0, le=LONGEST_WAIT)
    incident: Id | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Condition:
        kinds = (self.event, self.missing, self.all_, self.any_)
        if sum(one is not None for one in kinds) != 1:
            raise wrong("scenario_condition_kind")
        if self.missing is not None and self.minutes == 0:
            raise wrong("scenario_missing_minutes")
        if self.since is not None and self.missing is None:
            raise wrong("scenario_since_missing")
        return self


class OnState(Part):
    """So many minutes after an incident first came to a place: a stage, a level, a sub-state."""

    place: Text
    minutes: int = Field(default=0, ge=0, le=LONGEST_WAIT)
    incident: Id | None = None


class Expected(Part):
    """What an inject should make somebody do: in words, and as a command where it is one.

    `do` is the body of the command; a simulated person carries it out. `by` is a person of the
    scenario.
    """

    action: Text
    action_en: Text | None = None
    do: dict[str, Any] | None = None
    by: Id | None = None
    within_minutes: int | None = Field(default=None, ge=0, le=LONGEST_WAIT)
    clause: Citation | None = None

    @property
    def command(self) -> str | None:
        """The name of the command that is expected, or None."""
        name = (self.do or {}).get("command")
        return name if isinstance(name, str) else None


class Branch(Part):
    """A way that the drill may take; its injects wait until it is open.

    It opens `when` a condition is met, with a `chance` in percent that the seed draws, or, with
    neither, by hand: by giving one of its injects. Of the branches of one `fork` only the first
    that opens is taken, the injects of the others are skipped; their chances add up to 100 at most.
    """

    title: Text
    title_en: Text | None = None
    when: Condition | None = None
    chance: int | None = Field(default=None, ge=0, le=100)
    fork: Id | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Branch:
        if self.when is not None and self.chance is not None:
            raise wrong("scenario_branch_when")
        return self


class Inject(Part):
    """One inject of the list of events (导调单, MSEL).

    It is given at a time (`at`), after a delay (`after`), on a state (`on_state`) or when a
    condition over the journal is met (`when`); one of the `pool` only by hand. `from`, `to` and
    `means` say who tells whom and how; `facts` are recorded at that instant with their `source`.
    Participants see a `hidden` one only by what it changes.
    """

    id: Id
    incident: Id | None = None
    at: Moment | None = None
    after: After | None = None
    on_state: OnState | None = None
    when: Condition | None = None
    pool: bool = False
    branch: Id | None = None
    from_: Text = Field(default="导调组", alias="from")
    to: Text = "全体参演人员"
    means: Means = "message"
    text: Text
    text_en: Text | None = None
    facts: dict[str, Any] = Field(default_factory=dict)
    source: Text | None = None
    expected: Annotated[tuple[Expected, ...], BeforeValidator(_listed)] = ()
    hidden: bool = False

    @model_validator(mode="after")
    def _one_time(self) -> Inject:
        given = sum(one is not None for one in (self.at, self.after, self.on_state, self.when))
        if given != (0 if self.pool else 1):
            raise wrong("scenario_inject_pool" if self.pool else "scenario_inject_when")
        return self
