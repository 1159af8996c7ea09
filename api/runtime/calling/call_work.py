"""Calling people: the parts of a server that do it, put together."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from api.calling.message_text import Composer
from api.calling.ports import Channel
from api.calling.worker import CallWorker
from api.live.feed.incident_board import Committed
from api.monitoring.metrics import Metrics
from api.runtime.clock.clock_and_ids import node_name
from api.settings import Settings
from api.store.call_work.call_answers import CallAnswers
from api.store.call_work.call_entries import CallEntries
from api.store.call_work.call_outbox import CallOutbox
from api.store.call_work.call_starts import CallStarts
from api.store.facade import Store
from engine.clock import Clock
from engine.incident.calls import CALL_TYPES, DESK, SINK
from engine.service import Service

Nudge = Callable[[Sequence[Committed] | None], None]
"""Is told what was committed; None if anything may have changed."""


@dataclass(frozen=True, slots=True)
class CallWork:
    """What enters things about calls, and what sends."""

    answers: CallAnswers
    starts: CallStarts
    worker: CallWorker

    def nudging(self, nudge: Nudge) -> Nudge:
        """Tell the worker, beside `nudge`, of commits that are about calls."""

        def both(commits: Sequence[Committed] | None) -> None:
            nudge(commits)
            if commits is None or any(map(_about_calls, commits)):
                self.worker.nudge()

        return both

    def after(self, moved: Callable[[], None]) -> Callable[[], None]:
        """Have the worker look again when the clock has moved, after `moved`."""

        def both() -> None:
            moved()
            self.worker.nudge()

        return both


def _about_calls(commit: Committed) -> bool:
    return any(event.type in CALL_TYPES for _, event in commit.numbered())


def real_channels(channels: Mapping[str, Channel], *, virtual: bool) -> Mapping[str, Channel]:
    """The channels that real calls may take; on a clock that is not the real one the desk's alone.

    An SMS goes by the gateway where there is no modem: for the person it is the same.
    """
    if virtual:
        return {DESK: channels[DESK]}
    found = {name: one for name, one in channels.items() if name != SINK}
    if "sms_gateway" in found:
        found.setdefault("sms", found["sms_gateway"])
    return found


def open_calls(
    settings: Settings,
    store: Store,
    service: Service,
    wall: Clock,
    metrics: Metrics,
    channels: Mapping[str, Channel],
) -> CallWork:
    """The calls of a server; nothing is sent before the worker runs.

    Where the clock is not the real one there are only exercises, and no real channel is kept.
    """
    lease, gap = timedelta(seconds=settings.call_lease_s), timedelta(seconds=settings.call_gap_s)
    # Not the node's name alone: a server that starts again is not the one that claimed.
    name = f"{node_name(settings)} {secrets.token_hex(4)}"
    entries = CallEntries(service, wall)
    real = real_channels(channels, virtual=settings.virtual_clock)
    outbox = CallOutbox(
        store.database, store.writer, entries, name, lease=lease, gap=gap, channels=real
    )
    public = settings.public_url
    worker = CallWorker(
        outbox,
        channels[SINK],
        real,
        Composer(store.plans, str(public) if public else None, settings.language or "zh"),
        service.clock,
        wall,
        lambda channel, result: metrics.attempts.labels(channel, result).inc(),
        settings.wake_poll_s,
        settings.call_lease_s,
    )
    metrics.watch("zhiban_calls_open", "Calls that wait for an answer.", lambda: worker.facts.open)
    metrics.watch(
        "zhiban_calls_exhausted",
        "Calls that nobody answered.",
        lambda: worker.facts.exhausted,
    )
    metrics.watch(
        "zhiban_calls_oldest_due_seconds",
        "A message of a call is due for so long.",
        lambda: worker.oldest_due_s,
    )
    answers = CallAnswers(store.database, store.writer, entries)
    return CallWork(answers, CallStarts(store.writer, service, wall, worker.nudge), worker)
