"""Everything else that the library Apprise can reach: the long tail of messengers.

It answers yes or no and shows no receipts. It takes any answer with HTTP 200 of a DingTalk or
WeCom robot as success, so those schemes are refused here: they have channels of their own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

import apprise
from anyio import CapacityLimiter, to_thread
from typing_extensions import override

from api.calling.channels.real import Real, RealChannel
from api.calling.channels.robot import whole_text
from api.calling.ports import ChannelName, Outcome

OWN_CHANNELS = frozenset({"dingtalk", "wecombot"})
"""Schemes that are refused: channels of ours read what those robots answer."""
THREADS = 4

# It logs addresses, and with them keys, where something fails.
logging.getLogger("apprise").setLevel(logging.CRITICAL)


class UnknownService(ValueError):
    """An address that Apprise cannot use; names its scheme only, since the rest is secret."""


class AppriseChannel(RealChannel):
    """Tells all of the addresses at once. Raises `UnknownService`."""

    name: ChannelName = "apprise"
    receipts = False
    limit_s = 60.0

    def __init__(self, urls: Iterable[str]) -> None:
        self.secrets = tuple(urls)
        self._services = apprise.Apprise()
        self._threads = CapacityLimiter(THREADS)
        for url in self.secrets:
            scheme = url.partition("://")[0].lower()
            if scheme in OWN_CHANNELS or not self._services.add(url):
                raise UnknownService(scheme[:40])

    @override
    async def transmit(self, real: Real) -> Outcome:
        # It blocks for as long as its services do.
        taken = await to_thread.run_sync(
            self._notify, real, limiter=self._threads, abandon_on_cancel=True
        )
        if taken:
            return Outcome("sent", "apprise_yes")
        # Of several one may have taken it.
        return Outcome("failed" if len(self._services) == 1 else "unknown", "apprise_no")

    def _notify(self, real: Real) -> bool:
        message = real.message
        return bool(self._services.notify(body=whole_text(message), title=message.subject))
