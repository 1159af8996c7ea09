"""Entries about accounts tell every change once, and can be followed back to what there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from api.server_journal.account import Account
from api.server_journal.account_changes import changes, created, expected, facts_of, wish_of
from api.server_journal.events import Change

BEFORE = Account(
    "zhang", frozenset({"viewer"}), None, None, False, datetime(2026, 1, 1, tzinfo=UTC)
)
EVERYTHING = replace(BEFORE, roles=frozenset({"reporter"}), division="141021", disabled=True)


def told(before: Account, after: Account, *, password: bool = False) -> list[Change]:
    return list(changes(before, after, mark="1f" if password else None, own=False))


def entries(*some: Change) -> list[dict[str, object]]:
    numbered = enumerate(some, start=1)
    return [{"seq": seq, "type": one.type, "data": one.data} for seq, one in numbered]


def test_each_kind_of_change_is_an_entry_of_its_own() -> None:
    kinds = [one.type for one in told(BEFORE, EVERYTHING, password=True)]
    assert kinds == ["roles_changed", "place_changed", "password_set", "account_disabled"]
    assert [one.type for one in told(EVERYTHING, BEFORE)][-1] == "account_enabled"


def test_what_is_as_it_was_is_no_entry() -> None:
    assert told(BEFORE, BEFORE) == []


def test_the_entries_lead_back_to_the_accounts() -> None:
    story = [created(BEFORE, mark="0e"), *told(BEFORE, EVERYTHING, password=True)]
    assert expected(entries(*story)).accounts == {"zhang": facts_of(EVERYTHING)}
    back = [*story, *told(EVERYTHING, BEFORE)]
    assert expected(entries(*back)).accounts == {"zhang": facts_of(BEFORE)}


def test_a_renamed_account_keeps_its_tokens_until_they_end() -> None:
    token = {"token": "abcd", "account": "zhang", "expires_at": None}
    story = [
        created(BEFORE, mark=None),
        Change("token_created", token),
        Change("token_created", {**token, "token": "ef01"}),
        Change("account_renamed", {"account": "li", "before": "zhang"}),
        Change("token_revoked", {"account": "li", "token": "ef01"}),
    ]
    found = expected(entries(*story))
    assert found.accounts == {"li": facts_of(replace(BEFORE, name="li"))}
    assert found.tokens == {"abcd": "li"}
    ended = Change("sign_ins_ended", {"account": "li", "sign_ins": 0, "tokens": ["abcd"]})
    assert expected(entries(*story, ended)).tokens == {}


def test_sign_ins_passwords_and_proposals_are_followed_from_the_founding_link_on() -> None:
    founding = {
        "server_events": {"count": 1},
        "sign_ins": [["aa", "zhang"], ["bb", "zhang"]],
        "passwords": {"zhang": "0e"},
        "proposals": {"p0": "row 0", "p1": "row 1"},
    }
    asked = {"account": "zhang", "new": False, "wish": {}, "expires_at": ""}
    story = [
        created(BEFORE, mark=None),
        *told(BEFORE, replace(BEFORE, division="141021"), password=True),
        Change("signed_in", {"sign_in": "cc", "account": "zhang"}),
        Change("signed_out", {"sign_in": "aa", "account": "zhang"}),
        Change("sign_ins_ended", {"account": "zhang", "tokens": [], "names": ["bb"]}),
        Change("account_renamed", {"account": "li", "before": "zhang"}),
        Change("proposal_withdrawn", {"proposal": "p0"}),
        Change("change_proposed", {**asked, "proposal": "p2", "mark": "row 2"}),
        Change("change_proposed", {**asked, "proposal": "p3", "mark": "row 3"}),
        Change("proposal_confirmed", {"proposal": "p1"}),
    ]
    found = expected(entries(*story), founding)
    assert found.sign_ins == {"cc": "li"}
    assert found.passwords == {"li": "1f"}
    assert found.proposals == {"p3": "row 3"}, "a later one about the same account replaces it"


def test_a_wish_says_what_would_change_and_no_password() -> None:
    wish = wish_of({"roles": ["admin"], "division": None}, password=True)
    assert wish == {
        "roles": ["admin"],
        "place": {"division": None, "unit": None},
        "disabled": None,
        "password": True,
    }
