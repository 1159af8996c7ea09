"""To which audience an account belongs.

The widest of its roles decides. A post that acts in its own division, such as a county's
headquarters, sees the incidents of that division and of those below it, whole, and by default
no others; an evaluator sees exercises, whole, and nothing else.
Source: our choice (docs/explanation/who-sees-what.md).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from api.access.audience import DESK, VIEWER, Audience
from api.access.reach import reach_of
from engine.decide.authority import delegations_of
from engine.incident.actors import Actor
from engine.incident.state import Incident
from engine.plan.model import Plan
from engine.ports import PlanLibrary

_READERS = frozenset({"viewer", "reporter", "evaluator"})
"""General roles that do not see everything."""


class Audiences:
    """The audiences of accounts under the plans in force.

    With `divisions_see_all` a post of a division sees what the other posts see.
    """

    def __init__(self, plans: PlanLibrary, *, divisions_see_all: bool = False) -> None:
        self._plans, self._divisions_see_all = plans, divisions_see_all

    def of(self, actor: Actor) -> Audience:
        """The account's audience by its own roles."""
        posts = actor.roles - _READERS
        local = frozenset() if self._divisions_see_all else posts & self._local_posts()
        if posts - local:
            return DESK
        exercises = actor.is_a("evaluator")
        if actor.is_a("viewer") or not actor.roles:
            kind, names = VIEWER.kind, VIEWER.names
        else:
            own = (actor.division, actor.unit) if actor.is_a("reporter") else ()
            kind, names = "reporter", frozenset(name for name in own if name)
        divisions = self._with_those_below(actor.division) if local else frozenset()
        return Audience(kind, names, divisions, exercises)

    def at(self, plan: Plan, incident: Incident, actor: Actor, now: datetime) -> Audience:
        """The account's audience at one incident: who acts for a post's holder sees all."""
        own = self.of(actor)
        if own is DESK or delegations_of(incident, actor, now):
            return DESK
        return own.at(reach_of(plan, incident))

    def _local_posts(self) -> frozenset[str]:
        """The posts under any plan that act in their own division only."""
        return frozenset().union(*(plan.local_posts for plan in self._plans.current().values()))

    def _with_those_below(self, division: str | None) -> frozenset[str]:
        """A division and all that belong to it under any plan, as the plans say."""
        if division is None:
            return frozenset()
        found, added = {division}, {division}
        while added:
            added = {code for code, above in self._belonging() if above in added} - found
            found |= added
        return frozenset(found)

    def _belonging(self) -> Iterable[tuple[str, str]]:
        """Each division and the one directly above it."""
        for plan in self._plans.current().values():
            for code in plan.division_by_code:
                yield code, plan.parents.get(code, plan.jurisdiction.code)
