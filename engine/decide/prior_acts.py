"""建议 and 批准: the acts that a row of the lifecycle asks for before its own step.

A recommendation waits until it is decided; where the row names approvers, the step is
refused until the last of them has approved (ADR 0009). One recommendation waits at a time,
for opening a level or for ending the response. Serves PS 5.3.2-5.3.4, CM 5.3.2-5.3.5,
GR 4.3 and A9.
"""

from __future__ import annotations

from typing import Any

from engine.decide.allowed_commands import is_pending_for, may_replace, missing_approvals
from engine.decide.authority import RequiredAuthority
from engine.decide.context import DecisionContext
from engine.decide.signatures import names
from engine.incident.commands import (
    ApproveActivation,
    ApproveEnd,
    Leveled,
    RecommendEnd,
    RefuseActivation,
    RefuseEnd,
)
from engine.incident.events import Draft
from engine.incident.state import Pending
from engine.instants import local_text
from engine.lifecycle.table import Step
from engine.messages import MessageKey
from engine.plan.model import split_position
from engine.plan.names import place_in_both

ENDED = "ended"


def recommend(
    case: DecisionContext, command: Leveled | RecommendEnd, step: Step, event: str
) -> Draft:
    """A recommendation that waits for a decision; it takes the place of a lower one, not
    of a higher one by somebody else. Raises `NotAllowed` or `StateRefuses`."""
    row, pending = step.row, case.incident.pending
    if not row.recommended_by:
        raise case.refuse(
            "recommendation_not_asked", row.citation, **_what(case, step), who=names(case, row.by)
        )
    acting = case.acting(command, RequiredAuthority(row.recommended_by, row.desk, row.citation))
    same = is_pending_for(pending, step.target)
    if pending is not None and (
        same or not may_replace(case.plan, pending, step.target, [acting.role])
    ):
        raise case.refuse(
            "recommendation_pending",
            row.citation,
            role=case.plan.name_of(pending.recommended_by),
            since=local_text(pending.since, case.plan.zone),
            act=_act(pending.place),
            level=place_in_both(case.plan, _shown(case, pending.place)),
        )
    return case.draft(
        event,
        acting,
        row.citation,
        command=step.command,
        **where(case, step.target),
        reason=command.reason,
    )


def approve(
    case: DecisionContext, command: ApproveActivation | ApproveEnd, step: Step, event: str
) -> Draft:
    """批准 the recommendation that waits; where several have to, the last completes it.

    Raises `NotAllowed` or `StateRefuses`.
    """
    row, what = step.row, _what(case, step)
    if not row.approved_by:
        raise case.refuse("approval_not_asked", row.citation, **what, who=names(case, row.by))
    waiting = missing_approvals(row, case.incident.pending)
    asked = (*waiting, *(role for role in row.approved_by if role not in waiting))
    acting = case.acting(command, RequiredAuthority(asked, False, row.citation))
    if acting.role not in waiting:
        given = case.incident.pending.approvals if case.incident.pending else ()
        raise case.refuse("already_approved", row.citation, **what, who=names(case, given))
    if row.approvals == "in_order" and acting.role != waiting[0]:
        before = names(case, waiting[: waiting.index(acting.role)])
        raise case.refuse("approval_missing", row.citation, **what, who=before)
    left = [role for role in waiting if role != acting.role] if row.approvals != "any" else []
    return case.draft(
        event,
        acting,
        row.citation,
        **where(case, step.target),
        **({"missing": left} if left else {}),
        reason=command.reason,
    )


def decline(
    case: DecisionContext, command: RefuseActivation | RefuseEnd, step: Step, event: str
) -> Draft:
    """Decline the recommendation that waits; all goes on as it is (A9)."""
    row = step.row
    acting = case.acting(command, RequiredAuthority(row.approved_by or row.by, False, row.citation))
    return case.draft(
        event, acting, row.citation, **where(case, step.target), reason=command.reason
    )


def waiting_for(case: DecisionContext, *, end: bool) -> Pending:
    """The recommendation that waits, to end the response or to open a level.

    Raises `StateRefuses` where none of that kind does.
    """
    pending = case.incident.pending
    if pending is None or pending.ends is not end:
        raise case.refuse("nothing_pending", act=_act(ENDED if end else ""))
    return pending


def check_prior_acts(case: DecisionContext, step: Step) -> None:
    """Raise `StateRefuses` where an approval or a recommendation is missing."""
    row, pending = step.row, case.incident.pending
    asked = is_pending_for(pending, step.target)
    what = _what(case, step)
    if row.approved_by and not (asked and pending is not None and pending.approved_by):
        waiting = missing_approvals(row, pending if asked else None)
        raise case.refuse("approval_missing", row.citation, **what, who=names(case, waiting))
    if row.recommendation_required and not asked:
        who = names(case, row.recommended_by)
        raise case.refuse("recommendation_missing", row.citation, **what, who=who)


def where(case: DecisionContext, target: str) -> dict[str, Any]:
    """The level of an entry: the one that is opened, or the one that ends."""
    level, sub_state = split_position(_shown(case, target))
    return {"level": level, "sub_state": sub_state}


def _what(case: DecisionContext, step: Step) -> dict[str, Any]:
    return {
        "act": _act(step.target),
        "level": place_in_both(case.plan, _shown(case, step.target)),
    }


def _shown(case: DecisionContext, target: str) -> str:
    return case.incident.place if target == ENDED else target


def _act(target: str) -> MessageKey:
    return MessageKey("word.act.end" if target == ENDED else "word.act.open")
