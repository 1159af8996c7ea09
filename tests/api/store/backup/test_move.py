"""Moving a whole database into one of either kind: nothing is lost, and the line goes on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, text

from api.server_journal.changed_by import ChangedBy
from api.store.backup.archive import open_archive
from api.store.backup.backup import back_up
from api.store.backup.move import move, refuse_other
from api.store.backup.restore import restore
from api.store.database.birth import birth_of, open_as
from api.store.database.connections import Database
from api.store.database.moved_away import MOVED_TO, refuse_moved
from api.store.database.rows import SLOT
from api.store.database.schema_version import META, epoch
from api.store.errors import StoreUnavailable
from api.store.integrity.journal_heads import compare, published
from api.store.integrity.signatures import begin_epoch, open_continuation
from api.store.integrity.verify import verify
from api.store.server_journal.journal import entries
from engine.ports import PlanLibrary
from tests.api.store.backing import contents, refusal, silent
from tests.api.store.desk import START

BY = ChangedBy("root", "command_line", START, "换成 PostgreSQL")


def seen(database: Database, ask: Callable[[Connection], Any]) -> Any:
    with database.reading() as connection:
        return ask(connection)


def mark(database: Database) -> str | None:
    from_meta = text("SELECT value FROM meta WHERE key = 'moved_to'")
    found: str | None = seen(database, lambda connection: connection.scalar(from_meta))
    return found


def test_everything_moves_to_either_kind_and_the_line_goes_on(
    told: Database, target: Database, plans: PlanLibrary, tmp_path: Path
) -> None:
    told.write(lambda connection: open_as(connection, "real"))
    before, head = contents(told), published(told, START)
    old = seen(told, epoch)
    manifest = move(told, target, BY, silent)
    assert contents(target) == before == contents(told)
    assert seen(target, epoch) == old
    assert seen(target, birth_of) == "real"
    assert seen(target, open_continuation) is None
    with target.reading() as connection:
        assert list(compare(connection, [head])) == []
        assert verify(connection, plans).findings == ()
        (last,) = entries(connection, after=None, before=None, limit=1)
    assert last["type"] == "database_moved"
    assert last["data"]["before"] == told.dialect
    assert last["data"]["cursor"] == manifest.head.cursor == head.cursor
    # No server opens what was left behind; it verifies all the same.
    assert mark(target) is None
    assert mark(told) == target.where
    with told.reading() as connection, pytest.raises(StoreUnavailable) as refused:
        refuse_moved(connection, told.where)
    assert refused.value.code == "database_moved_away"
    assert seen(told, lambda connection: verify(connection, plans)).findings == ()
    # A backup of it is a backup: what is restored is open.
    back_up(told, tmp_path / "left.backup", START, silent)
    with closing(Database.open(f"sqlite:///{tmp_path / 'restored.db'}")) as restored:
        restore(tmp_path / "left.backup", restored, silent)
        assert mark(restored) is None
    begin_epoch(told, "renewed", BY, None)
    assert mark(told) is None
    assert seen(told, epoch) != old


def test_a_database_is_not_moved_onto_anything(told: Database, target: Database) -> None:
    before = contents(told)
    refusal(lambda: move(told, told, BY, silent), "move_same")
    move(told, target, BY, silent)
    told.write(lambda c: c.execute(delete(META).where(META.c.key == MOVED_TO)))
    there = contents(target)
    refusal(lambda: move(told, target, BY, silent), "restore_not_empty")
    assert mark(told) is None
    assert contents(told) == before
    assert contents(target) == there


def test_a_database_in_use_is_not_moved(told: Database, url: str, target: Database) -> None:
    with closing(Database.open(url)) as other, other.reading():
        refusal(lambda: move(told, target, BY, silent), "restore_in_use")
    assert mark(told) is None
    with target.reading() as connection, pytest.raises(Exception, match="meta"):
        epoch(connection)


def test_a_table_that_came_over_otherwise_is_told(told: Database, backup: Path) -> None:
    with open_archive(backup) as (_, manifest), told.reading() as connection:
        refuse_other(connection, manifest, told.where)
    told.write(lambda connection: connection.execute(delete(SLOT).where(SLOT.c.state == "owed")))
    with told.reading() as connection:
        error = refusal(lambda: refuse_other(connection, manifest, told.where), "move_differs")
    assert error.facts["name"] == "report_slot"
