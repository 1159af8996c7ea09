"""The server's surface: HTTP calls, websocket frames, figures for machines."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from prometheus_client import Metric

from api.app import create_app
from api.live import asyncapi
from api.metrics import Metrics
from api.settings import Settings
from docs.tables.markdown import code, table

METHODS = ("get", "post", "patch", "put", "delete")

ACCESS = {True: "everybody", False: "signed in"}


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
    return _frames(asyncapi.CLIENT_FRAMES)


def server_frames() -> str:
    """What the server sends."""
    return _frames(asyncapi.SERVER_FRAMES)


def _frames(frames: dict[str, tuple[list[dict[str, Any]], str]]) -> str:
    rows = [
        (code(name), words, " ".join(code(_compact(example)) for example in examples))
        for name, (examples, words) in frames.items()
    ]
    return table(("frame", "meaning", "example"), rows)


def _compact(frame: dict[str, Any]) -> str:
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"))


def close_codes() -> str:
    """The codes with which the server closes a socket."""
    rows = [(code(number), words) for number, words in asyncapi.CLOSE_CODES.items()]
    return table(("code", "meaning"), sorted(rows))


def figures() -> str:
    """The metrics that the application counts by itself."""
    known: list[Metric] = list(Metrics().registry.collect())
    rows = [(code(one.name), one.type, one.documentation) for one in known]
    return table(("metric", "kind", "meaning"), rows)
