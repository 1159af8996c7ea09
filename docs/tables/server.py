"""The server's surface: HTTP calls, websocket frames, figures for machines."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from prometheus_client import Metric

from api.app import create_app
from api.live import protocol
from api.metrics import Metrics
from api.settings import Settings
from docs.tables.markdown import code, table

METHODS = ("get", "post", "patch", "put", "delete")

ACCESS = {True: "everybody", False: "signed in"}

CLIENT_FRAMES = {
    "auth": ('{"type":"auth","token":"…"}', "Who the client is, where no cookie says so."),
    "subscribe": (
        '{"type":"subscribe","topics":["incidents"],"after":120,"epoch":"9f3c"}',
        "What to hear. With `after` (and `epoch`) the stream goes on after that cursor; "
        "without, a snapshot comes first. A later `subscribe` replaces the earlier one.",
    ),
    "ping": ('{"type":"ping"}', "Is the server there? The answer is `pong`."),
}

SERVER_FRAMES: dict[str, tuple[bytes, str]] = {
    "hello": (
        protocol.hello(
            "9f3c",
            "2026-11-23T00:15:20Z",
            10,
            {"virtual_clock": False, "clock_speed": 1.0, "exercises_only": False},
        ),
        "The first frame, before anybody is signed in. `epoch` names the database.",
    ),
    "snapshot": (
        protocol.snapshot(120, [b'{"id":"k3v9x2"}']),
        "The views as of `cursor`: of all open incidents, or of those asked for.",
    ),
    "event": (
        protocol.event(121, {"seq": 12, "type": "response_activated"}, {"level": "III"}),
        "One event with its cursor. `view` holds the parts of the incident's view that have "
        "changed; of several events committed together only the last one carries them.",
    ),
    "heartbeat": (
        protocol.heartbeat(121, "2026-11-23T00:15:30Z"),
        "The server is there, and this is how far it has got. Silence means stale.",
    ),
    "resync": (
        protocol.resync("fell_behind"),
        "Subscribe again without `after`. Reasons: `epoch_changed`, `unknown_cursor`, "
        "`fell_behind`.",
    ),
    "pong": (protocol.encode({"type": "pong"}), "The answer to `ping`."),
    "error": (
        protocol.encode(protocol.BadFrame("bad_frame", example='{"type":"ping"}').frame()),
        "A frame of the client's could not be read. Nothing else changes.",
    ),
}

CLOSE_CODES = {
    "NOT_SIGNED_IN": "nobody is signed in, or the session has ended",
    "NOT_ALLOWED": "a page of another site opened the socket",
    "TOO_SLOW": "the client took nothing for `ZHIBAN_LIVE_SLOW_S` seconds",
    "RESYNC": "kept for clients; the server sends a `resync` frame instead and stays open",
    "GARBAGE": "ten broken frames",
    "GOING_AWAY": "the server stops; connect again",
    "TRY_AGAIN_LATER": "more sockets than `ZHIBAN_LIVE_CLIENTS`",
}


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """The OpenAPI document, as `/api/openapi.json` gives it."""
    return create_app(Settings(_env_file=None)).openapi()


def calls() -> str:
    """Every HTTP call."""
    rows = [
        (
            code(f"{method.upper()} {path}"),
            operation.get("summary"),
            ", ".join(operation["responses"]),
            ACCESS["public" in operation.get("tags", ())],
        )
        for path, operations in openapi()["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    ]
    return table(("call", "does", "answers", "for"), rows)


def parameters() -> str:
    """The parameters of the calls that have any."""
    rows = [
        (code(f"{method.upper()} {path}"), code(one["name"]), one["in"], _takes(one["schema"]))
        for path, operations in openapi()["paths"].items()
        for method, operation in operations.items()
        for one in operation.get("parameters", ())
        if one["in"] in ("query", "header")
    ]
    return table(("call", "parameter", "in", "takes"), rows)


def _takes(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_takes(one) for one in schema["anyOf"] if one.get("type") != "null")
    if "enum" in schema:
        return ", ".join(code(one) for one in schema["enum"])
    if schema.get("format") == "date-time":
        return "instant with an offset"
    kind = {"string": "text", "boolean": "`true` or `false`", "integer": "whole number"}
    words = kind.get(str(schema.get("type")), str(schema.get("type")))
    if "maximum" in schema and schema["maximum"] < 10_000:
        words += f", {schema.get('minimum')} to {schema['maximum']}"
    return words + (f", default {schema['default']}" if "default" in schema else "")


def client_frames() -> str:
    """What a client may send."""
    rows = [(code(name), words, code(frame)) for name, (frame, words) in CLIENT_FRAMES.items()]
    return table(("frame", "meaning", "example"), rows)


def server_frames() -> str:
    """What the server sends."""
    rows = [
        (code(name), words, code(_payload(frame))) for name, (frame, words) in SERVER_FRAMES.items()
    ]
    return table(("frame", "meaning", "example"), rows)


def _payload(frame: bytes) -> str:
    return json.dumps(json.loads(frame), ensure_ascii=False, separators=(",", ":"))


def close_codes() -> str:
    """The codes with which the server closes a socket."""
    rows = [(code(getattr(protocol, name)), words) for name, words in CLOSE_CODES.items()]
    return table(("code", "meaning"), sorted(rows))


def figures() -> str:
    """The metrics that the application counts by itself."""
    known: list[Metric] = list(Metrics().registry.collect())
    rows = [(code(one.name), one.type, one.documentation) for one in known]
    return table(("metric", "kind", "meaning"), rows)
