"""Old years leave for an archive and come back, and every proof holds at each step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from api.server_journal.changed_by import ChangedBy
from api.store.backup.backup import back_up
from api.store.backup.move import move
from api.store.backup.restore import restore
from api.store.backup.table_copy import tables_of
from api.store.database.connections import Database
from api.store.database.places import ARCHIVED_ENTRY, ARCHIVED_INCIDENT
from api.store.database.rows import EVENT, INCIDENT
from api.store.errors import StoreUnavailable
from api.store.facade import Store
from api.store.integrity.journal_heads import Head, compare, published
from api.store.integrity.verify import verify
from api.store.retention.archive_file import (
    is_archive,
    is_of_incidents,
    reading_archive,
    rows_of,
    verify_archive,
)
from api.store.retention.archives import differs, known_archives
from api.store.retention.eligible import candidates
from api.store.retention.retention import Written, bring_back, move_out
from engine.ports import PlanLibrary
from tests.api.store.backing import contents, refusal, silent
from tests.api.store.backup.test_restore import newer_program
from tests.api.store.desk import PLANS, START, Desk
from tests.api.store.forging import tamper
from tests.api.store.retention.years import Years, live_through
from tests.support.postgres import PostgresServer

BY = ChangedBy("root", "command_line", START, "每年归档")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Years]:
    """Three years of an office, in a file that is copied for each test."""
    file = tmp_path_factory.mktemp("years") / "years.db"
    years = live_through(f"sqlite:///{file}")
    return file, years


@dataclass
class Office:
    """A database with old years, and a folder for archives."""

    database: Database
    url: str
    folder: Path
    years: Years
    plans: PlanLibrary

    def store(self) -> Store:
        return Store.open(self.url, PLANS, create=False)

    def findings(self, *heads: Head) -> list[tuple[str, str | None]]:
        """What verifying finds: kinds and incidents."""
        with self.database.reading() as connection:
            found = [*verify(connection, self.plans).findings, *compare(connection, heads)]
        return [(one.facts.get("sentence", one.what), one.incident) for one in found]

    def move_out(self, before: int = 2024) -> list[Written]:
        return move_out(self.database, self.plans, self.folder, before, BY, None, silent)

    def ids(self) -> list[str]:
        with self.database.reading() as connection:
            return list(connection.scalars(select(INCIDENT.c.id).order_by(INCIDENT.c.first_cursor)))


@pytest.fixture
def file_office(lived: tuple[Path, Years], tmp_path: Path, plans: PlanLibrary) -> Iterator[Office]:
    """On SQLite."""
    file, years = lived
    folder = tmp_path / "archives"
    folder.mkdir()
    url = f"sqlite:///{shutil.copy(file, tmp_path / 'zhiban.db')}"
    with closing(Database.open(url)) as database:
        yield Office(database, url, folder, years, plans)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, file_office: Office, tmp_path: Path) -> Iterator[Office]:
    """On either kind; the office moved to PostgreSQL by the program's own command."""
    if request.param == "sqlite":
        yield file_office
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.clone()
    url = server.url(name)
    with closing(Database.open(url)) as database:
        move(file_office.database, database, BY, silent)
        folder, years = file_office.folder, file_office.years
        yield Office(database, url, folder, years, file_office.plans)
    server.drop(name)


def test_old_years_leave_and_come_back_and_every_head_holds(office: Office) -> None:
    years, before = office.years, office.ids()
    everything = contents(office.database)
    head = published(office.database, START)
    written = office.move_out()
    assert [(one.year, [i.id for i in one.incidents]) for one in written] == [
        (2022, [years.of_2022]),
        (2023, [years.over_new_year, years.exercise_of_2023]),
    ]
    assert office.ids() == [years.still_open, years.newest]
    after = published(office.database, START)
    assert (after.cursor, after.digest) == (head.cursor, head.digest)
    assert office.findings(head) == []
    with office.database.reading() as connection:
        names = [(one.file, one.incidents) for one in known_archives(connection)]
        assert names == [("zhiban-2022.archive", 1), ("zhiban-2023.archive", 2)]
        assert [differs(connection, one.file) for one in written] == [None, None]
    for one in written:
        assert is_archive(one.file)
        assert one.file.stat().st_mode & 0o077 == 0
        assert verify_archive(one.file).findings == ()
    # A second run finds nothing to do.
    assert office.move_out() == []

    for one in written:
        numbers = bring_back(office.database, one.file, BY, silent)
        assert numbers == [i.number for i in one.incidents]
        again = partial(bring_back, office.database, one.file, BY, silent)
        refusal(again, "archive_unknown")
    assert office.ids() == before
    assert contents(office.database) == everything
    assert office.findings(head) == []
    assert published(office.database, START).digest == head.digest


