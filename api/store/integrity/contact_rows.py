"""Is the address book what the server journal says it is?

A number that was changed past the program would have the wrong person rung at night.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, inspect, select

from api.store.database.chain_links import row_mark
from api.store.database.tables import ContactRow, table
from api.store.integrity.finding import UNREADABLE, IntegrityFinding

CONTACT = table(ContactRow)


def contact_findings(
    connection: Connection, entries: Iterable[Mapping[str, Any]]
) -> Iterator[IntegrityFinding]:
    """Contacts that no entry made, that are not as the last entry left them, or are gone."""
    wanted: dict[str, str] = {}
    for entry in entries:
        if entry["type"] == "contact_saved":
            wanted[entry["data"]["contact"]] = entry["data"]["mark"]
        elif entry["type"] == "contact_removed":
            wanted.pop(entry["data"]["contact"], None)
    there = _marks(connection)
    for id_ in sorted(wanted.keys() | there.keys()):
        if id_ not in there:
            yield _finding(id_, "server_contact_gone")
        elif id_ not in wanted:
            yield _finding(id_, "server_contact_planted")
        elif wanted[id_] != there[id_]:
            yield _finding(id_, "server_contact_edited")


def _marks(connection: Connection) -> dict[str, str]:
    if not inspect(connection).has_table(CONTACT.name):
        return {}
    found: dict[str, str] = {}
    for id_ in connection.scalars(select(CONTACT.c.id)).all():
        try:
            row = connection.execute(select(CONTACT).where(CONTACT.c.id == id_)).one()
            found[id_] = row_mark(row._asdict())
        except UNREADABLE:
            found[id_] = ""
    return found


def _finding(name: str, sentence: str) -> IntegrityFinding:
    found = IntegrityFinding("server_contact", None, None, name)
    return found.with_facts(name=name, sentence=sentence)
