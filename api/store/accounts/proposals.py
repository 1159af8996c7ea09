"""Changes of accounts that wait for a second administrator.

A proposal waits in the database and ends by itself after a day. Everything here runs in the
transaction of its caller, under the writers' lock, so that nothing changes between a check
and what it allows.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Connection, Row, delete, insert, select

from api.server_journal.account import Account
from api.server_journal.account_changes import wish_of
from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import (
    Change,
    ChangeProposed,
    ProposalWithdrawn,
)
from api.server_journal.sign_in_data import ProposalConfirmed
from api.store.accounts import account_rows as rows
from api.store.accounts.account_rows import AccountChanges, account_of
from api.store.database.chain_links import row_mark
from api.store.database.rows import to_json
from api.store.database.tables import ProposalRow, table
from api.store.errors import AccountRefused, ProposalRefused
from api.store.server_journal.journal import record, since
from engine.instants import to_text

PROPOSAL = table(ProposalRow)
WAITS = timedelta(hours=24)
"""How long a proposal can be confirmed; and how long the rule stays on when one administrator
of two has been disabled, so that nobody gets rid of it by disabling the other."""

ADMIN = "admin"


class Second(Protocol):
    """Whether a change takes a second administrator (`api.access.two_admins`)."""

    def __call__(
        self,
        before: Account | None,
        after: Account,
        everybody: Sequence[Account],
        password: bool,
        lost: bool,
        by: ChangedBy,
        /,
    ) -> bool:
        """`before` is None for a new account; `lost`: an administrator has just been lost."""
        ...


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one administrator wants; `changes` are as in `AccountChanges`."""

    id: str
    account: str
    new: bool
    changes: Mapping[str, Any]
    has_password: bool
    proposed_by: str
    proposed_at: datetime
    reason: str | None

    @property
    def expires_at(self) -> datetime:
        """Until when it can be confirmed."""
        return self.proposed_at + WAITS


def check_administrator(everybody: Sequence[Account], by: ChangedBy) -> None:
    """Raise `ProposalRefused` if who asks is no administrator any more, in this transaction."""
    if by.way in ("page", "api") and by.actor not in administrators(everybody):
        raise ProposalRefused("no_longer_admin", status=403)


def administrators(everybody: Sequence[Account]) -> set[str]:
    """The names of those who may sign in and look after accounts."""
    return {one.name for one in everybody if ADMIN in one.roles and not one.disabled}


def lost_administrator(connection: Connection, now: datetime) -> bool:
    """Whether an administrator was disabled, or lost the role, within the last day."""
    for entry in since(connection, now - WAITS, ("account_disabled", "roles_changed")):
        data = entry["data"]
        had = data["roles"] if entry["type"] == "account_disabled" else data["before"]
        if ADMIN in had and ADMIN not in data.get("after", ()):
            return True
    return False


def put(
    connection: Connection, account: str, wanted: AccountChanges, by: ChangedBy, *, new: bool
) -> Proposal:
    """Keep a proposal, in place of an earlier one about the same account."""
    connection.execute(delete(PROPOSAL).where(PROPOSAL.c.account == account))
    values = dict(wanted.values)
    if "roles" in values:
        values["roles"] = sorted(values["roles"])
    id_ = secrets.token_hex(6)
    row = {
        "id": id_,
        "account": account,
        "new": new,
        "wish": to_json(values),
        "password": wanted.password,
        "proposed_by": by.actor,
        "proposed_at": by.at,
        "reason": by.reason,
    }
    connection.execute(insert(PROPOSAL), row)
    proposal = Proposal(
        id=id_,
        account=account,
        new=new,
        changes=values,
        has_password=wanted.password is not None,
        proposed_by=by.actor,
        proposed_at=by.at,
        reason=by.reason,
    )
    told: ChangeProposed = {
        "proposal": proposal.id,
        "account": account,
        "new": new,
        "wish": wish_of(values, password=proposal.has_password),
        "expires_at": to_text(proposal.expires_at),
        "mark": row_mark(row),
    }
    record(connection, by, Change("change_proposed", told))
    return proposal


