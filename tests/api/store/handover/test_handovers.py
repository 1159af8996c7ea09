"""Hand-overs on both databases: frozen, signed by two, and never changed."""

from __future__ import annotations

import pytest

from api.server_journal.changed_by import ChangedBy
from api.store.database.connections import Database
from api.store.errors import HandoverRefused
from api.store.handover.handovers import Handovers
from api.store.server_journal.journal import ServerJournal
from engine.handover.sheet import handover_sheet, sheet_hash
from tests.api.store.desk import START

ZHANG, LI, WANG = (ChangedBy(name, "page", START) for name in ("zhang", "li", "wang"))
SHEET = handover_sheet([], START, notes="三号井继续抽水")


@pytest.fixture
def handovers(database: Database) -> Handovers:
    return Handovers(database, database.write)


def test_a_sheet_is_kept_as_it_was_frozen(handovers: Handovers, database: Database) -> None:
    made = handovers.add(SHEET, ZHANG, sign=True)
    assert (made.number, made.at, made.sheet) == (1, START, SHEET)
    assert made.hash == sheet_hash(SHEET)
    assert made.giver is not None
    assert (made.giver.account, made.taker, made.signed) == ("zhang", None, False)
    signed = handovers.sign(1, "taker", LI)
    assert signed.signed
    assert handovers.one(1) == signed
    assert handovers.one(2) is None
    page = ServerJournal(database).page(about="duty")
    assert [(one["type"], one["actor"]) for one in page] == [
        ("handover_signed", "li"),
        ("handover_signed", "zhang"),
        ("handover_made", "zhang"),
    ]
    assert ServerJournal(database).page(about="changes") == []


def test_two_accounts_sign_and_each_side_once(handovers: Handovers) -> None:
    handovers.add(SHEET, ZHANG, sign=False)
    assert handovers.sign(1, "giver", ZHANG).giver is not None
    assert handovers.sign(1, "giver", ZHANG) == handovers.one(1), "twice is once"
    for number, side, by, code, status in (
        (1, "taker", ZHANG, "handover_same_account", 409),
        (1, "giver", WANG, "handover_signed", 409),
        (9, "taker", WANG, "handover_not_found", 404),
    ):
        with pytest.raises(HandoverRefused) as refused:
            handovers.sign(number, side, by)  # type: ignore[arg-type]
        assert (refused.value.code, refused.value.status) == (code, status)


def test_a_later_sheet_takes_the_place_of_one_that_nobody_took(handovers: Handovers) -> None:
    handovers.add(SHEET, ZHANG, sign=True)
    handovers.add({**SHEET, "notes": "又来一起"}, ZHANG, sign=True)
    newest, older = handovers.page(None, 10)
    assert (newest.number, newest.newest, older.newest) == (2, True, False)
    with pytest.raises(HandoverRefused) as refused:
        handovers.sign(1, "taker", LI)
    assert refused.value.code == "handover_replaced"
    assert handovers.sign(2, "taker", LI).signed
    assert [one.signed for one in handovers.page(None, 10)] == [True, False]
    assert [one.number for one in handovers.page(2, 10)] == [1]
