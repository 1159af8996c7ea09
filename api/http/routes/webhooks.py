"""Webhooks: who is told of entries, and what came of each delivery; for administrators."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Path, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.http.dependencies import By, State, Tongue
from api.http.list_filters import check_division
from api.http.openapi import webhook_responses as responses
from api.http.responses import send
from api.http.routes.accounts import ADMIN_ONLY, READERS_ONLY
from api.http.strict_json import StrictRoute
from api.http.webhook_bodies import SaveWebhook, SaveWebhookBody
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.runtime.webhooks.webhook_shapes import DeliveriesPage, NewWebhook, TestSent, WebhooksPage
from api.runtime.webhooks.webhooks import delivery_row, new_secret, webhook_view
from api.webhooks.addresses import check_address
from api.webhooks.ports import KeptSubscription, Subscription
from engine.errors import InvalidInput
from engine.incident.events import EVENT_TYPES
from engine.plan.nearest import nearest

router = APIRouter(prefix="/api/webhooks", tags=["webhooks"], route_class=StrictRoute)
WebhookId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="its id")]
DeliveryId = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9_.-]{1,200}$", description="its `webhook-id`")
]

MOST_WEBHOOKS = 50


@router.get("", responses=responses.WEBHOOKS, dependencies=READERS_ONLY, summary="Webhooks")
async def webhooks(desk: State) -> Response:
    """All subscriptions, the oldest first, without their secrets."""
    found = await run_in_threadpool(desk.webhooks.kept.list)
    hosts = list(desk.webhooks.hosts)
    return send(WebhooksPage(webhooks=[webhook_view(one) for one in found], hosts=hosts))


@router.post(
    "",
    status_code=201,
    responses=responses.NEW_WEBHOOK,
    dependencies=ADMIN_ONLY,
    summary="Make a webhook",
)
async def add(body: SaveWebhookBody, desk: State, by: By) -> Response:
    """A subscription to entries from now on. Its secret is shown this once."""
    wanted = _wanted(desk, secrets.token_hex(6), body)
    secret = new_secret()
    if len(await run_in_threadpool(desk.webhooks.kept.list)) >= MOST_WEBHOOKS:
        raise HttpError(409, "too_many_webhooks", most=MOST_WEBHOOKS)
    await run_in_threadpool(desk.webhooks.kept.add, wanted, secret, by.because(body.reason))
    desk.webhooks.worker.nudge(changed=True)
    made = webhook_view(await _one(desk, wanted.id))
    return send(NewWebhook(**made, secret=secret), 201)


@router.put(
    "/{webhook}",
    responses=responses.SAVED_WEBHOOK,
    dependencies=ADMIN_ONLY,
    summary="Change a webhook",
)
async def change(webhook: WebhookId, body: SaveWebhookBody, desk: State, by: By) -> Response:
    """The subscription as it is to be; its secret stays. Enabled again it goes on from now."""
    wanted = _wanted(desk, webhook, body)
    if not await run_in_threadpool(desk.webhooks.kept.change, wanted, by.because(body.reason)):
        raise HttpError(404, "webhook_not_found")
    await desk.webhooks.changed(webhook)
    return send(webhook_view(await _one(desk, webhook)))


@router.delete(
    "/{webhook}",
    status_code=204,
    responses=responses.REMOVED_WEBHOOK,
    dependencies=ADMIN_ONLY,
    summary="Remove a webhook",
)
async def remove(webhook: WebhookId, desk: State, by: By) -> Response:
    """Nothing is sent any more; what is on its way may still arrive."""
    if not await run_in_threadpool(desk.webhooks.kept.remove, webhook, by):
        raise HttpError(404, "webhook_not_found")
    await desk.webhooks.changed(webhook)
    return Response(status_code=204)


@router.get(
    "/{webhook}/deliveries",
    responses=responses.DELIVERIES,
    dependencies=READERS_ONLY,
    summary="What was sent",
)
async def deliveries(
    language: Tongue,
    webhook: WebhookId,
    desk: State,
    before: Annotated[str | None, Query(max_length=200, description="a `webhook-id`")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> Response:
    """Deliveries of a subscription with every attempt, the newest first; kept for 30 days."""
    found = await run_in_threadpool(desk.webhooks.kept.deliveries, webhook, before, limit + 1)
    if found is None:
        raise HttpError(404, "webhook_not_found")
    shown = [delivery_row(one, language) for one in found[:limit]]
    onward = shown[-1]["id"] if len(found) > limit else None
    return send(DeliveriesPage(deliveries=shown, next=onward))


@router.post(
    "/{webhook}/test",
    status_code=202,
    responses=responses.TEST_SENT,
    dependencies=ADMIN_ONLY,
    summary="Send a test",
)
async def test(webhook: WebhookId, desk: State) -> Response:
    """Sends one signed event, `zhiban.webhook.test.v1`; the log shows what came of it."""
    id_ = f"test-{secrets.token_hex(8)}"
    if not await run_in_threadpool(desk.webhooks.kept.test, webhook, id_, desk.wall.now):
        raise HttpError(404, "webhook_not_found")
    desk.webhooks.worker.nudge(changed=True)
    return send(TestSent(delivery=id_), 202)


@router.post(
    "/{webhook}/deliveries/{delivery}/replay",
    status_code=204,
    responses=responses.REPLAYED,
    dependencies=ADMIN_ONLY,
    summary="Send again",
)
async def replay(webhook: WebhookId, delivery: DeliveryId, desk: State) -> Response:
    """Tries a delivery again that was given up or taken, under the same `webhook-id`."""
    if not await run_in_threadpool(desk.webhooks.kept.replay, webhook, delivery, desk.wall.now):
        raise HttpError(404, "webhook_not_found")
    desk.webhooks.worker.nudge(changed=True)
    return Response(status_code=204)


def _wanted(desk: AppState, id_: str, body: SaveWebhook) -> Subscription:
    """The subscription that is asked for. Raises `InvalidInput`."""
    url = check_address(body.url, desk.webhooks.hosts)
    for type_ in body.types:
        if type_ not in EVENT_TYPES:
            hint = nearest(type_, EVENT_TYPES) or "—"
            accepted = ", ".join(EVENT_TYPES)
            raise InvalidInput(
                "bad_value", field="types", value=type_, accepted=accepted, hint=hint
            )
    check_division(desk.plans.current().values(), body.division)
    types = tuple(dict.fromkeys(body.types))
    return Subscription(id_, url, types, body.exercises, body.division, body.enabled)


async def _one(desk: AppState, webhook: str) -> KeptSubscription:
    found = await run_in_threadpool(desk.webhooks.kept.list)
    for one in found:
        if one.subscription.id == webhook:
            return one
    raise HttpError(404, "webhook_not_found")
