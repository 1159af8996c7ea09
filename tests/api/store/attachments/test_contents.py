"""The content of attachments in the database: in parts, checked, destroyed, swept."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from api.store.attachments.contents import PART_BYTES, AttachmentContents
from api.store.backup.backup import back_up
from api.store.backup.restore import restore
from api.store.database.connections import Database
from api.store.integrity.attachments import check_attachments
from api.store.journal.incident_cache import IncidentCache
from engine.incident.actors import Actor
from engine.incident.attachment_commands import AddAttachment, DestroyAttachment
from tests.api.store.backing import silent
from tests.api.store.desk import Desk, unit_of_work

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
CONTENT = bytes(range(256)) * 3 * 1024 + b"end"
"""Four parts, the last one short."""
SHA = hashlib.sha256(CONTENT).hexdigest()
CHIEF = Actor("王某", frozenset({"coal_mine:chief_commander"}))


@pytest.fixture
def contents(database: Database) -> AttachmentContents:
    return AttachmentContents(database, database.write)


def attach(database: Database, states: IncidentCache, desk: Desk) -> tuple[str, int]:
    """An incident with the content attached: its id, and the entry."""
    command = AddAttachment(
        name="a.jpg", media="image/jpeg", size=len(CONTENT), sha256=SHA, position="none"
    )
    with unit_of_work(database, states) as journal:
        incident = desk.open(journal).after.id
        added = desk.service.execute(journal, incident, command, CHIEF)
    return incident, added.after.seq


def destroy(database: Database, states: IncidentCache, desk: Desk, incident: str, seq: int) -> None:
    command = DestroyAttachment(attachment=seq, order_number="8号", reason="误传")
    with unit_of_work(database, states) as journal:
        desk.service.execute(journal, incident, command, CHIEF)


def found(database: Database) -> tuple[list[Any], list[Any]]:
    with database.reading() as connection:
        check = check_attachments(connection)
    return (
        [(one.incident, one.facts["sentence"]) for one in check.findings],
        [(one.incident, one.facts["order"]) for one in check.notes],
    )


def test_content_comes_back_as_it_was_kept(contents: AttachmentContents) -> None:
    contents.keep("a", SHA, CONTENT, NOW)
    contents.keep("a", SHA, CONTENT, NOW)
    parts = list(contents.parts("a", SHA))
    assert [len(part) for part in parts] == [PART_BYTES] * 3 + [3]
    assert contents.get("a", SHA) == CONTENT
    assert contents.get("b", SHA) == b""


def test_content_that_is_gone_cut_or_changed_is_found(
    contents: AttachmentContents, database: Database, states: IncidentCache, desk: Desk
) -> None:
    incident, _ = attach(database, states, desk)
    assert found(database) == ([(incident, "attachment_gone")], [])
    contents.keep(incident, SHA, CONTENT, NOW)
    assert found(database) == ([], [])
    for change in (
        "UPDATE attachment_part SET content = 'QUJD' WHERE part = 1",
        "UPDATE attachment_part SET content = 'no base64 ~' WHERE part = 0",
        "DELETE FROM attachment_part WHERE part = 3",
    ):
        database.write(lambda connection, change=change: connection.execute(text(change)))
        assert found(database) == ([(incident, "attachment_edited")], []), change
        contents.keep(incident, SHA, CONTENT, NOW)


def test_destroying_takes_the_content_with_the_entry_and_is_told(
    contents: AttachmentContents,
    database: Database,
    states: IncidentCache,
    desk: Desk,
) -> None:
    incident, seq = attach(database, states, desk)
    contents.keep(incident, SHA, CONTENT, NOW)
    contents.keep("another", SHA, CONTENT, NOW)
    destroy(database, states, desk, incident, seq)
    assert contents.get(incident, SHA) == b""
    assert contents.get("another", SHA) == CONTENT, "another incident has its own"
    assert found(database) == ([], [(incident, "8号")])
    contents.keep(incident, SHA, CONTENT, NOW)
    assert found(database)[0] == [(incident, "attachment_not_destroyed")]


def test_what_no_entry_names_goes_after_a_day(
    contents: AttachmentContents, database: Database, states: IncidentCache, desk: Desk
) -> None:
    incident, _ = attach(database, states, desk)
    contents.keep(incident, SHA, CONTENT, NOW)
    contents.keep(incident, "ff" * 32, b"an upload that broke off", NOW)
    contents.sweep(NOW + timedelta(hours=23))
    assert contents.get(incident, "ff" * 32)
    contents.sweep(LATER)
    assert not contents.get(incident, "ff" * 32)
    assert contents.get(incident, SHA) == CONTENT


def test_what_is_sent_anew_while_the_sweep_runs_stays(
    contents: AttachmentContents, database: Database
) -> None:
    contents.keep("a", SHA, CONTENT, NOW)

    def after_another(work: Any) -> Any:
        contents.keep("a", SHA, CONTENT, LATER)
        return database.write(work)

    AttachmentContents(database, after_another).sweep(LATER)
    assert contents.get("a", SHA) == CONTENT
    contents.sweep(LATER + timedelta(days=2))
    assert contents.get("a", SHA) == b""


def test_what_was_destroyed_and_came_again_goes_too(
    contents: AttachmentContents, database: Database, states: IncidentCache, desk: Desk
) -> None:
    incident, seq = attach(database, states, desk)
    destroy(database, states, desk, incident, seq)
    contents.keep(incident, SHA, CONTENT, NOW)
    contents.sweep(LATER)
    assert found(database) == ([], [(incident, "8号")])


def test_a_backup_of_either_holds_the_content_and_a_restore_on_either_brings_it_back(
    contents: AttachmentContents,
    database: Database,
    states: IncidentCache,
    desk: Desk,
    target: Database,
    tmp_path: Path,
) -> None:
    incident, seq = attach(database, states, desk)
    contents.keep(incident, SHA, CONTENT, NOW)
    back_up(database, tmp_path / "before.db", NOW, silent)
    destroy(database, states, desk, incident, seq)
    back_up(database, tmp_path / "after.db", NOW, silent)
    restore(tmp_path / "before.db", target, silent)
    assert AttachmentContents(target, target.write).get(incident, SHA) == CONTENT
    assert found(target) == ([], []), "a backup from before the order knows nothing of it"
    restore(tmp_path / "after.db", target, silent, replace=True)
    assert AttachmentContents(target, target.write).get(incident, SHA) == b""
    assert found(target) == ([], [(incident, "8号")])