def test_numbers_are_not_given_again_and_life_goes_on(file_office: Office) -> None:
    file_office.move_out()
    with file_office.store() as store:
        desk = Desk(store.plans, prefix="later")
        made = store.writer.run(lambda journal: desk.open(journal))
        assert made.after.number == "CM-2026-0001"
        with store.reading() as reader:
            assert reader.head() == reader.mark()[0]
            assert reader.incident(file_office.years.of_2022) is None
            for words, exercise in (("冒顶", None), ("cm-2022-0001", False)):
                (found,) = reader.archived_with(words, exercise=exercise, limit=5)
                assert (found.number, found.file) == ("CM-2022-0001", "zhiban-2022.archive")
            assert reader.archived_with("%", exercise=None, limit=5) == []
            assert [one.title for one in reader.archived_with("水", exercise=True, limit=5)] == [
                "透水演练"
            ]
        assert store.verify().archived == 3
    assert file_office.findings() == []


def test_what_is_not_finished_stays_and_says_why(file_office: Office) -> None:
    years = file_office.years
    with file_office.database.reading() as connection:
        found = {one.id: one.stays for one in candidates(connection, file_office.plans, 2027)}
        of_2022 = candidates(connection, file_office.plans, 2023)
    assert found == {
        years.of_2022: None,
        years.over_new_year: None,
        years.exercise_of_2023: None,
        years.still_open: "open",
        years.newest: "newest",
    }
    assert [one.id for one in of_2022] == [years.of_2022]
    assert of_2022[0].bytes > 0


def test_a_backup_restores_what_stands_for_archives(file_office: Office, tmp_path: Path) -> None:
    (first, _) = file_office.move_out()
    backup = tmp_path / "later.backup"
    manifest = back_up(file_office.database, backup, START, silent)
    url = f"sqlite:///{tmp_path / 'restored.db'}"
    with closing(Database.open(url)) as database:
        restore(backup, database, silent)
        with database.reading() as connection:
            assert list(compare(connection, [manifest.head])) == []
            assert differs(connection, first.file) is None
        assert bring_back(database, first.file, BY, silent) == ["CM-2022-0001"]


def test_a_database_in_use_is_left_alone(file_office: Office) -> None:
    with closing(Database.open(file_office.url)) as other, other.reading():
        refusal(file_office.move_out, "restore_in_use")
    assert len(file_office.ids()) == 5
    assert list(file_office.folder.iterdir()) == []


def test_an_archive_that_was_changed_is_told_and_not_taken(
    file_office: Office, tmp_path: Path
) -> None:
    (first, second) = file_office.move_out()
    spoilt = tmp_path / "spoilt.archive"
    content = second.file.read_bytes()
    assert content.count("透水演练".encode()) > 0
    spoilt.write_bytes(content.replace("透水演练".encode(), "透水事故".encode()))
    refusal(lambda: verify_archive(spoilt), "backup_damaged")
    refusal(lambda: bring_back(file_office.database, spoilt, BY, silent), "backup_damaged")
    cut = tmp_path / "cut.archive"
    cut.write_bytes(content[:9000])
    refusal(lambda: verify_archive(cut), "backup_damaged")
    backup = tmp_path / "a.backup"
    back_up(file_office.database, backup, START, silent)
    refusal(lambda: verify_archive(backup), "backup_unknown")
    with pytest.raises(StoreUnavailable) as refused:
        Database.open(f"sqlite:///{first.file}")
    assert refused.value.code == "database_is_archive"
    assert len(file_office.ids()) == 2
    assert file_office.findings() == []


