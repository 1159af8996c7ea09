"""Previews of an opening: decided and applied in memory, by the code that opens incidents.

Nothing is written and no number is used up. What opening would refuse stands in the answer as
`refusal`; only an account that may not open here at all is refused (403).
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from typing_extensions import TypedDict

from api.access.visibility import Visibility
from api.problems import Problem, problem_of
from api.store.queries.reader import Reader
from engine.conditions.assessment import RecommendationView
from engine.conditions.plan_selection import special_plan_instead
from engine.decide.kinds import ChosenPlan, chosen_plan
from engine.decide.similar import NEAR, areas_of, similar
from engine.errors import InvalidInput, NotAllowed, StateRefuses
from engine.incident.actors import Actor
from engine.incident.commands import OpenIncident, PreviewIncident
from engine.memory import DryJournal
from engine.plan.model import Plan
from engine.presentation.opening_view import (
    GoverningPlan,
    SimilarIncident,
    governing_plan,
    similar_incident,
    would_open,
)
from engine.presentation.reporting_view import ReportingRow
from engine.service import Service

UNTITLED = "—"
"""No answer shows the title, and half of one, or one too long, is no reason to say nothing."""


class OpeningPreview(TypedDict):
    """What opening an incident would mean; nothing has been opened."""

    governing_plan: GoverningPlan | None
    """Null while neither plan nor kind is given, or where no plan covers the event."""
    recommendation: RecommendationView | None
    """Null where nothing can be said under any plan."""
    obligations: list[ReportingRow]
    """The reports that would be owed at once, by obligation and due instant."""
    similar: list[SimilarIncident]
    """Open incidents that this may be the same as, the nearest in time first."""
    refusal: Problem | None
    """Why opening would be refused as it stands; null if it would not."""


@dataclass(frozen=True, slots=True)
class Previews:
    """Previews for one account, in one language, on one snapshot; `sight` is what it sees."""

    service: Service
    reader: Reader
    actor: Actor
    sight: Visibility
    language: str

    def opening(self, known: PreviewIncident) -> OpeningPreview:
        """What is known so far, and what would follow. Raises `NotAllowed`."""
        plans = self.service.plans.current()
        self._check_opens_somewhere()
        found: OpeningPreview = {
            "governing_plan": None,
            "recommendation": None,
            "obligations": [],
            "similar": self._similar(known, plans),
            "refusal": None,
        }
        if known.plan is None and known.kind is None:
            return found
        try:
            return self._opened(
                found, known, chosen_plan(plans, known.plan, known.kind, _figures(known))
            )
        except (InvalidInput, StateRefuses) as refusal:
            found["refusal"] = problem_of(refusal, self.language)
        instead = _instead(known, plans)
        if instead is not None:
            with suppress(InvalidInput, StateRefuses):
                return self._opened(found, _under(known, instead), instead)
        return found

    def _check_opens_somewhere(self) -> None:
        """Raise `NotAllowed` for an account that opens incidents under no plan."""
        opens = self.actor.is_a("duty_officer") or self.actor.is_a("controller")
        if not opens and not any(":" in role for role in self.actor.roles):
            raise NotAllowed("opening_role_required")

    def _opened(
        self, found: OpeningPreview, known: PreviewIncident, chosen: ChosenPlan
    ) -> OpeningPreview:
        """What follows from an opening in memory. Raises what opening raises."""
        request = self._completed(known, chosen.plan)
        outcome = self.service.open_incident(DryJournal(), request, self.actor)
        would = would_open(outcome.plan, outcome.after, self.language)
        return {**found, "governing_plan": governing_plan(chosen, self.language), **would}

    def _completed(self, known: PreviewIncident, plan: Plan) -> OpenIncident:
        """An opening whose missing parts are those of an event that is just being told."""
        now = self.service.clock.now
        received = known.received_at or now
        return OpenIncident(
            plan=known.plan,
            kind=known.kind,
            title=UNTITLED,
            occurred_at=known.occurred_at or min(received, now),
            received_at=received,
            division=known.division or self._division(plan),
            place=known.place,
            exercise=known.exercise,
            facts=known.facts,
            source=known.source,
            caller=known.caller,
        )

    def _division(self, plan: Plan) -> str:
        """Where it is as long as nobody has said it: the account's division, or the whole area."""
        own = self.actor.division
        return own if own in plan.division_by_code else plan.jurisdiction.code

    def _similar(self, known: PreviewIncident, plans: Mapping[str, Plan]) -> list[SimilarIncident]:
        """Open incidents like it: near in time, of its area, under its plan or of its kind."""
        about = known.occurred_at or known.received_at or self.service.clock.now
        codes = [areas_of(plan.jurisdiction, known.division) for plan in plans.values()]
        divisions = None if None in codes else frozenset[str]().union(*(c for c in codes if c))
        plan = known.plan
        if known.kind is not None:
            with suppress(InvalidInput):
                plan = chosen_plan(plans, None, known.kind, _figures(known)).plan.id
        near = self.reader.open_incidents_near(
            about, NEAR, exercise=known.exercise, divisions=divisions
        )
        pinned = self.service.plans.pinned
        seen = [one for one in near if self.sight.sees(pinned(one.plan, one.plan_digest), one)]
        return [
            similar_incident(pinned(one.plan, one.plan_digest), one, self.language)
            for one in similar(seen, plan, known.kind, about)
        ]


def _figures(known: PreviewIncident) -> dict[str, Any]:
    return {name: value for name, value in known.facts.items() if value is not None}


def _instead(known: PreviewIncident, plans: Mapping[str, Plan]) -> ChosenPlan | None:
    """The plan that governs instead of the one that was asked for: the kind's, or a special one."""
    asked, figures = plans.get(known.plan or ""), _figures(known)
    if known.kind is not None:
        with suppress(InvalidInput):
            chosen = chosen_plan(plans, None, known.kind, figures)
            if known.plan is not None and chosen.plan is not asked:
                return chosen
            asked = chosen.plan
    special = special_plan_instead(asked, figures, plans.values()) if asked else None
    return ChosenPlan(special, None, "special", {}) if special else None


def _under(known: PreviewIncident, chosen: ChosenPlan) -> PreviewIncident:
    """The same event under another plan, with the figures that this plan knows."""
    plan, kind = chosen.plan, chosen.kind
    facts = {name: value for name, value in known.facts.items() if name in plan.fact_by_id}
    named = {"plan": None, "kind": kind.id} if kind else {"plan": plan.id, "kind": None}
    return known.model_copy(update={**named, "facts": facts})
