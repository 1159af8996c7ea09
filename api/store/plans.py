"""`engine.ports.PlanLibrary`: the plans in force, and the older ones incidents need.

At start the texts of the plan files in force are stored. An incident stays with the plan
it was opened under; when a plan file has been replaced meanwhile, the old one is built
again from its text. Reading and checking plan files is the engine's; only the texts'
keeping is done here.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select

from api.store.database import Database
from api.store.statements import put_plan_text
from api.store.tables import PlanTextRow, table
from engine.errors import NotFound, PlanFileError
from engine.plan.loader import JURISDICTIONS, PLAN_FILE, build, load_plans, parse
from engine.plan.model import Plan

PLAN_TEXT = table(PlanTextRow)


class StoredPlans:
    """The library over a folder of plans and the database. Safe for several threads."""

    def __init__(self, database: Database, folder: Path) -> None:
        """Load the plans in force and store their texts.

        Raises `PlanFileError` for a plan that cannot be used, `StoreUnavailable`.
        """
        self._database = database
        self._current = load_plans(folder)
        self._by_digest = {plan.digest: plan for plan in self._current.values()}
        self._lock = threading.Lock()
        self._keep_texts(folder)

    def current(self) -> Mapping[str, Plan]:
        """The plans in force, by id."""
        return self._current

    def pinned(self, plan: str, digest: str) -> Plan:
        """The exact plan an incident was opened under. Raises `NotFound`."""
        found = self._by_digest.get(digest)
        if found is None:
            found = self._rebuilt(plan, digest)
            with self._lock:
                self._by_digest[digest] = found
        return found

    def _keep_texts(self, folder: Path) -> None:
        rows = [row for file in folder.glob(f"*/{PLAN_FILE}") for row in self._texts(file)]
        if missing := self._by_digest.keys() - {row["digest"] for row in rows}:
            files = ", ".join(sorted(self._by_digest[digest].id for digest in missing))
            why = "it changed while it was read"
            raise PlanFileError("plan_unreadable", file=files, line=1, why=why)
        if rows:
            with self._database.writing() as connection:
                connection.execute(put_plan_text(self._database.dialect), rows)

    def _texts(self, file: Path) -> Iterator[dict[str, Any]]:
        """The texts as the files hold them that give the digest of a plan in force.

        A plan's digest covers its file and, where it names one, the jurisdiction's.
        """
        content = file.read_bytes()
        shared = (file.parent.parent / JURISDICTIONS).glob("*.yaml")
        for jurisdiction in (None, *(other.read_bytes() for other in shared)):
            digest = hashlib.sha256(content + (jurisdiction or b"")).hexdigest()
            plan = self._by_digest.get(digest)
            if plan is not None:
                yield {
                    "digest": digest,
                    "id": plan.id,
                    "version": plan.version,
                    "text": content.decode(),
                    "jurisdiction": None if jurisdiction is None else jurisdiction.decode(),
                }

    def _rebuilt(self, plan: str, digest: str) -> Plan:
        with self._database.asking() as connection:
            wanted = select(PLAN_TEXT).where(PLAN_TEXT.c.digest == digest)
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFound("plan_version_missing", id=plan, version="?", digest=digest[:12])
        file = f"{row.id} {row.version}"
        tree = parse(row.text.encode(), file)
        if row.jurisdiction is not None:
            tree["jurisdiction"] = parse(row.jurisdiction.encode(), file)
        return build(tree, file, digest)
