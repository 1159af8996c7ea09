"""A signed webhook: the call as a CloudEvent to a system of the office's own.

Source: the Standard Webhooks specification 1.0 (headers, `v1` signatures); CloudEvents 1.0 with
its JSON format in structured mode.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime

import orjson
from typing_extensions import override

from api.calling.channels.posting import post
from api.calling.channels.real import Real, RealChannel
from api.calling.ports import ChannelName, Message, Outcome

SECRET_PREFIX = "whsec_"  # noqa: S105
EVENT_TYPE = "zhiban.call.v1"
MEDIA_TYPE = "application/cloudevents+json"


class Webhook(RealChannel):
    """Tells one address. `source` is the CloudEvent's; `now` gives aware instants."""

    name: ChannelName = "webhook"

    def __init__(self, url: str, secret: str, source: str, now: Callable[[], datetime]) -> None:
        self._url, self._source, self._now = url, source, now
        self._key = signing_key(secret)
        self.secrets = (url, secret, secret.removeprefix(SECRET_PREFIX))

    @override
    async def transmit(self, real: Real) -> Outcome:
        now = self._now()
        id_, at = real.message.key, str(round(now.timestamp()))
        body = orjson.dumps(self._event(real.message, now))
        headers = {
            "content-type": MEDIA_TYPE,
            "webhook-id": id_,
            "webhook-timestamp": at,
            "webhook-signature": signature(self._key, id_, at, body),
        }
        answer = await post(self, self._url, body, headers)
        if isinstance(answer, Outcome):
            return answer
        return Outcome("sent", self.told("taken", f"HTTP {answer.status}"))

    def _event(self, message: Message, now: datetime) -> dict[str, object]:
        return {
            "specversion": "1.0",
            "id": message.key,
            "source": self._source,
            "type": EVENT_TYPE,
            "time": now.isoformat(),
            "datacontenttype": "application/json",
            "data": {
                "address": message.address,
                "person": message.person,
                "subject": message.subject,
                "text": message.text,
                "link": message.link,
            },
        }


def signing_key(secret: str) -> bytes:
    """The key of a secret as the specification writes it, `whsec_` and base64.

    Raises `ValueError` where it is no such secret, or is shorter than 24 bytes or longer than 64.
    """
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if not 24 <= len(key) <= 64:
        raise ValueError("not 24 to 64 bytes")
    return key


def signature(key: bytes, id_: str, at: str, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 of id, instant and body."""
    signed = hmac.new(key, f"{id_}.{at}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"
