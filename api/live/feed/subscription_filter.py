"""What a subscriber follows, and how it wants it: topics, audience, language, deltas."""

from __future__ import annotations

from dataclasses import dataclass

from api.access.audience import DESK, Audience
from api.live.feed.languages import CHINESE, Tongue
from api.live.feed.replay_buffer import EventFrame


@dataclass(frozen=True, slots=True, weakref_slot=True)
class SubscriptionFilter:
    """What a client follows, and how it wants it. Clients with equal wishes get equal bytes."""

    everything: bool = False
    incidents: frozenset[str] = frozenset()
    drills: frozenset[str] = frozenset()
    deltas: bool = False
    audience: Audience = DESK
    tongue: Tongue = CHINESE

    def hears(self, frame: EventFrame) -> bool:
        """Whether the frame is of a topic that is followed and may be seen."""
        followed = (
            self.everything
            or frame.incident in self.incidents
            or (frame.reach.exercise and frame.incident in self.drills)
        )
        return followed and self.audience.sees(frame.reach)


NOTHING = SubscriptionFilter()
