"""The server's surface: HTTP calls, websocket frames, figures for machines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from prometheus_client import Metric

from api.live.protocol.message_shapes import CLIENT_FRAMES, SERVER_FRAMES
from api.monitoring.metrics import Metrics
from docs import asyncapi_document, openapi_document
from docs.tables.markdown import code, table

METHODS = ("get", "post", "patch", "put", "delete")

ACCESS = {True: "everybody", False: "signed in"}

OF_THE_CONNECTION = {"400", "408", "414", "431"}
"""Every call can meet them; the page says so once."""


def calls() -> str:
    """Every HTTP call."""
    rows = [
        (
            code(f"{method.upper()} {path}"),
            operation.get("summary"),
            ", ".join(sorted(set(operation["responses"]) - OF_THE_CONNECTION)),
            ACCESS["public" in operation.get("tags", ())],
        )
        for path, operations in openapi_document.document()["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    ]
    return table(("call", "does", "answers", "for"), rows)


def parameters() -> str:
    """The parameters of the calls that have any."""
    rows = [
        (code(f"{method.upper()} {path}"), code(one["name"]), one["in"], _takes(one["schema"]))
        for path, operations in openapi_document.document()["paths"].items()
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


SHOWN = {"id", "seq", "type", "incident", "version", "cursor"}
"""The fields of views and entries that the tables show; the document has examples of all."""


def client_frames() -> str:
    """What a client may send."""
    return _frames(CLIENT_FRAMES)


def server_frames() -> str:
    """What the server sends."""
    return _frames(SERVER_FRAMES)


def _frames(frames: Iterable[str]) -> str:
    examples = asyncapi_document.examples()
    rows = [
        (
            code(name),
            asyncapi_document.MEANINGS[name],
            " ".join(code(_compact(example)) for example in examples[name]),
        )
        for name in frames
    ]
    return table(("frame", "meaning", "example"), rows)


def _compact(frame: dict[str, Any]) -> str:
    short = frame | {key: _in_short(frame[key]) for key in frame.keys() - {"watchdog"}}
    return json.dumps(short, ensure_ascii=False, separators=(",", ":"))


def _in_short(value: Any) -> Any:
    """A view, an entry or a list of them with its first fields only."""
    if isinstance(value, list):
        return [_in_short(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if value.keys() & {"from", "gone"}:
        return {key: _in_short(inner) for key, inner in value.items()}
    return {key: inner for key, inner in value.items() if key in SHOWN}


def close_codes() -> str:
    """The codes with which the server closes a socket."""
    rows = [(code(number), words) for number, words in asyncapi_document.CLOSE_CODES.items()]
    return table(("code", "meaning"), sorted(rows))


def figures() -> str:
    """The metrics that the application counts by itself."""
    known: list[Metric] = list(Metrics().registry.collect())
    rows = [(code(one.name), one.type, one.documentation) for one in known]
    return table(("metric", "kind", "meaning"), rows)
