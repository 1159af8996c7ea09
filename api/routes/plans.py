"""Plans in force: what they are and every rule with its clauses."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from api import answers
from api.desk import Desk, desk_of
from api.gate import StrictRoute
from api.problems import language_of
from api.replies import send
from engine.machine.diagram import svg
from engine.plan.model import Plan
from engine.plan.schema import schema_text
from engine.views import plan_view

router = APIRouter(prefix="/api", tags=["plans"], route_class=StrictRoute)

LISTED = ("positions", "criteria", "groups", "cadences", "assumptions")
"""The parts of a plan's view that the list of plans gives as they are."""

TheDesk = Annotated[Desk, Depends(desk_of)]


@router.get("/plans", responses=answers.PLANS, summary="The plans in force")
async def plans(request: Request, desk: TheDesk) -> Response:
    """Each plan with its levels, posts, criteria, groups, cadences and assumptions."""
    language = language_of(request.headers.get("accept-language"))
    listed = [_summary(plan, language) for plan in desk.plans.current().values()]
    return send({"plans": listed})


@router.get("/plan.schema.json", tags=["public"], include_in_schema=False)
async def schema() -> Response:
    """The JSON Schema of a plan file, for editors, which have no account."""
    return Response(schema_text(), media_type="application/schema+json")


@router.get("/plans/{plan}", responses=answers.PLAN, summary="A plan, rule by rule")
async def plan(request: Request, plan: str, desk: TheDesk) -> Response:
    """The whole plan, each rule with its clauses; `texts` where they are at hand."""
    language = language_of(request.headers.get("accept-language"))
    found = desk.plan(plan)
    view = plan_view(found, language)
    texts = desk.plan_texts.get(plan)
    if texts:
        view["texts"] = dict(texts)
    return send(view)


@router.get("/plans/{plan}/diagram.svg", responses=answers.DIAGRAM, summary="A plan's lifecycle")
async def diagram(request: Request, plan: str, desk: TheDesk) -> Response:
    """The lifecycle with authorities and clauses, drawn from the plan's own table."""
    language = language_of(request.headers.get("accept-language"))
    drawn = svg(desk.plan(plan), language)
    return Response(drawn, media_type="image/svg+xml", headers={"Content-Language": language})


@router.get("/divisions", responses=answers.DIVISIONS, summary="The divisions of all plans")
async def divisions(desk: TheDesk) -> Response:
    """Jurisdictions and the divisions under them, by code."""
    found: dict[str, dict[str, Any]] = {}
    for known in desk.plans.current().values():
        area = known.jurisdiction
        entry = {"code": area.code, "name": area.name, "name_en": area.name_en, "under": None}
        found.setdefault(area.code, entry)
        for part in area.divisions:
            entry = {"code": part.code, "name": part.name, "name_en": part.name_en}
            found.setdefault(part.code, entry | {"under": area.code})
    return send({"divisions": [found[code] for code in sorted(found)]})


def _summary(plan: Plan, language: str) -> dict[str, Any]:
    english = language == "en"
    view = plan_view(plan, language)
    return {
        "id": plan.id,
        "version": plan.version,
        "digest": plan.digest,
        "title": plan.title_en if english and plan.title_en else plan.title,
        "document": plan.document.model_dump(mode="json"),
        "levels": [
            {
                "id": level.id,
                "name": level.name_en if english and level.name_en else level.name,
                "colour": level.colour,
                "clause": list(level.clause),
                "sub_states": [{"id": sub.id, "name": sub.name} for sub in level.sub_states],
            }
            for level in plan.levels
        ],
        "roles": [
            {
                "id": role.id,
                "name": role.name,
                "signs_in": role.signs_in,
                "clause": list(role.clause),
            }
            for role in plan.roles
        ],
        **{part: view.get(part, []) for part in LISTED},
    }
