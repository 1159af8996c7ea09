"""From an account before and after a change to the entries about it; and back again.

`expected` is the inverse: what accounts and tokens there have to be, by the journal alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from api.server_journal import events
from api.server_journal.account import Account
from api.server_journal.events import Change


def facts_of(account: Account) -> events.AccountFacts:
    """The account as entries tell it."""
    return {
        "account": account.name,
        "roles": sorted(account.roles),
        "division": account.division,
        "unit": account.unit,
        "disabled": account.disabled,
    }


def created(account: Account, *, mark: str | None, proposed_by: str | None = None) -> Change:
    """A new account; `mark` is that of its password, None without one."""
    told: events.AccountCreated = {
        **facts_of(account),
        "has_password": mark is not None,
        "proposed_by": proposed_by,
        "mark": mark,
    }
    return Change("account_created", told)


def changes(
    before: Account,
    after: Account,
    *,
    mark: str | None,
    own: bool,
    proposed_by: str | None = None,
) -> Iterator[Change]:
    """One entry for each kind of change, none for what is as it was.

    `mark` is that of a new password.
    """
    name = after.name
    if before.roles != after.roles:
        roles: events.RolesChanged = {
            "account": name,
            "before": sorted(before.roles),
            "after": sorted(after.roles),
            "proposed_by": proposed_by,
        }
        yield Change("roles_changed", roles)
    if (before.division, before.unit) != (after.division, after.unit):
        place: events.PlaceChanged = {
            "account": name,
            "before": {"division": before.division, "unit": before.unit},
            "after": {"division": after.division, "unit": after.unit},
            "proposed_by": proposed_by,
        }
        yield Change("place_changed", place)
    if mark is not None:
        secret: events.PasswordSet = {
            "account": name,
            "own": own,
            "proposed_by": proposed_by,
            "mark": mark,
        }
        yield Change("password_set", secret)
    if after.disabled and not before.disabled:
        off: events.AccountDisabled = {"account": name, "roles": sorted(after.roles)}
        yield Change("account_disabled", off)
    if before.disabled and not after.disabled:
        on: events.AccountEnabled = {
            "account": name,
            "roles": sorted(after.roles),
            "proposed_by": proposed_by,
        }
        yield Change("account_enabled", on)


def wish_of(changes: Mapping[str, Any], *, password: bool) -> events.Wish:
    """What a proposal would change: some of `roles`, `division`, `unit` and `disabled`."""
    placed = "division" in changes or "unit" in changes
    place: events.Place = {"division": changes.get("division"), "unit": changes.get("unit")}
    return {
        "roles": changes.get("roles"),
        "place": place if placed else None,
        "disabled": changes.get("disabled"),
        "password": password,
    }


@dataclass(slots=True)
class Expected:
    """What there has to be, by the journal.

    Accounts by name; valid tokens and sign-ins with their accounts; marks of passwords by
    account, and of proposals by id.
    """

    accounts: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    sign_ins: dict[str, str] = field(default_factory=dict)
    passwords: dict[str, str | None] = field(default_factory=dict)
    proposals: dict[str, str] = field(default_factory=dict)
    proposed_for: dict[str, str] = field(default_factory=dict)
    """Accounts → the proposal that waits for each."""


def expected(
    entries: Iterable[Mapping[str, Any]], founding: Mapping[str, Any] | None = None
) -> Expected:
    """What there has to be after these entries. Raises `KeyError` where they contradict.

    `founding` is the content of the founding link: what there was when sign-ins and marks
    became part of entries.
    """
    found = Expected()
    last_before = None
    if founding is not None:
        last_before = founding["server_events"]["count"]
        found.sign_ins |= dict(founding["sign_ins"])
        found.passwords |= founding["passwords"]
        found.proposals |= founding["proposals"]
    for entry in entries:
        _follow(found, entry["type"], entry["data"])
        if last_before is not None and entry["seq"] > last_before:
            _follow_marks(found, entry["type"], entry["data"])
        elif entry["type"] == "change_proposed":
            found.proposed_for[entry["data"]["account"]] = entry["data"]["proposal"]
    return found


def _follow_marks(found: Expected, type_: str, data: Mapping[str, Any]) -> None:
    """What only entries after the founding link tell: sign-ins, and marks of rows."""
    match type_:
        case "signed_in":
            found.sign_ins[data["sign_in"]] = data["account"]
        case "signed_out":
            found.sign_ins.pop(data["sign_in"], None)
        case "sign_ins_ended":
            for name in data.get("names", ()):
                found.sign_ins.pop(name, None)
        case "account_created" | "password_set":
            found.passwords[data["account"]] = data["mark"]
        case "account_renamed":
            name, before = data["account"], data["before"]
            if before in found.passwords:
                found.passwords[name] = found.passwords.pop(before)
            found.sign_ins |= {one: name for one, its in found.sign_ins.items() if its == before}
        case "change_proposed":
            found.proposals.pop(found.proposed_for.get(data["account"], ""), None)
            found.proposed_for[data["account"]] = data["proposal"]
            found.proposals[data["proposal"]] = data["mark"]
        case "proposal_confirmed" | "proposal_withdrawn":
            found.proposals.pop(data["proposal"], None)


def _follow(found: Expected, type_: str, data: Mapping[str, Any]) -> None:
    accounts, tokens = found.accounts, found.tokens
    if type_ in _ACCOUNT_FIELDS:
        accounts[data["account"]] |= _ACCOUNT_FIELDS[type_](data)
    elif type_ == "journal_begun":
        accounts |= {one["account"]: dict(one) for one in data["accounts"]}
        tokens |= {one["token"]: one["account"] for one in data["tokens"]}
    elif type_ == "account_created":
        accounts[data["account"]] = {name: data[name] for name in _FACTS}
    elif type_ == "account_renamed":
        name, before = data["account"], data["before"]
        accounts[name] = {**accounts.pop(before), "account": name}
        tokens |= {token: name for token, account in tokens.items() if account == before}
    elif type_ == "token_created":
        tokens[data["token"]] = data["account"]
    elif type_ in ("token_revoked", "sign_ins_ended"):
        for token in data.get("tokens", (data.get("token"),)):
            tokens.pop(token, None)


_FACTS = tuple(events.AccountFacts.__annotations__)

_ACCOUNT_FIELDS: Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, Any]]] = {
    "roles_changed": lambda data: {"roles": data["after"]},
    "place_changed": lambda data: data["after"],
    "account_disabled": lambda data: {"disabled": True},
    "account_enabled": lambda data: {"disabled": False},
}
"""Entries about one account → what they say it is now."""
