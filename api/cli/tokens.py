"""`zhiban token create`, `list` and `revoke`: what machines such as wall screens sign in with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import typer

from api.access.roles import check_needed, check_roles
from api.access.token_expiry import ends_soon, lifetime
from api.cli.accounts import NAME, ROLES
from api.cli.break_glass import REASON, changed_by
from api.cli.configuration import settings_from
from api.cli.opened_store import opened_store
from api.cli.terminal import DATABASE, echo, fail, say
from api.store.accounts.sessions import OpenSession
from api.store.opening import open_store
from engine.clock import SystemClock
from engine.instants import to_text

tokens = typer.Typer(help=say("cli.token"), no_args_is_help=True)

DAYS = typer.Option(None, min=1, help=say("cli.option.days"))
WRITE = typer.Option(False, "--write", help=say("cli.option.token_write"))
TOKEN_ID = typer.Argument(help=say("cli.option.token_id"))

SHOWN = 12
"""Characters of an id that are shown; they are enough to name it."""

FEWEST = 6


@tokens.command("create", help=say("cli.token.create"))
def create_token(
    name: str = NAME,
    role: list[str] = ROLES,
    days: int | None = DAYS,
    write: bool = WRITE,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Make a token, and an account without a password for it if there is none."""
    with opened_store(database_url, create=True) as store:
        check_roles(store.plans, role)
        by = changed_by(store, reason)
        account = store.accounts.find(name)
        if account is None:
            check_needed(store.plans, role, None, None)
            account = store.accounts.create(name, None, role, by.at, by=by)
        lasts = lifetime(account.roles, read_only=not write)
        lasts = lasts if days is None else timedelta(days=days)
        expires = None if lasts is None else by.at + lasts
        secret = store.sessions.create(
            account.name, "token", by.at, expires, by, read_only=not write
        )
    typer.echo(say("cli.token_rights", rights=_rights(not write), until=_until(expires)), err=True)
    typer.echo(say("cli.token_made"), err=True)
    typer.echo(secret)


@tokens.command("list", help=say("cli.token.list"))
def list_tokens(database_url: str | None = DATABASE) -> None:
    """One line a token that is valid, newest first; nothing secret."""
    settings = settings_from({"database_url": database_url})
    now = SystemClock().now
    with fail.cleanly(), open_store(settings, create=False) as store:
        found = store.sessions.open(now, kind="token")
        roles = {account.name: sorted(account.roles) for account in store.accounts.list()}
    for one in found:
        soon = say("cli.token_ends_soon") if ends_soon(one.expires_at, now) else ""
        echo(
            "cli.token_line",
            id=one.id[:SHOWN],
            name=one.account,
            roles=", ".join(roles[one.account]),
            rights=_rights(one.read_only),
            made=to_text(one.created_at),
            until=_until(one.expires_at) + soon,
        )
    if not found:
        typer.echo(say("cli.token_none"), err=True)


@tokens.command("revoke", help=say("cli.token.revoke"))
def revoke_token(
    id: str = TOKEN_ID, reason: str | None = REASON, database_url: str | None = DATABASE
) -> None:
    """End a token at once; screens that use it are closed."""
    settings = settings_from({"database_url": database_url})
    now = SystemClock().now
    with fail.cleanly(), open_store(settings, create=False) as store:
        one = _named(id, store.sessions.open(now, kind="token"))
        store.sessions.revoke(one.id, by=changed_by(store, reason))
    echo("cli.token_revoked", id=one.id[:SHOWN], name=one.account)


def _named(given: str, known: Sequence[OpenSession]) -> OpenSession:
    """The one token whose id begins like this."""
    found = [one for one in known if one.id.startswith(given.lower())]
    if len(given) < FEWEST or len(found) != 1:
        raise fail.no(say("cli.token_unknown", id=given, fewest=FEWEST))
    return found[0]


def _rights(read_only: bool) -> str:
    return say("cli.token_reads" if read_only else "cli.token_writes")


def _until(expires: datetime | None) -> str:
    if expires is None:
        return say("cli.token_until_revoked")
    return say("cli.token_until", at=to_text(expires))
