"""The roster: shifts, to whom gaps fall, swaps, and addresses for calendar programs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace as changed
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from api.roster.ports import KeptShift, StoredRoster
from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.roster_data import RosterFeedEnded, RosterFeedMade
from api.store.accounts.account_rows import ACCOUNT
from api.store.database.chain_links import row_mark, token_name
from api.store.database.records import DatabaseRecords
from api.store.errors import ShiftRefused
from api.store.roster.entries import RosterEntries
from api.store.roster.rows import DEFAULT, FEED, SHIFT, SWAP, default_of, shift_of, swap_of
from api.store.server_journal.journal import record
from engine.errors import NotFound, StateRefuses
from engine.roster.shift import DutyPost, Member, Shift
from engine.roster.swaps import Swap, SwapAnswer, swapped

SECRET_BYTES = 32
SWAPS_SHOWN = 200


class Rosters(DatabaseRecords):
    """The roster in the database. Thread-safe; every call may block."""

    # ── Shifts ──────────────────────────────────────────────────────────────────────

    def read(self, begin: datetime, end: datetime) -> StoredRoster:
        """What is known of a span: shifts that share time with it, and the newest swaps."""
        with self._database.asking() as connection:
            return stored_roster(connection, begin, end)

    def save(self, shift: Shift, by: ChangedBy, *, version: int | None = None) -> KeptShift:
        """Add a shift, or put it in the place of the one with its id.

        `version` is the one that was changed, 0 for a new shift; None does not ask. Raises
        `ShiftRefused` (`shift_changed`) if somebody else has saved or removed it meanwhile.
        """

        def work(connection: Connection) -> KeptShift:
            there = _row(connection, shift.id)
            if version is not None and version != (there.version if there else 0):
                raise ShiftRefused("shift_changed", status=412)
            entries = RosterEntries(connection)
            entries.put([shift])
            entries.record(by)
            row = connection.execute(select(SHIFT).where(SHIFT.c.id == shift.id)).one()
            return KeptShift(shift_of(row), row.version)

        return self._write(work)

    def remove(self, shift: str, by: ChangedBy) -> bool:
        """Take a shift out; whether there was one."""

        def work(connection: Connection) -> bool:
            row = _row(connection, shift)
            if row is not None:
                entries = RosterEntries(connection)
                entries.remove([shift_of(row)])
                entries.record(by)
            return row is not None

        return self._write(work)

    def take_over(
        self,
        shifts: Sequence[Shift],
        by: ChangedBy,
        *,
        replace: tuple[datetime, datetime] | None = None,
    ) -> tuple[int, int, int]:
        """Add or change all of these in one transaction: how many are new, changed, removed.

        Those that begin within `replace` and are not among them are removed.
        """

        def work(connection: Connection) -> tuple[int, int, int]:
            entries = RosterEntries(connection)
            gone = [] if replace is None else _others(connection, shifts, *replace)
            entries.remove(gone)
            new, different = entries.put(shifts)
            entries.record(by)
            return new, different, len(gone)

        return self._write(work)

    def set_default(self, post: DutyPost, members: Sequence[Member], by: ChangedBy) -> None:
        """Say to whom gaps in a duty fall; to nobody with an empty list."""

        def work(connection: Connection) -> None:
            entries = RosterEntries(connection)
            entries.put_default(post, members)
            entries.record(by)

        self._write(work)

    # ── Swaps ───────────────────────────────────────────────────────────────────────

    def ask(self, swap: Swap, by: ChangedBy) -> None:
        """Keep a wish to swap.

        Raises `StateRefuses` if it could not be made now, or is asked for already.
        """

        def work(connection: Connection) -> None:
            swapped(swap, _shifts_of(connection, swap), swap.asked_at)
            same = select(SWAP.c.id).where(
                SWAP.c.shift == swap.shift, SWAP.c.post == swap.post, SWAP.c.state == "asked"
            )
            for id_ in connection.scalars(same).all():
                if _swap(connection, id_).giver.contact == swap.giver.contact:
                    raise StateRefuses("swap_waiting", name=swap.giver.name)
            entries = RosterEntries(connection)
            entries.put_swap(swap)
            entries.record(by)

        self._write(work)

    def swap(self, swap: str) -> Swap | None:
        """One of them."""
        with self._database.asking() as connection:
            row = connection.execute(select(SWAP).where(SWAP.c.id == swap)).one_or_none()
        return None if row is None else swap_of(row)

    def answer(self, swap: str, state: SwapAnswer, by: ChangedBy, now: datetime) -> Swap:
        """Consent to a swap, which changes the shifts in the same transaction; or end it.

        `now` is the instant that shifts are compared with. Raises `NotFound`, and
        `StateRefuses` if it is answered already or cannot be made any more.
        """

        def work(connection: Connection) -> Swap:
            known = _swap(connection, swap)
            if known.state != "asked":
                raise StateRefuses("swap_answered", name=known.answered_by or known.asked_by)
            done = changed(known, state=state, answered_by=by.actor, answered_at=now)
            entries = RosterEntries(connection)
            if state == "consented":
                entries.put(swapped(known, _shifts_of(connection, known), now))
            entries.put_answer(done, state)
            entries.record(by)
            return done

        return self._write(work)

    # ── Addresses for calendar programs ─────────────────────────────────────────────

    def make_feed(self, account: str, by: ChangedBy, secret: str | None = None) -> str:
        """The secret of a new address of the account, by default a new one; the one before is void.

        It cannot be shown again; a part of its digest stands in the server journal.
        """
        secret = secret or secrets.token_urlsafe(SECRET_BYTES)
        digest = _digest(secret)
        row = {"digest": digest, "account": account, "made_at": by.at}

        def work(connection: Connection) -> None:
            ended = _end_feed(connection, account)
            connection.execute(insert(FEED), row)
            told: RosterFeedMade = {
                "feed": token_name(digest),
                "account": account,
                "mark": row_mark(row),
            }
            record(connection, by, *ended, Change("roster_feed_made", told))

        self._write(work)
        return secret

    def end_feed(self, account: str, by: ChangedBy) -> bool:
        """Make an account's address void; whether there was one."""

        def work(connection: Connection) -> bool:
            ended = _end_feed(connection, account)
            record(connection, by, *ended)
            return bool(ended)

        return self._write(work)

    def feed_made_at(self, account: str) -> datetime | None:
        """Since when the account has an address."""
        with self._database.asking() as connection:
            return connection.scalar(select(FEED.c.made_at).where(FEED.c.account == account))

    def account_of_feed(self, secret: str) -> str | None:
        """Whose address this is; None for none that is valid, or of a disabled account."""
        wanted = (
            select(ACCOUNT.c.name)
            .join(FEED, FEED.c.account == ACCOUNT.c.name)
            .where(FEED.c.digest == _digest(secret), ACCOUNT.c.disabled.is_(False))
        )
        with self._database.asking() as connection:
            return connection.scalar(wanted)


