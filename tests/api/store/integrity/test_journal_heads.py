"""A head that was published shows what no hash chain can: cut tails, chains made anew."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import delete, update

from api.server_journal.changed_by import by_program
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.database.rows import EVENT, INCIDENT
from api.store.errors import BackupRefused
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.journal_heads import Head, Heads, compare, heads_in, published
from api.store.integrity.signatures import begin_epoch
from api.store.integrity.verify import first_break
from api.store.journal.incident_cache import IncidentCache
from tests.api.store.desk import START, Desk, story, unit_of_work
from tests.api.store.forging import rewrite, tamper

ONE, TWO = "incident-0001", "incident-0002"


@pytest.fixture
def head(database: Database, states: IncidentCache, desk: Desk) -> Head:
    """A story in the database, and the head that its owner has published."""
    with unit_of_work(database, states) as journal:
        story(desk, journal)
    return published(database, START)


def found(database: Database, *heads: Head) -> list[IntegrityFinding]:
    with database.reading() as connection:
        return list(compare(connection, heads))


def go_on(database: Database, states: IncidentCache, desk: Desk) -> Head:
    """One entry more for each incident, and the head after them."""
    with unit_of_work(database, states) as journal:
        desk.log(journal, TWO)
        desk.log(journal, ONE)
    return published(database, START)


def test_a_head_is_of_the_last_entry(database: Database, head: Head) -> None:
    with database.reading() as connection:
        last = connection.execute(EVENT.select().order_by(EVENT.c.cursor.desc())).first()
    assert last is not None
    assert (head.cursor, head.hash, head.at) == (last.cursor, last.hash, START)


def test_a_journal_without_entries_has_a_head_as_well(database: Database) -> None:
    head = published(database, START)
    assert (head.cursor, head.hash) == (0, "")
    assert found(database, head) == []


def test_a_head_stays_true_while_the_journal_grows(
    database: Database, states: IncidentCache, desk: Desk, head: Head
) -> None:
    assert found(database, head, go_on(database, states, desk), head) == []


def test_a_head_is_read_as_it_is_printed(head: Head) -> None:
    line = json.dumps(head.to_json())
    assert heads_in(f"{line}\n\n{line}\n") == [head, head]


def test_heads_one_after_the_other_are_as_if_each_had_been_read_from_the_first_entry(
    database: Database, states: IncidentCache, desk: Desk, head: Head
) -> None:
    heads = Heads()

    def following() -> Head:
        with database.reading() as connection:
            return heads.next(connection, START)

    assert following() == head
    for _ in range(3):
        grown = go_on(database, states, desk)
        assert following() == following() == grown
    last = published(database, START)
    tamper(database, lambda c: c.execute(delete(EVENT).where(EVENT.c.cursor > last.cursor - 2)))
    assert following() == published(database, START)
    assert following().cursor == last.cursor - 2
    tamper(database, lambda c: rewrite(c, ONE, 2))
    assert following() == published(database, START)


@pytest.mark.parametrize(
    "words", ["", "\n", "17", "{", "{}", '{"cursor": "1"}', "CM-2026-0001"], ids=repr
)
def test_what_is_no_head_is_refused_with_its_line(words: str) -> None:
    with pytest.raises(BackupRefused) as refused:
        heads_in(words)
    assert refused.value.code == "head_wrong"


def test_a_wrong_line_is_named(head: Head) -> None:
    shape = head.to_json()
    for wrong in ({"at": "2026-11-23T06:00:00"}, {"cursor": True}, {"hash": None}):
        words = f"{json.dumps(shape)}\n{json.dumps(shape | wrong)}"
        with pytest.raises(BackupRefused) as refused:
            heads_in(words)
        assert refused.value.facts["line"] == 2


def test_a_tail_that_was_cut_off_shows(
    database: Database, states: IncidentCache, desk: Desk, head: Head
) -> None:
    later = go_on(database, states, desk)
    last = delete(EVENT).where(EVENT.c.cursor > head.cursor)
    shorter = update(INCIDENT).values(seq=INCIDENT.c.seq - 1)
    tamper(database, lambda c: (c.execute(last), c.execute(shorter)))
    with database.reading() as connection:
        assert first_break(connection) is not None
    cut = f"{head.cursor + 1}–{later.cursor}"
    assert found(database, head, later) == [IntegrityFinding("truncated", None, None, cut)]


def test_a_chain_made_anew_up_to_the_head_is_named_by_its_entry(
    database: Database, head: Head
) -> None:
    with database.reading() as connection:
        last = connection.execute(EVENT.select().where(EVENT.c.cursor == head.cursor)).one()
    tamper(database, lambda c: rewrite(c, last.incident, 2))
    with database.reading() as connection:
        assert first_break(connection) is not None
    expected = IntegrityFinding("rewritten", last.incident, last.seq, f"1–{head.cursor}")
    assert found(database, head) == [expected]


def test_a_chain_made_anew_beside_the_head_shows_between_two_heads(
    database: Database, states: IncidentCache, desk: Desk, head: Head
) -> None:
    with unit_of_work(database, states) as journal:
        desk.log(journal, TWO)
        seq = len(journal.read(TWO))
    later = go_on(database, states, desk)
    tamper(database, lambda c: rewrite(c, TWO, seq))
    with database.reading() as connection:
        assert first_break(connection) is not None
        own = connection.scalar(EVENT.select().with_only_columns(EVENT.c.hash).where(
            EVENT.c.cursor == later.cursor
        ))  # fmt: skip
    assert own == later.hash, "the head's own entry is as it was"
    between = f"{head.cursor + 1}–{later.cursor}"
    assert found(database, later, head) == [IntegrityFinding("rewritten", None, None, between)]


def test_all_that_is_missing_is_told_once(database: Database, head: Head) -> None:
    others = [replace(head, cursor=head.cursor + more) for more in (1, 3, 2)]
    (told,) = found(database, *others)
    assert told.detail == f"{head.cursor + 1}–{head.cursor + 3}"
    assert told.facts["cursor"] == head.cursor + 3


def test_a_head_of_an_epoch_that_a_restore_ended_is_told_apart(
    database: Database, states: IncidentCache, desk: Desk, head: Head
) -> None:
    with database.begin() as connection:
        schema_version.end_epoch(connection, head.cursor)
    lost = replace(head, cursor=head.cursor + 2, hash="0" * 64)
    after = f"{head.epoch}, {head.cursor + 1}–{head.cursor + 2}"
    for _ in range(2):
        assert found(database, head, lost) == [IntegrityFinding("restored", None, None, after)]
        go_on(database, states, desk)
    changed = replace(head, digest="0" * 64)
    assert [one.what for one in found(database, changed)] == ["rewritten"]


def test_after_a_fail_over_that_lost_entries_nobody_knows_since_when(
    database: Database, head: Head
) -> None:
    begin_epoch(database, "went_back", by_program(START), None, known="another epoch")
    lost = replace(head, cursor=head.cursor + 1)
    assert [one.what for one in found(database, lost)] == ["truncated"]
    begin_epoch(database, "went_back", by_program(START), None, known=head.epoch)
    expected = IntegrityFinding("restored", None, None, f"{head.epoch}, ?–{head.cursor + 1}")
    assert found(database, head, lost) == [expected]


def test_a_head_of_another_database_is_told_as_such(database: Database, head: Head) -> None:
    other = replace(head, epoch="feedfeedfeedfeed", digest="0" * 64)
    told = f"feedfeedfeedfeed, {head.cursor}"
    assert found(database, other) == [IntegrityFinding("other_epoch", None, None, told)]
