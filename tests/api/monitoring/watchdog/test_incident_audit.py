"""Audits of a journal that is longer than a page: what is read, and when what is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from api.monitoring.watchdog.audit_progress import PAGE, Readings
from api.monitoring.watchdog.findings import Audited
from api.monitoring.watchdog.incident_audit import Examiner
from api.store.facade import Store
from api.store.queries.reader import Reader
from engine.incident.events import Event
from engine.incident.state import Slot
from engine.ports import Journal
from tests.api.store.desk import PLANS, Desk

FULL_S = 900.0
PAGES = 3


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Counting:
    """A snapshot that notes how many entries were read from it."""

    def __init__(self, reader: Reader, read: list[int]) -> None:
        self.reader, self.read = reader, read

    def events(self, incident: str, after: int = 0, limit: int | None = None) -> Sequence[Event]:
        found = self.reader.events(incident, after, limit)
        self.read.append(len(found))
        return found

    def ledger(self, incident: str) -> Sequence[Slot]:
        return self.reader.ledger(incident)


class Office:
    """An incident with a long journal, its database, and an examiner that has never looked."""

    def __init__(self, store: Store, file: Path) -> None:
        self.store, self.file = store, file
        self.desk = Desk(store.plans)
        self.seconds = Seconds()
        self.read: list[int] = []
        self.examine = Examiner(self.reading, store.plans, self.desk.clock, FULL_S, self.seconds)
        self.id = store.writer.run(self.desk.open).after.id
        responded = store.writer.run(lambda journal: self.desk.respond(journal, self.id))
        slot = next(iter(responded.after.slots))
        store.writer.run(lambda journal: self.desk.report(journal, self.id, slot))
        self.log(PAGES * PAGE)

    @contextmanager
    def reading(self) -> Iterator[Counting]:
        with self.store.reading() as reader:
            yield Counting(reader, self.read)

    def log(self, entries: int) -> None:
        """So many more entries that bear on nothing."""

        def write(journal: Journal) -> None:
            for _ in range(entries):
                self.desk.log(journal, self.id)

        self.store.writer.run(write)

    def tamper(self, *statements: str) -> None:
        """Change the database behind everybody's back."""
        with closing(sqlite3.connect(self.file)) as database, database:
            database.execute("DROP TRIGGER IF EXISTS event_no_update")
            database.execute("DROP TRIGGER IF EXISTS event_no_delete")
            for statement in statements:
                assert database.execute(statement).rowcount > 0

    def audited(self) -> Audited:
        """One audit to its end; `read` has how many entries each of its steps has read."""
        self.read.clear()
        while True:
            audited = self.examine(self.id)
            if audited is not None:
                return audited

    def kinds(self) -> set[str]:
        return {one.kind for one in self.audited().findings}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "zhiban.db"
    with Store.open(f"sqlite:///{file}", PLANS) as store:
        yield Office(store, file)


UNREPORT = "UPDATE event SET type = 'log_entry_added' WHERE type = 'report_submitted'"
REPORT = "UPDATE event SET type = 'report_submitted' WHERE seq = 3"


def test_it_is_read_in_pages_and_then_only_what_is_new(office: Office) -> None:
    assert office.audited().findings == ()
    assert (len(office.read), max(office.read)) == (PAGES + 1, PAGE)
    office.log(3)
    assert office.audited().findings == ()
    assert office.read == [1 + 3]
    assert office.audited().findings == ()
    assert office.read == [1]


def test_what_is_wrong_with_the_ledger_is_found_without_reading_all_again(office: Office) -> None:
    office.audited()
    office.tamper("DELETE FROM report_slot WHERE state = 'owed' AND immediately = 0")
    assert office.kinds() == {"missing"}
    assert office.read == [1]


def test_time_that_nobody_has_entered_is_found_without_reading_all_again(office: Office) -> None:
    office.audited()
    found = office.audited()
    assert found.again_at is not None
    office.desk.clock.jump_to(found.again_at)
    assert office.kinds() & {"overdue_mark_missing", "reminder_missing"}
    assert office.read == [1]


def test_an_old_entry_that_was_changed_is_found_in_the_next_full_round(office: Office) -> None:
    office.audited()
    office.tamper(UNREPORT)
    office.log(1)
    assert office.kinds() == set()
    office.seconds.now = FULL_S
    assert office.kinds() == {"wrong_state"}
    assert sum(office.read) > PAGES * PAGE


def test_while_something_is_wrong_all_is_read_so_a_repair_is_seen_at_once(office: Office) -> None:
    office.tamper(UNREPORT)
    assert office.kinds() == {"wrong_state"}
    assert office.kinds() == {"wrong_state"}
    assert sum(office.read) > PAGES * PAGE
    office.tamper(REPORT)
    assert office.kinds() == set()


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)",
        "UPDATE event SET hash = 'x' WHERE seq = (SELECT max(seq) FROM event)",
    ],
)
def test_where_the_last_entry_is_not_the_same_any_more_all_is_read_again(
    office: Office, statement: str
) -> None:
    office.audited()
    office.tamper(statement, UNREPORT)
    assert office.kinds() == {"wrong_state"}
    assert sum(office.read) > PAGES * PAGE


def test_a_journal_is_read_to_its_end_however_long_that_takes(office: Office) -> None:
    steps = 0
    while office.examine(office.id) is None:
        office.seconds.now += FULL_S
        steps += 1
    assert steps == PAGES


def test_no_more_readings_are_kept_than_said_and_the_one_used_longest_ago_goes() -> None:
    readings = Readings(FULL_S, Seconds(), limit=2)
    one, two, three = (readings.new(name) for name in ("one", "two", "three"))
    readings.keep("one", one)
    readings.keep("two", two)
    readings.keep("one", readings.take("one"))
    readings.keep("three", three)
    assert (readings.take("one"), readings.take("three")) == (one, three)
    assert readings.take("two") is not two
