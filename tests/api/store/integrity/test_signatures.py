"""Keys follow each other, lost ends are told and acknowledged, heads are signed."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from api.server_journal.changed_by import ChangedBy
from api.store.accounts.accounts import Accounts
from api.store.backup.backup import back_up
from api.store.backup.restore import restore
from api.store.database.chain_links import add_link, server_id, tail_of
from api.store.database.connections import Database
from api.store.errors import KeyRefused
from api.store.integrity.chain_end import ChainEnd
from api.store.integrity.journal_heads import check_signatures, compare, head_from, published
from api.store.integrity.signatures import begin_epoch, current_key, enter_key
from api.store.integrity.signing_keys import SigningKey, create_key, is_signed
from api.store.integrity.verify import verify
from engine.memory import FixedPlans
from engine.ports import PlanLibrary
from tests.api.store.backing import silent
from tests.api.store.desk import START
from tests.api.store.forging import tamper

BY = ChangedBy("anna", "command_line", START, "because")


@pytest.fixture
def keys(tmp_path: Path) -> list[SigningKey]:
    return [create_key(tmp_path / name) for name in ("one", "two", "three")]


def wrote(database: Database, work: Callable[[Connection], object]) -> object:
    return database.write(work)


def kinds(database: Database, plans: PlanLibrary | None = None) -> list[str]:
    with database.reading() as connection:
        found = verify(connection, plans or FixedPlans({})).findings
    return [str(one.facts.get("sentence", one.what)) for one in found]


def test_one_key_follows_another_and_each_head_is_checked(
    database: Database, keys: list[SigningKey]
) -> None:
    one, two, three = keys
    assert wrote(database, lambda c: enter_key(c, one, BY)) is True
    assert wrote(database, lambda c: enter_key(c, one, BY)) is False
    head = published(database, START, one)
    with pytest.raises(KeyRefused) as refusal:
        wrote(database, lambda c: enter_key(c, two, BY))
    assert refusal.value.code == "key_other"
    with pytest.raises(KeyRefused):
        wrote(database, lambda c: enter_key(c, two, BY, three))
    wrote(database, lambda c: enter_key(c, two, BY, one))
    later = published(database, START, two)
    # Signed before heads said which version published them: still good, and it cannot be added.
    before = replace(later, program="").signed(two)
    assert "program" not in before.to_json()
    assert is_signed(before.unsigned(), before.key, before.signature)
    named = replace(before, program="9.9")
    assert not is_signed(named.unsigned(), named.key, named.signature)
    unsigned, forged = published(database, START), replace(later, cursor=7)
    assert head_from(json.loads(json.dumps(later.to_json()))) == later
    assert "signature" not in unsigned.to_json()
    with database.reading() as connection:
        assert current_key(connection) == two.public
        for pinned in (one.public, two.public):
            assert list(check_signatures(connection, [head, later], pinned)) == []
        stranger = published(database, START, three)
        found = check_signatures(connection, [unsigned, forged, stranger], one.public)
        sentences = [one.facts["sentence"] for one in found]
        assert sentences == ["head_unsigned", "head_forged", "head_forged"]
        (unknown, _) = check_signatures(connection, [later], three.public)
        assert unknown.facts["sentence"] == "key_unknown"
    assert kinds(database) == []
    wrote(database, lambda c: enter_key(c, three, BY, lost=True))
    assert kinds(database) == ["key_uncrossed"]
    with database.reading() as connection:
        last = published(database, START, three)
        (found_one,) = check_signatures(connection, [last], one.public)
    assert found_one.facts["sentence"] == "head_forged"


def test_a_key_that_its_holder_did_not_enter_is_found(
    database: Database, keys: list[SigningKey]
) -> None:
    wrote(database, lambda c: enter_key(c, keys[0], BY))
    forged = {"key": keys[1].public, "before": keys[0].public, "signatures": {}}
    wrote(database, lambda c: add_link(c, "key", forged))
    assert kinds(database) == ["key_forged"]


def test_a_chain_that_was_computed_again_contradicts_a_head(database: Database) -> None:
    accounts = Accounts(database, database.write)
    accounts.create("zhang", None, ["viewer"], START, by=BY)
    head = published(database, START)
    last = "DELETE FROM chain_link WHERE position = 2"
    tamper(database, lambda c: c.execute(text(last)))
    with database.reading() as connection:
        (cut,) = compare(connection, [head])
    assert cut.facts["sentence"] == "chain_cut"
    wrote(database, lambda c: add_link(c, "entries", {"server_events": [[1, head.server_hash]]}))
    other = "UPDATE chain_link SET hash = 'x' WHERE position = 2"
    tamper(database, lambda c: c.execute(text(other)))
    with database.reading() as connection:
        (found,) = compare(connection, [head])
    assert (found.what, found.facts["sentence"]) == ("link", "chain_rewritten")


def test_a_restore_goes_on_in_the_chain_until_somebody_has_seen_it(
    told: Database, target: Database, plans: PlanLibrary, keys: list[SigningKey], tmp_path: Path
) -> None:
    wrote(told, lambda c: enter_key(c, keys[0], BY))
    back_up(told, tmp_path / "b.backup", START, silent)
    Accounts(told, told.write).create("later", None, ["viewer"], START, by=BY)
    before = ChainEnd(told, told.write).end(None)
    restore(tmp_path / "b.backup", target, silent, BY, keys[0])
    chain = ChainEnd(target, target.write)
    end = chain.end(None)
    assert chain.end(end) is end
    assert end["server"] == before["server"]
    assert (before["losses"], end["losses"]) == (0, 1)
    assert chain.at(before["position"])[0] != before["hash"]
    assert chain.at(before["position"] + 99) == (None, 1)
    lost = chain.continuation()
    assert lost is not None
    kept = before["position"] - 1
    assert (lost["cause"], lost["kept"], lost["signed"]) == ("restore", kept, True)
    assert kinds(target, plans) == []
    assert chain.acknowledge(lost["position"] + 1, BY) is False
    assert chain.acknowledge(lost["position"], BY) is True
    assert chain.continuation() is None
    assert chain.acknowledge(lost["position"], BY) is False


def test_a_fail_over_that_lost_the_end_is_told_once(
    database: Database, keys: list[SigningKey]
) -> None:
    wrote(database, lambda c: enter_key(c, keys[0], BY))
    with database.reading() as connection:
        server, kept = server_id(connection), tail_of(connection).position
    begin_epoch(database, "went_back", BY, None)
    begin_epoch(database, "went_back", BY, None, known="another epoch")
    chain = ChainEnd(database, database.write)
    lost = chain.continuation()
    assert lost is not None
    assert (lost["position"], lost["kept"], lost["signed"]) == (kept + 1, kept, False)
    assert chain.end(None)["server"] == server
    assert kinds(database) == ["continuation_unsigned"]
