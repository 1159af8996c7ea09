"""Files of signed documents in the database: kept once, found by their hash, checked."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from api.store.database.connections import Database
from api.store.documents.kept_files import KeptFiles
from api.store.integrity.kept_files import kept_file_findings
from api.store.journal.incident_cache import IncidentCache
from engine.incident.actors import Actor
from engine.incident.document_commands import SignedVersion
from tests.api.store.desk import Desk, unit_of_work
from tests.support.signed_documents import SIGNED

PDF = ("简报.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")


@pytest.fixture
def files(database: Database) -> KeptFiles:
    return KeptFiles(database, database.write)


def signed(database: Database, states: IncidentCache, desk: Desk, sha256: str) -> str:
    """The id of an incident in which a briefing was signed."""
    command = SignedVersion(**SIGNED | {"sha256": sha256})
    chief = Actor("王某", frozenset({"coal_mine:chief_commander"}))
    with unit_of_work(database, states) as journal:
        incident = desk.open(journal).after.id
        desk.service.execute(journal, incident, command, chief)
    return incident


def found(database: Database) -> list[Any]:
    with database.reading() as connection:
        return [(one.incident, one.facts["sentence"]) for one in kept_file_findings(connection)]


def test_a_file_is_kept_once_and_found_by_its_hash(files: KeptFiles, database: Database) -> None:
    sha256 = files.keep("a", *PDF)
    assert files.keep("a", *PDF) == sha256
    assert files.keep("b", *PDF) == sha256
    kept = files.get("a", sha256)
    assert kept is not None
    assert (kept.name, kept.media, kept.content, kept.sha256) == (*PDF, sha256)
    assert files.get("c", sha256) is None
    assert files.get("a", "0" * 64) is None
    assert found(database) == [], "a file that no entry names is left of a refused signing"


def test_a_file_that_is_gone_or_was_changed_is_found(
    files: KeptFiles, database: Database, states: IncidentCache, desk: Desk
) -> None:
    sha256 = files.keep("elsewhere", *PDF)
    incident = signed(database, states, desk, sha256)
    assert found(database) == [(incident, "kept_file_gone")]
    files.keep(incident, *PDF)
    assert found(database) == []
    for words in ("'QUJD'", "'no base64 ~'", "''"):
        change = f"UPDATE kept_document SET content = {words} WHERE incident = '{incident}'"  # noqa: S608
        database.write(lambda connection, change=change: connection.execute(text(change)))
        assert found(database) == [(incident, "kept_file_edited")], words
