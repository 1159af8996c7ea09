"""`zhiban user add` and `zhiban token create`."""

from __future__ import annotations

import sys
from datetime import timedelta

import typer

from api.app import open_store
from api.cli.terminal import echo, fail, say, settings_from
from api.roles import check_belonging, check_needed, check_roles
from engine.clock import SystemClock

users = typer.Typer(help=say("cli.user"), no_args_is_help=True)
tokens = typer.Typer(help=say("cli.token"), no_args_is_help=True)

NAME = typer.Argument(help=say("cli.option.name"))
ROLES = typer.Option(..., "--role", help=say("cli.option.role"))
DIVISION = typer.Option(None, help=say("cli.option.division"))
UNIT = typer.Option(None, help=say("cli.option.unit"))
FROM_STDIN = typer.Option(False, "--password-stdin", help=say("cli.option.password_stdin"))
DAYS = typer.Option(None, min=1, help=say("cli.option.days"))
DATABASE = typer.Option(None, help=say("cli.option.database_url"))


@users.command("add", help=say("cli.user.add"))
def add_user(
    name: str = NAME,
    role: list[str] = ROLES,
    division: str | None = DIVISION,
    unit: str | None = UNIT,
    password_stdin: bool = FROM_STDIN,
    database_url: str | None = DATABASE,
) -> None:
    """Make an account."""
    settings = settings_from({"database_url": database_url})
    password = _read_password() if password_stdin else _ask_password()
    with fail.cleanly(), open_store(settings) as store:
        check_roles(store.plans, role)
        check_belonging(store.plans, role, division, unit)
        now = SystemClock().now
        store.accounts.create(name, password, role, now, division=division, unit=unit)
    echo("cli.user_added", name=name, roles=", ".join(sorted(set(role))))


def _read_password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise fail.usage(say("cli.password_missing"))
    return password


def _ask_password() -> str:
    password: str = typer.prompt(say("cli.password"), hide_input=True, err=True)
    again: str = typer.prompt(say("cli.password_again"), hide_input=True, err=True)
    if password != again:
        raise fail.usage(say("cli.passwords_differ"))
    return password


@tokens.command("create", help=say("cli.token.create"))
def create_token(
    name: str = NAME,
    role: list[str] = ROLES,
    days: int | None = DAYS,
    database_url: str | None = DATABASE,
) -> None:
    """Make a token, and an account without a password for it if there is none."""
    settings = settings_from({"database_url": database_url})
    now = SystemClock().now
    with fail.cleanly(), open_store(settings) as store:
        check_roles(store.plans, role)
        if store.accounts.find(name) is None:
            check_needed(store.plans, role, None, None)
            store.accounts.create(name, None, role, now)
        expires = None if days is None else now + timedelta(days=days)
        secret = store.sessions.create(name, "token", now, expires)
    typer.echo(say("cli.token_made"), err=True)
    typer.echo(secret)
