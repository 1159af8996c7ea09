"""The address book on both databases: entries for each change, and no lost update."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.server_journal.changed_by import ChangedBy
from api.store.contacts.contacts import Contacts
from api.store.database.connections import Database
from api.store.errors import ContactRefused
from api.store.server_journal.journal import ServerJournal
from engine.contacts.contact import Channel, Contact
from tests.api.store.desk import START

BY = ChangedBy("zhang", "page", START, "换号")
FIRST = Contact("a", "市应急局", "值班室", channels=(Channel("landline", "0357-2091110"),))
SECOND = Contact("b", "市政府", "秘书长", "王", rank=2, roles=("duty_officer",), note="夜间")


@pytest.fixture
def book(database: Database) -> Contacts:
    return Contacts(database, database.write)


def entries(database: Database) -> list[tuple[str, list[str] | None]]:
    page = ServerJournal(database).page(after=0, limit=200)
    return [(one["type"], one["data"].get("fields")) for one in page if "contact" in one["type"]]


def test_what_is_saved_is_read_back_in_order(book: Contacts, database: Database) -> None:
    book.save(FIRST, BY)
    book.save(SECOND, BY)
    assert [one.contact for one in book.list()] == [FIRST, SECOND]
    changed = replace(FIRST, note="二楼", channels=())
    kept = book.save(changed, BY)
    assert kept.contact == changed
    assert entries(database)[-1] == ("contact_saved", ["channels", "note"])
    assert book.save(changed, BY).version == kept.version
    assert len(entries(database)) == 3
    assert "0357" not in str(ServerJournal(database).page(after=0))


def test_nobody_undoes_what_somebody_else_has_just_changed(book: Contacts) -> None:
    first = book.save(FIRST, BY, version=0)
    second = book.save(replace(FIRST, note="一"), BY, version=first.version)
    for stale in (first.version, 0):
        with pytest.raises(ContactRefused) as refused:
            book.save(replace(FIRST, note="二"), BY, version=stale)
        assert (refused.value.code, refused.value.status) == ("contact_changed", 412)
    assert book.list()[0].contact.note == "一"
    assert book.remove("a", BY)
    with pytest.raises(ContactRefused):
        book.save(FIRST, BY, version=second.version)
    assert not book.remove("a", BY)


def test_a_sheet_is_taken_over_whole(book: Contacts, database: Database) -> None:
    book.save(FIRST, BY)
    third = Contact("c", "县应急局", "值班室", division="141029")
    changed = replace(FIRST, post="指挥中心")
    assert book.take_over([changed, SECOND], BY, replace=False) == (1, 1, 0)
    assert book.take_over([changed, third], BY, replace=True) == (1, 0, 1)
    assert [one.contact.id for one in book.list()] == ["c", "a"]
    assert [type_ for type_, _ in entries(database)] == [
        *("contact_saved" for _ in range(4)),
        "contact_removed",
    ]
    by_id = {one.contact.id: one for one in book.list()}
    page = ServerJournal(database).page(after=0, limit=200)
    for one in page:
        if one["type"] == "contact_saved" and one["data"]["contact"] == "c":
            assert by_id["c"].version == one["seq"]
