"""Are the rows that entries of the server journal saved as those entries say?

The address book, hand-over sheets, the roster and the subscriptions of webhooks. Who changes one
past the program has the wrong person rung at night, says that somebody was told what he never
was, or has entries sent to himself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, inspect, select

from api.store.database.chain_links import row_mark, token_name
from api.store.database.duty_tables import HandoverRow
from api.store.database.tables import ContactRow, WebhookRow, table
from api.store.integrity.finding import UNREADABLE, IntegrityFinding
from api.store.roster.rows import DEFAULT, FEED, SHIFT, SWAP

CONTACT, HANDOVER, WEBHOOK = table(ContactRow), table(HandoverRow), table(WebhookRow)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one table: their key, the entries about them, and what findings say.

    `named` is the key of the entries' data that names a row; with `secret` it holds a part of the
    row's key only. `what` is the kind of a finding; `found` are the sentences for a row that is
    gone, planted or edited.
    """

    key: Column[Any]
    named: str
    saved: tuple[str, ...]
    removed: tuple[str, ...]
    what: str
    found: tuple[str, str, str]
    secret: bool = False


_KINDS = (
    _Kind(
        CONTACT.c.id,
        "contact",
        ("contact_saved",),
        ("contact_removed",),
        "server_contact",
        ("server_contact_gone", "server_contact_planted", "server_contact_edited"),
    ),
    _Kind(
        HANDOVER.c.number,
        "handover",
        ("handover_made",),
        (),
        "server_handover",
        ("server_handover_gone", "server_handover_planted", "server_handover_edited"),
    ),
    _Kind(
        SHIFT.c.id,
        "shift",
        ("shift_saved",),
        ("shift_removed",),
        "server_roster",
        ("server_shift_gone", "server_shift_planted", "server_shift_edited"),
    ),
    _Kind(
        DEFAULT.c.post,
        "post",
        ("roster_default_saved",),
        (),
        "server_roster",
        (
            "server_roster_default_gone",
            "server_roster_default_planted",
            "server_roster_default_edited",
        ),
    ),
    _Kind(
        SWAP.c.id,
        "swap",
        ("swap_asked", "swap_answered"),
        (),
        "server_roster",
        ("server_swap_gone", "server_swap_planted", "server_swap_edited"),
    ),
    _Kind(
        FEED.c.digest,
        "feed",
        ("roster_feed_made",),
        ("roster_feed_ended",),
        "server_roster",
        ("server_roster_feed_gone", "server_roster_feed_planted", "server_roster_feed_edited"),
        secret=True,
    ),
    _Kind(
        WEBHOOK.c.id,
        "webhook",
        ("webhook_saved",),
        ("webhook_removed",),
        "server_webhook",
        ("server_webhook_gone", "server_webhook_planted", "server_webhook_edited"),
    ),
)


def row_findings(
    connection: Connection, entries: Iterable[Mapping[str, Any]]
) -> Iterator[IntegrityFinding]:
    """Rows that no entry made, that are not as the last entry left them, or are gone."""
    known = list(entries)
    for kind in _KINDS:
        wanted = _wanted(kind, known)
        there = _marks(connection, kind)
        gone, planted, edited = kind.found
        for name in sorted(wanted.keys() | there.keys()):
            if name not in there:
                yield _finding(kind, name, gone)
            elif name not in wanted:
                yield _finding(kind, name, planted)
            elif wanted[name] != there[name]:
                yield _finding(kind, name, edited)


def _wanted(kind: _Kind, entries: Iterable[Mapping[str, Any]]) -> dict[Any, str]:
    wanted: dict[Any, str] = {}
    for entry in entries:
        if entry["type"] in kind.saved:
            wanted[entry["data"][kind.named]] = entry["data"]["mark"]
        elif entry["type"] in kind.removed:
            wanted.pop(entry["data"][kind.named], None)
    return wanted


def _marks(connection: Connection, kind: _Kind) -> dict[Any, str]:
    rows = kind.key.table
    if not inspect(connection).has_table(str(rows.name)):
        return {}
    found: dict[Any, str] = {}
    for key in connection.scalars(select(kind.key)).all():
        name = token_name(key) if kind.secret else key
        try:
            row = connection.execute(select(rows).where(kind.key == key)).one()
            found[name] = row_mark(row._asdict())
        except UNREADABLE:
            found[name] = ""
    return found


def _finding(kind: _Kind, name: str | int, sentence: str) -> IntegrityFinding:
    found = IntegrityFinding(kind.what, None, None, str(name))
    return found.with_facts(name=str(name), sentence=sentence)
