"""What a `monitors.yaml` may hold: what is watched in every incident of one plan.

The file stands beside the plan. It is no part of the plan's digest: what is watched changes
nothing that the plan asks for. Each monitor names its clause, or says that it is our choice.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from engine.plan.part import Citations, Id, Ids, Part, Places, Text

MonitorKind = Literal[
    "level_lag", "decision", "report", "measure", "order_unsigned", "call", "silence"
]
MONITOR_KINDS: tuple[MonitorKind, ...] = get_args(MonitorKind)

TIMED: frozenset[MonitorKind] = frozenset({"level_lag", "order_unsigned", "silence"})
"""Kinds that need `minutes`; `decision` may have them, the others take the deadlines there are."""


def _wrong(code: str) -> PydanticCustomError:
    """A validation error that has its own sentence in the catalogues."""
    return PydanticCustomError(code, "see the catalogues")


class Sourced(Part):
    """A part that names its clause, or says with `ours` that no text asks for it."""

    clause: Citations = ()
    ours: Literal[True] | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _source(self) -> Self:
        if bool(self.clause) == bool(self.ours):
            raise _wrong("monitor_source")
        return self

    @property
    def citation(self) -> str | None:
        """The clauses as one string; None where it is our choice."""
        return "、".join(self.clause) or None


class Monitor(Sourced):
    """One thing that is watched.

    `level_lag`: the facts ask for a higher level for more than `minutes`. `decision`: a
    recommendation waits; without `minutes` as long as the plan's first reminder. `report`,
    `measure`, `call`: late, missing or not answered; `only` names obligations or measures.
    `order_unsigned`: a recorded order waits for its signature. `silence`: nobody has written
    anything. `at` limits a monitor to places.
    """

    id: Id
    kind: MonitorKind
    name: Text
    name_en: Text | None = None
    minutes: int | None = Field(default=None, ge=1, le=366 * 24 * 60)
    at: Places = ()
    only: Ids = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.minutes is None) == (self.kind in TIMED) and self.kind != "decision":
            raise _wrong("monitor_minutes")
        if self.only and self.kind not in ("report", "measure"):
            raise _wrong("monitor_only")
        return self


class ChainMeasures(Sourced):
    """Measures by which a step of the response chain shows: 通知, 到场."""

    step: Literal["notified", "on_scene"]
    measures: Ids = Field(min_length=1)


class MonitorRules(Part):
    """A whole `monitors.yaml`; `digest` is the sha256 of its bytes."""

    format: Annotated[str, StringConstraints(pattern=r"^1$")]
    plan: Id
    monitors: tuple[Monitor, ...] = Field(min_length=1, max_length=100)
    chain: tuple[ChainMeasures, ...] = ()
    digest: str = ""

    def of(self, kind: MonitorKind) -> tuple[Monitor, ...]:
        """The monitors of one kind, in the order of the file."""
        return tuple(one for one in self.monitors if one.kind == kind)

    @cached_property
    def level_minutes(self) -> int | None:
        """How long a level may be behind the facts; None where nothing watches it."""
        return min((one.minutes for one in self.of("level_lag") if one.minutes), default=None)

    def measures_of(self, step: str) -> tuple[str, ...]:
        """The measures that show a step of the chain."""
        return tuple(id_ for one in self.chain if one.step == step for id_ in one.measures)


USUAL = MonitorRules(
    format="1",
    plan="any",
    monitors=(
        Monitor(id="level_lag", kind="level_lag", name="级别落后于事实", minutes=30, ours=True),
        Monitor(id="decision", kind="decision", name="建议久等不决", ours=True),
        Monitor(id="report", kind="report", name="报告迟报或未报", ours=True),
        Monitor(id="measure", kind="measure", name="措施逾期", ours=True),
    ),
)
"""What is watched under a plan that has no file of its own (our choice)."""
