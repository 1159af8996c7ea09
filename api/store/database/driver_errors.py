"""From a driver's exception to the `StoreUnavailable` that says what is wrong.

SQLite is told apart by its error codes' names, PostgreSQL by SQLSTATE (appendix A of its
manual); without a SQLSTATE the server was not reached at all.
"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

from api.monitoring.redaction import redacted
from api.store.errors import StoreUnavailable

_SQLITE = {
    "SQLITE_BUSY": "database_locked",
    "SQLITE_LOCKED": "database_locked",
    "SQLITE_READONLY": "database_read_only",
    "SQLITE_FULL": "database_full",
    "SQLITE_NOTADB": "database_foreign",
    "SQLITE_CANTOPEN": "database_unreachable",
}

_POSTGRESQL = {
    "25006": "database_read_only",
    "3D000": "database_absent",
    "42501": "database_read_only",
    "53100": "database_full",
    "55P03": "database_locked",
}
"""SQLSTATEs: read-only transaction, no such database, no privilege, disk full, lock not
available."""


def unavailable(error: DBAPIError, where: str, code: str | None = None) -> StoreUnavailable:
    """The error for people: what happened to the database at `where`, and the remedy."""
    return StoreUnavailable(code or _code(error.orig), where=where, why=reason(error))


def reason(error: Exception) -> str:
    """The driver's words, without the lines in which PostgreSQL quotes what was written."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    lines = str(cause).strip().splitlines()
    return redacted(lines[0]) if lines else type(cause).__name__


def _code(cause: BaseException | None) -> str:
    if isinstance(cause, sqlite3.Error):
        name: str = getattr(cause, "sqlite_errorname", "")
        return next((code for start, code in _SQLITE.items() if name.startswith(start)), _OTHER)
    state: str | None = getattr(cause, "sqlstate", None)
    if state is None:
        # A connection attempt that failed has no SQLSTATE, only libpq's words.
        absent = "does not exist" in str(cause)
        return "database_absent" if absent else "database_unreachable"
    if state.startswith(("08", "28", "57P")):
        return "database_unreachable"
    return _POSTGRESQL.get(state, _OTHER)


_OTHER = "database_failed"
