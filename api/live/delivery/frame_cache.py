"""The frames as written, made once for all clients with the same filter and encoding.

Most clients get the frame of the replay buffer. For other audiences, languages and encodings
a frame is made when the first client needs it, and kept while there is room.
"""

from __future__ import annotations

from typing import Any

import orjson

from api.access.audience import Audience, event_for, view_for
from api.live.feed.replay_buffer import EventFrame
from api.live.feed.subscription_filter import SubscriptionFilter
from api.live.protocol.encodings import TEXT, Form, payload_of

MOST_BYTES = 8 * 1024 * 1024
"""Frames in the cache: some thousands of events; the oldest are dropped."""

_Key = tuple[int, str, bool, Audience, Form]


class FrameCache:
    """The frames of one hub as they are written."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._made: dict[_Key, bytes] = {}
        self._bytes = 0

    def render(self, frame: EventFrame, wish: SubscriptionFilter, form: Form) -> bytes:
        """The frame's bytes for every client with this filter and encoding."""
        language = wish.tongue.name
        frame = frame.said_in(language)
        audience = wish.audience.at(frame.reach)
        plain = audience.kind == "desk" and not (wish.deltas and frame.deltas)
        if plain and form is TEXT:
            return frame.content
        key = (frame.cursor, language, wish.deltas, audience, form)
        found = self._made.get(key)
        if found is None:
            payload = _payload(frame, audience, deltas=wish.deltas)
            found = self._made[key] = form.wrap(payload, frame.cursor)
            self._bytes += len(found)
            while self._bytes > self._most_bytes and len(self._made) > 1:
                self._bytes -= len(self._made.pop(next(iter(self._made))))
        return found

    def clear(self) -> None:
        """Drop everything; frames are made again on demand."""
        self._made.clear()
        self._bytes = 0


def once(frame: EventFrame, wish: SubscriptionFilter, form: Form) -> bytes:
    """The frame's bytes, uncached: for frames that are not in the replay buffer."""
    said = frame.said_in(wish.tongue.name)
    audience = wish.audience.at(frame.reach)
    return form.wrap(_payload(said, audience, deltas=wish.deltas), frame.cursor)


def _payload(frame: EventFrame, audience: Audience, *, deltas: bool) -> bytes:
    small = frame.deltas if deltas else None
    payload = payload_of(frame.content) if small is None else small
    if audience.kind == "desk":
        return payload
    shape: dict[str, Any] = orjson.loads(payload)
    shape["event"] = event_for(audience, shape["event"])
    shape["view"] = view_for(audience, shape["view"], frame.own)
    if "items" in shape:
        if audience.kind == "reporter":
            del shape["items"]
        else:
            # `from` is no part of a view: it stays whatever the audience sees.
            since = shape["items"].pop("from")
            shape["items"] = {"from": since, **view_for(audience, shape["items"], frame.own)}
    return orjson.dumps(shape)
