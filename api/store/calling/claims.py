"""Claiming due messages: one statement, under the writers' lock, so no two nodes take the same.

A claim is a lease by the real clock. A node that dies keeps its claims until they end; then
another one takes them, and the person may get the message twice. Never two nodes at once.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from api.calling.call_record import QUIET
from api.calling.outbox import NO_CHANNEL, NextDue, OutboxFacts
from api.store.calling.call_rows import ANSWER_TOKEN, CALL, OUTBOX
from api.store.contacts.contacts import contact_in
from api.store.database.rows import to_json
from engine.incident.calls import OPEN_CALL_STATES

LEFT = [*OPEN_CALL_STATES, "exhausted"]
OTHERS_FIRST = timedelta(seconds=15)
"""How long a message is left to the nodes that have its channel."""

TOKEN_BYTES = 16
CODES = 10_000


@dataclass(frozen=True, slots=True)
class Terms:
    """How claims are made. `now` is the incidents' clock, `wall` the real one.

    A person gets at most one message by one channel within `gap`; what comes due meanwhile goes
    out together after it. `channels` are those that this node can send by; what no node takes
    within `OTHERS_FIRST` is taken all the same, to be entered as what could not be sent.
    """

    node: str
    now: datetime
    wall: datetime
    lease: timedelta
    gap: timedelta
    most: int
    channels: tuple[str, ...]


def take(connection: Connection, terms: Terms) -> Sequence[Row[Any]]:
    """Claim what is due; its rows as they are now. Lost claims have to be given back before."""
    chosen = select(OUTBOX.c.id)
    chosen = chosen.where(OUTBOX.c.state == "queued", _due(terms), _free(terms))
    chosen = chosen.where(or_(OUTBOX.c.kind == "over", _in_time(terms)))
    chosen = chosen.order_by(OUTBOX.c.next_at, OUTBOX.c.id).limit(terms.most)
    taken = update(OUTBOX).where(OUTBOX.c.id.in_(chosen.with_for_update(skip_locked=True)))
    taken = taken.values(
        state="claimed",
        claimed_by=terms.node,
        claimed_until=terms.wall + terms.lease,
        sent_at=terms.wall,
        tries=OUTBOX.c.tries + 1,
    )
    return connection.execute(taken.returning(*OUTBOX.c)).all()


def hold(connection: Connection, rows: Sequence[str], node: str, until: datetime) -> None:
    """Move the end of a node's claims that it still has."""
    own = (OUTBOX.c.claimed_by == node, OUTBOX.c.state == "claimed", OUTBOX.c.id.in_(rows))
    connection.execute(update(OUTBOX).where(*own).values(claimed_until=until))


def together(rows: Sequence[Row[Any]]) -> list[list[Row[Any]]]:
    """The rows that go out in one message each, the longest due first."""
    ordered = sorted(rows, key=lambda row: (*_one_message(row), row.next_at, row.id))
    several = [list(group) for _, group in groupby(ordered, key=_one_message)]
    return sorted(several, key=lambda group: (group[0].next_at, group[0].id))


def lost(connection: Connection, wall: datetime) -> Sequence[Row[Any]]:
    """Rows whose node has not come back while its claim held."""
    wanted = select(OUTBOX).where(OUTBOX.c.state == "claimed", OUTBOX.c.claimed_until <= wall)
    return connection.execute(wanted.order_by(OUTBOX.c.id)).all()


_NOT_SAID = or_(OUTBOX.c.outcome.is_(None), OUTBOX.c.outcome != NO_CHANNEL.result)
"""It is not entered yet that this node's neighbour, or all of them, could not send it. Such a
message stays due for a node that has its channel and was away, or had its hands full."""


def _due(terms: Terms) -> ColumnElement[bool]:
    """It is time, and it is for this node; the modem may be plugged into another one."""
    own = and_(OUTBOX.c.channel.in_(terms.channels), OUTBOX.c.next_at <= terms.now)
    return or_(own, and_(_NOT_SAID, OUTBOX.c.next_at <= terms.now - OTHERS_FIRST))


def _in_time(terms: Terms) -> ColumnElement[bool]:
    """The call has not run out. After hours without power that may not be entered yet, and
    nobody is to be woken for what was hours ago."""
    return exists().where(CALL.c.id == OUTBOX.c.call, CALL.c.exhausts_at > terms.now)


def _free(terms: Terms) -> ColumnElement[bool]:
    """Nobody is sending to the person by the channel, or has within the gap."""
    other = OUTBOX.alias()
    same = and_(other.c.contact == OUTBOX.c.contact, other.c.channel == OUTBOX.c.channel)
    sending = and_(other.c.state == "claimed", other.c.claimed_until > terms.wall)
    lately = other.c.sent_at > terms.wall - terms.gap
    held = exists().where(same, other.c.id != OUTBOX.c.id, or_(sending, lately))
    return or_(OUTBOX.c.channel.in_(sorted(QUIET)), ~held)


def _one_message(row: Row[Any]) -> tuple[str, str, str, bool]:
    return row.contact or "", row.channel, row.kind, row.exercise


@dataclass(frozen=True, slots=True)
class Named:
    """A message's key, which a retry keeps, and how it is answered."""

    key: str
    token: str | None = None
    code: str | None = None


