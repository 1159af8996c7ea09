"""Hand-overs: rows of `handover` that never change, and the entries that sign them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Row, func, insert, select

from api.command_request import IdempotencyKey
from api.handover.ports import Handover, Signature
from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.handover_data import HandoverMade, HandoverSigned, Side
from api.store.database.chain_links import row_mark
from api.store.database.duty_tables import HandoverRow
from api.store.database.records import DatabaseRecords
from api.store.database.tables import table
from api.store.errors import HandoverRefused
from api.store.journal.idempotency import made_before, note_made
from api.store.server_journal.journal import LAST, SERVER_EVENT, entry_of, record
from engine.canonical_json import canonical
from engine.handover.shapes import Sheet
from engine.handover.sheet import sheet_hash
from engine.instants import from_text

HANDOVER = table(HandoverRow)
OF_THEM = ("handover_made", "handover_signed")


class Handovers(DatabaseRecords):
    """The hand-overs. Thread-safe; every call may block."""

    def add(
        self, sheet: Sheet, by: ChangedBy, *, sign: bool, once: IdempotencyKey | None = None
    ) -> Handover:
        """Freeze a sheet; with `sign` whoever does so signs as the one who gives over.

        A repeated key freezes nothing and gets the first one. Raises `KeyReused`.
        """

        def work(connection: Connection) -> Handover:
            first = made_before(connection, by.actor, once)
            if first is not None:
                return _known(connection, int(first))
            last = connection.execute(LAST).one_or_none()
            number = (connection.scalar(select(func.max(HANDOVER.c.number))) or 0) + 1
            row: dict[str, Any] = {
                "number": number,
                "seq": (last.seq if last else 0) + 1,
                "at": from_text(sheet["at"]),
                "sheet": canonical(sheet).decode(),
            }
            connection.execute(insert(HANDOVER), row)
            made: HandoverMade = {
                "handover": number,
                "hash": sheet_hash(sheet),
                "mark": row_mark(row),
            }
            record(connection, by, Change("handover_made", made), *_signing(number, sign=sign))
            note_made(connection, by.actor, once, str(number), by.at)
            return _known(connection, number)

        return self._write(work)

    def sign(self, number: int, side: Side, by: ChangedBy) -> Handover:
        """Sign one, as the one who gives or takes over.

        Raises `HandoverRefused`: 404 for one that there is not, 409 if a later one was made,
        if somebody else has signed there, or for the account that signed the other side. Who
        signs twice changes nothing.
        """

        def work(connection: Connection) -> Handover:
            known = _one(connection, number)
            if known is None:
                raise HandoverRefused("handover_not_found", status=404)
            mine, other = known.giver, known.taker
            if side == "taker":
                mine, other = other, mine
            if mine is not None:
                if mine.account == by.actor:
                    return known
                raise HandoverRefused("handover_signed", status=409, who=mine.account)
            if not known.newest:
                raise HandoverRefused("handover_replaced", status=409)
            if other is not None and other.account == by.actor:
                raise HandoverRefused("handover_same_account", status=409)
            signed: HandoverSigned = {"handover": number, "side": side}
            record(connection, by, Change("handover_signed", signed))
            return _known(connection, number)

        return self._write(work)

    def one(self, number: int) -> Handover | None:
        """The hand-over of this number."""
        with self._database.asking() as connection:
            return _one(connection, number)

    def page(self, before: int | None, limit: int) -> Sequence[Handover]:
        """Those with a smaller number than `before`, the newest first."""
        wanted = select(HANDOVER).order_by(HANDOVER.c.number.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(HANDOVER.c.number < before)
        with self._database.asking() as connection:
            return _with_entries(connection, connection.execute(wanted).all())


def _signing(number: int, *, sign: bool) -> list[Change]:
    signed: HandoverSigned = {"handover": number, "side": "giver"}
    return [Change("handover_signed", signed)] if sign else []


def _known(connection: Connection, number: int) -> Handover:
    found = _one(connection, number)
    assert found is not None, "it was written in this transaction"  # noqa: S101
    return found


def _one(connection: Connection, number: int) -> Handover | None:
    wanted = select(HANDOVER).where(HANDOVER.c.number == number)
    return next(iter(_with_entries(connection, connection.execute(wanted).all())), None)


def _with_entries(connection: Connection, rows: Sequence[Row[Any]]) -> list[Handover]:
    """The rows with what entries say of them; entries about one stand after it was made."""
    if not rows:
        return []
    newest = connection.scalar(select(func.max(HANDOVER.c.number)))
    first = min(row.seq for row in rows)
    wanted = select(SERVER_EVENT).where(
        SERVER_EVENT.c.type.in_(OF_THEM), SERVER_EVENT.c.seq >= first
    )
    made: dict[int, Mapping[str, Any]] = {}
    signed: dict[tuple[int, str], Signature] = {}
    for row in connection.execute(wanted.order_by(SERVER_EVENT.c.seq)):
        entry = entry_of(row)
        data = entry["data"]
        if entry["type"] == "handover_made":
            made[data["handover"]] = entry
        else:
            signature = Signature(entry["actor"], from_text(entry["at"]))
            signed.setdefault((data["handover"], data["side"]), signature)
    return [
        Handover(
            row.number,
            row.seq,
            cast(datetime, row.at),
            made[row.number]["actor"],
            cast(Sheet, json.loads(row.sheet)),
            made[row.number]["data"]["hash"],
            signed.get((row.number, "giver")),
            signed.get((row.number, "taker")),
            row.number == newest,
        )
        for row in rows
    ]
