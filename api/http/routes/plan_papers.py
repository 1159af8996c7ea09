"""Papers about a plan: the sheet its owner signs, and the cards of its posts and units."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.dependencies import State
from api.http.file_response import file_response
from api.http.openapi import responses
from api.http.strict_json import StrictRoute
from api.problems import language_of
from api.runtime.documents.documents import Format
from api.runtime.documents.plan_papers import plan_paper_file, plan_table_file
from engine.plan_paper.paper import PaperKind

router = APIRouter(prefix="/api/plans", tags=["plans"], route_class=StrictRoute)

Language = Annotated[
    Literal["zh", "en"] | None, Query(description="of the paper; without it by `Accept-Language`")
]
Post = Annotated[
    str | None, Query(max_length=80, description="of cards: the id of one post or unit only")
]


@router.get(
    "/{plan}/documents/{paper}.{form}",
    response_class=Response,
    responses=responses.PLAN_PAPER,
    summary="A paper about a plan",
)
async def plan_paper(
    request: Request,
    plan: str,
    paper: PaperKind,
    form: Format,
    desk: State,
    post: Post = None,
    language: Language = None,
) -> Response:
    """The sheet that the plan's owner signs, or the cards of its posts, as Word, PDF or HTML.

    Both are made from the plan file alone; on the sheet stands a clause's own wording too, where
    the server has been given it. The same edition makes the same bytes.
    """
    tongue = language or language_of(request.headers.get("accept-language"))
    file = await run_in_threadpool(plan_paper_file, desk, plan, paper, form, post, tongue)
    return file_response(file, **{"Content-Language": tongue})


@router.get(
    "/{plan}/table.xlsx",
    response_class=Response,
    responses=responses.PLAN_TABLE,
    summary="A plan as a spreadsheet",
)
async def plan_table(plan: str, desk: State) -> Response:
    """Thresholds, deadlines, posts, units, groups and measures, in Chinese as the plan file is.

    `zhiban plan import` reads a changed one back into a draft; the server takes none.
    """
    return file_response(await run_in_threadpool(plan_table_file, desk, plan))
