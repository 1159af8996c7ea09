"""Is the server journal whole, and are accounts and tokens what it says they are?

A chain that is whole and a row that disagrees with it: somebody has changed the row by hand,
past the program. Deleting the whole journal shows by the value that says it has begun.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection, select

from api.server_journal.account_changes import expected, facts_of
from api.server_journal.chain import first_bad_entry
from api.server_journal.proofs import proofs
from api.store.accounts.account_rows import ACCOUNT, SESSION, everybody
from api.store.accounts.proposals import PROPOSAL
from api.store.database.chain_links import password_mark, row_mark, token_name
from api.store.database.tables import MetaRow, table
from api.store.integrity.account_proofs import proof_findings
from api.store.integrity.finding import UNREADABLE, IntegrityFinding
from api.store.integrity.journalled_rows import row_findings
from api.store.server_journal.beginning import BEGUN
from api.store.server_journal.journal import SERVER_EVENT, entry_of, is_kept

META = table(MetaRow)


def server_findings(
    connection: Connection,
    founding: Mapping[str, Any] | None = None,
    standing: Mapping[str, Any] | None = None,
) -> Iterator[IntegrityFinding]:
    """What is wrong with the server journal, else with what it says of accounts and sign-ins.

    `founding` is the content of the chain's founding link; without it sign-ins, passwords and
    proposals are not judged, nor second factors and the like without `standing`.
    """
    bad = broken_entry(connection)
    if bad is not None:
        yield bad
        return
    entries = list(_entries(connection))
    begun = connection.scalar(select(META.c.value).where(META.c.key == BEGUN))
    if begun is not None and not entries and everybody(connection):
        yield _finding("gap", 1)
        return
    try:
        wanted = expected(entries, founding)
        found = {one.name: facts_of(one) for one in everybody(connection)}
    except (*UNREADABLE, KeyError) as error:
        yield _row_finding("account", str(error)[:80])
        return
    if founding is not None:
        yield from _sign_ins(connection, wanted.sign_ins)
        yield from _passwords(connection, wanted.passwords)
        yield from _proposals(connection, wanted.proposals)
    yield from row_findings(connection, entries)
    if begun is None and founding is None:
        return
    for name in sorted(found.keys() | wanted.accounts.keys()):
        yield from _account(name, found.get(name), wanted.accounts.get(name))
    yield from _tokens(connection, wanted.tokens)
    if standing is not None:
        try:
            yield from proof_findings(connection, proofs(entries, standing))
        except (*UNREADABLE, KeyError) as error:
            yield _row_finding("account", str(error)[:80])


def broken_entry(connection: Connection) -> IntegrityFinding | None:
    """The first entry that is missing, altered or out of its chain."""
    if not is_kept(connection):
        return None
    reading = 0

    def read() -> Iterator[dict[str, Any]]:
        nonlocal reading
        for seq in connection.scalars(select(SERVER_EVENT.c.seq).order_by(SERVER_EVENT.c.seq)):
            reading = seq
            row = connection.execute(select(SERVER_EVENT).where(SERVER_EVENT.c.seq == seq)).one()
            yield entry_of(row)

    try:
        bad = first_bad_entry(_entries(connection))
    except UNREADABLE:
        with suppress(*UNREADABLE):
            bad = first_bad_entry(read())
            return None if bad is None else _finding(bad.why, bad.seq)
        return _finding("altered", reading)
    return None if bad is None else _finding(bad.why, bad.seq)


def _entries(connection: Connection) -> Iterator[dict[str, Any]]:
    rows = connection.execute(select(SERVER_EVENT).order_by(SERVER_EVENT.c.seq))
    return map(entry_of, rows)


def _account(
    name: str, found: Mapping[str, Any] | None, wanted: Mapping[str, Any] | None
) -> Iterator[IntegrityFinding]:
    if wanted is None:
        yield _row_finding("account", name, "server_account_planted")
    elif found is None:
        yield _row_finding("account", name, "server_account_gone")
    elif found != wanted:
        wrong = ", ".join(key for key, value in wanted.items() if found[key] != value)
        yield _row_finding("account", name, "server_account_edited").with_facts(columns=wrong)


def _tokens(connection: Connection, wanted: Mapping[str, str]) -> Iterator[IntegrityFinding]:
    """Valid tokens that no entry made; revoked and expired ones may have been deleted."""
    valid = select(SESSION.c.digest, SESSION.c.account).where(
        SESSION.c.kind == "token", SESSION.c.revoked.is_(False)
    )
    for row in connection.execute(valid.order_by(SESSION.c.digest)):
        if wanted.get(token_name(row.digest)) != row.account:
            found = _row_finding("token", token_name(row.digest), "server_token_planted")
            yield found.with_facts(account=row.account)


def _sign_ins(connection: Connection, wanted: Mapping[str, str]) -> Iterator[IntegrityFinding]:
    """Valid sign-ins that no entry made; those that are over may have been deleted."""
    valid = select(SESSION.c.digest, SESSION.c.account).where(
        SESSION.c.kind != "token", SESSION.c.revoked.is_(False)
    )
    for row in connection.execute(valid.order_by(SESSION.c.digest)):
        if wanted.get(token_name(row.digest)) != row.account:
            found = _row_finding("sign_in", token_name(row.digest), "server_sign_in_planted")
            yield found.with_facts(account=row.account)


def _passwords(
    connection: Connection, wanted: Mapping[str, str | None]
) -> Iterator[IntegrityFinding]:
    rows = connection.execute(select(ACCOUNT.c.name, ACCOUNT.c.password).order_by(ACCOUNT.c.name))
    for row in rows:
        if row.name in wanted and wanted[row.name] != password_mark(row.password):
            yield _row_finding("password", row.name, "server_password_edited")


def _proposals(connection: Connection, wanted: Mapping[str, str]) -> Iterator[IntegrityFinding]:
    """Proposals that are not as they were made, were made past the program, or are gone."""
    there: dict[str, tuple[str, str]] = {}
    for id_ in connection.scalars(select(PROPOSAL.c.id)).all():
        wanted_row = select(PROPOSAL).where(PROPOSAL.c.id == id_)
        account = connection.scalar(wanted_row.with_only_columns(PROPOSAL.c.account))
        try:
            mark = row_mark(connection.execute(wanted_row).one()._asdict())
        except UNREADABLE:
            mark = ""
        there[id_] = mark, str(account)
    for id_ in sorted(wanted.keys() | there.keys()):
        if id_ not in there:
            yield _row_finding("proposal", id_, "server_proposal_gone")
        elif wanted.get(id_) != there[id_][0]:
            known = id_ in wanted
            sentence = "server_proposal_edited" if known else "server_proposal_planted"
            found = _row_finding("proposal", id_, sentence)
            yield found.with_facts(account=there[id_][1])


def _finding(why: str, seq: int) -> IntegrityFinding:
    return IntegrityFinding(_KINDS[why], None, seq, "server journal").with_facts(seq=seq)


_KINDS = {"gap": "server_gap", "chain": "server_chain", "altered": "server_altered"}


def _row_finding(what: str, name: str, sentence: str | None = None) -> IntegrityFinding:
    found = IntegrityFinding(f"server_{what}", None, None, name)
    return found.with_facts(name=name, sentence=sentence or "server_account_unreadable")
