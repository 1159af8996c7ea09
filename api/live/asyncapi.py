"""The live channel as an AsyncAPI 3 document, with an example of every frame.

The tests run the client's examples through `api.live.protocol.parse`, compare the
server's with what that module makes, and the reference's tables are written from here.
"""

from __future__ import annotations

from typing import Any

import orjson

from api.live import protocol
from engine.messages import CATALOGUES

Shape = dict[str, Any]

CLIENT_FRAMES: dict[str, tuple[list[Shape], str]] = {
    "auth": (
        [{"type": "auth", "token": "…"}],
        "Who the client is, where no cookie says so.",
    ),
    "subscribe": (
        [
            {"type": "subscribe", "topics": ["incidents"], "after": 120, "epoch": "9f3c"},
            {"type": "subscribe", "topics": ["incident:k3v9x2", "drill:m7"], "deltas": True},
            {"type": "subscribe", "topics": ["incidents"], "language": "en"},
        ],
        "What to hear. With `after` (and `epoch`) the stream goes on after that cursor; "
        "without, a snapshot comes first. With `deltas` changed lists come in parts. `language` is "
        "that of the views, `zh` unless `en` is asked for; a client that changes it asks for a "
        "snapshot. A later `subscribe` replaces the earlier one.",
    ),
    "ping": ([{"type": "ping"}], "Is the server there? The answer is `pong`."),
}
"""Frames of the client: examples and meaning."""

_CLOCK = {"virtual_clock": False, "clock_speed": 1.0, "exercises_only": False}
_WELL = {"well": True, "silent": False, "differences": 0}
_ENTRY = {"seq": 12, "type": "report_submitted", "incident": "k3v9x2"}
_PUT = {"gone": ["k3v9x2.a"], "put": [[3, {"id": "k3v9x2.b", "state": "owed"}]]}

SERVER_FRAMES: dict[str, tuple[list[Shape], str]] = {
    name: ([orjson.loads(one) for one in made], words)
    for name, made, words in (
        (
            "hello",
            [protocol.hello("9f3c", "2026-11-23T00:15:20Z", 10, _CLOCK, _WELL)],
            "The first frame, before anybody is signed in. `epoch` names the database.",
        ),
        (
            "snapshot",
            [protocol.snapshot(120, [b'{"id":"k3v9x2","version":11}'])],
            "The views as of `cursor`: of all open incidents, or of those asked for.",
        ),
        (
            "event",
            [
                protocol.event(121, _ENTRY, {"level": "III", "version": 12}),
                protocol.event(121, _ENTRY, {"version": 12}, {"from": 11, "next_slots": _PUT}),
            ],
            "One event with its cursor. `view` holds the parts of the incident's view that "
            "have changed; of several events committed together only the last one carries "
            "them. With `deltas`, `items` holds what is gone from and put into lists.",
        ),
        (
            "heartbeat",
            [protocol.heartbeat(121, "2026-11-23T00:15:30Z", _WELL)],
            "The server is there, and this is how far it has got. Silence means stale. "
            "`watchdog`: do the report ledgers agree with plan and journal? `differences` is how "
            "much does not, `silent` that nobody audits any more; a change is told at once, and a "
            "screen shows an alarm unless it is `well`.",
        ),
        (
            "resync",
            [protocol.resync("epoch_changed")],
            "Subscribe again without `after`. Reasons: `epoch_changed`, `unknown_cursor`, "
            "`fell_behind`, `access_changed`.",
        ),
        ("pong", [protocol.encode({"type": "pong"})], "The answer to `ping`."),
        (
            "error",
            [protocol.encode(protocol.BadFrame("bad_frame", example='{"type":"ping"}').frame())],
            "A frame of the client's could not be read. Nothing else changes.",
        ),
    )
}
"""Frames of the server: examples and meaning."""

CLOSE_CODES: dict[int, str] = {
    protocol.GOING_AWAY: "the server stops; connect again",
    protocol.TOO_LARGE: "a frame was larger than `ZHIBAN_LIVE_FRAME_BYTES`",
    protocol.TRY_AGAIN_LATER: "more sockets than `ZHIBAN_LIVE_CLIENTS`",
    protocol.GARBAGE: "ten broken frames, or far more frames than there is to say",
    protocol.NOT_SIGNED_IN: "nobody is signed in, or the session has ended",
    protocol.NOT_ALLOWED: "a page of another site opened the socket",
    protocol.TOO_SLOW: "the client took nothing for `ZHIBAN_LIVE_SLOW_S` seconds",
    protocol.RESYNC: "kept for clients; the server sends a `resync` frame and stays open",
}

_TEXT: Shape = {"type": "string"}
_WHOLE: Shape = {"type": "integer", "minimum": 0}
_ANY: Shape = {"type": "object"}
_TOPIC: Shape = {"type": "string", "pattern": protocol.TOPIC.pattern}
_FIELDS: dict[str, Shape] = {
    "topics": {"type": "array", "items": _TOPIC, "minItems": 1, "maxItems": protocol.MOST_TOPICS},
    "after": _WHOLE,
    "cursor": _WHOLE,
    "deltas": {"type": "boolean"},
    "language": {"type": "string", "enum": list(CATALOGUES)},
    "heartbeat_s": {"type": "number", "exclusiveMinimum": 0},
    "virtual_clock": {"type": "boolean"},
    "exercises_only": {"type": "boolean"},
    "clock_speed": {"type": "number"},
    "incidents": {"type": "array", "items": _ANY},
    "watchdog": _ANY,
    "event": _ANY,
    "view": _ANY,
    "items": _ANY,
    "server_time": {"type": "string", "format": "date-time"},
}
_OPTIONAL = frozenset({"after", "epoch", "deltas", "language", "items"})


def document() -> Shape:
    """The AsyncAPI document, as `/api/asyncapi.json` gives it."""
    frames = CLIENT_FRAMES | SERVER_FRAMES
    closing = "\n".join(f"- {code}: {words}" for code, words in sorted(CLOSE_CODES.items()))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Zhiban 值班: the live channel",
            "version": "0.1.0",
            "description": f"One socket carries everything a screen needs.\n\n{closing}",
        },
        "defaultContentType": "application/json",
        "channels": {
            "live": {
                "address": "/api/live",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in frames},
            }
        },
        "operations": {
            "tell": _operation("receive", CLIENT_FRAMES),
            "hear": _operation("send", SERVER_FRAMES),
        },
        "components": {
            "messages": {
                name: _message(name, examples, words) for name, (examples, words) in frames.items()
            }
        },
    }


def _operation(action: str, frames: dict[str, tuple[list[Shape], str]]) -> Shape:
    """`receive` and `send` are the server's point of view, as AsyncAPI 3 wants it."""
    messages = [{"$ref": f"#/channels/live/messages/{name}"} for name in frames]
    return {"action": action, "channel": {"$ref": "#/channels/live"}, "messages": messages}


def _message(name: str, examples: list[Shape], words: str) -> Shape:
    keys = {key: None for example in examples for key in example}
    fields = {key: _FIELDS.get(key, _TEXT) for key in keys} | {"type": {"const": name}}
    payload = {
        "type": "object",
        "required": [key for key in keys if key not in _OPTIONAL],
        "properties": fields,
    }
    shown = [{"payload": example} for example in examples]
    return {"name": name, "summary": words, "payload": payload, "examples": shown}
