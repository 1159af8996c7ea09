"""Rows of accounts inside a transaction: found, made and changed, each change in the journal.

Everything here runs under the writers' lock, in the transaction of its caller.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, true, update

from api.access.account_names import (
    DOTLESS,
    canonical_name,
    folded_name,
    is_reserved,
    is_visible,
    mixes_alphabets,
)
from api.server_journal.account import Account
from api.server_journal.account_changes import changes as changes_of
from api.server_journal.account_changes import created
from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.sign_in_data import SignInsEnded
from api.store.database.chain_links import password_mark, token_name
from api.store.database.rows import to_json
from api.store.database.schema_version import access_changed
from api.store.database.tables import (
    AccountRow,
    IdentityRow,
    RecoveryCodeRow,
    SessionRow,
    TotpRow,
    table,
)
from api.store.errors import AccountRefused
from api.store.server_journal.journal import record
from engine.instants import to_text

ACCOUNT = table(AccountRow)
SESSION = table(SessionRow)
OWNED = (SESSION, table(IdentityRow), table(TotpRow), table(RecoveryCodeRow))
"""What belongs to an account by its name, and goes with it when it is renamed."""
NAME_LIMIT = 200


@dataclass(frozen=True, slots=True)
class AccountChanges:
    """What to change: some of `roles`, `division`, `unit` and `disabled`; a password's hash."""

    values: Mapping[str, Any]
    password: str | None = None

    def of(self, account: Account, at: datetime) -> Account:
        """The account after the change."""
        values = dict(self.values)
        if "roles" in values:
            values["roles"] = frozenset(values["roles"])
            values["since"] = held_since(account.since, values["roles"] - account.roles, at, values)
        return replace(account, **values)


def held_since(
    known: Mapping[str, str], given: Collection[str], at: datetime, values: Mapping[str, Any]
) -> dict[str, str]:
    """Since when the roles in `values` are held, if these are `given` now."""
    kept = {role: since for role, since in known.items() if role in values["roles"]}
    return kept | dict.fromkeys(given, to_text(at))


def account_of(row: Row[*tuple[Any, ...]]) -> Account:
    """The account of a row of the table `account`, or of a join with it."""
    return Account(
        name=row.name,
        roles=frozenset(json.loads(row.roles)),
        division=row.division,
        unit=row.unit,
        disabled=row.disabled,
        created_at=row.created_at,
        since=json.loads(row.since) if row.since else {},
    )


def canonical(words: str) -> str:
    """The form of passwords in which they are compared: composed Unicode."""
    return unicodedata.normalize("NFC", words)


def find(connection: Connection, name: str) -> Row[*tuple[Any, ...]] | None:
    """The row of a name as it is given, else the only one that reads like it.

    Databases of earlier versions hold names that are composed and not compatible, and several
    that differ in nothing but upper and lower case: those have to be given exactly.
    """
    exact = (name, canonical(name).strip(), canonical_name(name))
    like = or_(ACCOUNT.c.name.in_(exact), ACCOUNT.c.folded == folded_name(name))
    rows = connection.execute(select(ACCOUNT).where(like)).all()
    for words in exact:
        for row in rows:
            if row.name == words:
                return row
    return rows[0] if len(rows) == 1 else None


def everybody(connection: Connection) -> list[Account]:
    """All accounts, by name."""
    rows = connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name)).all()
    return [account_of(row) for row in rows]


def check_new_name(connection: Connection, name: str, *, besides: str | None = None) -> None:
    """Raise `AccountRefused` for a name that is taken, reserved, or not printable.

    `besides` is the account that gets the name; in that it may differ in case alone.
    """
    if not 1 <= len(name) <= NAME_LIMIT or name != name.strip() or not is_visible(name):
        raise AccountRefused("account_name_wrong", name=name[:80], limit=NAME_LIMIT)
    if mixes_alphabets(name):
        raise AccountRefused("account_name_mixed", name=name)
    if is_reserved(name) or is_reserved(name.translate(DOTLESS)):
        raise AccountRefused("account_name_reserved", name=name)
    alike = (folded_name(name), folded_name(name).translate(DOTLESS))
    like = or_(ACCOUNT.c.name == name, ACCOUNT.c.folded.in_(alike))
    found = connection.scalars(select(ACCOUNT.c.name).where(like)).all()
    taken = [one for one in found if one != besides or one == name]
    if taken:
        raise AccountRefused("account_exists", name=taken[0])


