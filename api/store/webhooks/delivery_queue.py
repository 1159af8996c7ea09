"""The worker's transactions: from entries to deliveries, claims, results.

An entry becomes a delivery in the same transaction that moves the subscription's place past it.
Both come after the entry's own commit, so a server that dies in between finds the entry again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, Row, func, insert, select, update
from starlette.concurrency import run_in_threadpool

from api.access.audience import VIEWER, event_for, without
from api.access.reach import reach_of
from api.calling.ports import Outcome
from api.server_journal.changed_by import by_program
from api.store.database.connections import Database
from api.store.database.rows import EVENT, event_of
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from api.store.webhooks import rows
from api.store.webhooks.rows import ATTEMPT, DELIVERY, HEAD, PLACE, WEBHOOK, subscription_of
from api.webhooks.addresses import host_of
from api.webhooks.ports import TEST, Claimed, Disabled, Subscription
from engine.clock import Clock
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.ports import PlanLibrary

log = structlog.get_logger("zhiban.webhooks")

ENTRIES_AT_ONCE = 200
LOOK_BACK = 1000
"""Entries that are looked at again where the database has lost its end; what was made stays."""

GIVEN_UP = ("unknown", "claim_lost")


class SqlDeliveryQueue:
    """`api.webhooks.ports.DeliveryQueue` on the database.

    Another node may send what this one has claimed and not settled after the `lease`. `days`: see
    `Disabled`.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        plans: PlanLibrary,
        wall: Clock,
        node: str,
        *,
        lease: timedelta,
        days: int,
    ) -> None:
        self._database, self._writer, self._plans = database, writer, plans
        self._wall, self._node = wall, node
        self._lease, self._days = lease, days

    async def next_due(self) -> datetime | None:
        """When there is something to do; None if nobody wants anything."""
        return await run_in_threadpool(self._next_due)

    async def claim(self, most: int) -> Sequence[Claimed]:
        """Make deliveries of new entries, and take what is due for this node."""
        return await self._writer.submit(partial(self._claim, most))

    async def settle(
        self, claimed: Claimed, outcome: Outcome, retry_s: float | None
    ) -> Disabled | None:
        """Enter an attempt; entering it again changes nothing."""
        return await self._writer.submit(partial(self._settle, claimed, outcome, retry_s))

    def _next_due(self) -> datetime | None:
        with self._database.reading() as connection:
            head = connection.execute(HEAD).one_or_none()
            place = select(func.min(PLACE.c.cursor), func.count()).join(
                WEBHOOK, WEBHOOK.c.id == PLACE.c.webhook
            )
            least, count = connection.execute(place.where(WEBHOOK.c.enabled)).one()
            queued = connection.scalar(
                select(func.min(DELIVERY.c.next_at)).where(DELIVERY.c.state == "queued")
            )
            claimed = connection.scalar(
                select(func.min(DELIVERY.c.claimed_until)).where(DELIVERY.c.state == "claimed")
            )
        if count and head is not None and least != head.cursor:
            return self._wall.now
        known = [one for one in (queued, claimed) if one is not None]
        far = self._wall.now + timedelta(days=1)
        return min(known) if known else (far if count else None)

    # From entries to deliveries ---------------------------------------------------------------

    def _claim(self, most: int, journal: SqlJournal) -> list[Claimed]:
        connection, now = journal.connection, self._wall.now
        wanted = select(WEBHOOK, PLACE.c.cursor, PLACE.c.hash).join(
            PLACE, PLACE.c.webhook == WEBHOOK.c.id
        )
        for row in connection.execute(wanted.where(WEBHOOK.c.enabled)).all():
            self._follow(journal, connection, row, now)
        lost = select(DELIVERY).where(
            DELIVERY.c.state == "claimed", DELIVERY.c.claimed_until <= now
        )
        for row in connection.execute(lost).all():
            _enter(connection, row.id, row.tries, now, *GIVEN_UP)
            _update(connection, row.id, state="queued", next_at=now)
        due = select(DELIVERY.c.id).where(DELIVERY.c.state == "queued", DELIVERY.c.next_at <= now)
        chosen = due.order_by(DELIVERY.c.next_at, DELIVERY.c.made_at, DELIVERY.c.id).limit(most)
        taken = [self._take(journal, connection, id_, now) for id_ in connection.scalars(chosen)]
        return [one for one in taken if one is not None]

    def _follow(
        self, journal: SqlJournal, connection: Connection, row: Row[Any], now: datetime
    ) -> None:
        """Make deliveries of the entries after a subscription's place, and move it past them."""
        place = _standing_place(connection, row)
        entries = select(EVENT).where(EVENT.c.cursor > place).order_by(EVENT.c.cursor)
        found = connection.execute(entries.limit(ENTRIES_AT_ONCE)).all()
        if not found:
            if place != row.cursor:
                _move(connection, row.id, place, _hash_at(connection, place) or "")
            return
        made = [
            delivery
            for event_row in found
            if (delivery := self._delivery(journal, subscription_of(row), event_row, now))
        ]
        known = select(DELIVERY.c.id).where(DELIVERY.c.id.in_([one["id"] for one in made]))
        there = set(connection.scalars(known))
        new = [one for one in made if one["id"] not in there]
        if new:
            connection.execute(insert(DELIVERY), new)
        _move(connection, row.id, found[-1].cursor, found[-1].hash)

    def _delivery(
        self, journal: SqlJournal, wanted: Subscription, row: Row[Any], now: datetime
    ) -> dict[str, Any] | None:
        event = event_of(row)
        incident = journal.load(event.incident)
        if incident is None or not self._wants(wanted, incident, event):
            return None
        return {
            "id": f"{event.id}.{wanted.id}",
            "webhook": wanted.id,
            "type": event.type,
            "incident": event.incident,
            "seq": event.seq,
            "state": "queued",
            "tries": 0,
            "made_at": now,
            "next_at": now,
        }

    def _wants(self, wanted: Subscription, incident: Incident, event: Event) -> bool:
        plan = self._plans.pinned(incident.plan, incident.plan_digest)
        divisions = reach_of(plan, incident).divisions
        return wanted.wants(event.type, exercise=incident.exercise, divisions=divisions)

    # Claims and results -----------------------------------------------------------------------

    def _take(
        self, journal: SqlJournal, connection: Connection, id_: str, now: datetime
    ) -> Claimed | None:
        row = connection.execute(select(DELIVERY).where(DELIVERY.c.id == id_)).one()
        owner = rows.one(connection, row.webhook)
        if owner is None or (not owner.enabled and row.type != TEST):
            _update(connection, id_, state="failed")
            return None
        about = self._about(journal, connection, row, subscription_of(owner))
        if about is None:
            # The entry is gone with a lost end, or was never for this subscription.
            _update(connection, id_, state="failed")
            return None
        _update(
            connection,
            id_,
            state="claimed",
            tries=row.tries + 1,
            claimed_by=self._node,
            claimed_until=now + self._lease,
        )
        type_, subject, time, data = about
        return Claimed(id_, row.tries + 1, owner.url, owner.secret, type_, subject, time, data)

    def _about(
        self, journal: SqlJournal, connection: Connection, row: Row[Any], wanted: Subscription
    ) -> tuple[str, str, datetime, dict[str, Any]] | None:
        """Type, subject, time and data of the CloudEvent; without names and numbers of persons.

        Whether it is an exercise is asked of the incident itself once more: what is one never
        goes to a subscription for real incidents, whatever the delivery's row says.
        """
        if row.type == TEST:
            return "zhiban.webhook.test.v1", wanted.id, row.made_at, {"webhook": wanted.id}
        entry = select(EVENT).where(EVENT.c.incident == row.incident, EVENT.c.seq == row.seq)
        found = connection.execute(entry).one_or_none()
        incident = journal.load(row.incident)
        if found is None or incident is None:
            return None
        event = event_of(found)
        if f"{event.id}.{wanted.id}" != row.id or not self._wants(wanted, incident, event):
            return None
        kind = "exercise" if incident.exercise else "incident"
        data = {
            "exercise": incident.exercise,
            "incident": {
                "id": incident.id,
                "number": incident.number,
                "title": without(incident.title),
                "plan": incident.plan,
                "division": incident.division,
            },
            "entry": event_for(VIEWER, event.to_json()),
        }
        return f"zhiban.{kind}.{event.type}.v1", incident.number, event.recorded_at, data

    def _settle(
        self, claimed: Claimed, outcome: Outcome, retry_s: float | None, journal: SqlJournal
    ) -> Disabled | None:
        connection, now = journal.connection, self._wall.now
        row = connection.execute(select(DELIVERY).where(DELIVERY.c.id == claimed.id)).one_or_none()
        if row is None or row.state != "claimed" or row.tries != claimed.tries:
            # Removed with its subscription, or entered before, or taken over by another node.
            return None
        _enter(connection, row.id, claimed.tries, now, outcome.result, outcome.detail)
        if outcome.result == "sent":
            _update(connection, row.id, state="delivered")
            _place(connection, row.webhook, failing_since=None)
            return None
        if retry_s is None:
            _update(connection, row.id, state="failed")
        else:
            _update(connection, row.id, state="queued", next_at=now + timedelta(seconds=retry_s))
        return self._failing(connection, row.webhook, now)

    def _failing(self, connection: Connection, webhook: str, now: datetime) -> Disabled | None:
        """Note that a subscription fails; disable it where it has for too long."""
        chosen = select(PLACE.c.failing_since).where(PLACE.c.webhook == webhook)
        since = connection.scalar(chosen)
        if since is None:
            _place(connection, webhook, failing_since=now)
            return None
        there = rows.one(connection, webhook)
        if there is None or not there.enabled or now - since < timedelta(days=self._days):
            return None
        off = replace(subscription_of(there), enabled=False)
        rows.put(connection, off, there.secret, there.made_at, by_program(now))
        return Disabled(webhook, host_of(there.url), self._days)


