"""The frames of the live channel: what they say, and how a broken one is refused.

Pure: no sockets, no clocks. One frame is one JSON object in one text message. From the
client: `auth`, `subscribe`, `ping`. To the client: `hello` first, then `snapshot`,
`event`, `heartbeat`, `resync`, `pong`, `error`.

How a frame's JSON travels, as a websocket message or otherwise, is `api.live.forms`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from engine.messages import CATALOGUES, text

NOT_SIGNED_IN = 4401
NOT_ALLOWED = 4403
TOO_SLOW = 4408
RESYNC = 4409
GARBAGE = 4400
GOING_AWAY = 1001
TOO_LARGE = 1009
TRY_AGAIN_LATER = 1013

TOPIC = re.compile(r"^(incidents|(incident|drill):[A-Za-z0-9._-]{1,64})$")
TOPIC_WORDS = "incidents, incident:ID, drill:ID"
MOST_TOPICS = 64
LONGEST_ECHO = 60


@dataclass(frozen=True, slots=True)
class Auth:
    """Who the client is, by a token."""

    token: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """What the client wants to hear, and from where.

    `incidents` are the ids it follows, `drills` those that it follows as exercises only;
    `everything` is the topic `incidents`. With `deltas` it takes changed lists in parts.
    `language` is that of the views.
    """

    everything: bool
    incidents: frozenset[str]
    drills: frozenset[str]
    after: int | None
    epoch: str | None
    deltas: bool = False
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Ping:
    """The client asks whether the server is there."""


ClientFrame = Auth | Subscribe | Ping


class BadFrame(Exception):
    """A frame that cannot be read; `code` and `facts` name the sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)

    def frame(self, language: str = "zh") -> dict[str, Any]:
        """The `error` frame that tells the client."""
        detail = text(f"error.{self.code}", language, **self.facts)
        return {"type": "error", "code": self.code, "detail": detail}


def parse(words: str | bytes | None) -> ClientFrame:
    """The client's frame; raises `BadFrame`."""
    if not isinstance(words, str):
        raise BadFrame("bad_frame", example='{"type":"ping"}')
    try:
        shape = orjson.loads(words)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        raise BadFrame("bad_frame", example='{"type":"ping"}') from None
    if not isinstance(shape, dict) or not isinstance(shape.get("type"), str):
        raise BadFrame("bad_frame", example='{"type":"ping"}')
    match shape["type"]:
        case "ping":
            return Ping()
        case "auth":
            return _auth(shape)
        case "subscribe":
            return _subscribe(shape)
        case other:
            value = other[:LONGEST_ECHO]
            raise BadFrame("unknown_frame", value=value, accepted="auth, subscribe, ping")


def _auth(shape: Mapping[str, Any]) -> Auth:
    token = shape.get("token")
    if not isinstance(token, str) or not token:
        raise BadFrame("bad_frame", example='{"type":"auth","token":"…"}')
    return Auth(token)


def _subscribe(shape: Mapping[str, Any]) -> Subscribe:
    topics = shape.get("topics", ["incidents"])
    after, epoch = shape.get("after"), shape.get("epoch")
    whole = after is None or (isinstance(after, int) and not isinstance(after, bool))
    if not isinstance(topics, list) or not topics or not whole or (after or 0) < 0:
        raise BadFrame("bad_frame", example='{"type":"subscribe","topics":["incidents"]}')
    known = None if epoch is None else str(epoch)
    deltas, language = shape.get("deltas") is True, shape.get("language", "zh")
    return wish(topics, after, known, deltas=deltas, language=language)


def wish(
    topics: Sequence[Any], after: int | None, epoch: str | None, *, deltas: bool, language: Any
) -> Subscribe:
    """What these topics ask for; raises `BadFrame` for a topic or language that there is not."""
    if not isinstance(language, str) or language not in CATALOGUES:
        value, accepted = str(language)[:LONGEST_ECHO], ", ".join(CATALOGUES)
        raise BadFrame("unknown_language", value=value, accepted=accepted)
    if len(topics) > MOST_TOPICS:
        raise BadFrame("too_many_topics", limit=MOST_TOPICS)
    for topic in topics:
        if not isinstance(topic, str) or not TOPIC.match(topic):
            value = str(topic)[:LONGEST_ECHO]
            raise BadFrame("unknown_topic", value=value, accepted=TOPIC_WORDS)
    return Subscribe(
        everything="incidents" in topics,
        incidents=_named("incident", topics),
        drills=_named("drill", topics),
        after=after,
        epoch=epoch,
        deltas=deltas,
        language=language,
    )


def _named(kind: str, topics: Iterable[str]) -> frozenset[str]:
    """The ids of the topics of one kind."""
    parted = (topic.partition(":") for topic in topics)
    return frozenset(name for head, colon, name in parted if colon and head == kind)


def encode(frame: Mapping[str, Any]) -> bytes:
    """One frame as JSON."""
    return orjson.dumps(dict(frame))


def hello(
    epoch: str,
    server_time: str,
    heartbeat_s: float,
    clock: Mapping[str, Any],
    watchdog: Mapping[str, Any],
) -> bytes:
    """The first frame. `clock` says whether the server's clock is the real one."""
    frame = {"type": "hello", "epoch": epoch, "server_time": server_time}
    return encode(frame | {"heartbeat_s": heartbeat_s, **clock, "watchdog": dict(watchdog)})


def snapshot(cursor: int, views: Iterable[bytes]) -> bytes:
    """A snapshot frame from views that are JSON already."""
    inside = b",".join(views)
    return b'{"type":"snapshot","cursor":%d,"incidents":[%s]}' % (cursor, inside)


def event(
    cursor: int,
    shape: Mapping[str, Any],
    changed: Mapping[str, Any],
    items: Mapping[str, Any] | None = None,
) -> bytes:
    """An event frame with the parts of the incident's view that it changed.

    `items` are the changes within lists, for those who asked for `deltas`.
    """
    frame = {"type": "event", "cursor": cursor, "event": dict(shape), "view": dict(changed)}
    return encode(frame | ({"items": dict(items)} if items else {}))


def heartbeat(cursor: int, server_time: str, watchdog: Mapping[str, Any]) -> bytes:
    """A heartbeat frame: the server is there, and this is how far it has got.

    `watchdog` says whether the report ledgers are audited and what was found.
    """
    frame = {"type": "heartbeat", "cursor": cursor, "server_time": server_time}
    return encode(frame | {"watchdog": dict(watchdog)})


def resync(reason: str) -> bytes:
    """A resync frame: subscribe afresh, without `after`."""
    return encode({"type": "resync", "reason": reason})
