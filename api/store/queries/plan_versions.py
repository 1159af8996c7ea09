"""`engine.ports.PlanLibrary`: the plans in force, and the older versions of open incidents.

The server stores the texts of the plan files in force when it starts. An incident keeps the
plan it was opened under: once its file has been replaced, the plan is built again from the
stored text. Reading and checking plan files is the engine's work.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from api.server_journal.changed_by import by_program
from api.server_journal.events import Change
from api.server_journal.server_data import PlanFacts
from api.store.database.birth import birth_of
from api.store.database.connections import Database
from api.store.database.statements import put_plan_text
from api.store.database.tables import PlanTextRow, table
from api.store.server_journal.journal import record
from engine.clock import SystemClock
from engine.errors import NotFound
from engine.plan.loader import Source, read_plans, rebuild
from engine.plan.model import Plan
from engine.plan.plan_files import PlanFiles, PlanText

PLAN_TEXT = table(PlanTextRow)


class StoredPlans:
    """The library over a folder of plans and the database. Thread-safe."""

    def __init__(self, database: Database, folder: Path) -> None:
        """Load the plans in force and store their texts.

        Raises `PlanFileError` for a plan that cannot be used, `StoreUnavailable`.
        """
        self._database = database
        sources = read_plans(folder)
        self._current = {id_: source.plan for id_, source in sources.items()}
        self._by_digest = {plan.digest: plan for plan in self._current.values()}
        self._lock = threading.Lock()
        self._exercises_only = False
        with database.asking() as connection:
            if birth_of(connection) == "exercise":
                self.play()
        self._keep_texts(sources.values())

    def play(self) -> None:
        """The database was born for exercises: whatever stands under these editions is one."""
        if self._exercises_only:
            return
        self._exercises_only = True
        self._current = {id_: plan.for_exercises() for id_, plan in self._current.items()}
        self._by_digest = {plan.digest: plan for plan in self._current.values()}

    def current(self) -> Mapping[str, Plan]:
        """The plans in force, by id."""
        return self._current

    def pinned(self, plan: str, digest: str) -> Plan:
        """The exact plan an incident was opened under. Raises `NotFound`."""
        found = self._by_digest.get(digest)
        if found is None:
            found = self._rebuilt(plan, digest)
            found = found.for_exercises() if self._exercises_only else found
            with self._lock:
                self._by_digest[digest] = found
        return found

    def keep(self, editions: Iterable[tuple[Plan, PlanFiles]]) -> None:
        """Keep editions that came with a journal from elsewhere. Blocks."""
        self._keep([_row(plan, files) for plan, files in editions])

    def _keep_texts(self, sources: Iterable[Source]) -> None:
        self._keep([_row(source.plan, source.files) for source in sources])

    def _keep(self, rows: list[dict[str, Any]]) -> None:
        if not rows:
            return
        with self._database.writing() as connection:
            kept = set(connection.scalars(select(PLAN_TEXT.c.digest)))
            connection.execute(put_plan_text(self._database.dialect), rows)
            told = [_told(row) for row in rows if row["digest"] not in kept]
            record(connection, by_program(SystemClock().now), *told)

    def _rebuilt(self, plan: str, digest: str) -> Plan:
        return rebuild(self.files(plan, digest), digest)

    def files(self, plan: str, digest: str) -> PlanFiles:
        """The files of an edition, byte for byte as they were stored. Raises `NotFound`."""
        with self._database.asking() as connection:
            wanted = select(PLAN_TEXT).where(PLAN_TEXT.c.digest == digest)
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFound("plan_version_missing", id=plan, version="?", digest=digest[:12])
        return files_of(row)


def files_of(row: Row[*tuple[Any, ...]]) -> PlanFiles:
    """The files of an edition, as they were read when it was stored."""
    file = f"{row.id} {row.version}"
    texts = (_kept(file, one) for one in (row.clauses, row.jurisdiction))
    return PlanFiles(PlanText(file, row.text.encode()), *texts)


def _told(row: Mapping[str, Any]) -> Change:
    """The entry that an edition was seen for the first time."""
    facts: PlanFacts = {"plan": row["id"], "version": row["version"], "digest": row["digest"]}
    return Change("plan_stored", facts)


def _row(plan: Plan, files: PlanFiles) -> dict[str, Any]:
    """The texts as the files hold them, byte for byte."""
    return {
        "digest": plan.digest,
        "id": plan.id,
        "version": plan.version,
        "text": files.plan.content.decode(),
        "clauses": files.clauses and files.clauses.content.decode(),
        "jurisdiction": files.jurisdiction and files.jurisdiction.content.decode(),
    }


def _kept(file: str, text: str | None) -> PlanText | None:
    return None if text is None else PlanText(file, text.encode())