def _standing_place(connection: Connection, row: Row[Any]) -> int:
    """The subscription's place; further back where the database has lost what stood there."""
    place: int = row.cursor
    if place == 0 or _hash_at(connection, place) == row.hash:
        return place
    head = connection.execute(HEAD).one_or_none()
    back = max(0, min(place, head.cursor if head else 0) - LOOK_BACK)
    log.warning("webhook_looks_back", webhook=row.id, cursor=place, back=back)
    return back


def _hash_at(connection: Connection, cursor: int) -> str | None:
    found: str | None = connection.scalar(select(EVENT.c.hash).where(EVENT.c.cursor == cursor))
    return found


def _move(connection: Connection, webhook: str, cursor: int, hash_: str) -> None:
    _place(connection, webhook, cursor=cursor, hash=hash_)


def _place(connection: Connection, webhook: str, **values: object) -> None:
    connection.execute(update(PLACE).where(PLACE.c.webhook == webhook).values(**values))


def _update(connection: Connection, delivery: str, **values: object) -> None:
    connection.execute(update(DELIVERY).where(DELIVERY.c.id == delivery).values(**values))


def _enter(
    connection: Connection, delivery: str, number: int, at: datetime, result: str, detail: str
) -> None:
    """Enter an attempt, if it is not entered yet."""
    chosen = (ATTEMPT.c.delivery == delivery, ATTEMPT.c.number == number)
    if connection.execute(select(ATTEMPT.c.number).where(*chosen)).one_or_none() is None:
        row = {"delivery": delivery, "number": number, "at": at}
        connection.execute(insert(ATTEMPT), {**row, "result": result, "detail": detail})
