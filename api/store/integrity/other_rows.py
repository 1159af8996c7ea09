"""What is left: editions of plans, the counters of numbers, and single values of the database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select, union_all

from api.store.accounts.cookie_key import COOKIE_KEY, PREFIXED
from api.store.accounts.token_use import USED
from api.store.database.absent_files import WITHOUT
from api.store.database.birth import BORN, birth_of, has_real_incidents
from api.store.database.chain_links import ENDED
from api.store.database.moved_away import MOVED_TO
from api.store.database.rows import INCIDENT
from api.store.database.schema_version import ACCESS, META
from api.store.database.tables import ArchivedIncidentRow, CounterRow, table
from api.store.drill.notes import KEYS
from api.store.integrity.chain import ChainReading
from api.store.integrity.finding import IntegrityFinding
from api.store.journal.write_probe import BALLAST
from api.store.queries.plan_versions import PLAN_TEXT, files_of
from api.store.server_journal.beginning import BEGUN
from api.store.server_journal.journal import SERVER_EVENT, entry_of

COUNTER, OLD = table(CounterRow), table(ArchivedIncidentRow)
KNOWN = frozenset(
    {"epoch", BORN, ACCESS, COOKIE_KEY, PREFIXED, BALLAST, BEGUN, MOVED_TO, WITHOUT, *KEYS}
)
"""The keys of single values, besides those of ended epochs and of when tokens were used."""


def other_findings(connection: Connection, chain: ChainReading) -> Iterator[IntegrityFinding]:
    """What neither an entry nor the program made of these rows."""
    yield from _plans(connection)
    yield from _counters(connection)
    yield from _values(connection, chain)


def _plans(connection: Connection) -> Iterator[IntegrityFinding]:
    """Editions whose text is not what their digest names, or that no entry tells of."""
    told: set[tuple[str, str, str]] = set()
    about = SERVER_EVENT.c.type.in_(("journal_begun", "plan_stored"))
    for row in connection.execute(select(SERVER_EVENT).where(about)):
        data = entry_of(row)["data"]
        for one in data["plans"] if row.type == "journal_begun" else (data,):
            told.add((one["plan"], one["version"], one["digest"]))
    for row in connection.execute(select(PLAN_TEXT).order_by(PLAN_TEXT.c.digest)):
        facts = {"plan": row.id, "version": row.version, "digest": row.digest[:12]}
        if files_of(row).digest != row.digest:
            yield _finding("plan_text", row.digest, "plan_text_edited", facts)
        elif (row.id, row.version, row.digest) not in told:
            yield _finding("plan_text", row.digest, "plan_text_planted", facts)


def _counters(connection: Connection) -> Iterator[IntegrityFinding]:
    """Counters that would give a number again. One that is ahead only passes numbers over."""
    highest: dict[str, int] = {}
    for number in connection.scalars(union_all(select(INCIDENT.c.number), select(OLD.c.number))):
        series, _, count = number.rpartition("-")
        if count.isdecimal():
            highest[series] = max(highest.get(series, 0), int(count))
    last = {row.series: row.last for row in connection.execute(select(COUNTER))}
    for series, count in sorted(highest.items()):
        if last.get(series, 0) < count:
            facts = {"series": series, "last": last.get(series, 0), "count": count}
            yield _finding("counter", series, "counter", facts)


def _values(connection: Connection, chain: ChainReading) -> Iterator[IntegrityFinding]:
    """Values that this program does not know, and epochs that the chain did not see end.

    An ended epoch that was put in by hand makes a journal that was cut off look restored.
    """
    ended = None if chain.standing is None else set(chain.standing["ended"])
    for content in chain.signed:
        if ended is not None and "epoch" in content:
            ended.add(f"{ENDED}{content['epoch']}")
    for key in connection.scalars(select(META.c.key).order_by(META.c.key)):
        known = key in KNOWN or key.startswith(USED)
        known = known or (key.startswith(ENDED) and (ended is None or key in ended))
        if not known:
            yield _finding("value", key, "value", {"name": key})
    if birth_of(connection) == "exercise" and has_real_incidents(connection):
        yield _finding("value", BORN, "birth", {"name": BORN})


def _finding(what: str, detail: str, sentence: str, facts: Mapping[str, Any]) -> IntegrityFinding:
    return IntegrityFinding(what, None, None, detail).with_facts(sentence=sentence, **facts)
