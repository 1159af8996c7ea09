"""The rows of webhooks, read and written in the connection's transaction."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.webhook_data import WebhookRemoved, WebhookSaved
from api.store.database.chain_links import row_mark
from api.store.database.rows import EVENT, to_json
from api.store.database.tables import (
    WebhookAttemptRow,
    WebhookDeliveryRow,
    WebhookPlaceRow,
    WebhookRow,
    table,
)
from api.store.server_journal.journal import LAST, record
from api.webhooks.addresses import host_of
from api.webhooks.ports import Subscription

WEBHOOK = table(WebhookRow)
PLACE = table(WebhookPlaceRow)
DELIVERY = table(WebhookDeliveryRow)
ATTEMPT = table(WebhookAttemptRow)

HEAD = select(EVENT.c.cursor, EVENT.c.hash).order_by(EVENT.c.cursor.desc()).limit(1)
"""The server's last entry of incidents."""


def subscription_of(row: Row[Any]) -> Subscription:
    """A subscription from its row."""
    return Subscription(
        row.id, row.url, tuple(json.loads(row.types)), row.exercises, row.division, row.enabled
    )


def one(connection: Connection, id_: str) -> Row[Any] | None:
    """The row of a subscription."""
    return connection.execute(select(WEBHOOK).where(WEBHOOK.c.id == id_)).one_or_none()


def put(
    connection: Connection, wanted: Subscription, secret: str, made_at: datetime, by: ChangedBy
) -> None:
    """Add or change a subscription, with its entry. A new one begins after the last entry.

    One that is enabled again goes on from here, too: what came in between was for nobody.
    """
    before = one(connection, wanted.id)
    last = connection.execute(LAST).one_or_none()
    row = {
        "id": wanted.id,
        "url": wanted.url,
        "secret": secret,
        "types": to_json(list(wanted.types)),
        "exercises": wanted.exercises,
        "division": wanted.division,
        "enabled": wanted.enabled,
        "made_at": made_at,
        "version": (last.seq if last else 0) + 1,
    }
    if before is None:
        connection.execute(insert(WEBHOOK), row)
        connection.execute(insert(PLACE), {"webhook": wanted.id, **_head(connection)})
    else:
        connection.execute(update(WEBHOOK).where(WEBHOOK.c.id == wanted.id).values(**row))
        if wanted.enabled and not before.enabled:
            place = {**_head(connection), "failing_since": None}
            connection.execute(update(PLACE).where(PLACE.c.webhook == wanted.id).values(**place))
    stored = one(connection, wanted.id)
    data: WebhookSaved = {
        "webhook": wanted.id,
        "host": host_of(wanted.url),
        "types": list(wanted.types),
        "exercises": wanted.exercises,
        "division": wanted.division,
        "enabled": wanted.enabled,
        "new": before is None,
        "mark": row_mark(stored._asdict()) if stored is not None else "",
    }
    record(connection, by, Change("webhook_saved", data))


def remove(connection: Connection, row: Row[Any], by: ChangedBy) -> None:
    """Take a subscription out, with its deliveries."""
    its = select(DELIVERY.c.id).where(DELIVERY.c.webhook == row.id)
    connection.execute(delete(ATTEMPT).where(ATTEMPT.c.delivery.in_(its)))
    connection.execute(delete(DELIVERY).where(DELIVERY.c.webhook == row.id))
    connection.execute(delete(PLACE).where(PLACE.c.webhook == row.id))
    connection.execute(delete(WEBHOOK).where(WEBHOOK.c.id == row.id))
    data: WebhookRemoved = {"webhook": row.id, "host": host_of(row.url)}
    record(connection, by, Change("webhook_removed", data))


def forget_deliveries(connection: Connection, before: datetime) -> None:
    """Delete what was delivered before an instant, with its attempts."""
    old = select(DELIVERY.c.id).where(DELIVERY.c.state == "delivered", DELIVERY.c.made_at < before)
    connection.execute(delete(ATTEMPT).where(ATTEMPT.c.delivery.in_(old)))
    connection.execute(
        delete(DELIVERY).where(DELIVERY.c.state == "delivered", DELIVERY.c.made_at < before)
    )


def _head(connection: Connection) -> dict[str, Any]:
    last = connection.execute(HEAD).one_or_none()
    return {"cursor": last.cursor if last else 0, "hash": last.hash if last else ""}
