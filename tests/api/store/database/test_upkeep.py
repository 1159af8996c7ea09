"""What a database takes, and what it gives back."""

from __future__ import annotations

from contextlib import closing

import pytest
from sqlalchemy import select

from api.cli.databases import in_units
from api.store.database.connections import Database
from api.store.database.rows import EVENT
from api.store.database.tables import PlanTextRow, table
from api.store.database.upkeep import bytes_of_incidents, size_of, vacuum
from api.store.integrity.verify import verify
from engine.ports import PlanLibrary
from tests.api.store.backing import refusal

PLAN_TEXT = table(PlanTextRow)
LARGE = 2_000_000


def test_tables_are_counted_and_measured(told: Database) -> None:
    found = size_of(told)
    with told.reading() as connection:
        data = list(connection.execute(select(EVENT.c.incident, EVENT.c.data)))
        sizes = bytes_of_incidents(connection)
    assert found.tables["event"].rows == len(data)
    assert found.tables["handover"].rows == 0
    taken = [one.bytes for one in found.tables.values()]
    assert None not in taken
    assert 0 < sum(one or 0 for one in taken) <= found.whole
    # Chinese takes three bytes a character: bytes are counted, not characters.
    mine = [row.data for row in data if row.incident == "incident-0001"]
    assert sizes["incident-0001"] == sum(len(one.encode()) for one in mine)


def test_room_of_deleted_rows_is_given_back(told: Database, plans: PlanLibrary) -> None:
    values = {"digest": "d", "id": "x", "version": "1", "text": "x" * LARGE}
    told.write(lambda connection: connection.execute(PLAN_TEXT.insert().values(values)))
    told.write(lambda connection: connection.execute(PLAN_TEXT.delete()))
    before, after = vacuum(told)
    if told.dialect == "sqlite":
        assert before - after > LARGE * 0.9
        assert size_of(told).free == size_of(told).log == 0
    with told.reading() as connection:
        assert verify(connection, plans).findings == ()


def test_a_file_that_somebody_uses_is_left_alone(told: Database, url: str, dialect: str) -> None:
    if dialect != "sqlite":
        vacuum(told)  # PostgreSQL does it beside its users
        return
    with closing(Database.open(url)) as other, other.reading():
        refusal(lambda: vacuum(told), "vacuum_in_use")


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (300 * 1024**2, "300 MiB")]
)
def test_bytes_are_told_in_units(count: int, said: str) -> None:
    assert in_units(count) == said
