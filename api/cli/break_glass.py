"""Who changes something by the command line on the server, and why.

One person is enough there, so each change stands in the server journal with a reason, and is
an alarm for a day. While there is no administrator yet, it is setting up and no alarm.
"""

from __future__ import annotations

import getpass
import os
import sys

import typer

from api.cli.terminal import say
from api.server_journal.changed_by import ChangedBy, Way
from api.store.facade import Store
from engine.clock import SystemClock

if sys.platform != "win32":
    import pwd

REASON = typer.Option(None, help=say("cli.option.reason"))


def changed_by(store: Store | None, reason: str | None) -> ChangedBy:
    """Who and why; on a terminal the reason is asked for. Without a store it is no setting up."""
    accounts = store.accounts.list() if store is not None else None
    setting_up = accounts is not None and not any(
        "admin" in one.roles and not one.disabled for one in accounts
    )
    words = (reason or "").strip()
    if not words and not setting_up and sys.stdin.isatty() and sys.stderr.isatty():
        words = str(typer.prompt(say("cli.reason"), err=True)).strip()
    way: Way = "setup" if setting_up else "command_line"
    return ChangedBy(_user(), way, SystemClock().now, words or None)


def _user() -> str:
    """The user of the operating system; where it can be, not by the environment's variables."""
    if sys.platform == "win32":
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())
