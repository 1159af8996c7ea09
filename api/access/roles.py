"""Which roles an account may have, and the division or unit that they need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from engine.errors import InvalidInput
from engine.incident.actors import GENERAL_ROLES
from engine.plan.model import Plan
from engine.plan.nearest import nearest
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


def check_needed(
    plans: PlanLibrary, roles: Collection[str], division: str | None, unit: str | None
) -> None:
    """Raise `InvalidInput` for roles that lack what they need.

    A post of a division needs the account's division, a reporter a division or a unit.
    """
    current = tuple(plans.current().values())
    local = frozenset().union(*(plan.local_posts for plan in current))
    needing = [role for role in roles if role in local or (role == "reporter" and unit is None)]
    if needing and division is None:
        accepted = _listed(_divisions(current)) or "—"
        raise InvalidInput("division_missing", field="division", role=needing[0], accepted=accepted)


def check_belonging(
    plans: PlanLibrary, roles: Collection[str], division: str | None, unit: str | None
) -> None:
    """Raise `InvalidInput` for a new account's division, or a reporter's unit, of no plan.

    What its roles need has to be there. Without any plan nobody knows which divisions and
    units there are, and they are taken as they are.
    """
    check_needed(plans, roles, division, unit)
    current = tuple(plans.current().values())
    known = _divisions(current)
    if division is not None and known and division not in known:
        near = nearest(division, [*known, *known.values()])
        meant = {code: name for code, name in known.items() if near in (code, name)}
        raise InvalidInput(
            "unknown_choice",
            field="division",
            value=division[:80],
            accepted=_listed(known),
            hint=_listed(meant) or "—",
        )
    if unit is not None and "reporter" in roles:
        _check_unit(current, unit)


def _divisions(plans: Iterable[Plan]) -> dict[str, str]:
    """The names of all divisions by code, each jurisdiction's own first."""
    found: dict[str, str] = {}
    for place in (plan.jurisdiction for plan in plans):
        found[place.code] = place.name
        found |= {division.code: division.name for division in place.divisions}
    return found


def _listed(known: Mapping[str, str]) -> str:
    return "、".join(f"{code} {name}" for code, name in known.items())


def _check_unit(plans: Iterable[Plan], given: str) -> None:
    """Units go by id, name or alias; a post that reports goes by its id."""
    names: dict[str, None] = {}
    known: set[str] = set()
    for plan in plans:
        names |= dict.fromkeys(unit.name for unit in plan.units)
        known |= {name for unit in plan.units for name in (unit.id, unit.name, *unit.aliases)}
        known |= {unit for report in plan.reports for unit in report.reporters.units}
    if known and given not in known:
        raise InvalidInput(
            "unknown_choice",
            field="unit",
            value=given[:80],
            accepted="、".join(names),
            hint=nearest(given, sorted(known)) or "—",
        )
