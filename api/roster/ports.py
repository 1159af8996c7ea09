"""What the server asks of the stored roster, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.roster.shift import DutyPost, Member, Shift
from engine.roster.swaps import Swap


@dataclass(frozen=True, slots=True)
class KeptShift:
    """A shift as it is stored. `version` is the number of the last entry about it."""

    shift: Shift
    version: int


@dataclass(frozen=True, slots=True)
class StoredRoster:
    """Everything about a span: its shifts by time, to whom gaps fall, swaps that wait.

    `kept` is whether any shift was ever entered; `last_end` the end of the last one.
    """

    shifts: Sequence[KeptShift]
    defaults: Mapping[DutyPost, tuple[Member, ...]]
    swaps: Sequence[Swap]
    kept: bool
    last_end: datetime | None
