"""Which channels a call may use: an exercise binds to the sink by its type.

Only a `Real` binding can name a channel that reaches somebody. A `Sink` has no field that
could hold one, so an exercise's call cannot be given one by a slip.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from engine.incident.calls import SINK
from engine.plan.calling_rules import RealChannel

REAL_CHANNELS: tuple[RealChannel, ...] = get_args(RealChannel)


@dataclass(frozen=True, slots=True)
class Sink:
    """Reaches nobody."""

    def channels(self, asked: Iterable[RealChannel]) -> tuple[str, ...]:
        """The sink alone, whatever is asked for."""
        return (SINK,)


@dataclass(frozen=True, slots=True)
class Real:
    """Reaches people."""

    def channels(self, asked: Iterable[RealChannel]) -> tuple[str, ...]:
        """What is asked for, each once."""
        return tuple(dict.fromkeys(asked))


Binding = Sink | Real


def binding(*, exercise: bool) -> Binding:
    """The binding of a call, from the one fact that decides it."""
    return Sink() if exercise else Real()
