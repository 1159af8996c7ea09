"""One attempt: a CloudEvent, signed by Standard Webhooks, posted to one address.

Source: the Standard Webhooks specification 1.0; CloudEvents 1.0, JSON format, structured mode.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

import orjson

from api.calling.channels.posting import post
from api.calling.channels.webhook import MEDIA_TYPE, signature, signing_key
from api.calling.ports import Outcome
from api.calling.wording import detail
from api.webhooks.addresses import AddressRefused, target_of
from api.webhooks.ports import Claimed

LIMIT_S = 15.0


def envelope(claimed: Claimed, source: str) -> dict[str, Any]:
    """The CloudEvent: the same for each attempt."""
    return {
        "specversion": "1.0",
        "id": claimed.id,
        "source": source,
        "type": claimed.type,
        "subject": claimed.subject,
        "time": claimed.time.isoformat(),
        "datacontenttype": "application/json",
        "data": claimed.data,
    }


class Sender:
    """Sends. `hosts` are those that may be inside; `now` gives aware instants."""

    def __init__(self, source: str, hosts: Collection[str], now: Callable[[], datetime]) -> None:
        self._source, self._hosts, self._now = source, hosts, now

    async def send(self, claimed: Claimed) -> Outcome:
        """What came of it; a redirection is refused, as is an address that is inside."""
        try:
            target = await target_of(claimed.url, self._hosts)
        except AddressRefused:
            return Outcome("refused", detail("not_outside"))
        at = str(round(self._now().timestamp()))
        body = orjson.dumps(envelope(claimed, self._source))
        headers = {
            "content-type": MEDIA_TYPE,
            "webhook-id": claimed.id,
            "webhook-timestamp": at,
            "webhook-signature": signature(signing_key(claimed.secret), claimed.id, at, body),
        }
        if target.host is not None:
            headers["host"] = target.host
        answer = await post(_Told((claimed.url, claimed.secret)), target.url, body, headers)
        if isinstance(answer, Outcome):
            return answer
        return Outcome("sent", detail("taken", f"HTTP {answer.status}"))


class _Told:
    """Says what came of a request without the address and the secret."""

    limit_s = LIMIT_S

    def __init__(self, secrets: tuple[str, ...]) -> None:
        self._secrets = secrets

    def told(self, word: str, said: object = "") -> str:
        """A detail without secrets."""
        return detail(word, said, self._secrets)
