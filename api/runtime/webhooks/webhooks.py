"""Webhooks of a running server: subscriptions, the worker, and the alarm for one that fails."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from api.calling.channels.webhook import SECRET_PREFIX
from api.calling.wording import detail_sentence
from api.live.feed.incident_board import Committed
from api.runtime.clock.clock_and_ids import node_name
from api.runtime.handover.handover_watch import Notices
from api.runtime.webhooks.webhook_shapes import AttemptRow, DeliveryRow, WebhookView
from api.settings import Settings
from api.store.facade import Store
from api.store.webhooks.delivery_queue import SqlDeliveryQueue
from api.store.webhooks.subscriptions import Subscriptions
from api.webhooks.ports import Delivery, Disabled, KeptSubscription
from api.webhooks.sending import Sender
from api.webhooks.worker import WebhookWorker
from engine.clock import Clock
from engine.instants import to_text
from engine.messages import text
from engine.plan.calling_rules import Trigger

ALARM: Trigger = "watchdog_alarm"
SECRET_BYTES = 32

Nudge = Callable[[Sequence[Committed] | None], None]


@dataclass(frozen=True, slots=True)
class WebhookWork:
    """What is kept of webhooks, and what sends."""

    kept: Subscriptions
    worker: WebhookWorker
    hosts: tuple[str, ...]
    notices: Notices

    def nudging(self, nudge: Nudge) -> Nudge:
        """Tell the worker, beside `nudge`, of every commit."""

        def both(commits: Sequence[Committed] | None) -> None:
            nudge(commits)
            self.worker.nudge()

        return both

    async def changed(self, webhook: str) -> None:
        """Somebody has looked after a subscription: its alarm is over."""
        self.worker.nudge(changed=True)
        await self.notices.over(ALARM, subject_of(webhook))


def subject_of(webhook: str) -> str:
    """What the alarm about a subscription is called."""
    return f"webhook {webhook}"


def open_webhooks(settings: Settings, store: Store, wall: Clock, notices: Notices) -> WebhookWork:
    """The webhooks of a server; nothing is sent before the worker runs."""
    # Not the node's name alone: a server that starts again is not the one that claimed.
    name = f"{node_name(settings)} {secrets.token_hex(4)}"
    queue = SqlDeliveryQueue(
        store.database,
        store.writer,
        store.plans,
        wall,
        name,
        lease=timedelta(seconds=settings.call_lease_s),
        days=settings.webhook_disable_days,
    )
    sender = Sender(settings.webhook_source, settings.webhook_hosts, lambda: wall.now)

    async def alarm(disabled: Disabled) -> None:
        language = settings.language or "zh"
        said = text("server.webhook.alarm", language, host=disabled.host, days=disabled.days)
        await notices.notice(ALARM, subject_of(disabled.subscription), {"alarm": said})

    worker = WebhookWorker(queue, sender.send, wall, alarm, settings.wake_poll_s)
    return WebhookWork(store.webhooks, worker, settings.webhook_hosts, notices)


def new_secret() -> str:
    """A secret as Standard Webhooks writes it."""
    return f"{SECRET_PREFIX}{base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()}"


def webhook_view(kept: KeptSubscription) -> WebhookView:
    """A subscription as administrators see it; never its secret."""
    one = kept.subscription
    return {
        "id": one.id,
        "url": one.url,
        "types": list(one.types),
        "exercises": one.exercises,
        "division": one.division,
        "enabled": one.enabled,
        "made_at": to_text(kept.made_at),
        "failing_since": None if kept.failing_since is None else to_text(kept.failing_since),
        "waiting": kept.waiting,
        "failed": kept.failed,
    }


def delivery_row(delivery: Delivery, language: str) -> DeliveryRow:
    """A delivery with its attempts, in words."""
    return {
        "id": delivery.id,
        "type": delivery.type,
        "incident": delivery.incident,
        "seq": delivery.seq,
        "state": delivery.state,
        "made_at": to_text(delivery.made_at),
        "next_at": to_text(delivery.next_at) if delivery.state == "queued" else None,
        "attempts": [
            AttemptRow(
                number=one.number,
                at=to_text(one.at),
                result=one.result,
                said=" ".join(
                    (
                        text(f"call.outcome.{one.result}", language),
                        detail_sentence(one.detail, language),
                    )
                ),
            )
            for one in delivery.attempts
        ],
    }
