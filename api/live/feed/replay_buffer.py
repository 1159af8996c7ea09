"""The replay buffer: the last event frames, each framed once, in cursor order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from api.access.reach import UNKNOWN_REACH, Reach
from api.access.reporter_slots import NOBODYS, Slots
from api.live.feed.languages import Later

MOST_BYTES = 64 * 1024 * 1024
"""A report may hold a long text, so the buffer is bounded by bytes as well."""


@dataclass(frozen=True, slots=True)
class EventFrame:
    """One event as the bytes that every subscriber gets, and what its variants need.

    `content` is a text message. `deltas` is the JSON with lists in parts, None where that is no
    shorter. `reach` is whom the incident concerns; `own` are the open slots of the reporters whose
    slots have changed.
    """

    cursor: int
    incident: str
    content: bytes
    deltas: bytes | None = None
    reach: Reach = UNKNOWN_REACH
    own: Slots = field(default_factory=lambda: NOBODYS)
    others: Mapping[str, Later[EventFrame]] = field(default_factory=lambda: NO_OTHERS)

    def said_in(self, language: str) -> EventFrame:
        """The frame in this language."""
        other = self.others.get(language)
        return self if other is None else other.get(instead=self)


NO_OTHERS: Mapping[str, Later[EventFrame]] = MappingProxyType({})


class ReplayBuffer:
    """At most `size` frames and `most_bytes` (up to twice that between two trimmings).

    `base` is the cursor just before the oldest frame: a client at or after it can be
    served from here. `head` is the cursor of the newest frame.
    """

    def __init__(self, size: int, head: int, most_bytes: int = MOST_BYTES) -> None:
        self._size = size
        self._most_bytes = most_bytes
        self._bytes = 0
        self._frames: list[EventFrame] = []
        self._cursors: list[int] = []
        self.base = head
        self.head = head

    def restart(self, head: int) -> None:
        """Drop all frames and begin again after `head`."""
        self._frames.clear()
        self._cursors.clear()
        self._bytes = 0
        self.base = self.head = head

    def append(self, frame: EventFrame) -> None:
        """Add the next frame; its cursor is above `head`."""
        self._frames.append(frame)
        self._cursors.append(frame.cursor)
        self._bytes += len(frame.content)
        self.head = frame.cursor
        if len(self._frames) >= 2 * self._size or self._bytes >= 2 * self._most_bytes:
            self._trim()

    def _trim(self) -> None:
        spare = max(0, len(self._frames) - self._size)
        kept = sum(len(frame.content) for frame in self._frames[spare:])
        while kept > self._most_bytes and spare < len(self._frames) - 1:
            kept -= len(self._frames[spare].content)
            spare += 1
        if spare:
            self.base = self._cursors[spare - 1]
            del self._frames[:spare], self._cursors[:spare]
        self._bytes = kept

    def after(self, cursor: int, upto: int, most_bytes: int) -> list[EventFrame]:
        """The frames after `cursor` up to `upto`, at least one if there is one, up to a size."""
        start = end = bisect_right(self._cursors, cursor)
        last = bisect_right(self._cursors, upto)
        taken = 0
        while end < last and (end == start or taken < most_bytes):
            taken += len(self._frames[end].content)
            end += 1
        return self._frames[start:end]
