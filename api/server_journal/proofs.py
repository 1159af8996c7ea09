"""What the server journal says about proofs of people: sign-ins, second factors, identities.

`standing` is what there was when entries began to name all of this: part of the founding link,
or a link of its own in a database that is older (`api.store.database.chain_links`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

AFTER = "after"
"""The key of a standing: the number of the last entry of the server journal before it."""


@dataclass(slots=True)
class Proofs:
    """What there has to be, by the journal; marks are those of `chain_links`.

    `second_factors` and `recovery_codes` (those that are unused) are by account, `identities` by
    mark, `sessions` by name: until when, and whether read-only. `since` is by account: role → when
    it was given. `words` are the numbers of people's words on clocks.
    """

    identities: dict[str, str] = field(default_factory=dict)
    second_factors: dict[str, str] = field(default_factory=dict)
    recovery_codes: dict[str, set[str]] = field(default_factory=dict)
    sessions: dict[str, list[Any]] = field(default_factory=dict)
    since: dict[str, dict[str, str]] = field(default_factory=dict)
    words: set[int] = field(default_factory=set)


def proofs(entries: Iterable[Mapping[str, Any]], standing: Mapping[str, Any]) -> Proofs:
    """What there has to be after these entries. Raises `KeyError` where they contradict."""
    found = Proofs(
        identities=dict(standing["identities"]),
        second_factors=dict(standing["second_factors"]),
        recovery_codes={name: set(codes) for name, codes in standing["recovery_codes"].items()},
        sessions=dict(standing["sessions"]),
        since={name: dict(roles) for name, roles in standing["since"].items()},
        words=set(standing["words"]),
    )
    for entry in entries:
        if entry["seq"] > standing[AFTER]:
            _follow(found, entry["type"], entry["data"], entry["at"])
    return found


def _follow(found: Proofs, type_: str, data: Mapping[str, Any], at: str) -> None:
    match type_:
        case "identity_linked":
            found.identities[data["identity"]] = data["account"]
        case "second_factor_on":
            found.second_factors[data["account"]] = data["mark"]
            found.recovery_codes[data["account"]] = set(data["recovery_codes"])
        case "recovery_code_used":
            found.recovery_codes[data["account"]].discard(data["code"])
        case "second_factor_off":
            found.second_factors.pop(data["account"], None)
            found.recovery_codes.pop(data["account"], None)
        case "signed_in":
            found.sessions[data["sign_in"]] = [data["expires_at"], False]
        case "token_created":
            found.sessions[data["token"]] = [data["expires_at"], data["read_only"]]
        case "clock_trusted":
            found.words.add(data["word"])
        case _:
            _follow_account(found, type_, data, at)


def _follow_account(found: Proofs, type_: str, data: Mapping[str, Any], at: str) -> None:
    """Since when roles are held, and where everything goes when an account is renamed."""
    match type_:
        case "account_created":
            found.since[data["account"]] = dict.fromkeys(data["roles"], at)
        case "roles_changed":
            known, after = found.since[data["account"]], set(data["after"])
            kept = {role: since for role, since in known.items() if role in after}
            given = dict.fromkeys(after - set(data["before"]), at)
            found.since[data["account"]] = kept | given
        case "account_renamed":
            name, before = data["account"], data["before"]
            for by_account in (found.second_factors, found.recovery_codes, found.since):
                _move(by_account, before, name)
            found.identities |= {
                mark: name for mark, its in found.identities.items() if its == before
            }


def _move(by_account: dict[str, Any], before: str, name: str) -> None:
    if before in by_account:
        by_account[name] = by_account.pop(before)
