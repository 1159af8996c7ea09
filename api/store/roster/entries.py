"""Writing rows of the roster, each change with its entry of the server journal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select, update

from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.roster_data import (
    RosterDefaultSaved,
    ShiftRemoved,
    ShiftSaved,
    SwapAnswered,
    SwapAsked,
)
from api.store.database.chain_links import row_mark
from api.store.roster.rows import DEFAULT, SHIFT, SWAP, members_text, shift_of, swap_values
from api.store.roster.rows import shift_values as values_of
from api.store.server_journal.journal import LAST, record
from engine.instants import to_text
from engine.roster.shift import DUTY_POSTS, DutyPost, Member, Shift
from engine.roster.swaps import Swap, SwapAnswer

FIELDS = ("starts_at", "ends_at", "name", *DUTY_POSTS, "note")


class RosterEntries:
    """Changes of one transaction; `record` appends their entries, in order."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        last = connection.execute(LAST).one_or_none()
        self._seq = last.seq if last else 0
        self._changes: list[Change] = []

    def record(self, by: ChangedBy) -> None:
        """Append the entries of what was changed."""
        record(self._connection, by, *self._changes)

    def put(self, shifts: Sequence[Shift]) -> tuple[int, int]:
        """Write those that are new or different; how many are new, and how many changed."""
        ids = [one.id for one in shifts]
        before = {id_: one for id_ in ids if (one := self._shift(id_)) is not None}
        wanted = [one for one in shifts if before.get(one.id) != one]
        for shift in wanted:
            self._put(shift, before.get(shift.id))
        new = sum(1 for one in wanted if one.id not in before)
        return new, len(wanted) - new

    def remove(self, shifts: Sequence[Shift]) -> None:
        """Take these out."""
        for shift in shifts:
            self._connection.execute(delete(SHIFT).where(SHIFT.c.id == shift.id))
            told: ShiftRemoved = {
                "shift": shift.id,
                "starts_at": to_text(shift.starts_at),
                "ends_at": to_text(shift.ends_at),
                "name": shift.name,
            }
            self._changes.append(Change("shift_removed", told))

    def put_default(self, post: DutyPost, members: Sequence[Member]) -> None:
        """Say to whom gaps in a duty fall, if that is not what is known."""
        known = self._connection.scalar(select(DEFAULT.c.members).where(DEFAULT.c.post == post))
        wanted = members_text(members)
        if wanted == known:
            return
        row = {"post": post, "members": wanted, "version": self._next}
        if known is None:
            self._connection.execute(insert(DEFAULT), row)
        else:
            self._connection.execute(update(DEFAULT).where(DEFAULT.c.post == post).values(row))
        people = [one.name for one in members]
        told: RosterDefaultSaved = {"post": post, "people": people, "mark": row_mark(row)}
        self._changes.append(Change("roster_default_saved", told))

    def put_swap(self, swap: Swap) -> None:
        """Keep a wish to swap."""
        row = swap_values(swap)
        self._connection.execute(insert(SWAP), row)
        told: SwapAsked = {
            "swap": swap.id,
            "shift": swap.shift,
            "post": swap.post,
            "giver": swap.giver.name,
            "taker": swap.taker.name,
            "back": swap.back,
            "mark": row_mark(row),
        }
        self._changes.append(Change("swap_asked", told))

    def put_answer(self, swap: Swap, state: SwapAnswer) -> None:
        """Keep the answer to a wish, which stands in `swap` already."""
        row = swap_values(swap)
        self._connection.execute(update(SWAP).where(SWAP.c.id == swap.id).values(row))
        told: SwapAnswered = {
            "swap": swap.id,
            "state": state,
            "shift": swap.shift,
            "post": swap.post,
            "giver": swap.giver.name,
            "taker": swap.taker.name,
            "mark": row_mark(row),
        }
        self._changes.append(Change("swap_answered", told))

    # ── Parts ───────────────────────────────────────────────────────────────────────

    @property
    def _next(self) -> int:
        """The number that the next entry gets."""
        return self._seq + len(self._changes) + 1

    def _shift(self, id_: str) -> Shift | None:
        row = self._connection.execute(select(SHIFT).where(SHIFT.c.id == id_)).one_or_none()
        return None if row is None else shift_of(row)

    def _put(self, shift: Shift, before: Shift | None) -> None:
        row = {**values_of(shift), "version": self._next}
        if before is None:
            self._connection.execute(insert(SHIFT), row)
        else:
            self._connection.execute(update(SHIFT).where(SHIFT.c.id == shift.id).values(row))
        told: ShiftSaved = {
            "shift": shift.id,
            "starts_at": to_text(shift.starts_at),
            "ends_at": to_text(shift.ends_at),
            "name": shift.name,
            "leader": _names(shift.leader),
            "duty_officers": _names(shift.duty_officers),
            "standby": _names(shift.standby),
            "new": before is None,
            "fields": _different(before, shift) if before else [],
            "mark": row_mark(row),
        }
        self._changes.append(Change("shift_saved", told))


def _names(members: Sequence[Member]) -> list[str]:
    return [one.name for one in members]


def _different(before: Shift, after: Shift) -> list[str]:
    return [name for name in FIELDS if getattr(before, name) != getattr(after, name)]
