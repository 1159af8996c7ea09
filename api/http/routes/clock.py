"""The nodes' clocks: what is known of them, and a person's word that one is right.

A word is kept in the store for the node that it names, so it does not matter which node a
proxy sends the request to.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.identity import SignedIn
from api.http.dependencies import State, Who, changed_by, require
from api.http.openapi import responses
from api.http.openapi.shapes import ClockMarkView, ClockPage, NodeClockView
from api.http.request_bodies import TrustClockBody
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.server_journal.changed_by import ChangedBy
from api.store.clocks.node_clocks import ClockMark, NodeClock
from engine.instants import to_text

log = structlog.get_logger("zhiban.clock")

MARKS_SHOWN = 50
LIVING = timedelta(days=1)
"""Nodes whose last sign of life is older than that are gone."""

SECONDS_APART = 3.0
"""By so much a screen's figure may differ from the node's own."""


async def may_trust(who: Who) -> SignedIn:
    """Raise 403 for everybody but duty officers and administrators."""
    require(who, "duty_officer", "admin")
    return who


router = APIRouter(prefix="/api/clock", tags=["machines"], route_class=StrictRoute)
Allowed = Annotated[SignedIn, Depends(may_trust)]


@router.get("", responses=responses.CLOCK, summary="The nodes' clocks, and what happened to them")
async def clock(desk: State, who: Allowed) -> Response:
    """For duty officers and administrators. Marks are the latest fifty, newest first.

    `moved_s` of a mark is how far the clock moved; of a `word`, how far ahead it was seen.
    """
    return send(await _page(desk))


@router.post(
    "/trust", responses=responses.TRUSTED_CLOCK, summary="Say that a node's clock is right"
)
async def trust(request: Request, body: TrustClockBody, desk: State, who: Allowed) -> Response:
    """The node goes by its machine's clock from then on, and what that makes due is entered.

    For duty officers and administrators; who did it is a mark, and an entry of the server journal.
    `ahead_s` is what the person
    has seen: if the clock has moved since, the answer is 409. A node whose clock is trusted
    already stays as it is.
    """
    sign = await _sign(desk, body.node)
    if sign.condition != "trusted":
        if abs(sign.ahead.total_seconds() - body.ahead_s) > SECONDS_APART:
            raise HttpError(409, "clock_moved", node=body.node, wall=to_text(sign.wall))
        await _say(desk, sign, changed_by(request, who, desk.wall.now, body.reason))
    return send(await _page(desk))


async def _sign(desk: AppState, node: str) -> NodeClock:
    """What the node's clock says; of this one at this moment."""
    watch = desk.clock_watch
    if watch.virtual:
        raise HttpError(409, "clock_virtual")
    if node == watch.node:
        return watch.sign()
    signs = await run_in_threadpool(watch.clocks.signs)
    for sign in signs:
        if sign.node == node:
            return sign
    known = "、".join(sign.node for sign in signs)
    raise HttpError(404, "clock_node_unknown", node=node, accepted=known)


async def _say(desk: AppState, sign: NodeClock, by: ChangedBy) -> None:
    watch = desk.clock_watch
    word = ClockMark(sign.node, "word", sign.at, sign.wall, sign.ahead, by.actor, by.reason)
    if sign.node == watch.node:
        # First store the doubt itself: a word that came before it would not count.
        await watch.look()
    await run_in_threadpool(watch.clocks.add, word, by)
    log.warning("clock_word", node=sign.node, account=by.actor, reason=by.reason)
    if sign.node == watch.node:
        await watch.look()


async def _page(desk: AppState) -> ClockPage:
    watch = desk.clock_watch
    signs = [] if watch.virtual else await run_in_threadpool(watch.clocks.signs)
    marks = await run_in_threadpool(watch.clocks.marks, MARKS_SHOWN)
    since = max((sign.at for sign in signs), default=watch.sign().at) - LIVING
    return {
        **watch.part(),
        "nodes": [_node(sign) for sign in signs if sign.at >= since],
        "marks": [_mark(mark) for mark in marks],
    }


def _node(sign: NodeClock) -> NodeClockView:
    return {
        "node": sign.node,
        "state": sign.condition,
        "seen_at": to_text(sign.at),
        "wall": to_text(sign.wall),
        "ahead_s": round(sign.ahead.total_seconds(), 1),
    }


def _mark(mark: ClockMark) -> ClockMarkView:
    return {
        "node": mark.node,
        "kind": mark.kind,
        "at": to_text(mark.at),
        "wall": to_text(mark.wall),
        "moved_s": round(mark.moved.total_seconds(), 1),
        "account": mark.account,
        "reason": mark.reason,
    }
