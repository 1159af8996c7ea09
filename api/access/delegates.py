"""Accounts to which a post may be delegated."""

from __future__ import annotations

from collections.abc import Callable

from api.server_journal.account import Account
from engine.errors import InvalidInput
from engine.incident.commands import DelegateRole

COMMANDS_NOTHING = frozenset({"admin", "auditor", "evaluator"})
"""Roles that never act on an incident, not even for a post's holder."""


def check_delegate(find: Callable[[str], Account | None], command: DelegateRole) -> None:
    """Raise `InvalidInput` for a name that nobody can sign in with, or that may not act.

    `find` finds an account by its name, and may block.
    """
    found = find(command.to)
    if found is None or found.disabled or found.name != command.to:
        raise InvalidInput("delegate_unknown", field="to", value=command.to)
    if found.roles <= COMMANDS_NOTHING:
        raise InvalidInput("delegate_commands_nothing", field="to", value=command.to)
