"""The rules of calling: those in force, and every edition by which a call was started.

The text of `calling.yaml` is kept beside the plans' texts when a server starts with it, so that
the calls of a journal can be recomputed by anybody, whatever the file says today.
"""

from __future__ import annotations

import threading
from pathlib import Path

from sqlalchemy import select

from api.server_journal.changed_by import by_program
from api.server_journal.events import Change
from api.store.database.connections import Database
from api.store.database.statements import put_plan_text
from api.store.queries.plan_versions import PLAN_TEXT
from api.store.server_journal.journal import record
from engine.clock import SystemClock
from engine.errors import NotFound
from engine.plan.calling_loader import CallingSource, calling_file, read_calling, rebuild_calling
from engine.plan.calling_rules import NO_RULES, CallingRules
from engine.plan.plan_files import PlanText

RULES = "calling"
"""What the rules are called among the plans' texts."""


class StoredRules:
    """The rules over a folder of plans and the database. Thread-safe."""

    def __init__(self, database: Database, folder: Path) -> None:
        """Load the rules in force and store their text.

        Raises `PlanFileError` for rules that cannot be used, `StoreUnavailable`.
        """
        self._database = database
        self._lock = threading.Lock()
        file = calling_file(folder)
        source = read_calling(file) if file is not None else None
        self._current = source.value if source is not None else NO_RULES
        self._by_digest = {self._current.digest: self._current}
        if source is not None:
            self._keep(source)

    def current(self) -> CallingRules:
        """The rules in force; `NO_RULES` without a file."""
        return self._current

    def by_digest(self, digest: str) -> CallingRules:
        """The exact rules by which a call was started. Raises `NotFound`."""
        found = self._by_digest.get(digest)
        if found is None:
            found = self._rebuilt(digest)
            with self._lock:
                self._by_digest[digest] = found
        return found

    def _keep(self, source: CallingSource) -> None:
        row = {
            "digest": source.value.digest,
            "id": RULES,
            "version": source.value.format,
            "text": source.text.content.decode(),
            "clauses": None,
            "jurisdiction": None,
        }
        with self._database.writing() as connection:
            known = select(PLAN_TEXT.c.digest).where(PLAN_TEXT.c.digest == row["digest"])
            if connection.scalar(known) is not None:
                return
            connection.execute(put_plan_text(self._database.dialect), [row])
            told = {"plan": RULES, "version": row["version"], "digest": row["digest"]}
            record(connection, by_program(SystemClock().now), Change("plan_stored", told))

    def _rebuilt(self, digest: str) -> CallingRules:
        wanted = select(PLAN_TEXT.c.text).where(
            PLAN_TEXT.c.digest == digest, PLAN_TEXT.c.id == RULES
        )
        with self._database.asking() as connection:
            content = connection.scalar(wanted)
        if content is None:
            raise NotFound("rules_not_kept", digest=digest[:12])
        return rebuild_calling(PlanText(RULES, content.encode())).value
