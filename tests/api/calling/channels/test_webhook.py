"""The webhook, checked by the specification's own library."""

from __future__ import annotations

import json

import pytest
from standardwebhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from api.calling.channels.webhook import Webhook, signing_key
from engine.clock import SystemClock
from tests.api.calling.channels.listener import Listener, message

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
CLOCK = SystemClock()


async def test_a_call_is_a_signed_cloud_event(platform: Listener) -> None:
    platform.says(b"", 204)
    hook = Webhook(f"{platform.url}/hook", SECRET, "urn:zhiban:linfen", lambda: CLOCK.now)
    outcome = await hook.send(message(""))
    assert (outcome.result, outcome.detail) == ("sent", "taken HTTP 204")
    got = platform.last
    event = Verifier(SECRET).verify(got.body, got.headers)
    assert got.headers["content-type"] == "application/cloudevents+json"
    assert event == json.loads(got.body)
    assert {name: event[name] for name in ("specversion", "id", "source", "type")} == {
        "specversion": "1.0",
        "id": got.headers["webhook-id"],
        "source": "urn:zhiban:linfen",
        "type": "zhiban.call.v1",
    }
    assert event["data"]["subject"] == message().subject
    assert "4711" not in str(event)
    with pytest.raises(WebhookVerificationError):
        Verifier(SECRET).verify(got.body + b" ", got.headers)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_abc", "whsec_c2hvcnQ=", "keyboard cat"])
def test_a_secret_that_is_none_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="not"):
        signing_key(secret)
