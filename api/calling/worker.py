"""The worker: it sends what is due, each message on one node only, and enters what came of it.

Claims and results are transactions of the store; sending happens outside of any. A node that dies
between both leaves a claim that ends by itself: another node enters the attempt as one of unknown
outcome and tries again. So a message goes out at least once, and the record says where it may have
gone out twice.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Mapping

import structlog
from typing_extensions import override

from api.calling.call_record import AGAIN
from api.calling.outbox import NO_CHANNEL, Claimed, NextDue, Outbox, OutboxFacts
from api.calling.ports import Channel, Message, Outcome
from api.calling.sending_loop import AFTER_FAULT_S, SendingLoop, entered
from api.fault_injection import reached
from api.monitoring.repetition import FaultLog
from engine.clock import Clock, VirtualClock

log = structlog.get_logger("zhiban.calls")

AT_ONCE = 64
"""Messages on their way at once; no more are claimed, so that a claim never waits."""

SEND_LIMIT_S = 900.0
"""Seconds after which a channel that has not come back is given up: nobody knows what it did. A
telephone rings and is spoken into for some minutes; every channel has a limit of its own."""

HOLDS_A_LEASE = 4
"""How often a claim is held on to within its lease, while the message is on its way."""

BACK_OFF_S = (5.0, 15.0, 45.0, 120.0, 300.0)
BUSY_S = 60.0
HELD_S = 1.0
"""Seconds between two looks at what is due but held back, for a person who was just told."""

Compose = Callable[[Claimed], Message | Outcome]
"""Makes the message, or says why there is none (no address)."""

Count = Callable[[str, str], object]
"""Counts an attempt by channel and result."""


def retry_s(outcome: Outcome, tries: int) -> float | None:
    """Real seconds until the next try of a message; None for a result that is final."""
    if outcome.result not in AGAIN:
        return None
    waits = BUSY_S if outcome.result == "busy" else BACK_OFF_S[min(tries, len(BACK_OFF_S)) - 1]
    return max(waits, outcome.retry_after_s or 0.0)


class CallWorker(SendingLoop[Claimed]):
    """Sends what is due.

    `clock` is the incidents' time, by which messages are due; claims go by `wall`. What belongs
    to an exercise is given to `sink`, whatever its row says; only the rest can find a channel
    in `real`.
    """

    def __init__(
        self,
        outbox: Outbox,
        sink: Channel,
        real: Mapping[str, Channel],
        compose: Compose,
        clock: Clock,
        wall: Clock,
        count: Count,
        poll_s: float,
        lease_s: float,
    ) -> None:
        super().__init__()
        self._outbox, self._sink, self._real = outbox, sink, real
        self._compose, self._count = compose, count
        self._clock, self._wall, self._poll_s = clock, wall, poll_s
        self._hold_s = lease_s / HOLDS_A_LEASE
        self._hold_at = 0.0
        self._faults = FaultLog(log, "calls_failed")
        self.facts = OutboxFacts()

    def nudge(self) -> None:
        """Look again now: something was committed, or the clock has moved."""
        self._woken.set()

    @property
    def oldest_due_s(self) -> float:
        """Seconds for which the oldest message has been due; 0 if none is."""
        oldest = self.facts.oldest_due
        return 0.0 if oldest is None else max(0.0, (self._clock.now - oldest).total_seconds())

    @override
    async def look(self) -> float:
        """Claim what is due and begin to send it; the real seconds until the next look."""
        try:
            await self._hold()
            due = await self._outbox.next_due()
            claimed = 0
            if self._has_come(due) and len(self._sending) < AT_ONCE:
                claimed = await self._claim()
            self.facts = await self._outbox.facts()
            self._faults.succeeded()
        except Exception as error:
            self._faults.failed(error)
            return AFTER_FAULT_S
        if claimed:
            return 0.0
        most = min(self._poll_s, self._hold_s) if self._sending else self._poll_s
        if len(self._sending) >= AT_ONCE:
            return most
        return min(most, HELD_S) if self._has_come(due) else min(most, self._until(due))

    async def _hold(self) -> None:
        """Hold on to the claims of what is on its way, such as a telephone that rings."""
        now = asyncio.get_running_loop().time()
        if self._sending and now >= self._hold_at:
            await self._outbox.hold([*self._sending.values()])
            self._hold_at = now + self._hold_s

    async def _claim(self) -> int:
        claimed = await self._outbox.claim(AT_ONCE - len(self._sending))
        for one in claimed:
            self._begin(one, self._send(one))
        return len(claimed)

    async def _send(self, claimed: Claimed) -> None:
        outcome = await self._outcome(claimed)
        self._count(claimed.channel, outcome.result)
        wait_s = retry_s(outcome, claimed.tries)
        faults = FaultLog(log, "attempt_not_entered")
        await entered(
            lambda: self._outbox.settle(claimed, outcome, wait_s), faults, message=claimed.key
        )

    async def _outcome(self, claimed: Claimed) -> Outcome:
        channel = self._sink if claimed.exercise else self._real.get(claimed.channel)
        if channel is None:
            return NO_CHANNEL
        try:
            # In a thread: the plan of an old incident may have to be read first.
            message = await asyncio.to_thread(self._compose, claimed)
        except Exception as error:
            # Otherwise its claim would be lost again and again, and the log would not say why.
            log.exception("message_not_made", message=claimed.key)
            return Outcome("failed", f"fault {type(error).__name__}")
        if isinstance(message, Outcome):
            return message
        reached("before_send")
        try:
            async with asyncio.timeout(SEND_LIMIT_S):
                outcome = await channel.send(message)
        except TimeoutError:
            outcome = Outcome("unknown", "no_end")
        except Exception as error:
            # A channel never raises; one that does must not end the others' calls.
            log.exception("channel_raised", channel=claimed.channel)
            outcome = Outcome("unknown", f"fault {type(error).__name__}")
        reached("after_send")
        return outcome

    def _has_come(self, due: NextDue) -> bool:
        by_clock = due.by_clock is not None and due.by_clock <= self._clock.now
        return by_clock or (due.by_wall is not None and due.by_wall <= self._wall.now)

    def _until(self, due: NextDue) -> float:
        """Real seconds until the next instant."""
        waits = [math.inf]
        speed = self._clock.speed if isinstance(self._clock, VirtualClock) else 1.0
        if due.by_clock is not None and speed:
            waits.append((due.by_clock - self._clock.now).total_seconds() / speed)
        if due.by_wall is not None:
            waits.append((due.by_wall - self._wall.now).total_seconds())
        return max(0.0, min(waits))
