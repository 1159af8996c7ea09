"""Are the subscriptions of webhooks what the server journal says they are?

One that was planted past the program would have entries sent to whoever planted it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, inspect, select

from api.store.database.chain_links import row_mark
from api.store.database.tables import WebhookRow, table
from api.store.integrity.finding import UNREADABLE, IntegrityFinding

WEBHOOK = table(WebhookRow)


def webhook_findings(
    connection: Connection, entries: Iterable[Mapping[str, Any]]
) -> Iterator[IntegrityFinding]:
    """Subscriptions that no entry made, that are not as the last entry left them, or are gone."""
    wanted: dict[str, str] = {}
    for entry in entries:
        if entry["type"] == "webhook_saved":
            wanted[entry["data"]["webhook"]] = entry["data"]["mark"]
        elif entry["type"] == "webhook_removed":
            wanted.pop(entry["data"]["webhook"], None)
    there = _marks(connection)
    for id_ in sorted(wanted.keys() | there.keys()):
        if id_ not in there:
            yield _finding(id_, "server_webhook_gone")
        elif id_ not in wanted:
            yield _finding(id_, "server_webhook_planted")
        elif wanted[id_] != there[id_]:
            yield _finding(id_, "server_webhook_edited")


def _marks(connection: Connection) -> dict[str, str]:
    if not inspect(connection).has_table(WEBHOOK.name):
        return {}
    found: dict[str, str] = {}
    for id_ in connection.scalars(select(WEBHOOK.c.id)).all():
        try:
            row = connection.execute(select(WEBHOOK).where(WEBHOOK.c.id == id_)).one()
            found[id_] = row_mark(row._asdict())
        except UNREADABLE:
            found[id_] = ""
    return found


def _finding(name: str, sentence: str) -> IntegrityFinding:
    found = IntegrityFinding("server_webhook", None, None, name)
    return found.with_facts(name=name, sentence=sentence)
