"""Are second factors, identities, sign-ins and roles as the entries say that they came about?

An insider who cannot guess a password adds a second factor or a recovery code that he knows, links
his own identity to another's account, has a token last longer or write, or makes a post that was
given a minute ago look old.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from api.access.account_names import folded_name
from api.server_journal.proofs import Proofs
from api.store.accounts.account_rows import ACCOUNT, SESSION
from api.store.accounts.identities import IDENTITY
from api.store.accounts.second_factors import RECOVERY, TOTP
from api.store.clocks.node_clocks import CLOCK_MARK, WORD
from api.store.database.chain_links import (
    identity_mark,
    second_factor_mark,
    session_facts,
    token_name,
)
from api.store.integrity.finding import IntegrityFinding


def proof_findings(connection: Connection, wanted: Proofs) -> Iterator[IntegrityFinding]:
    """Rows that no entry made, that are not as one says, or that are gone.

    Raises one of `UNREADABLE` for a row that cannot be read.
    """
    yield from _identities(connection, wanted.identities)
    yield from _second_factors(connection, wanted.second_factors)
    yield from _recovery_codes(connection, wanted.recovery_codes)
    yield from _sessions(connection, wanted.sessions)
    yield from _since(connection, wanted.since)
    for word in connection.execute(select(CLOCK_MARK).where(CLOCK_MARK.c.kind == WORD)):
        if word.id not in wanted.words:
            yield _finding("clock", str(word.account), "server_clock_planted").with_facts(
                node=word.node
            )


def _identities(connection: Connection, wanted: Mapping[str, str]) -> Iterator[IntegrityFinding]:
    there: dict[str, str] = {}
    for row in connection.execute(select(IDENTITY).order_by(IDENTITY.c.account)):
        mark = identity_mark(row.issuer, row.subject)
        there[mark] = row.account
        if wanted.get(mark) != row.account:
            found = _finding("identity", row.account, "server_identity_planted")
            yield found.with_facts(subject=row.subject)
    for mark, account in wanted.items():
        if mark not in there:
            yield _finding("identity", account, "server_identity_gone")


def _second_factors(
    connection: Connection, wanted: Mapping[str, str]
) -> Iterator[IntegrityFinding]:
    """Those in force; one that waits for its first code opens nothing."""
    in_force = select(TOTP).where(TOTP.c.confirmed_at.is_not(None)).order_by(TOTP.c.account)
    there = {
        row.account: second_factor_mark(row.secret, row.confirmed_at)
        for row in connection.execute(in_force)
    }
    for account in sorted(there.keys() | wanted.keys()):
        if account not in there:
            yield _finding("second_factor", account, "server_second_factor_gone")
        elif there[account] != wanted.get(account):
            yield _finding("second_factor", account, "server_second_factor_planted")


def _recovery_codes(
    connection: Connection, wanted: Mapping[str, set[str]]
) -> Iterator[IntegrityFinding]:
    there: dict[str, set[str]] = {}
    unused = select(RECOVERY).where(RECOVERY.c.used.is_(False))
    for row in connection.execute(unused):
        there.setdefault(row.account, set()).add(token_name(row.digest))
    for account in sorted(there.keys() | wanted.keys()):
        codes, known = there.get(account, set()), wanted.get(account, set())
        if codes - known:
            yield _finding("recovery_code", account, "server_recovery_code_planted")
        elif known - codes:
            yield _finding("recovery_code", account, "server_recovery_code_gone")


def _sessions(
    connection: Connection, wanted: Mapping[str, list[Any]]
) -> Iterator[IntegrityFinding]:
    """Until when valid ones last and what they may; that they were made at all is told before."""
    valid = select(SESSION).where(SESSION.c.revoked.is_(False)).order_by(SESSION.c.digest)
    for row in connection.execute(valid):
        name = token_name(row.digest)
        if name in wanted and wanted[name] != session_facts(row):
            what = "token" if row.kind == "token" else "sign_in"
            yield _finding(what, name, "server_session_edited").with_facts(account=row.account)


def _since(
    connection: Connection, wanted: Mapping[str, Mapping[str, str]]
) -> Iterator[IntegrityFinding]:
    for row in connection.execute(select(ACCOUNT).order_by(ACCOUNT.c.name)):
        known = json.loads(row.since) if row.since else {}
        wrong = ["since"] if known != wanted.get(row.name, known) else []
        wrong += ["folded"] if row.folded not in (None, folded_name(row.name)) else []
        if wrong:
            found = _finding("account", row.name, "server_account_edited")
            yield found.with_facts(columns=", ".join(wrong))


def _finding(what: str, name: str, sentence: str) -> IntegrityFinding:
    found = IntegrityFinding(f"server_{what}", None, None, name)
    return found.with_facts(name=name, sentence=sentence)
