"""The triggers that keep the journals append-only: are they there, as the migrations made them?

The program never needs them: it adds rows only. One that is gone shows that somebody has had
more in mind, even where every row is as it was. So does one that nobody here has made.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product

from sqlalchemy import Connection, text

from api.store.integrity.finding import IntegrityFinding

GUARDED = ("event", "server_event", "chain_link")
SAYS = "the journal is append-only"

_ON_SQLITE = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")

_ON_POSTGRES = text(
    "SELECT t.tgname AS name,"
    " t.tgtype || ' ' || t.tgenabled::text || ' ' || c.relname || p.prosrc AS sql"
    " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
    " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
)
BEFORE_ANY_CHANGE = 2 | 8 | 16 | 32
"""`pg_trigger.tgtype`: before DELETE, UPDATE and TRUNCATE, for each statement."""


def guard_findings(connection: Connection) -> Iterator[IntegrityFinding]:
    """Triggers that are gone, differ or were planted, by name."""
    on_sqlite = connection.dialect.name == "sqlite"
    rows = connection.execute(_ON_SQLITE if on_sqlite else _ON_POSTGRES)
    there = {row.name: row.sql for row in rows}
    wanted = _sqlite() if on_sqlite else _postgres()
    for name in sorted(wanted.keys() | there.keys()):
        if name not in there:
            yield _finding("trigger_gone", name)
        elif name not in wanted:
            yield _finding("trigger_planted", name)
        elif there[name] != wanted[name]:
            yield _finding("trigger_changed", name)


def _finding(sentence: str, name: str) -> IntegrityFinding:
    return IntegrityFinding("trigger", None, None, name).with_facts(sentence=sentence, name=name)


@contextmanager
def deletion_allowed(connection: Connection, *tables: str) -> Iterator[None]:
    """Let rows of these tables be deleted in this transaction; by default entries of incidents.

    An archive holds them and the chain goes on covering them, or a replay is begun anew. The guards
    stand again before it commits, as the migrations made them.
    """
    freed = tables or ("event",)
    if connection.dialect.name == "postgresql":
        for switch in ("DISABLE", "ENABLE"):
            for name in freed:
                trigger = f"{name}_append_only"
                connection.exec_driver_sql(f"ALTER TABLE {name} {switch} TRIGGER {trigger}")
            if switch == "DISABLE":
                yield
        return
    for name in freed:
        connection.exec_driver_sql(f"DROP TRIGGER {name}_no_delete")
    yield
    for name in freed:
        connection.exec_driver_sql(_sqlite()[f"{name}_no_delete"])


def _sqlite() -> dict[str, str]:
    """The statement of each trigger, as SQLite keeps it."""
    return {
        f"{table}_no_{action.lower()}": f"CREATE TRIGGER {table}_no_{action.lower()} "
        f"BEFORE {action} ON {table} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        for table, action in product(GUARDED, ("UPDATE", "DELETE"))
    }


def _postgres() -> dict[str, str]:
    """When each trigger fires, that it is enabled, its table and what its function does."""
    body = f" BEGIN RAISE EXCEPTION '{SAYS}'; END "
    return {f"{table}_append_only": f"{BEFORE_ANY_CHANGE} O {table}{body}" for table in GUARDED}
