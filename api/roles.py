"""Which roles an account may have: the program's own and the posts of the plans."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from engine.actors import GENERAL_ROLES
from engine.errors import InvalidInput
from engine.plan.spelling import nearest
from engine.ports import PlanLibrary


def known_roles(plans: PlanLibrary) -> list[str]:
    """General roles, then each plan's posts that sign in, as `plan:role`."""
    posts = [
        f"{plan.id}:{role.id}"
        for plan in plans.current().values()
        for role in plan.roles
        if role.signs_in
    ]
    return [*GENERAL_ROLES, *posts]


def check_roles(plans: PlanLibrary, roles: Iterable[str]) -> None:
    """Raise `InvalidInput` for a role that neither the program nor a plan has."""
    known = known_roles(plans)
    for role in roles:
        if role not in known:
            raise InvalidInput(
                "unknown_choice",
                field="roles",
                value=role[:80],
                accepted=", ".join(known),
                hint=nearest(role, known) or "—",
            )


def check_reporter(roles: Collection[str], division: str | None, unit: str | None) -> None:
    """Raise `InvalidInput` for a reporter who reports for nobody."""
    if "reporter" in roles and division is None and unit is None:
        raise InvalidInput("division_missing", field="division", role="reporter")