def put_new(
    connection: Connection,
    account: Account,
    password: str | None,
    by: ChangedBy,
    proposed_by: str | None = None,
) -> Account:
    """Insert a new account; `password` is a hash. Raises `AccountRefused`."""
    check_new_name(connection, account.name)
    since = dict.fromkeys(account.roles, to_text(by.at))
    row = {
        "name": account.name,
        "password": password,
        "roles": to_json(sorted(account.roles)),
        "division": account.division,
        "unit": account.unit,
        "disabled": account.disabled,
        "created_at": account.created_at,
        "since": to_json(since),
        "folded": folded_name(account.name),
    }
    connection.execute(insert(ACCOUNT), row)
    mark = password_mark(password)
    record(connection, by, created(account, mark=mark, proposed_by=proposed_by))
    return replace(account, since=since)


def put_changes(
    connection: Connection,
    before: Account,
    wanted: AccountChanges,
    by: ChangedBy,
    proposed_by: str | None = None,
) -> Account:
    """Change an account; the account after it."""
    after = wanted.of(before, by.at)
    values = dict(wanted.values)
    if "roles" in values:
        values["roles"] = to_json(sorted(after.roles))
        values["since"] = to_json(dict(after.since))
    if wanted.password is not None:
        values["password"] = wanted.password
    if values:
        place = update(ACCOUNT).where(ACCOUNT.c.name == before.name)
        connection.execute(place.values(values))
        access_changed(connection)
    told = changes_of(
        before,
        after,
        mark=password_mark(wanted.password),
        own=by.actor == before.name and by.way in ("page", "api"),
        proposed_by=proposed_by,
    )
    record(connection, by, *told)
    return after


def end_sign_ins(
    connection: Connection,
    account: str,
    by: ChangedBy,
    *,
    kind: str | None = None,
    keep: str | None = None,
) -> int:
    """End all sign-ins and tokens of an account, or those of one kind; their number.

    `keep` is the one (by its digest) that is not ended.
    """
    open_ones = (
        SESSION.c.account == account,
        SESSION.c.revoked.is_(False),
        true() if kind is None else SESSION.c.kind == kind,
        true() if keep is None else SESSION.c.digest != keep,
    )
    wanted = select(SESSION.c.digest, SESSION.c.kind).where(*open_ones)
    rows = connection.execute(wanted.order_by(SESSION.c.digest)).all()
    if not rows:
        return 0
    connection.execute(update(SESSION).where(*open_ones).values(revoked=True))
    access_changed(connection)
    tokens = [token_name(row.digest) for row in rows if row.kind == "token"]
    told: SignInsEnded = {
        "account": account,
        "sign_ins": len(rows) - len(tokens),
        "tokens": tokens,
        "names": [token_name(row.digest) for row in rows if row.kind != "token"],
    }
    record(connection, by, Change("sign_ins_ended", told))
    return len(rows)


def rename(connection: Connection, before: str, name: str, by: ChangedBy) -> Account:
    """Give an account another name; its sign-ins stay. Raises `AccountRefused`.

    Entries of journals keep the name that it had.
    """
    row = find(connection, before)
    if row is None:
        raise AccountRefused("account_unknown", name=before)
    check_new_name(connection, name, besides=row.name)
    values = {**row._asdict(), "name": name, "folded": folded_name(name)}
    connection.execute(insert(ACCOUNT), values)
    for owned in OWNED:
        moved = update(owned).where(owned.c.account == row.name)
        connection.execute(moved.values(account=name))
    connection.execute(ACCOUNT.delete().where(ACCOUNT.c.name == row.name))
    access_changed(connection)
    record(connection, by, Change("account_renamed", {"account": name, "before": row.name}))
    return replace(account_of(row), name=name)
