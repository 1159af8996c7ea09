"""The live channel as an AsyncAPI 3 document, with an example of every frame.

Shapes are `api.live.protocol.message_shapes`; views and entries in the examples are recorded
(`docs/http_examples.py`). The reference's tables are made from here, too.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import orjson

from api import __version__
from api.http.openapi.schemas import schemas_of
from api.live.protocol import messages
from api.live.protocol.list_deltas import lists_in_parts
from api.live.protocol.message_shapes import (
    CLIENT_FRAMES,
    SERVER_FRAMES,
    JournalMessage,
    ServerHealth,
)
from api.live.protocol.snapshot_pages import pages_of
from api.live.screens import Shows
from api.ports import ClockFacts, DrillSign, DrillWords
from docs.http_examples import record
from docs.recorder import shortened
from docs.request_story import own_entry
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.incident_view import changed_parts

Shape = dict[str, Any]

MEANINGS: dict[str, str] = {
    "auth": "Who the client is, where no cookie says so.",
    "subscribe": "What to hear. With `after` (and `epoch`) the stream goes on after that cursor; "
    "without, a snapshot comes first. With `deltas` changed lists come in parts. `language` is "
    "that of the views, `zh` unless `en` is asked for; a client that changes it asks for a "
    "snapshot. A later `subscribe` replaces the earlier one.",
    "ping": "Is the server there? The answer is `pong`.",
    "screen": "A wall says what it shows, again with every heartbeat: administrators see which "
    "walls are alive (`GET /api/screens`). Nothing is answered and nothing is stored.",
    "hello": "The first frame, before anybody is signed in. `epoch` names the database.",
    "snapshot": "The views as of `cursor`: of all open incidents, or of those asked for. Many come "
    "in frames of at most 1 MiB: `page` counts from 0, and the snapshot is whole, and the cursor "
    "good for resuming, with the frame in which `more` is false.",
    "event": "One event with its cursor. `view` holds the parts of the incident's view that "
    "have changed; of several events committed together only the last one carries "
    "them. With `deltas`, `items` holds what is gone from and put into lists.",
    "heartbeat": "The server is there, and has published up to `cursor`. Silence means stale. "
    "`watchdog`: do the report ledgers agree with plan and journal? `differences` counts what "
    "does not agree, `silent` says that the audit has stopped. A change sends a heartbeat at "
    "once, and a screen shows an alarm unless it is `well`. `store`: is what people enter kept "
    "(`writes`), and is what other servers enter seen (`reads`)? Unless it is `well`, a screen is "
    "not live, although frames come. `clock`: can the node's clock be right? `state` is `trusted`, "
    "`jumped` (followed a jump forward), `distrusted` (the time goes on by counted seconds), "
    "`waiting` (likewise, since the start) or `virtual`; `ahead_s` is how far the machine's clock "
    "is ahead of `server_time`. A change of it, too, sends a heartbeat. `journal`: the last link "
    "of the server's chain, which a client keeps for `seen`. `continuation`: the chain lost its "
    "end, and nobody has acknowledged that; a screen says so.",
    "journal": "What stands at the position that the client named in `seen`. If `hash` is another "
    "than the client kept for this `server`, and `losses` no more than it kept, the journal that "
    "is shown does not extend the one that was shown before: a client says so loudly, and keeps "
    "what it had. With more `losses` the chain has admitted the loss (`continuation`). In an "
    "event stream it comes second, if the address had `seen`.",
    "resync": "Subscribe again without `after`. Reasons: `epoch_changed`, `unknown_cursor`, "
    "`fell_behind`, `access_changed`.",
    "drill": "The live drill that this server plays has changed; told at once to every client, "
    "whatever it follows. `server_time` and `clock_speed` are its time from now on. The same "
    "`drill` stands in `hello` and in every heartbeat, null on a server that plays none.",
    "drill_message": "Somebody who conducts or judges the drill wrote to the others. Controllers "
    "and evaluators get it, participants never do. `GET /api/drill/messages` has those before it.",
    "pong": "The answer to `ping`.",
    "error": "The server could not read a frame of the client. Nothing else changes.",
}

CLOSE_CODES: dict[int, str] = {
    messages.GOING_AWAY: "the server stops; connect again",
    messages.TOO_LARGE: "a frame was larger than `ZHIBAN_LIVE_FRAME_BYTES`",
    messages.TRY_AGAIN_LATER: "more sockets than `ZHIBAN_LIVE_CLIENTS`",
    messages.GARBAGE: "ten broken frames, too many frames at once, or a query parameter",
    messages.NOT_SIGNED_IN: "nobody is signed in, or the session has ended",
    messages.NOT_ALLOWED: "a page of another site opened the socket",
    messages.TOO_SLOW: "the client took nothing for `ZHIBAN_LIVE_SLOW_S` seconds",
    messages.RESYNC: "kept for clients; the server sends a `resync` frame and stays open",
}

CHANGED_PARTS = "ChangedParts"
EPOCH = "9f3c"
CURSOR = 120
CLOCK: ClockFacts = {"virtual_clock": False, "clock_speed": 1.0, "exercises_only": False}
BROKEN = messages.BadFrame("bad_frame", example='{"type":"ping"}')
SHOWS: Shows = {
    "kind": "all",
    "incidents": 12,
    "page": 1,
    "pages": 2,
    "map": True,
    "width": 1920,
    "height": 1080,
}
WELL: ServerHealth = {
    "watchdog": {"well": True, "silent": False, "differences": 0},
    "store": {"well": True, "writes": True, "reads": True},
    "clock": {"state": "trusted", "node": "desk-1:8000", "ahead_s": 0.0, "since": None},
    "journal": {"server": "5c1e…", "position": 310, "hash": "b7d0…", "losses": 0},
    "continuation": None,
    "drill": None,
}
DRILL: DrillSign = {
    "scenario": "coal_roof_fall",
    "title": "某煤矿综采工作面顶板冒落",
    "title_en": "Roof fall at a coal face",
    "state": "paused",
    "speed": 60,
    "controller": "chen",
    "alarm": None,
    "watches": True,
    "reached": True,
    "replays": False,
    "recorded": 0,
    "note": "午间休息",
    "version": 7,
}
WORDS: DrillWords = {
    "key": "k3v9x2m4q7wp",
    "at": "2026-11-23T00:12:04Z",
    "written_at": "2026-11-24T06:31:10Z",
    "by": "lu",
    "text": "三号组先不提示",
}
HELD: JournalMessage = {
    "type": "journal",
    "server": "5c1e…",
    "position": 305,
    "hash": "09aa…",
    "losses": 0,
}


@lru_cache(maxsize=1)
def examples() -> dict[str, list[Shape]]:
    """Frames of each kind, as the server reads or makes them."""
    before, report = record().reported
    topics = [f"incident:{before['id']}", "drill:m7"]
    made = {
        "hello": [messages.hello(EPOCH, "2026-11-23T00:15:20Z", 10, CLOCK, WELL)],
        "snapshot": pages_of(CURSOR, [orjson.dumps(before)]),
        "event": _events(before, report),
        "heartbeat": [messages.heartbeat(CURSOR + 1, "2026-11-23T00:15:30Z", WELL)],
        "resync": [messages.resync("epoch_changed")],
        "journal": [messages.encode(HELD)],
        "drill": [messages.drill("2026-11-23T00:15:30Z", 0.0, DRILL)],
        "drill_message": [messages.drill_message(WORDS)],
        "pong": [messages.encode({"type": "pong"})],
        "error": [messages.encode(BROKEN.frame())],
    }
    client: dict[str, list[Shape]] = {
        "auth": [{"type": "auth", "token": "…"}],
        "subscribe": [
            {"type": "subscribe", "topics": ["incidents"], "after": CURSOR, "epoch": EPOCH},
            {"type": "subscribe", "topics": topics, "deltas": True},
            {"type": "subscribe", "topics": ["incidents"], "language": "en"},
            {"type": "subscribe", "topics": ["incidents"], "seen": 305},
        ],
        "ping": [{"type": "ping"}],
        "screen": [{"type": "screen", "shows": SHOWS}],
    }
    read = {name: [orjson.loads(one) for one in frames] for name, frames in made.items()}
    return client | {name: shortened(frames) for name, frames in read.items()}


def _events(before: Shape, report: Shape) -> list[bytes]:
    """The frame of a report without and with `deltas`."""
    entry = own_entry(report) | {"cursor": CURSOR + 1}
    changed = changed_parts(before, report["incident"])
    view, items = lists_in_parts(before, changed)
    return [
        messages.event(CURSOR + 1, entry, changed),
        messages.event(CURSOR + 1, entry, view, items),
    ]


@lru_cache(maxsize=1)
def document() -> Shape:
    """The AsyncAPI document, the same in every run."""
    frames = CLIENT_FRAMES | SERVER_FRAMES
    closing = "\n".join(f"- {code}: {words}" for code, words in sorted(CLOSE_CODES.items()))
    schemas = _as_draft_7(schemas_of({one.__name__: one for one in frames.values()}))
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Zhiban 值班: the live channel",
            "version": __version__,
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
            "messages": {name: _message(name, shape) for name, shape in frames.items()},
            "schemas": schemas,
        },
    }


def text() -> str:
    """The document as the file holds it."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def _operation(action: str, frames: dict[str, type]) -> Shape:
    """`receive` and `send` are the server's point of view, as AsyncAPI 3 wants it."""
    messages = [{"$ref": f"#/channels/live/messages/{name}"} for name in frames]
    return {"action": action, "channel": {"$ref": "#/channels/live"}, "messages": messages}


def _message(name: str, shape: type) -> Shape:
    payload = {"$ref": f"#/components/schemas/{shape.__name__}"}
    shown = [{"payload": example} for example in examples()[name]]
    return {"name": name, "summary": MEANINGS[name], "payload": payload, "examples": shown}


def _as_draft_7(schemas: Shape) -> Shape:
    """The schemas in the draft that AsyncAPI 3 takes; of an event's view no field is required."""
    view = schemas[IncidentView.__name__]
    schemas[CHANGED_PARTS] = {key: value for key, value in view.items() if key != "required"}
    schemas[CHANGED_PARTS]["description"] = "The fields of a view that have changed."
    event = schemas[SERVER_FRAMES["event"].__name__]
    event["properties"]["view"] = {"$ref": f"#/components/schemas/{CHANGED_PARTS}"}
    return {name: _tuples_by_items(schema) for name, schema in schemas.items()}


def _tuples_by_items(schema: Any) -> Any:
    """Draft 7 says `items` for what pydantic's draft calls `prefixItems`."""
    if isinstance(schema, list):
        return [_tuples_by_items(inner) for inner in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        "items" if key == "prefixItems" else key: _tuples_by_items(inner)
        for key, inner in schema.items()
    }
