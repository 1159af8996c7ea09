"""The parts of a running server, as the routes see them.

`api.app` puts the real ones in; routes know only the protocols below. Everything that
touches the database is synchronous in the store and awaited here, in threads.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from api.gate import SAFE_METHODS, SignedIn, check_origin, not_signed_in, token_of
from api.live.follower import Follower, NoPeers, Peers
from api.live.hub import Hub
from api.live.protocol import Subscribe
from api.metrics import Metrics
from api.ports import Accounts, Reader, Session, Sessions
from api.problems import HttpError
from api.pulse import Pulse
from api.rendered import Rendered
from api.replies import Reply
from api.settings import Settings
from api.throttle import Throttle
from api.watchdog.watch import Watch
from engine.actors import Actor
from engine.clock import Clock, VirtualClock
from engine.errors import NotFound
from engine.kept import Last
from engine.plan.model import Plan
from engine.ports import Journal, PlanLibrary
from engine.service import Service
from engine.state import Incident

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


SIGN_INS_AT_ONCE = 4
"""Checking a password takes long on purpose; a burst of them must not stop all else."""

SOCKETS_AT_ONCE = 1
"""Sockets whose tokens are looked up: a storm of them must leave threads for commands."""

Work = Callable[[Journal, Actor], Reply]
"""What an account has done to an incident."""

Once = tuple[str, str]
"""An Idempotency-Key, and a digest of the request that it came with."""

Order = Callable[[Work, SignedIn, Once | None], Awaitable[Reply]]
"""Has work done for who still is signed in at its commit: once for an account's key and
request, if there is one; a retry gets the first reply."""


@dataclass(slots=True)
class Desk:
    """What a running server is made of.

    `clock` is the incidents' time, which may be virtual; `wall` the real time, by which
    sign-ins end.
    """

    settings: Settings
    clock: Clock
    wall: Clock
    plans: PlanLibrary
    service: Service
    reading: Callable[[], AbstractContextManager[Reader]]
    accounts: Accounts
    sessions: Sessions
    hub: Hub
    metrics: Metrics
    watch: Watch
    rendered: Rendered
    order: Order
    plan_texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    setup_code: str | None = None
    pulse: Pulse | None = None
    ready: bool = False
    follower: Follower | None = None
    peers: Peers = field(default_factory=NoPeers)
    sign_ins: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SIGN_INS_AT_ONCE))
    coming_in: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(SOCKETS_AT_ONCE))
    sign_in_failures: Throttle = field(default_factory=lambda: Throttle(300))

    # Reading -----------------------------------------------------------------------------

    async def read(self, question: Callable[[Reader], T]) -> T:
        """Ask the store something, in a thread, from one snapshot."""

        def ask() -> T:
            with self.reading() as reader:
                return question(reader)

        return await run_in_threadpool(ask)

    def known(self, reader: Reader, incident: str) -> tuple[Plan, Incident]:
        """An incident, by id or number, and the plan it is pinned to; raises `NotFound`."""
        state = reader.incident(incident) or reader.numbered(incident)
        if state is None:
            raise NotFound("incident_not_found", id=incident)
        return self.plans.pinned(state.plan, state.plan_digest), state

    async def by_id(self, wish: Subscribe) -> Subscribe:
        """The wish with ids for the numbers of incidents; frames carry nothing but ids."""
        if not wish.incidents and not wish.drills:
            return wish

        def read(reader: Reader) -> Subscribe:
            def ids(names: frozenset[str]) -> frozenset[str]:
                found = ((name, reader.numbered(name)) for name in names)
                return frozenset(state.id if state else name for name, state in found)

            return replace(wish, incidents=ids(wish.incidents), drills=ids(wish.drills))

        return await self.read(read)

    def plan(self, plan: str) -> Plan:
        """A plan in force; raises `NotFound`."""
        plans = self.plans.current()
        if plan not in plans:
            raise NotFound("plan_not_found", id=plan, accepted="、".join(plans))
        return plans[plan]

    # Who is asking ------------------------------------------------------------------------

    async def session(self, token: str) -> SignedIn | None:
        """Who a token stands for, or None."""
        found = await run_in_threadpool(self.sessions.resolve, token, self.wall.now)
        return None if found is None else _signed_in(found)

    def recently(self, token: str) -> SignedIn | None:
        """Who a token stood for when it was last looked up; an order checks it again."""
        found = self.sessions.recent(token, self.wall.now)
        return None if found is None else _signed_in(found)

    async def authenticate(self, request: Request) -> SignedIn:
        """Who sends a request; raises 401, or 403 for another site's page."""
        token, by_cookie = token_of(request.headers, request.cookies)
        found = await self.session(token) if token else None
        if found is None:
            raise not_signed_in()
        if by_cookie and request.method not in SAFE_METHODS:
            check_origin(request, self.settings.allowed_origins)
        request.state.signed_in = found
        return found

    def right_setup_code(self, code: str) -> bool:
        """Whether this is the code on the server's terminal, compared in constant time."""
        known = self.setup_code
        return known is not None and secrets.compare_digest(known.encode(), code.encode())

    # What the server says about itself ------------------------------------------------------

    def clock_facts(self) -> dict[str, Any]:
        """Whether the clock is the real one; if not, exercises only."""
        virtual = isinstance(self.clock, VirtualClock)
        speed = self.clock.speed if isinstance(self.clock, VirtualClock) else 1.0
        return {"virtual_clock": virtual, "clock_speed": speed, "exercises_only": virtual}


def _signed_in(found: Session) -> SignedIn:
    def made() -> SignedIn:
        return SignedIn(found.account.actor, found.id, found.expires_at, found.access)

    return _SIGNED_IN.get(found.id, (found,), made)


_SIGNED_IN = Last[SignedIn](1000)
"""Of those that are remembered; a command by one of them makes nothing anew."""


# A dependency that is no coroutine costs a request the way to a thread and back.


async def desk_of(request: Request) -> Desk:
    """The parts of the server that got this request."""
    desk: Desk = request.app.state.desk
    return desk


async def signed_in(request: Request) -> SignedIn:
    """Who sent this request; the route has checked it before."""
    found: SignedIn = request.state.signed_in
    return found


def require(found: SignedIn, *general_roles: str) -> None:
    """Raise 403 unless the account holds one of these general roles."""
    if not any(found.actor.is_a(role) for role in general_roles):
        raise HttpError(403, "general_role_required", who=", ".join(general_roles))
