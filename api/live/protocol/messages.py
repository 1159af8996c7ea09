"""The frames of the live channel: their content, and how a broken one is refused.

Pure: no sockets, no clocks. One frame is one JSON object in one text message. From the
client: `auth`, `subscribe`, `ping`, `screen`. To the client: `hello` first, then `snapshot`,
`event`, `heartbeat`, `resync`, `pong`, `error`. Encodings are in `api.live.protocol.encodings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from api.json_keys import DuplicateKey, check_keys
from api.live.protocol.message_shapes import (
    MOST_TOPICS,
    TOPIC,
    DrillMessage,
    DrillWordsMessage,
    ErrorMessage,
    HeartbeatMessage,
    HelloMessage,
    ResyncMessage,
    ResyncReason,
    ServerHealth,
)
from api.live.screens import Shows
from api.ports import ClockFacts, DrillSign, DrillWords
from engine.input_types import escaped
from engine.messages import CATALOGUES, text

NOT_SIGNED_IN = 4401
NOT_ALLOWED = 4403
TOO_SLOW = 4408
RESYNC = 4409
GARBAGE = 4400
GOING_AWAY = 1001
TOO_LARGE = 1009
TRY_AGAIN_LATER = 1013

TOPIC_WORDS = "incidents, incident:ID, drill:ID"
LONGEST_ECHO = 60
LAST_POSITION = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Auth:
    """The client identifies itself with a token."""

    token: str


@dataclass(frozen=True, slots=True)
class Subscribe:
    """What the client follows, and from which cursor.

    `seen` is the last position of the server's chain that it has seen.
    `incidents` are ids it follows, `drills` ids it follows as exercises only; `everything` is
    the topic `incidents`. With `deltas` it accepts changed lists in parts. `language` is that of
    the views.
    """

    everything: bool
    incidents: frozenset[str]
    drills: frozenset[str]
    after: int | None
    epoch: str | None
    deltas: bool = False
    language: str = "zh"
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Ping:
    """The client asks whether the server is alive."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A wall says what it shows."""

    shows: Shows


ClientFrame = Auth | Subscribe | Ping | Screen
_SHOWS = TypeAdapter(Shows)


class BadFrame(Exception):
    """A frame that cannot be read; `code` and `facts` name the sentence."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code)

    def frame(self, language: str = "zh") -> ErrorMessage:
        """The `error` frame for the client."""
        detail = text(f"error.{self.code}", language, **self.facts)
        return {"type": "error", "code": self.code, "detail": detail}


def parse(words: str | bytes | None) -> ClientFrame:
    """The client's frame. Raises `BadFrame`."""
    if not isinstance(words, str):
        raise BadFrame("bad_frame", example='{"type":"ping"}')
    try:
        shape = orjson.loads(words)
        check_keys(words)
    except DuplicateKey as twice:
        raise BadFrame("duplicate_key", key=escaped(twice.key[:LONGEST_ECHO])) from None
    except (orjson.JSONDecodeError, UnicodeEncodeError, RecursionError):
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
        case "screen":
            return _screen(shape)
        case other:
            value = other[:LONGEST_ECHO]
            raise BadFrame("unknown_frame", value=value, accepted="auth, subscribe, ping, screen")


def _auth(shape: Mapping[str, Any]) -> Auth:
    token = shape.get("token")
    if not isinstance(token, str) or not token:
        raise BadFrame("bad_frame", example='{"type":"auth","token":"…"}')
    return Auth(token)


def _screen(shape: Mapping[str, Any]) -> Screen:
    try:
        return Screen(_SHOWS.validate_python(shape.get("shows")))
    except ValidationError:
        raise BadFrame("bad_frame", example='{"type":"screen","shows":{…}}') from None


def _subscribe(shape: Mapping[str, Any]) -> Subscribe:
    topics = shape.get("topics", ["incidents"])
    after, epoch = shape.get("after"), shape.get("epoch")
    whole = after is None or (isinstance(after, int) and not isinstance(after, bool))
    if not isinstance(topics, list) or not topics or not whole or (after or 0) < 0:
        raise BadFrame("bad_frame", example='{"type":"subscribe","topics":["incidents"]}')
    known = None if epoch is None else str(epoch)
    deltas, language = shape.get("deltas") is True, shape.get("language", "zh")
    wanted = wish(topics, after, known, deltas=deltas, language=language)
    return replace(wanted, seen=_seen(shape.get("seen")))


def _seen(position: Any) -> int | None:
    if position is None:
        return None
    if type(position) is not int or not 1 <= position <= LAST_POSITION:
        raise BadFrame("bad_frame", example='{"type":"subscribe","seen":1}')
    return position


def wish(
    topics: Sequence[Any], after: int | None, epoch: str | None, *, deltas: bool, language: Any
) -> Subscribe:
    """The subscription for these topics. Raises `BadFrame` for an unknown topic or language."""
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
    clock: ClockFacts,
    health: ServerHealth,
) -> bytes:
    """The first frame. `clock` says whether the server's clock is the real one.

    `health` as in `heartbeat`.
    """
    frame: HelloMessage = {
        "type": "hello",
        "epoch": epoch,
        "server_time": server_time,
        "heartbeat_s": heartbeat_s,
        **clock,
        **health,
    }
    return encode(frame)


def event(
    cursor: int,
    shape: Mapping[str, Any],
    changed: Mapping[str, Any],
    items: Mapping[str, Any] | None = None,
    *,
    exercise: bool | None = None,
) -> bytes:
    """An event frame with the parts of the incident's view that it changed.

    `items` are the changes within lists, for those who asked for `deltas`; `exercise` is whether
    the incident is one, None where nobody knows.
    """
    frame = {"type": "event", "cursor": cursor, "event": dict(shape), "view": dict(changed)}
    more = ({"items": dict(items)} if items else {}) | (
        {} if exercise is None else {"exercise": exercise}
    )
    return encode(frame | more)


def drill(server_time: str, clock_speed: float, sign: DrillSign) -> bytes:
    """A `drill` frame: the live drill of this server has changed."""
    frame: DrillMessage = {
        "type": "drill",
        "server_time": server_time,
        "clock_speed": clock_speed,
        "drill": sign,
    }
    return encode(frame)


def drill_message(sent: DrillWords) -> bytes:
    """A `drill_message` frame, for those who conduct and judge the drill."""
    frame: DrillWordsMessage = {"type": "drill_message", "message": sent}
    return encode(frame)


def heartbeat(cursor: int, server_time: str, health: ServerHealth) -> bytes:
    """A heartbeat frame: the server is alive and has published up to `cursor`.

    `health` are further parts by name: `watchdog` says whether the report ledgers are audited
    and what was found, `store` whether anything can be stored.
    """
    frame: HeartbeatMessage = {
        "type": "heartbeat",
        "cursor": cursor,
        "server_time": server_time,
        **health,
    }
    return encode(frame)


def resync(reason: ResyncReason) -> bytes:
    """A resync frame: the client subscribes again, without `after`."""
    frame: ResyncMessage = {"type": "resync", "reason": reason}
    return encode(frame)
