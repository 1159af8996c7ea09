"""One signed-in client, as the hub keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.live.audience import DESK, Audience
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


@dataclass(eq=False, slots=True)
class Client:
    """Who it is, what it follows and how far it has got.

    `cursor` is None until it has subscribed, and while `catching_up`; `expires_at` is when
    its sign-in ends by real time; `stuck_since` the loop's time at which it was first seen
    taking nothing. `subscriptions` counts, so that an older one notices a newer.
    """

    sink: Sink
    account: str
    session: str
    expires_at: datetime | None = None
    audience: Audience = DESK
    wish: Wish = NOTHING
    cursor: int | None = None
    catching_up: bool = False
    subscriptions: int = 0
    stuck_since: float | None = None

    def say(self, payload: bytes, cursor: int | None = None) -> None:
        """Write one frame; with `cursor` the client stands there once it has it."""
        self.sink.write(self.sink.form.wrap(payload, cursor))
