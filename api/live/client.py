"""One signed-in client, as the hub keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.live.audience import DESK, Audience
from api.live.languages import CHINESE, Tongue
from api.live.ranks import Rank
from api.live.ring import Framed
from api.live.sinks import Sink


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Wish:
    """What a client follows, and how it wants it. Clients with equal wishes get equal bytes."""

    everything: bool = False
    incidents: frozenset[str] = frozenset()
    drills: frozenset[str] = frozenset()
    deltas: bool = False
    audience: Audience = DESK
    tongue: Tongue = CHINESE

    def hears(self, frame: Framed) -> bool:
        """Whether the frame is of a topic that is followed and may be seen."""
        followed = (
            self.everything
            or frame.incident in self.incidents
            or (frame.exercise and frame.incident in self.drills)
        )
        return followed and self.allows(frame.reporters)

    def allows(self, reporters: frozenset[str]) -> bool:
        """Whether an incident with these reporters may be seen at all."""
        return self.audience.kind != "reporter" or not reporters.isdisjoint(self.audience.names)


NOTHING = Wish()


class Client:
    """Who it is, what it follows and how far it has got.

    `expires_at` is when its sign-in ends by real time; `stuck_since` the loop's time at
    which it was first seen taking nothing. `subscriptions` counts, so that an older one
    notices a newer. `place` is the rank in which it stands, and where, if it is in one.
    """

    __slots__ = (
        "__weakref__",
        "_alone",
        "_cursor",
        "account",
        "audience",
        "catching_up",
        "expires_at",
        "place",
        "session",
        "sink",
        "stuck_since",
        "subscriptions",
        "wish",
    )

    def __init__(
        self,
        sink: Sink,
        account: str,
        session: str,
        expires_at: datetime | None = None,
        audience: Audience = DESK,
    ) -> None:
        self.sink, self.account, self.session = sink, account, session
        self.expires_at, self.audience = expires_at, audience
        self.wish = NOTHING
        self.catching_up = False
        self.subscriptions = 0
        self.stuck_since: float | None = None
        self.place: tuple[Rank, int] | None = None
        self._cursor: int | None = None
        self._alone: Callable[[Client], None] = lambda client: None

    @property
    def cursor(self) -> int | None:
        """How far it has got; None until it has subscribed, and while `catching_up`."""
        if self.place is None:
            return self._cursor
        rank, at = self.place
        return rank.cursor_at(at)

    @cursor.setter
    def cursor(self, cursor: int | None) -> None:
        self.step_out()
        self._cursor = cursor

    def served_alone_by(self, alone: Callable[[Client], None]) -> None:
        """What is told when it steps out of its rank."""
        self._alone = alone

    def step_out(self) -> None:
        """Out of its rank, if it is in one, with the cursor that it has there."""
        if self.place is not None:
            rank, at = self.place
            self.place = None
            self._cursor = rank.leave(at)
            self._alone(self)

    def say(self, payload: bytes, cursor: int | None = None) -> None:
        """Write one frame; with `cursor` the client stands there once it has it."""
        self.sink.write(self.sink.form.wrap(payload, cursor))
