"""Which changes of accounts take two administrators: the first proposes, the second confirms.

Giving a post that decides, or the role of an administrator; setting the password of such an
account, or moving its division, which would be ways to act as it. Disabling and taking roles
away never wait. Delegations and recorded orders are no changes of accounts.

The rule holds where two or more administrators are enabled, and for a day after one of two
was disabled or demoted, so that nobody gets rid of it that way.
"""

from __future__ import annotations

from collections.abc import Sequence

from api.server_journal.account import Account
from api.server_journal.changed_by import ChangedBy
from engine.ports import PlanLibrary

ADMIN = "admin"


class TwoAdministrators:
    """The rule under the plans in force; without `wanted` nothing ever waits."""

    def __init__(self, plans: PlanLibrary, *, wanted: bool) -> None:
        self._plans, self._wanted = plans, wanted

    def __call__(
        self,
        before: Account | None,
        after: Account,
        everybody: Sequence[Account],
        password: bool,
        lost: bool,
        by: ChangedBy,
    ) -> bool:
        """Whether this change has to wait for a second administrator."""
        enabled = sum(ADMIN in one.roles and not one.disabled for one in everybody)
        if not self._wanted or after.disabled or not (enabled >= 2 or lost):
            return False
        guarded = deciding_posts(self._plans) | {ADMIN}
        had = before.roles if before is not None and not before.disabled else frozenset()
        if (after.roles & guarded) - had:
            return True
        if before is None or not after.roles & guarded:
            return False
        moved = (before.division, before.unit) != (after.division, after.unit)
        return moved or (password and by.actor != before.name)


def deciding_posts(plans: PlanLibrary) -> frozenset[str]:
    """The posts that take or approve a step of a plan's lifecycle, as `plan:role`."""
    return frozenset(
        f"{plan.id}:{role}"
        for plan in plans.current().values()
        for row in plan.lifecycle
        for role in (*row.by, *row.approved_by)
    )