def name_all(
    connection: Connection, groups: Sequence[Sequence[Row[Any]]], wall: datetime
) -> list[Named]:
    """Name the message of each group of rows, and make the secrets of their links."""
    keys = [next((row.message for row in rows if row.message), rows[0].id) for rows in groups]
    asks = [
        number
        for number, rows in enumerate(groups)
        if not rows[0].exercise and rows[0].kind == "call" and rows[0].channel not in QUIET
    ]
    if not asks:
        return [Named(key) for key in keys]
    codes = _codes(connection, [keys[number] for number in asks])
    found = [Named(key) for key in keys]
    tokens = []
    for number in asks:
        key, rows = keys[number], groups[number]
        token = secrets.token_urlsafe(TOKEN_BYTES)
        code = codes.get(key) or f"{secrets.randbelow(CODES):04d}"
        found[number] = Named(key, token, code)
        tokens.append(
            {
                "digest": token_digest(token),
                "message": key,
                "contact": rows[0].contact,
                "calls": to_json([row.call for row in rows]),
                "code": code,
                "made_at": wall,
            }
        )
    connection.execute(insert(ANSWER_TOKEN), tokens)
    named = [{"at_id": row.id, "key": keys[number]} for number in asks for row in groups[number]]
    connection.execute(_NAME, named)
    return found


def _codes(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """The codes of messages that went out before: a retry has the same."""
    wanted = select(ANSWER_TOKEN.c.message, ANSWER_TOKEN.c.code)
    rows = connection.execute(wanted.where(ANSWER_TOKEN.c.message.in_(keys)))
    return {row.message: row.code for row in rows}


_NAME = update(OUTBOX).where(OUTBOX.c.id == bindparam("at_id")).values(message=bindparam("key"))


def token_digest(token: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Answerable:
    """Whose answer a link or a code is, and to which calls."""

    contact: str | None
    calls: tuple[str, ...]


def answerable(
    connection: Connection, *, token: str | None = None, message: str | None = None
) -> Answerable | None:
    """What the secret of a link, or a message's key, answers; None if there is no such."""
    wanted = select(ANSWER_TOKEN).order_by(ANSWER_TOKEN.c.made_at.desc()).limit(1)
    if token is not None:
        wanted = wanted.where(ANSWER_TOKEN.c.digest == token_digest(token))
    else:
        wanted = wanted.where(ANSWER_TOKEN.c.message == message)
    row = connection.execute(wanted).one_or_none()
    return None if row is None else Answerable(row.contact, tuple(json.loads(row.calls)))


def key_of(connection: Connection, *, number: str, code: str, since: datetime) -> str | None:
    """The newest message with this code that went to this number and is not answered.

    Older than `since` none is: four digits come up by chance, and a call of last month that
    nobody answered is not answered by a time of day in some message.
    """
    new = ANSWER_TOKEN.c.made_at >= since
    wanted = select(ANSWER_TOKEN).where(ANSWER_TOKEN.c.code == code, new)
    for row in connection.execute(wanted.order_by(ANSWER_TOKEN.c.made_at.desc())):
        contact = contact_in(connection, row.contact) if row.contact else None
        theirs = contact is not None and any(one.address == number for one in contact.channels)
        if theirs and connection.scalar(_waiting(json.loads(row.calls))):
            return str(row.message)
    return None


def _waiting(calls: Sequence[str]) -> Select[int]:
    """How many of these calls can still be answered."""
    able = CALL.c.state.in_(LEFT)
    return select(func.count()).where(CALL.c.id.in_(calls), able)


def next_due(connection: Connection, channels: Sequence[str]) -> NextDue:
    """When the next message is due or a call of no incident ends; when the first claim ends."""
    waiting = select(func.min(OUTBOX.c.next_at)).where(OUTBOX.c.state == "queued")
    own = waiting.where(OUTBOX.c.channel.in_(channels))
    others = waiting.where(OUTBOX.c.channel.not_in(channels), _NOT_SAID)
    claimed = select(func.min(OUTBOX.c.claimed_until)).where(OUTBOX.c.state == "claimed")
    ends = select(func.min(CALL.c.exhausts_at))
    ends = ends.where(CALL.c.incident.is_(None), CALL.c.state.in_(OPEN_CALL_STATES))
    by_clock = [one for one in map(connection.scalar, (own, ends)) if one is not None]
    of_others = connection.scalar(others)
    by_clock += [of_others + OTHERS_FIRST] if of_others is not None else []
    return NextDue(min(by_clock, default=None), connection.scalar(claimed))


def facts(connection: Connection, now: datetime) -> OutboxFacts:
    """How the outbox stands."""
    wanted = select(CALL.c.state, func.count()).where(CALL.c.state.in_(LEFT))
    counts = {row.state: row[1] for row in connection.execute(wanted.group_by(CALL.c.state))}
    oldest = select(func.min(OUTBOX.c.next_at)).where(
        OUTBOX.c.state.in_(("queued", "claimed")), OUTBOX.c.next_at <= now, _NOT_SAID
    )
    exhausted = counts.pop("exhausted", 0)
    return OutboxFacts(sum(counts.values()), exhausted, connection.scalar(oldest))
