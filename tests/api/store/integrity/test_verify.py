"""Whatever is changed behind the program's back shows, and where."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, Update, delete, text, update

from api.store.database.connections import Database
from api.store.database.rows import EVENT, INCIDENT, SLOT
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.verify import Verdict, verify
from api.store.journal.incident_cache import IncidentCache
from engine.incident.events import GENESIS
from engine.memory import FixedPlans
from engine.ports import PlanLibrary
from tests.api.store.desk import START, Desk, story, unit_of_work
from tests.api.store.forging import tamper

ONE, TWO = "incident-0001", "incident-0002"
ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
"""PostgreSQL keeps no text where an instant should be, so there is nothing to find."""


@pytest.fixture
def told(database: Database, states: IncidentCache, desk: Desk) -> int:
    """A story in the database; how many events it has."""
    with unit_of_work(database, states) as journal:
        story(desk, journal)
        return len(journal.read(ONE)) + len(journal.read(TWO))


def verdict(database: Database, plans: PlanLibrary) -> Verdict:
    with database.reading() as connection:
        return verify(connection, plans)


def test_an_empty_database_is_whole(database: Database, plans: PlanLibrary) -> None:
    assert verdict(database, plans) == Verdict(0, 0, ())


def test_what_the_program_wrote_is_whole(database: Database, plans: PlanLibrary, told: int) -> None:
    assert verdict(database, plans) == Verdict(2, told, ())


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("data", '{"text":"别的"}', "altered"),
        ("data", '{"text":"别的"', "altered"),
        ("data", "", "altered"),
        ("data", "[" * 100_000, "altered"),
        ("actor", "li", "altered"),
        ("role", "viewer", "altered"),
        ("clause", "9.9", "altered"),
        ("type", "facts_recorded", "altered"),
        ("id", "x", "altered"),
        ("occurred_at", START, "altered"),
        ("recorded_at", START, "altered"),
        ("hash", "0" * 64, "altered"),
        ("prev_hash", GENESIS, "chain"),
        ("seq", 999, "gap"),
    ],
)
def test_an_altered_entry_shows(
    database: Database, plans: PlanLibrary, told: int, column: str, value: object, what: str
) -> None:
    place = update(EVENT).where(EVENT.c.incident == ONE, EVENT.c.seq == 3)
    tamper(database, lambda c: c.execute(place.values({column: value})))
    assert verdict(database, plans).findings == (IntegrityFinding(what, ONE, 3, ""),)


@ON_SQLITE
def test_an_instant_that_is_none_any_more_shows(
    database: Database, plans: PlanLibrary, told: int
) -> None:
    place = update(EVENT).where(EVENT.c.incident == ONE, EVENT.c.seq == 3)
    damage(database, place.values(recorded_at=text("'x' || recorded_at")))
    assert verdict(database, plans).findings == (IntegrityFinding("altered", ONE, 3, ""),)


@ON_SQLITE
@pytest.mark.parametrize("broken", ["'x' || {}", "''", "'9999-12-31T23:59:59-08:00'"])
@pytest.mark.parametrize("column", ["occurred_at", "opened_at", "next_wake_at"])
def test_an_incident_whose_instant_is_none_any_more_is_named_with_its_column(
    database: Database, plans: PlanLibrary, told: int, column: str, broken: str
) -> None:
    place = update(INCIDENT).where(INCIDENT.c.id == ONE)
    damage(database, place.values({column: text(broken.format(column))}))
    assert verdict(database, plans).findings == (IntegrityFinding("incident", ONE, None, column),)


@ON_SQLITE
@pytest.mark.parametrize("column", ["due_at", "opens_at", "submitted_at", "recipients"])
def test_a_slot_that_cannot_be_read_is_named_and_hides_no_other(
    database: Database, plans: PlanLibrary, told: int, column: str
) -> None:
    with database.reading() as connection:
        slots = sorted(connection.scalars(SLOT.select().with_only_columns(SLOT.c.id)))
    damage(database, update(SLOT).where(SLOT.c.id == slots[0]).values({column: text("'x'")}))
    damage(database, update(SLOT).where(SLOT.c.id == slots[1]).values(clause="9.9"))
    assert verdict(database, plans).findings == (
        IntegrityFinding("slot", ONE, None, slots[0]),
        IntegrityFinding("slot", ONE, None, slots[1]),
    )


@ON_SQLITE
def test_a_slot_too_many_that_cannot_be_read_shows(
    database: Database, plans: PlanLibrary, told: int
) -> None:
    with database.reading() as connection:
        slot = sorted(connection.scalars(SLOT.select().with_only_columns(SLOT.c.id)))[0]
    place = update(SLOT).where(SLOT.c.id == slot)
    damage(database, place.values(id="stray", due_at=text("'x'")))
    found = {finding.detail for finding in verdict(database, plans).findings}
    assert found == {slot, "stray"}


def damage(database: Database, change: Update) -> None:
    """What only SQLite lets happen: text that is no instant where one should be."""
    tamper(database, lambda connection: connection.execute(change))


def test_a_removed_entry_shows_twice(database: Database, plans: PlanLibrary, told: int) -> None:
    place = delete(EVENT).where(EVENT.c.incident == ONE, EVENT.c.seq == 3)
    tamper(database, lambda c: c.execute(place))
    found = verdict(database, plans).findings
    assert [(f.what, f.incident, f.seq) for f in found] == [("cursor", None, None), ("gap", ONE, 3)]
    assert found[0].detail == f"{told - 1} entries, numbered 1 to {told}"


def test_a_journal_cut_short_with_care_still_shows(
    database: Database, plans: PlanLibrary, states: IncidentCache, desk: Desk, told: int
) -> None:
    with unit_of_work(database, states) as journal:
        desk.log(journal, ONE)
        desk.log(journal, TWO)

    def cut(connection: Connection) -> None:
        connection.execute(delete(EVENT).where(EVENT.c.cursor == told + 1))
        shorter = INCIDENT.c.seq - 1
        connection.execute(update(INCIDENT).where(INCIDENT.c.id == ONE).values(seq=shorter))

    tamper(database, cut)
    found = verdict(database, plans).findings
    assert [(f.what, f.incident) for f in found] == [
        ("cursor", None),
        ("incident", ONE),
        ("removed", ONE),
    ]
    assert found[1].detail == "last_cursor"


def test_an_incident_that_is_gone_shows(database: Database, plans: PlanLibrary, told: int) -> None:
    tamper(database, lambda c: c.execute(delete(EVENT).where(EVENT.c.incident == TWO)))
    found = verdict(database, plans).findings
    assert [(f.what, f.incident, f.seq) for f in found] == [("cursor", None, None), ("gap", TWO, 1)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("seq", 2),
        ("stage", "closed"),
        ("level", "I"),
        ("title", "别的"),
        ("number", "CM-2026-9999"),
        ("exercise", True),
        ("next_wake_at", None),
        ("opened_at", START.replace(year=2025)),
        ("last_cursor", 1),
    ],
)
def test_a_row_that_disagrees_with_its_journal_shows(
    database: Database, plans: PlanLibrary, told: int, column: str, value: object
) -> None:
    place = update(INCIDENT).where(INCIDENT.c.id == ONE)
    tamper(database, lambda c: c.execute(place.values({column: value})))
    assert verdict(database, plans).findings == (IntegrityFinding("incident", ONE, None, column),)


def test_a_changed_or_missing_slot_shows(database: Database, plans: PlanLibrary, told: int) -> None:
    with database.reading() as connection:
        slots = sorted(connection.scalars(SLOT.select().with_only_columns(SLOT.c.id)))

    def change(connection: Connection) -> None:
        connection.execute(update(SLOT).where(SLOT.c.id == slots[0]).values(state="not_owed"))
        connection.execute(delete(SLOT).where(SLOT.c.id == slots[1]))

    tamper(database, change)
    assert verdict(database, plans).findings == (
        IntegrityFinding("slot", ONE, None, slots[0]),
        IntegrityFinding("slot", ONE, None, slots[1]),
    )


def test_a_plan_that_is_not_to_be_had_is_told(database: Database, told: int) -> None:
    found = verdict(database, FixedPlans({})).findings
    assert [(f.what, f.incident) for f in found] == [("plan", ONE), ("plan", TWO)]


def test_one_broken_journal_does_not_hide_another(
    database: Database, plans: PlanLibrary, told: int
) -> None:
    place = update(EVENT).where(EVENT.c.seq == 1)
    tamper(database, lambda c: c.execute(place.values(actor="li")))
    found = verdict(database, plans).findings
    assert [(f.what, f.incident, f.seq) for f in found] == [
        ("altered", ONE, 1),
        ("altered", TWO, 1),
    ]
