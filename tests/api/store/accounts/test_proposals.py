"""Two administrators: the first proposes, the second confirms, in one transaction each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from api.server_journal.account import Account
from api.server_journal.changed_by import ChangedBy
from api.store.accounts.accounts import Accounts
from api.store.accounts.proposals import WAITS, Proposal
from api.store.database.connections import Database
from api.store.errors import AccountRefused, ProposalRefused
from api.store.server_journal.journal import ServerJournal
from tests.api.store.backing import CHEAP
from tests.api.store.desk import START

PASSWORD = "a password that is long"
POST = "coal_mine:commander"


def by(name: str, **later: float) -> ChangedBy:
    return ChangedBy(name, "page", START + timedelta(**later))


def always(*_: object) -> bool:
    return True


def never(*_: object) -> bool:
    return False


def well(*_: object) -> None:
    """Nothing is wrong."""


@pytest.fixture
def accounts(database: Database) -> Accounts:
    made = Accounts(database, database.write, CHEAP)
    for name in ("anna", "ben"):
        made.create(name, PASSWORD, ["admin"], START)
    made.create("zhang", PASSWORD, ["duty_officer"], START)
    return made


@pytest.fixture
def journal(database: Database, accounts: Accounts) -> Callable[[], list[str]]:
    """The types of entries after those of the fixture, in order."""
    return lambda: [one["type"] for one in ServerJournal(database).page(after=3)]


def propose(accounts: Accounts, who: str = "anna") -> Proposal:
    wish = {"roles": ["duty_officer", POST], "password": PASSWORD + "!"}
    found = accounts.change_or_propose("zhang", wish, well, by(who), always)
    assert isinstance(found, Proposal)
    return found


def refused(code: str) -> pytest.RaisesExc[ProposalRefused]:
    return pytest.RaisesExc(ProposalRefused, check=lambda error: error.code == code)


def test_a_proposal_changes_nothing_until_it_is_confirmed(
    accounts: Accounts, journal: Callable[[], list[str]]
) -> None:
    before = accounts.find("zhang")
    proposal = propose(accounts)
    assert accounts.find("zhang") == before
    assert accounts.verify("zhang", PASSWORD) == before
    assert accounts.proposals(START) == [proposal]
    after = accounts.confirm(proposal.id, well, by("ben", minutes=5))
    assert after == accounts.find("zhang") == accounts.verify("zhang", PASSWORD + "!")
    assert after.roles == {"duty_officer", POST}
    assert after.since[POST] == "2026-11-23T06:05:30.250000Z"
    assert accounts.proposals(START) == []
    assert journal() == [
        "change_proposed",
        "roles_changed",
        "password_set",
        "proposal_confirmed",
    ]


@pytest.mark.parametrize("who", ["anna", "zhang"])
def test_nobody_confirms_his_own(accounts: Accounts, who: str) -> None:
    accounts.change("zhang", {"roles": ["admin"]})
    proposal = propose(accounts)
    with refused("own_proposal"):
        accounts.confirm(proposal.id, well, by(who))
    assert accounts.proposals(START) == [proposal]


def test_only_administrators_confirm_what_administrators_proposed(accounts: Accounts) -> None:
    proposal = propose(accounts)
    with refused("no_longer_admin"):
        accounts.confirm(proposal.id, well, by("zhang"))
    accounts.change("anna", {"disabled": True})
    with refused("proposer_no_admin"):
        accounts.confirm(proposal.id, well, by("ben"))


def test_who_is_no_administrator_any_more_changes_nothing(accounts: Accounts) -> None:
    accounts.change("anna", {"roles": ["viewer"]})
    with refused("no_longer_admin"):
        accounts.change_or_propose("zhang", {"disabled": True}, well, by("anna"), never)
    with refused("no_longer_admin"):
        accounts.create_or_propose("li", PASSWORD, ["viewer"], by("anna"), never)


def test_a_proposal_ends_by_itself(accounts: Accounts) -> None:
    proposal = propose(accounts)
    late = START + WAITS
    assert accounts.proposals(late) == []
    with refused("proposal_not_found"):
        accounts.confirm(proposal.id, well, ChangedBy("ben", "page", late))


def test_a_withdrawn_proposal_is_gone_and_told(
    accounts: Accounts, journal: Callable[[], list[str]]
) -> None:
    proposal = propose(accounts)
    accounts.withdraw(proposal.id, by("anna"))
    with refused("proposal_not_found"):
        accounts.confirm(proposal.id, well, by("ben"))
    assert journal() == ["change_proposed", "proposal_withdrawn"]


def test_a_later_proposal_about_an_account_takes_the_place_of_the_first(
    accounts: Accounts,
) -> None:
    propose(accounts)
    second = propose(accounts, "ben")
    assert accounts.proposals(START) == [second]


def test_a_new_account_can_be_proposed(accounts: Accounts) -> None:
    wanted = ("li", PASSWORD, [POST], by("anna"), always)
    found = accounts.create_or_propose(*wanted, division="141021")
    assert isinstance(found, Proposal)
    assert accounts.find("li") is None
    made = accounts.confirm(found.id, well, by("ben"))
    assert made == accounts.verify("li", PASSWORD)
    assert (made.roles, made.division) == ({POST}, "141021")


def test_a_name_that_is_taken_meanwhile_is_not_made_twice(accounts: Accounts) -> None:
    found = accounts.create_or_propose("li", PASSWORD, [POST], by("anna"), always)
    assert isinstance(found, Proposal)
    accounts.create("Li", PASSWORD, ["viewer"], START)
    with pytest.raises(AccountRefused):
        accounts.confirm(found.id, well, by("ben"))


def test_the_rule_hears_that_an_administrator_was_just_lost(accounts: Accounts) -> None:
    heard: list[bool] = []

    def second(*given: object) -> bool:
        heard.append(bool(given[4]))
        return False

    def change(**later: float) -> Account | Proposal:
        who = by("ben", **later)
        return accounts.change_or_propose("zhang", {"roles": ["viewer"]}, well, who, second)

    change()
    accounts.change("anna", {"disabled": True}, by=by("ben"))
    change()
    change(hours=25)
    accounts.change("anna", {"disabled": False}, by=by("ben", hours=26))
    accounts.change("anna", {"roles": ["viewer"]}, by=by("ben", hours=27))
    change(hours=28)
    assert heard == [False, True, False, True]
