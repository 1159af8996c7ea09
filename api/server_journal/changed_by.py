"""Who changes something on the server, by which way, when, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Way = Literal["page", "api", "command_line", "setup", "server"]
"""`page` by the cookie of a browser, `api` by a token, `command_line` on the server itself,
`setup` while there is no administrator yet, `server` by the program without a person."""

About = Literal["sign_ins", "duty", "changes"]
"""Entries of who came and went, of hand-overs and the shift log, or all others."""

PROGRAM = "zhiban"
"""The actor of what no person does, such as keeping a new edition of a plan."""


@dataclass(frozen=True, slots=True)
class ChangedBy:
    """`actor` is an account, or on the command line the user of the operating system.

    `at` is an aware instant of the real clock.
    """

    actor: str
    way: Way
    at: datetime
    reason: str | None = None

    def because(self, reason: str | None) -> ChangedBy:
        """The same, with a reason."""
        return replace(self, reason=reason)


def by_program(at: datetime) -> ChangedBy:
    """The program itself."""
    return ChangedBy(PROGRAM, "server", at)
