"""Accounts of people whom an identity provider proves: by issuer and subject, never by name.

A name at the provider is no proof: somebody there may be called as an account here is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection, insert, select

from api.access.account_names import canonical_name
from api.server_journal.account import Account
from api.server_journal.changed_by import PROGRAM, ChangedBy
from api.server_journal.events import Change
from api.server_journal.sign_in_data import IdentityLinked
from api.store.accounts.account_rows import ACCOUNT, account_of
from api.store.accounts.accounts import Accounts
from api.store.database.chain_links import identity_mark
from api.store.database.connections import Database
from api.store.database.tables import IdentityRow, table
from api.store.server_journal.journal import record

IDENTITY = table(IdentityRow)


class Identities:
    """Who is who. Thread-safe; every call may block."""

    def __init__(self, database: Database, accounts: Accounts) -> None:
        self._database = database
        self._accounts = accounts

    def find(self, issuer: str, subject: str) -> Account | None:
        """The account of a person who has signed in this way before."""
        joined = IDENTITY.join(ACCOUNT, IDENTITY.c.account == ACCOUNT.c.name)
        asked = (
            select(ACCOUNT)
            .select_from(joined)
            .where(IDENTITY.c.issuer == issuer, IDENTITY.c.subject == subject)
        )
        with self._database.asking() as connection:
            row = connection.execute(asked).one_or_none()
        return None if row is None else account_of(row)

    def signed_in(
        self,
        issuer: str,
        subject: str,
        name: str,
        roles: Collection[str],
        now: datetime,
        *,
        division: str | None,
        check: Callable[[Account], None],
    ) -> Account:
        """The person's account, with the roles that the provider says now; made if there is none.

        `check` gets the account as it will be and raises what is wrong. Raises `AccountRefused`
        (`account_exists`) if the name belongs to another account.
        """
        known = self.find(issuer, subject)
        if known is None:
            account = Account(
                canonical_name(name), frozenset(roles), division, None, disabled=False,
                created_at=now,
            )  # fmt: skip
            check(account)
            return self._make(account, issuer, subject)
        changes: dict[str, object] = {}
        if known.roles != frozenset(roles):
            changes["roles"] = [*roles]
        if division is not None and division != known.division:
            changes["division"] = division
        if not changes:
            check(known)
            return known
        by = ChangedBy(PROGRAM, "server", now, issuer)
        return self._accounts.change(known.name, changes, lambda _, after, __: check(after), by)

    def _make(self, account: Account, issuer: str, subject: str) -> Account:
        by = ChangedBy(PROGRAM, "server", account.created_at, issuer)

        def link(connection: Connection) -> None:
            row = {"issuer": issuer, "subject": subject, "account": account.name}
            connection.execute(insert(IDENTITY), row)
            told: IdentityLinked = {
                "account": account.name,
                "issuer": issuer,
                "identity": identity_mark(issuer, subject),
            }
            record(connection, by, Change("identity_linked", told))

        return self._accounts.create(
            account.name,
            None,
            account.roles,
            account.created_at,
            division=account.division,
            by=by,
            beside=link,
        )
