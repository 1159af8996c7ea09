"""Whom an incident concerns: what decides which accounts see it at all."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.reporter_slots import reporter_names
from engine.incident.state import Incident
from engine.memo import memoised_on
from engine.plan.model import Plan


@dataclass(frozen=True, slots=True)
class Reach:
    """An incident's reporters, by all their names, and the divisions that it has reached.

    Its own division is among both. `exercise` is whether it is one.
    """

    exercise: bool = False
    reporters: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()

    def within(self, other: Reach) -> bool:
        """Whether nobody sees the incident by this one who would not by the other."""
        return self.reporters <= other.reporters and self.divisions <= other.divisions


UNKNOWN_REACH = Reach()
"""Of an incident that this node cannot make: only those hear of it who see everything."""


@memoised_on("slots", "division", "facts", "exercise")
def reach_of(plan: Plan, incident: Incident) -> Reach:
    """Whom the incident concerns, as far as its figures and its ledger say.

    A division in a figure that still stands has been reached, whether or not it is on the newest
    list: a county that was struck from it has done something here.
    """
    named = (
        figure.value or ()
        for fact in plan.facts
        if fact.kind == "divisions"
        for figure in incident.facts.get(fact.id, ())
    )
    divisions = frozenset({incident.division}.union(*named))
    return Reach(incident.exercise, reporter_names(plan, incident), divisions)
