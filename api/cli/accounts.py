"""`zhiban user …`: accounts by the command line on the server."""

from __future__ import annotations

import sys

import typer

from api.access.account_names import names_alike
from api.access.roles import check_belonging, check_roles
from api.cli.break_glass import REASON, changed_by
from api.cli.configuration import settings_from
from api.cli.opened_store import opened_store
from api.cli.terminal import DATABASE, echo, fail, say
from api.store.errors import AccountRefused
from api.store.opening import open_store

users = typer.Typer(help=say("cli.user"), no_args_is_help=True)

NAME = typer.Argument(help=say("cli.option.name"))
NEW_NAME = typer.Argument(help=say("cli.option.new_name"))
ROLES = typer.Option(..., "--role", help=say("cli.option.role"))
DIVISION = typer.Option(None, help=say("cli.option.division"))
UNIT = typer.Option(None, help=say("cli.option.unit"))
FROM_STDIN = typer.Option(False, "--password-stdin", help=say("cli.option.password_stdin"))


@users.command("add", help=say("cli.user.add"))
def add_user(
    name: str = NAME,
    role: list[str] = ROLES,
    division: str | None = DIVISION,
    unit: str | None = UNIT,
    password_stdin: bool = FROM_STDIN,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Make an account."""
    settings = settings_from({"database_url": database_url})
    password = _read_password() if password_stdin else _ask_password()
    with fail.cleanly(), open_store(settings) as store:
        check_roles(store.plans, role)
        check_belonging(store.plans, role, division, unit)
        by = changed_by(store, reason)
        made = store.accounts.create(
            name, password, role, by.at, division=division, unit=unit, by=by
        )
    echo("cli.user_added", name=made.name, roles=", ".join(sorted(set(role))))


@users.command("list", help=say("cli.user.list"))
def list_users(database_url: str | None = DATABASE) -> None:
    """One account a line; below them names that read alike."""
    with opened_store(database_url) as store:
        accounts = store.accounts.list()
    for one in accounts:
        place = " ".join(part for part in (one.division, one.unit) if part)
        state = say("cli.user_disabled_mark") if one.disabled else ""
        parts = (one.name, ", ".join(sorted(one.roles)), place, state)
        typer.echo("  ".join(part for part in parts if part))
    for names in names_alike(one.name for one in accounts):
        echo("cli.names_alike", names="、".join(names))


@users.command("disable", help=say("cli.user.disable"))
def disable_user(
    name: str = NAME, reason: str | None = REASON, database_url: str | None = DATABASE
) -> None:
    """Its sign-ins and tokens end at once."""
    _switch(name, reason, database_url, disabled=True)


@users.command("enable", help=say("cli.user.enable"))
def enable_user(
    name: str = NAME, reason: str | None = REASON, database_url: str | None = DATABASE
) -> None:
    """It may sign in again, with the roles that it had."""
    _switch(name, reason, database_url, disabled=False)


def _switch(name: str, reason: str | None, database_url: str | None, *, disabled: bool) -> None:
    with opened_store(database_url) as store:
        by = changed_by(store, reason)
        change = {"disabled": disabled}
        if disabled:
            found, _ = store.accounts.change_and_sign_out(name, change, by)
        else:
            found = store.accounts.change(name, change, by=by)
    echo("cli.user_disabled" if disabled else "cli.user_enabled", name=found.name)


@users.command("rename", help=say("cli.user.rename"))
def rename_user(
    name: str = NAME,
    new_name: str = NEW_NAME,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Sign-ins stay; entries of journals keep the name that it had."""
    with opened_store(database_url) as store:
        renamed = store.rename(name, new_name, changed_by(store, reason))
    echo("cli.user_renamed", before=name, name=renamed.name)


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


@users.command("passwd", help=say("cli.user.passwd"))
def change_password(
    name: str = NAME,
    password_stdin: bool = FROM_STDIN,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Give an account another password and end its sign-ins; its tokens stay."""
    with opened_store(database_url) as store:
        by = changed_by(store, reason)
        account = store.accounts.find(name)
        if account is None:
            raise AccountRefused("account_unknown", name=name)
        password = _read_password() if password_stdin else _ask_password()
        _, ended = store.accounts.change_and_sign_out(account.name, {"password": password}, by)
    echo("cli.user_password_changed", name=account.name, ended=ended)


@users.command("totp-off", help=say("cli.user.totp_off"))
def turn_second_factor_off(
    name: str = NAME, reason: str | None = REASON, database_url: str | None = DATABASE
) -> None:
    """Let an account sign in with its password alone: the telephone is lost."""
    with opened_store(database_url) as store:
        by = changed_by(store, reason)
        account = store.accounts.find(name)
        if account is None:
            raise AccountRefused("account_unknown", name=name)
        if not store.second_factors.drop(account.name, by):
            raise fail.no(say("cli.user_totp_none", name=account.name))
    echo("cli.user_totp_off", name=account.name)