def test_an_archive_of_another_database_is_not_taken(
    file_office: Office, lived: tuple[Path, Years], tmp_path: Path
) -> None:
    (first, *_) = file_office.move_out()
    url = f"sqlite:///{shutil.copy(lived[0], tmp_path / 'other.db')}"
    with closing(Database.open(url)) as other:
        refusal(lambda: bring_back(other, first.file, BY, silent), "archive_unknown")
        with other.reading() as connection:
            assert differs(connection, first.file) == "unknown"


def test_a_broken_journal_is_not_archived(file_office: Office) -> None:
    broken = update(EVENT).where(EVENT.c.incident == file_office.years.of_2022, EVENT.c.seq == 2)
    tamper(file_office.database, lambda connection: connection.execute(broken.values(actor="x")))
    refusal(file_office.move_out, "archive_of_damaged")
    assert list(file_office.folder.iterdir()) == []
    assert len(file_office.ids()) == 5


def test_an_incident_that_changes_while_its_archive_is_written_stays(file_office: Office) -> None:
    """As a server would that was started in between."""
    wanted = INCIDENT.c.id == file_office.years.of_2022

    def goes_on(rows: int) -> None:
        with closing(Database.open(file_office.url)) as other:
            later = update(INCIDENT).where(wanted).values(seq=99)
            other.write(lambda connection: connection.execute(later))

    office = file_office
    refusal(
        lambda: move_out(office.database, office.plans, office.folder, 2023, BY, None, goes_on),
        "archive_overtaken",
    )
    assert list(office.folder.iterdir()) == []
    assert len(office.ids()) == 5


def forget(connection: Connection, years: Years) -> None:
    """Pass the deletion of an incident off as archiving."""
    row = connection.execute(select(INCIDENT).where(INCIDENT.c.id == years.newest)).one()
    stands = {c.name: getattr(row, c.name, "x") for c in ARCHIVED_INCIDENT.c}
    stands |= {"entries": row.seq, "last_at": row.opened_at}
    connection.execute(insert(ARCHIVED_INCIDENT), stands)
    wanted = select(EVENT.c.cursor, EVENT.c.incident, EVENT.c.seq, EVENT.c.hash)
    found = connection.execute(wanted.where(EVENT.c.incident == years.newest)).all()
    connection.execute(insert(ARCHIVED_ENTRY), [one._asdict() for one in found])
    for of in reversed(tables_of(connection).values()):
        if is_of_incidents(of):
            connection.execute(delete(of).where(rows_of([years.newest], [])(of)))


EDITS: dict[str, tuple[Any, str]] = {
    "a title": (
        lambda c, y: c.execute(update(ARCHIVED_INCIDENT).values(title="没有的事")),
        "archived_edited",
    ),
    "a row gone": (
        lambda c, y: [c.execute(delete(t)) for t in (ARCHIVED_ENTRY, ARCHIVED_INCIDENT)],
        "archived_gone",
    ),
    "a hash": (
        lambda c, y: c.execute(
            update(ARCHIVED_ENTRY).where(ARCHIVED_ENTRY.c.seq == 2).values(hash="0" * 64)
        ),
        "archived_entries",
    ),
    "a deletion": (forget, "archived_planted"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_stands_for_an_archive_cannot_be_edited_unseen(file_office: Office, edit: str) -> None:
    file_office.move_out()
    change, sentence = EDITS[edit]
    tamper(file_office.database, lambda connection: change(connection, file_office.years))
    assert sentence in {found for found, _ in file_office.findings()}


def test_an_archive_of_an_older_schema_is_brought_up_in_a_copy(
    file_office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (first, *_) = file_office.move_out()
    before = first.file.read_bytes()
    with newer_program(tmp_path, monkeypatch), reading_archive(first.file) as (archive, manifest):
        assert manifest.schema != "9999"
        assert archive.scalar(select(INCIDENT.c.number)) == "CM-2022-0001"
    assert first.file.read_bytes() == before
