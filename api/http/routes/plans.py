"""Plans in force: what they are and every rule with its clauses."""

from __future__ import annotations

from typing import cast

from fastapi import APIRouter
from starlette.responses import Response

from api.http.dependencies import State, Tongue
from api.http.openapi import responses
from api.http.openapi.shapes import DivisionsPage, DivisionView, PlansPage, PlanSummary
from api.http.responses import send
from api.http.strict_json import StrictRoute
from engine.lifecycle.diagram import svg
from engine.memo import memoised_per_plan
from engine.messages import CATALOGUES
from engine.plan.json_schema import schema_json
from engine.plan.model import Division, Document, Jurisdiction, KindFact, Plan
from engine.plan.names import named
from engine.presentation.opening_view import kind_words
from engine.presentation.plan_view import PlanView, plan_view

router = APIRouter(prefix="/api", tags=["plans"], route_class=StrictRoute)


@router.get("/plans", responses=responses.PLANS, summary="The plans in force")
async def plans(language: Tongue, desk: State) -> Response:
    """Each plan with its levels, posts, criteria, groups, cadences and assumptions."""
    listed = [_summaries(plan)[language] for plan in desk.plans.current().values()]
    return send(PlansPage(plans=listed))


@router.get("/plan.schema.json", tags=["public"], include_in_schema=False)
async def plan_schema() -> Response:
    """The JSON Schema of a plan file, for editors, which have no account."""
    return Response(schema_json("plan.schema.json"), media_type="application/schema+json")


@router.get("/clauses.schema.json", tags=["public"], include_in_schema=False)
async def clauses_schema() -> Response:
    """The JSON Schema of a clause catalogue, for editors, which have no account."""
    return Response(schema_json("clauses.schema.json"), media_type="application/schema+json")


@router.get("/plans/{plan}", responses=responses.PLAN, summary="A plan, rule by rule")
async def plan(language: Tongue, plan: str, desk: State) -> Response:
    """The whole plan, each rule with its clauses; `texts` where they are at hand."""
    found = desk.plan(plan)
    view = _views(found)[language].copy()
    texts = desk.plan_texts.get(plan)
    if texts:
        view["texts"] = dict(texts)
    questions = desk.plan_questions.get(plan)
    if questions:
        view["open_questions"] = questions
    return send(view)


@router.get(
    "/plans/{plan}/diagram.svg",
    response_class=Response,
    responses=responses.DIAGRAM,
    summary="A plan's lifecycle",
)
async def diagram(language: Tongue, plan: str, desk: State) -> Response:
    """The lifecycle with authorities and clauses, drawn from the plan's own table."""
    drawn = svg(desk.plan(plan), language)
    return Response(drawn, media_type="image/svg+xml", headers={"Content-Language": language})


@router.get("/divisions", responses=responses.DIVISIONS, summary="The divisions of all plans")
async def divisions(desk: State) -> Response:
    """Jurisdictions and the divisions under them, by code."""
    found: dict[str, DivisionView] = {}
    for known in desk.plans.current().values():
        area = known.jurisdiction
        parts: list[Jurisdiction | Division] = [area, *area.divisions]
        for part in parts:
            entry: DivisionView = {
                "code": part.code,
                "name": part.name,
                "name_en": part.name_en,
                "under": None if part is area else area.code,
            }
            found.setdefault(part.code, entry)
    return send(DivisionsPage(divisions=[found[code] for code in sorted(found)]))


@memoised_per_plan
def _views(plan: Plan) -> dict[str, PlanView]:
    """The plan in each language: an edition never changes."""
    return {language: plan_view(plan, language) for language in CATALOGUES}


@memoised_per_plan
def _summaries(plan: Plan) -> dict[str, PlanSummary]:
    """The plan's line of the list in each language."""
    return {language: _summary(plan, language) for language in CATALOGUES}


def _summary(plan: Plan, language: str) -> PlanSummary:
    english = language == "en"
    view = _views(plan)[language]
    return {
        "id": plan.id,
        "version": plan.version,
        "digest": plan.digest,
        "title": plan.title_en if english and plan.title_en else plan.title,
        "document": cast(Document, plan.document.model_dump(mode="json")),
        "kinds": [
            {
                "id": kind.id,
                "name": named(kind, language),
                "aliases": list(kind.aliases),
                "why": kind_words(kind, language),
                "clause": list(kind.clause),
                "sets": [cast(KindFact, one.model_dump(mode="json")) for one in kind.sets],
            }
            for kind in plan.kinds
        ],
        "levels": [
            {
                "id": level.id,
                "name": named(level, language),
                "colour": level.colour,
                "clause": list(level.clause),
                "sub_states": [
                    {"id": sub.id, "name": named(sub, language)} for sub in level.sub_states
                ],
            }
            for level in plan.levels
        ],
        "roles": [
            {
                "id": role.id,
                "name": named(role, language),
                "signs_in": role.signs_in,
                "clause": list(role.clause),
            }
            for role in plan.roles
        ],
        "positions": view["positions"],
        "criteria": view["criteria"],
        "groups": view["groups"],
        "cadences": view["cadences"],
        "assumptions": view["assumptions"],
    }
