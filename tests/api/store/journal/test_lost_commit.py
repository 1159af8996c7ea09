"""The connection is lost at the very commit: nothing is done twice, nothing is said wrongly."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from api.store.database.connections import Database
from api.store.errors import StoreUnavailable
from api.store.journal.commit import Commit
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.ports import PlanLibrary
from tests.api.store.desk import Desk, snapshot
from tests.api.store.proxy import AFTER, BEFORE, LAST, LATE, Wire
from tests.support.postgres import PostgresServer


@pytest.fixture
def wire(postgres_server: PostgresServer) -> Iterator[Wire]:
    # Not tmp_path: a socket's path has to be short.
    with tempfile.TemporaryDirectory(prefix="zhiban-wire-") as folder:
        wire = Wire(Path(folder), postgres_server.folder)
        yield wire
        wire.close()


@pytest.fixture
def database(wire: Wire, postgres_url: str, postgres_server: PostgresServer) -> Iterator[Database]:
    opened = Database.open(postgres_url.replace(str(postgres_server.folder), str(wire.folder)))
    yield opened
    opened.close()


@pytest.mark.parametrize(("cut", "runs_expected"), [(BEFORE, 2), (AFTER, 1), (LATE, 1)])
def test_the_writer_finds_out_whether_it_was_stored(
    wire: Wire, database: Database, writer: Writer, plans: PlanLibrary, desk: Desk,
    cut: str, runs_expected: int,
) -> None:  # fmt: skip
    told: list[Sequence[Commit]] = []
    writer.listen(told.append)
    first = writer.run(desk.open)
    runs: list[int] = []

    def job(journal: SqlJournal) -> str:
        runs.append(1)
        return desk.open(journal).after.number

    wire.cut = cut
    assert writer.run(job) == "CM-2026-0002"
    assert wire.cut is None
    assert len(runs) == runs_expected
    assert [cursor for steps in told for step in steps for cursor, _ in step.numbered()] == [1, 2]
    with snapshot(database, plans) as reader:
        assert [i.number for i in reader.incidents().items] == ["CM-2026-0002", "CM-2026-0001"]
    assert writer.run(lambda journal: desk.log(journal, first.after.id)).after.seq == 2


def test_what_cannot_be_found_out_is_said_to_be_unsure(
    wire: Wire, database: Database, writer: Writer
) -> None:
    wire.cut = AFTER
    with pytest.raises(StoreUnavailable) as unsure:
        writer.run(lambda journal: journal.next_number("x"))
    assert unsure.value.code == "database_unsure"
    assert "look before you repeat it" in unsure.value.sentence("en")
    assert writer.run(lambda journal: journal.next_number("x")) == 2


def test_without_a_way_back_it_is_unsure_too(
    wire: Wire, database: Database, writer: Writer, desk: Desk
) -> None:
    wire.cut = LAST
    with pytest.raises(StoreUnavailable) as unsure:
        writer.run(desk.open)
    assert unsure.value.code == "database_unsure"
    with pytest.raises(StoreUnavailable) as refused:
        writer.run(desk.open)
    assert refused.value.code == "database_unreachable"


def test_nobody_waits_once_nothing_can_be_begun(
    wire: Wire, database: Database, writer: Writer, desk: Desk
) -> None:
    def job(journal: SqlJournal) -> None:
        desk.open(journal)
        wire.close()

    async def three() -> list[BaseException | None]:
        # The first is under way while the others come; whoever comes with it ends alike.
        jobs = [writer.submit(job) for _ in range(3)]
        return await asyncio.gather(*jobs, return_exceptions=True)

    ends = asyncio.run(three())
    assert [getattr(end, "code", None) for end in ends] == ["database_unreachable"] * 3
