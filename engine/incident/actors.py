"""Who acts: an account as the engine sees it.

`roles` are the general ones (`GENERAL_ROLES`) and the plans' posts, written `plan:role`
(`coal_mine:commander`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

GENERAL_ROLES = (
    "duty_officer",
    "viewer",
    "controller",
    "evaluator",
    "admin",
    "reporter",
    "auditor",
)
READERS = frozenset({"viewer", "evaluator", "admin", "auditor"})
"""General roles by which nobody commands anything."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in account. `division` is a GB/T 2260 code, `unit` a unit's id or name.

    `since` says of roles when they were given, RFC 3339, as far as it is known; None for who
    is no account, such as the parts in a drill.
    """

    name: str
    roles: frozenset[str]
    division: str | None = None
    unit: str | None = None
    since: tuple[tuple[str, str], ...] | None = field(default=None, compare=False)

    def is_a(self, general_role: str) -> bool:
        """Whether the account holds this general role."""
        return general_role in self.roles

    def posts(self, plan: str) -> frozenset[str]:
        """The ids of the posts that the account holds in `plan`."""
        prefix = f"{plan}:"
        return frozenset(r.removeprefix(prefix) for r in self.roles if r.startswith(prefix))


CALLER = Actor("calling", frozenset({"system"}))
"""What calls people: the actor of attempts, and of answers that came by a channel."""

CLOCK = Actor("clock", frozenset({"system"}))
"""Time itself: the actor of reminders, overdue marks and the end of a watch."""
