"""Are the hand-over sheets what the server journal says they are?

A sheet that was changed past the program would say that somebody was told what he never was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, inspect, select

from api.store.database.chain_links import row_mark
from api.store.database.duty_tables import HandoverRow
from api.store.database.tables import table
from api.store.integrity.finding import UNREADABLE, IntegrityFinding

HANDOVER = table(HandoverRow)


def handover_findings(
    connection: Connection, entries: Iterable[Mapping[str, Any]]
) -> Iterator[IntegrityFinding]:
    """Sheets that no entry made, that are not as they were frozen, or are gone."""
    wanted = {
        entry["data"]["handover"]: entry["data"]["mark"]
        for entry in entries
        if entry["type"] == "handover_made"
    }
    there = _marks(connection)
    for number in sorted(wanted.keys() | there.keys()):
        if number not in there:
            yield _finding(number, "server_handover_gone")
        elif number not in wanted:
            yield _finding(number, "server_handover_planted")
        elif wanted[number] != there[number]:
            yield _finding(number, "server_handover_edited")


def _marks(connection: Connection) -> dict[int, str]:
    if not inspect(connection).has_table(HANDOVER.name):
        return {}
    found: dict[int, str] = {}
    for number in connection.scalars(select(HANDOVER.c.number)).all():
        try:
            row = connection.execute(select(HANDOVER).where(HANDOVER.c.number == number)).one()
            found[number] = row_mark(row._asdict())
        except UNREADABLE:
            found[number] = ""
    return found


def _finding(number: int, sentence: str) -> IntegrityFinding:
    found = IntegrityFinding("server_handover", None, None, str(number))
    return found.with_facts(name=str(number), sentence=sentence)
