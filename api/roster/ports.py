"""What the server asks of the stored roster, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from api.server_journal.changed_by import ChangedBy
from engine.roster.shift import DutyPost, Member, Shift
from engine.roster.swaps import Swap, SwapAnswer


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


class Rosters(Protocol):
    """The roster. Synchronous; every call may block."""

    def read(self, begin: datetime, end: datetime) -> StoredRoster:
        """What is known of a span."""
        ...

    def save(self, shift: Shift, by: ChangedBy, *, version: int | None = None) -> KeptShift:
        """Add or change one. Raises the store's `shift_changed` for another version."""
        ...

    def remove(self, shift: str, by: ChangedBy) -> bool:
        """Take one out; whether there was one."""
        ...

    def take_over(
        self,
        shifts: Sequence[Shift],
        by: ChangedBy,
        *,
        replace: tuple[datetime, datetime] | None = None,
    ) -> tuple[int, int, int]:
        """Add or change all of these at once: how many are new, changed, removed.

        Those that begin within `replace` and are not among them are removed.
        """
        ...

    def set_default(self, post: DutyPost, members: Sequence[Member], by: ChangedBy) -> None:
        """Say to whom gaps in a duty fall; to nobody with an empty list."""
        ...

    def ask(self, swap: Swap, by: ChangedBy) -> None:
        """Keep a wish to swap. Raises `StateRefuses` if it cannot be made."""
        ...

    def swap(self, swap: str) -> Swap | None:
        """One of them."""
        ...

    def answer(self, swap: str, state: SwapAnswer, by: ChangedBy, now: datetime) -> Swap:
        """Consent to one, which changes the shifts; refuse or withdraw it.

        `now` is the instant that shifts are compared with. Raises `StateRefuses`.
        """
        ...

    def make_feed(self, account: str, by: ChangedBy, secret: str | None = None) -> str:
        """The secret of a new address for calendar programs; the one before is void.

        By default it is made here.
        """
        ...

    def end_feed(self, account: str, by: ChangedBy) -> bool:
        """Make an account's address void; whether there was one."""
        ...

    def feed_made_at(self, account: str) -> datetime | None:
        """Since when the account has an address."""
        ...

    def account_of_feed(self, secret: str) -> str | None:
        """Whose address this is, if the account is enabled."""
        ...
