"""Subscriptions for administrators: made, changed, tested, and what was sent to each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from api.server_journal.changed_by import ChangedBy
from api.store.database.records import DatabaseRecords
from api.store.webhooks import rows
from api.store.webhooks.rows import ATTEMPT, DELIVERY, PLACE, WEBHOOK, subscription_of
from api.webhooks.ports import TEST, Attempt, Delivery, KeptSubscription, Subscription

MOST_ATTEMPTS = 30
"""Of one delivery that are shown, the newest."""


class Subscriptions(DatabaseRecords):
    """Thread-safe; every call may block."""

    def list(self) -> Sequence[KeptSubscription]:
        """All subscriptions, the oldest first."""
        counts = select(DELIVERY.c.webhook, DELIVERY.c.state, func.count().label("n"))
        with self._database.asking() as connection:
            found = connection.execute(
                select(WEBHOOK, PLACE.c.failing_since)
                .join(PLACE, PLACE.c.webhook == WEBHOOK.c.id)
                .order_by(WEBHOOK.c.made_at, WEBHOOK.c.id)
            ).all()
            grouped = counts.group_by(DELIVERY.c.webhook, DELIVERY.c.state)
            numbers = {(row.webhook, row.state): row.n for row in connection.execute(grouped)}
        return [
            KeptSubscription(
                subscription_of(row),
                row.made_at,
                row.failing_since,
                numbers.get((row.id, "queued"), 0) + numbers.get((row.id, "claimed"), 0),
                numbers.get((row.id, "failed"), 0),
            )
            for row in found
        ]

    def add(self, wanted: Subscription, secret: str, by: ChangedBy) -> None:
        """Make one; it is told of what comes after this."""
        self._write(lambda connection: rows.put(connection, wanted, secret, by.at, by))

    def change(self, wanted: Subscription, by: ChangedBy) -> bool:
        """Put it in the place of the one with its id; whether there was one. Its secret stays."""

        def work(connection: Connection) -> bool:
            there = rows.one(connection, wanted.id)
            if there is not None:
                rows.put(connection, wanted, there.secret, there.made_at, by)
            return there is not None

        return self._write(work)

    def remove(self, webhook: str, by: ChangedBy) -> bool:
        """Take one out, with the log of its deliveries; whether there was one."""

        def work(connection: Connection) -> bool:
            there = rows.one(connection, webhook)
            if there is not None:
                rows.remove(connection, there, by)
            return there is not None

        return self._write(work)

    def test(self, webhook: str, delivery: str, now: datetime) -> bool:
        """Have a test sent under this `webhook-id`; whether there is such a subscription."""
        row = {
            "id": delivery,
            "webhook": webhook,
            "type": TEST,
            "incident": None,
            "seq": None,
            "state": "queued",
            "tries": 0,
            "made_at": now,
            "next_at": now,
        }

        def work(connection: Connection) -> bool:
            there = rows.one(connection, webhook)
            if there is not None:
                connection.execute(insert(DELIVERY), row)
            return there is not None

        return self._write(work)

    def replay(self, webhook: str, delivery: str, now: datetime) -> bool:
        """Have a delivery that was given up or taken tried again; whether there is one."""
        chosen = (DELIVERY.c.id == delivery, DELIVERY.c.webhook == webhook)
        again = update(DELIVERY).where(*chosen, DELIVERY.c.state.in_(("failed", "delivered")))

        def work(connection: Connection) -> bool:
            done = connection.execute(again.values(state="queued", next_at=now))
            return bool(done.rowcount)

        return self._write(work)

    def deliveries(self, webhook: str, before: str | None, limit: int) -> Sequence[Delivery] | None:
        """The newest deliveries below one, with their attempts; None for no such subscription."""
        with self._database.asking() as connection:
            if rows.one(connection, webhook) is None:
                return None
            wanted = select(DELIVERY).where(DELIVERY.c.webhook == webhook)
            last = connection.execute(
                select(DELIVERY.c.made_at, DELIVERY.c.id).where(DELIVERY.c.id == before)
            ).one_or_none()
            if last is not None:
                same = (DELIVERY.c.made_at == last.made_at) & (DELIVERY.c.id < last.id)
                wanted = wanted.where((DELIVERY.c.made_at < last.made_at) | same)
            ordered = wanted.order_by(DELIVERY.c.made_at.desc(), DELIVERY.c.id.desc()).limit(limit)
            found = connection.execute(ordered).all()
            return [_delivery(connection, row) for row in found]


def _delivery(connection: Connection, row: Row[Any]) -> Delivery:
    wanted = select(ATTEMPT).where(ATTEMPT.c.delivery == row.id)
    newest = wanted.order_by(ATTEMPT.c.number.desc()).limit(MOST_ATTEMPTS)
    attempts = [
        Attempt(one.number, one.at, one.result, one.detail) for one in connection.execute(newest)
    ]
    return Delivery(
        row.id,
        row.type,
        row.incident,
        row.seq,
        row.state,
        row.made_at,
        row.next_at,
        tuple(reversed(attempts)),
    )