def stored_roster(connection: Connection, begin: datetime, end: datetime) -> StoredRoster:
    """What a transaction sees of a span; for whoever has to know it in a transaction of his own."""
    wanted = select(SHIFT).where(SHIFT.c.ends_at > begin, SHIFT.c.starts_at < end)
    newest = select(SWAP).order_by(SWAP.c.asked_at.desc(), SWAP.c.id).limit(SWAPS_SHOWN)
    rows = connection.execute(wanted.order_by(SHIFT.c.starts_at, SHIFT.c.id)).all()
    last = connection.scalar(select(func.max(SHIFT.c.ends_at)))
    return StoredRoster(
        shifts=[KeptShift(shift_of(row), row.version) for row in rows],
        defaults=dict(default_of(row) for row in connection.execute(select(DEFAULT))),
        swaps=[swap_of(row) for row in connection.execute(newest)],
        kept=last is not None,
        last_end=last,
    )


def end_feed_of(connection: Connection, account: str, by: ChangedBy) -> None:
    """An account has another name: its address for calendars is void, and made again by hand."""
    record(connection, by, *_end_feed(connection, account))


def _row(connection: Connection, shift: str) -> Row[Any] | None:
    return connection.execute(select(SHIFT).where(SHIFT.c.id == shift)).one_or_none()


def _others(
    connection: Connection, shifts: Sequence[Shift], begin: datetime, end: datetime
) -> list[Shift]:
    wanted = {one.id for one in shifts}
    within = select(SHIFT).where(SHIFT.c.starts_at >= begin, SHIFT.c.starts_at < end)
    return [shift_of(row) for row in connection.execute(within) if row.id not in wanted]


def _swap(connection: Connection, swap: str) -> Swap:
    row = connection.execute(select(SWAP).where(SWAP.c.id == swap)).one_or_none()
    if row is None:
        raise NotFound("swap_not_found")
    return swap_of(row)


def _shifts_of(connection: Connection, swap: Swap) -> dict[str, Shift]:
    wanted = [one for one in (swap.shift, swap.back) if one is not None]
    rows = connection.execute(select(SHIFT).where(SHIFT.c.id.in_(wanted)))
    return {row.id: shift_of(row) for row in rows}


def _end_feed(connection: Connection, account: str) -> list[Change]:
    digest = connection.scalar(select(FEED.c.digest).where(FEED.c.account == account))
    if digest is None:
        return []
    connection.execute(delete(FEED).where(FEED.c.account == account))
    told: RosterFeedEnded = {"feed": token_name(digest), "account": account}
    return [Change("roster_feed_ended", told)]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
