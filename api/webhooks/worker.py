"""The worker: it sends what subscriptions are owed, and enters what came of it.

The entry of the journal is itself what is owed: a subscription has a place in the one order of
all entries, and takes what comes after it. So nothing can be lost between the entry and its
delivery, and a node that dies sends again under the same `webhook-id`, never something else.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from typing_extensions import override

from api.calling.ports import Outcome
from api.calling.sending_loop import AFTER_FAULT_S, SendingLoop, entered
from api.fault_injection import reached
from api.monitoring.repetition import FaultLog
from api.webhooks.ports import Claimed, DeliveryQueue, Disabled
from engine.clock import Clock

log = structlog.get_logger("zhiban.webhooks")

AT_ONCE = 16
BACK_OFF_S = (5.0, 30.0, 120.0, 600.0, 3600.0, 10_800.0, 21_600.0, 43_200.0, 86_400.0)
"""Seconds until the next try; after the last one, some two days later, it is given up."""

Send = Callable[[Claimed], Awaitable[Outcome]]
Alarm = Callable[[Disabled], Awaitable[None]]


def retry_s(outcome: Outcome, tries: int) -> float | None:
    """Seconds until the next try after so many; None if it was taken, or is given up."""
    if outcome.result == "sent" or tries > len(BACK_OFF_S):
        return None
    return max(BACK_OFF_S[tries - 1], outcome.retry_after_s or 0.0)


class WebhookWorker(SendingLoop[Claimed]):
    """Sends what is due."""

    def __init__(
        self, queue: DeliveryQueue, send: Send, wall: Clock, alarm: Alarm, poll_s: float
    ) -> None:
        super().__init__()
        self._queue, self._send_one, self._wall = queue, send, wall
        self._alarm, self._poll_s = alarm, poll_s
        self._faults = FaultLog(log, "webhooks_failed")
        self._wanted = True

    def nudge(self, *, changed: bool = False) -> None:
        """Look again now: something was committed, or (`changed`) subscriptions were."""
        if changed or self._wanted:
            self._woken.set()

    @override
    async def look(self) -> float:
        """Begin to send what is due; the seconds until the next look."""
        try:
            due = await self._queue.next_due()
            self._wanted = due is not None
            if due is None or len(self._sending) >= AT_ONCE:
                return self._poll_s
            left_s = (due - self._wall.now).total_seconds()
            if left_s > 0:
                return min(left_s, self._poll_s)
            claimed = await self._queue.claim(AT_ONCE - len(self._sending))
            self._faults.succeeded()
        except Exception as error:
            self._faults.failed(error)
            return AFTER_FAULT_S
        for one in claimed:
            self._begin(one, self._send(one))
        return 0.0 if claimed else min(AFTER_FAULT_S, self._poll_s)

    async def _send(self, claimed: Claimed) -> None:
        reached("before_webhook")
        try:
            outcome = await self._send_one(claimed)
        except Exception as error:
            # Its text may hold the address; the kind is enough.
            log.error("webhook_raised", error=type(error).__name__)
            outcome = Outcome("unknown", f"fault {type(error).__name__}")
        reached("after_webhook")
        wait_s = retry_s(outcome, claimed.tries)
        faults = FaultLog(log, "webhook_not_entered")
        disabled = await entered(
            lambda: self._queue.settle(claimed, outcome, wait_s), faults, delivery=claimed.id
        )
        if disabled is not None:
            log.error("webhook_disabled", webhook=disabled.subscription, days=disabled.days)
            await self._alarm(disabled)
