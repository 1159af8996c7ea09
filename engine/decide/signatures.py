"""Several roles for one decision: who has to sign besides, and who may only as a deputy.

The row of the lifecycle says how its roles stand to each other (`signatures`). It counts
for every command of the row: opening and changing a level, warning, ending and closing.
"""

from __future__ import annotations

from typing import Any

from engine.decide.authority import ActingRole
from engine.decide.context import DecisionContext
from engine.incident.events import Draft
from engine.lifecycle.table import Step
from engine.messages import InBoth
from engine.plan.model import split_position
from engine.plan.names import parties_in_both, place_in_both


def check_succession(case: DecisionContext, step: Step, acting: ActingRole) -> None:
    """A deputy acts only while the absence of everybody before him is recorded.

    Raises `StateRefuses` (`predecessor_present`) while one of them is there.
    """
    row = step.row
    if row.signatures != "succession" or acting.role not in row.by:
        return
    absent = {a.role for a in case.incident.absences if case.now < a.until}
    present = [r for r in row.by[: row.by.index(acting.role)] if r not in absent]
    if present:
        raise case.refuse(
            "predecessor_present",
            row.citation,
            who=case.plan.name_of(acting.role),
            before=names(case, tuple(present)),
        )


def missing_signatures(case: DecisionContext, step: Step, acting: ActingRole) -> list[str]:
    """The roles that have still to sign after this one, where all have to.

    Raises `StateRefuses` (`already_signed`) if the role has signed and others have not.
    """
    row = step.row
    if row.signatures != "all":
        return []
    signed = case.incident.signatures.get(step.target, ())
    missing = [role for role in row.by if role not in (*signed, acting.role)]
    if acting.role in signed and missing:
        raise case.refuse(
            "already_signed",
            row.citation,
            who=case.plan.name_of(acting.role),
            level=place_in_both(case.plan, step.target),
            missing=names(case, tuple(missing)),
        )
    return missing


def signature(
    case: DecisionContext, step: Step, acting: ActingRole, missing: list[str], reason: str
) -> Draft:
    """One signature that is not the last: nothing moves yet."""
    position = step.target in case.plan.positions
    level, sub_state = split_position(step.target) if position else (None, None)
    stage: dict[str, Any] = {} if position else {"place": step.target}
    return case.draft(
        "activation_signed",
        acting,
        step.row.citation,
        level=level,
        sub_state=sub_state,
        **stage,
        command=step.command,
        signed_by=[acting.role],
        missing=missing,
        reason=reason,
    )


def names(case: DecisionContext, roles: tuple[str, ...]) -> InBoth:
    """Roles in words."""
    return parties_in_both(case.plan, roles)