def waiting(connection: Connection, now: datetime) -> list[Proposal]:
    """Those that can still be confirmed, oldest first."""
    wanted = select(PROPOSAL).where(PROPOSAL.c.proposed_at > now - WAITS)
    found = connection.execute(wanted.order_by(PROPOSAL.c.proposed_at, PROPOSAL.c.id))
    return [_proposal_of(row) for row in found]


def confirm(
    connection: Connection,
    proposal: str,
    check: Callable[[Account, Account, Sequence[Account]], None],
    by: ChangedBy,
) -> Account:
    """Carry out a proposal. Raises `ProposalRefused`, `AccountRefused`, what `check` raises."""
    row = _living(connection, proposal, by.at)
    kept = _proposal_of(row)
    everybody = rows.everybody(connection)
    check_administrator(everybody, by)
    if kept.proposed_by not in administrators(everybody):
        raise ProposalRefused("proposer_no_admin", status=409, name=kept.proposed_by)
    if by.actor in (kept.proposed_by, kept.account):
        raise ProposalRefused("own_proposal", status=403)
    connection.execute(delete(PROPOSAL).where(PROPOSAL.c.id == proposal))
    wanted = AccountChanges(kept.changes, row.password)
    after = _carried_out(connection, kept, wanted, check, everybody, by)
    told: ProposalConfirmed = {
        "proposal": kept.id,
        "account": kept.account,
        "proposed_by": kept.proposed_by,
    }
    record(connection, by, Change("proposal_confirmed", told))
    return after


def _carried_out(
    connection: Connection,
    kept: Proposal,
    wanted: AccountChanges,
    check: Callable[[Account, Account, Sequence[Account]], None],
    everybody: Sequence[Account],
    by: ChangedBy,
) -> Account:
    """Change or make the account. Raises `AccountRefused`, what `check` raises."""
    if kept.new:
        fresh = Account(kept.account, frozenset(), None, None, disabled=False, created_at=by.at)
        after = wanted.of(fresh, by.at)
        return rows.put_new(connection, after, wanted.password, by, kept.proposed_by)
    stored = rows.find(connection, kept.account)
    if stored is None:
        raise AccountRefused("account_unknown", name=kept.account)
    before = account_of(stored)
    check(before, wanted.of(before, by.at), everybody)
    after = rows.put_changes(connection, before, wanted, by, kept.proposed_by)
    if wanted.password is not None or after.disabled:
        rows.end_sign_ins(connection, after.name, by)
    return after


def withdraw(connection: Connection, proposal: str, by: ChangedBy) -> Proposal:
    """Take a proposal back, or refuse it. Raises `ProposalRefused`."""
    kept = _proposal_of(_living(connection, proposal, by.at))
    check_administrator(rows.everybody(connection), by)
    connection.execute(delete(PROPOSAL).where(PROPOSAL.c.id == proposal))
    told: ProposalWithdrawn = {
        "proposal": kept.id,
        "account": kept.account,
        "proposed_by": kept.proposed_by,
    }
    record(connection, by, Change("proposal_withdrawn", told))
    return kept


def _living(connection: Connection, proposal: str, now: datetime) -> Row[Any]:
    row = _found(connection, proposal)
    if row is None or row.proposed_at <= now - WAITS:
        raise ProposalRefused("proposal_not_found", status=404, id=proposal[:80])
    return row


def _found(connection: Connection, proposal: str) -> Row[Any] | None:
    wanted = select(PROPOSAL).where(PROPOSAL.c.id == proposal)
    return connection.execute(wanted).one_or_none()


def _proposal_of(row: Row[Any]) -> Proposal:
    return Proposal(
        id=row.id,
        account=row.account,
        new=row.new,
        changes=json.loads(row.wish),
        has_password=row.password is not None,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        reason=row.reason,
    )
