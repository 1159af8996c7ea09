"""One signed-in socket, as the hub keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.live.ring import Framed
from api.live.wire import Sink


@dataclass(eq=False, slots=True)
class Client:
    """Who it is, what it follows and how far it has got.

    `cursor` is None until it has subscribed; `expires_at` is when its sign-in ends by
    real time; `stuck_since` the loop's time at which it was first seen taking nothing.
    """

    sink: Sink
    account: str
    session: str
    expires_at: datetime | None = None
    everything: bool = False
    incidents: frozenset[str] = frozenset()
    cursor: int | None = None
    catching_up: bool = False
    stuck_since: float | None = None

    def hears(self, frame: Framed) -> bool:
        """Whether the frame is of a topic that the client follows."""
        return self.everything or frame.incident in self.incidents
