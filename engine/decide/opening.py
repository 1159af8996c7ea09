"""Opening an incident under a plan (POST /api/incidents)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.conditions.fact_values import checked
from engine.conditions.plan_selection import governs, special_plan_instead
from engine.decide.kinds import chosen_plan
from engine.errors import InvalidInput, NotAllowed, StateRefuses
from engine.incident.actors import Actor
from engine.incident.commands import OpenIncident
from engine.incident.events import Draft
from engine.instants import local_text, to_text
from engine.plan.model import Kind, Plan
from engine.plan.names import post_name


@dataclass(frozen=True, slots=True)
class Opening:
    """A request that has been checked against the plans, before it has a number."""

    plan: Plan
    request: OpenIncident
    facts: Mapping[str, Any]
    role: str
    kind: Kind | None

    def draft(self, number: str, actor: Actor, now: datetime) -> Draft:
        """The first event of the incident's journal."""
        request = self.request
        data: dict[str, Any] = {
            "number": number,
            "plan": {
                "id": self.plan.id,
                "version": self.plan.version,
                "digest": self.plan.digest,
            },
            "title": request.title,
            "exercise": request.exercise,
            "division": request.division,
            "occurred_at": to_text(request.occurred_at),
            "received_at": to_text(request.received_at),
            "facts": dict(self.facts),
            "source": request.source or post_name(self.plan, self.role),
        }
        data |= self._told()
        clause = self.plan.coverage.citation
        return Draft("incident_opened", now, actor.name, self.role, clause, data)

    def _told(self) -> dict[str, Any]:
        """What the desk may or may not have been told; left out where it was not."""
        found: dict[str, Any] = {}
        if self.kind is not None:
            found["kind_of_event"] = {
                "id": self.kind.id,
                "name": self.kind.name,
                "name_en": self.kind.name_en,
                "clause": self.kind.citation,
            }
        if self.request.place:
            found["site"] = self.request.place
        caller = self.request.caller.model_dump() if self.request.caller else {}
        return found | ({"caller": caller} if any(caller.values()) else {})


def opening(
    plans: Mapping[str, Plan],
    request: OpenIncident,
    actor: Actor,
    now: datetime,
    *,
    exercises_only: bool,
) -> Opening:
    """The checked request, or `InvalidInput`, `NotAllowed`, `StateRefuses`."""
    given = {name: value for name, value in request.facts.items() if value is not None}
    chosen = chosen_plan(plans, request.plan, request.kind, given)
    plan = chosen.plan
    role = _role(plan, request, actor)
    if exercises_only and not request.exercise:
        raise InvalidInput("exercise_clock", field="exercise")
    _check_division(plan, request.division)
    _check_instants(request, now, plan.zone)
    facts = checked(plan, {**chosen.sets, **request.facts})
    _check_coverage(plan, facts, plans.values())
    return Opening(plan, request, facts, role, chosen.kind)


def _role(plan: Plan, request: OpenIncident, actor: Actor) -> str:
    """The desk and the plan's posts, a division's at home; the controller opens exercises."""
    if actor.is_a("duty_officer"):
        return "duty_officer"
    posts = sorted(actor.posts(plan.id) & plan.role_by_id.keys())
    here = [post for post in posts if _in_scope(plan, request, actor, post)]
    if here:
        return here[0]
    if actor.is_a("controller"):
        if request.exercise:
            return "controller"
        raise NotAllowed("exercise_only")
    if posts:
        who, division = plan.name_of(posts[0]), plan.name_of(actor.division or "—")
        raise NotAllowed(
            "outside_division", clause=plan.coverage.citation, who=who, division=division
        )
    raise NotAllowed("opening_role_required")


def _in_scope(plan: Plan, request: OpenIncident, actor: Actor, post: str) -> bool:
    """A post of a division opens incidents of its own: figures that it gives itself do not
    make another's incident its own."""
    return plan.role_by_id[post].scope != "division" or actor.division == request.division


def _check_division(plan: Plan, code: str) -> None:
    jurisdiction = plan.jurisdiction
    known = {jurisdiction.code: jurisdiction.name}
    known |= {d.code: d.name for d in jurisdiction.divisions}
    if code not in known:
        raise InvalidInput(
            "unknown_division",
            field="division",
            value=code,
            jurisdiction=jurisdiction.name,
            accepted="、".join(f"{c} {name}" for c, name in known.items()),
        )


def _check_instants(request: OpenIncident, now: datetime, zone: str) -> None:
    for field in ("occurred_at", "received_at"):
        instant: datetime = getattr(request, field)
        if instant > now:
            raise InvalidInput(
                "future_instant",
                field=field,
                value=local_text(instant, zone),
                now=local_text(now, zone),
            )
    if request.received_at < request.occurred_at:
        raise InvalidInput(
            "instants_reversed",
            field="received_at",
            value=local_text(request.received_at, zone),
            other="occurred_at",
            limit=local_text(request.occurred_at, zone),
        )


def _check_coverage(plan: Plan, facts: Mapping[str, Any], plans: Iterable[Plan]) -> None:
    if governs(plan, facts) is False:
        raise StateRefuses("plan_does_not_cover", clause=plan.coverage.citation, plan=plan.title)
    special = special_plan_instead(plan, facts, plans)
    if special is not None:
        raise StateRefuses(
            "special_plan_governs",
            clause=plan.coverage.citation,
            plan=special.title,
        )
