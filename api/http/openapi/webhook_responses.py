"""What the calls about webhooks answer, for the OpenAPI document."""

from __future__ import annotations

from api.http.openapi.responses import READING, SIGNED_OUT, WRITING, problems, shown
from api.runtime.webhooks.webhook_shapes import (
    DeliveriesPage,
    NewWebhook,
    TestSent,
    WebhooksPage,
    WebhookView,
)

_NONE = problems(s404="there is no such webhook")
WEBHOOKS = shown(WebhooksPage, "all of them") | SIGNED_OUT | problems(s403="not for this account")
NEW_WEBHOOK = shown(NewWebhook, "made; its secret is shown this once", 201) | WRITING
SAVED_WEBHOOK = shown(WebhookView, "as it is kept now") | WRITING | _NONE
REMOVED_WEBHOOK = (
    {204: {"description": "it is gone, with the log of its deliveries"}}
    | READING
    | problems(s403="not an administrator")
    | _NONE
)
DELIVERIES = shown(DeliveriesPage, "a page") | READING | problems(s403="not allowed") | _NONE
TEST_SENT = shown(TestSent, "on its way", 202) | WRITING | _NONE
REPLAYED = {204: {"description": "it is tried again"}} | WRITING | _NONE
