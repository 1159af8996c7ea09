"""Is the roster what the server journal says it is?

A shift that was changed past the program would have the wrong person called at night.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, inspect, select

from api.store.database.chain_links import row_mark, token_name
from api.store.integrity.finding import UNREADABLE, IntegrityFinding
from api.store.roster.rows import DEFAULT, FEED, SHIFT, SWAP


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of one table: their key, the entries about them, and what findings say.

    `found` are the sentences for a row that is gone, planted or edited. With `secret` entries
    name a part of the key only.
    """

    key: Column[Any]
    named: str
    saved: tuple[str, ...]
    removed: tuple[str, ...]
    found: tuple[str, str, str]
    secret: bool = False


_KINDS = (
    _Kind(
        SHIFT.c.id,
        "shift",
        ("shift_saved",),
        ("shift_removed",),
        ("server_shift_gone", "server_shift_planted", "server_shift_edited"),
    ),
    _Kind(
        DEFAULT.c.post,
        "post",
        ("roster_default_saved",),
        (),
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
        ("server_swap_gone", "server_swap_planted", "server_swap_edited"),
    ),
    _Kind(
        FEED.c.digest,
        "feed",
        ("roster_feed_made",),
        ("roster_feed_ended",),
        ("server_roster_feed_gone", "server_roster_feed_planted", "server_roster_feed_edited"),
        secret=True,
    ),
)


def roster_findings(
    connection: Connection, entries: Iterable[Mapping[str, Any]]
) -> Iterator[IntegrityFinding]:
    """Rows that no entry made, that are not as the last entry left them, or are gone."""
    known = list(entries)
    for kind in _KINDS:
        wanted: dict[str, str] = {}
        for entry in known:
            if entry["type"] in kind.saved:
                wanted[entry["data"][kind.named]] = entry["data"]["mark"]
            elif entry["type"] in kind.removed:
                wanted.pop(entry["data"][kind.named], None)
        there = _marks(connection, kind)
        gone, planted, edited = kind.found
        for name in sorted(wanted.keys() | there.keys()):
            if name not in there:
                yield _finding(name, gone)
            elif name not in wanted:
                yield _finding(name, planted)
            elif wanted[name] != there[name]:
                yield _finding(name, edited)


def _marks(connection: Connection, kind: _Kind) -> dict[str, str]:
    table = kind.key.table
    if not inspect(connection).has_table(str(table.name)):
        return {}
    found: dict[str, str] = {}
    for key in connection.scalars(select(kind.key)).all():
        name = token_name(key) if kind.secret else key
        try:
            row = connection.execute(select(table).where(kind.key == key)).one()
            found[name] = row_mark(row._asdict())
        except UNREADABLE:
            found[name] = ""
    return found


def _finding(name: str, sentence: str) -> IntegrityFinding:
    found = IntegrityFinding("server_roster", None, None, name)
    return found.with_facts(name=name, sentence=sentence)
