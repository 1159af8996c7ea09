"""What is written for an event: one frame, made once for all who see and take the same.

Most clients get the frame that the ring holds. For other audiences, languages and forms it
is made when the first client needs it, and kept while there is room.
"""

from __future__ import annotations

from typing import Any

import orjson

from api.live.audience import Audience, event_for, view_for
from api.live.client import Wish
from api.live.forms import TEXT, Form, payload_of
from api.live.ring import Framed

MOST_BYTES = 8 * 1024 * 1024
"""Kept of what was made: some thousands of events, of which the oldest go first."""

_Key = tuple[int, str, bool, Audience, Form]


class Renderer:
    """Frames as they are written, for one hub."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._made: dict[_Key, bytes] = {}
        self._bytes = 0

    def render(self, frame: Framed, wish: Wish, form: Form) -> bytes:
        """The frame's bytes for everybody with this wish and form."""
        language = wish.tongue.name
        frame = frame.said_in(language)
        plain = wish.audience.kind == "desk" and not (wish.deltas and frame.deltas)
        if plain and form is TEXT:
            return frame.content
        key = (frame.cursor, language, wish.deltas, wish.audience, form)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = form.wrap(_payload(frame, wish), frame.cursor)
            self._bytes += len(found)
            while self._bytes > self._most_bytes and len(self._made) > 1:
                self._bytes -= len(self._made.pop(next(iter(self._made))))
        return found

    def clear(self) -> None:
        """Forget everything; it is made again when it is needed."""
        self._made.clear()
        self._bytes = 0


def once(frame: Framed, wish: Wish, form: Form) -> bytes:
    """The frame's bytes, made anew: for frames that are not of the ring."""
    return form.wrap(_payload(frame.said_in(wish.tongue.name), wish), frame.cursor)


def _payload(frame: Framed, wish: Wish) -> bytes:
    small = frame.deltas if wish.deltas else None
    payload = payload_of(frame.content) if small is None else small
    if wish.audience.kind == "desk":
        return payload
    shape: dict[str, Any] = orjson.loads(payload)
    shape["event"] = event_for(wish.audience, shape["event"])
    shape["view"] = view_for(wish.audience, shape["view"], frame.own)
    if "items" in shape:
        if wish.audience.kind == "reporter":
            del shape["items"]
        else:
            shape["items"] = view_for(wish.audience, shape["items"], frame.own)
    return orjson.dumps(shape)
