"""The shape of every frame of the live channel: what each field holds.

The AsyncAPI document is made from these shapes (`docs/asyncapi_document.py`). Nothing is
validated when a frame is sent.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, NotRequired, TypeVar

from pydantic import Field
from typing_extensions import TypedDict

from api.live.screens import Shows
from api.monitoring.store_watch import StoreHealth
from api.monitoring.watchdog.audit_status import WatchdogStatus
from api.ports import ClockFacts, ClockState, ContinuationState, DrillSign, DrillWords, JournalEnd
from engine.messages import CATALOGUES
from engine.presentation.calls_view import CallView
from engine.presentation.event_shapes import EventView
from engine.presentation.incident_parts import EndConditionView, GroupView, LinkView, MeasureView
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.reporting_view import ReportingRow
from engine.presentation.slot_view import SlotView

ASYNCAPI = Path(__file__).with_name("asyncapi.json")
"""The document made from these shapes by `docs/generate.py`."""

TOPIC = re.compile(r"^(incidents|(incident|drill):[A-Za-z0-9._-]{1,64})$")
MOST_TOPICS = 64

Topic = Annotated[str, Field(pattern=TOPIC.pattern)]
Cursor = Annotated[int, Field(ge=0)]
"""Server-wide place of an entry."""
Language = Annotated[str, Field(json_schema_extra={"enum": list(CATALOGUES)})]
ServerTime = Annotated[str, Field(json_schema_extra={"format": "date-time"})]

Row = TypeVar("Row")


class AuthMessage(TypedDict):
    """The client identifies itself with a token."""

    type: Literal["auth"]
    token: str


class SubscribeMessage(TypedDict):
    """What the client follows, and from which cursor."""

    type: Literal["subscribe"]
    topics: NotRequired[Annotated[list[Topic], Field(min_length=1, max_length=MOST_TOPICS)]]
    """`incidents` unless given."""
    after: NotRequired[Cursor | None]
    """The last cursor that the client has seen."""
    epoch: NotRequired[str | None]
    """The `epoch` of the `hello` that came before that cursor."""
    deltas: NotRequired[bool]
    """Changed lists come in parts."""
    language: NotRequired[Language]
    """Language of the views; `zh` unless given."""
    seen: NotRequired[Annotated[int, Field(ge=1)] | None]
    """The last `position` of this server's chain that the client has seen: a `journal` frame
    says what stands there now."""


class PingMessage(TypedDict):
    """The client asks whether the server is alive."""

    type: Literal["ping"]


class ScreenMessage(TypedDict):
    """A wall says what it shows, again with every heartbeat."""

    type: Literal["screen"]
    shows: Shows


class ServerHealth(TypedDict):
    """What every screen has to know of the server behind it."""

    journal: JournalEnd | None
    """Null only where the chain has not been read yet."""
    continuation: ContinuationState | None

    watchdog: WatchdogStatus
    store: StoreHealth
    clock: ClockState
    drill: DrillSign | None
    """Null on a server that plays no live drill."""


class HelloMessage(ClockFacts, ServerHealth):
    """The first frame of a connection."""

    type: Literal["hello"]
    epoch: str
    """Id of the database that the cursors belong to."""
    server_time: ServerTime
    heartbeat_s: Annotated[float, Field(gt=0)]
    """Seconds between heartbeats."""


class SnapshotMessage(TypedDict):
    """The views as of a cursor."""

    type: Literal["snapshot"]
    cursor: Cursor
    page: Annotated[int, Field(ge=0)]
    """Counts the frames of one snapshot."""
    more: bool
    """Whether another frame of the same snapshot follows."""
    incidents: list[IncidentView]


ResyncReason = Literal["epoch_changed", "unknown_cursor", "fell_behind", "access_changed"]


class ListChange(TypedDict, Generic[Row]):
    """A changed list: ids to remove, and rows to place."""

    gone: list[str]
    put: list[tuple[Annotated[int, Field(ge=0)], Row]]
    """Each row with its place; placed one after another, from the first on."""


ListChanges = TypedDict(
    "ListChanges",
    {
        "from": int,
        "next_slots": NotRequired[ListChange[SlotView]],
        "reporting": NotRequired[ListChange[ReportingRow]],
        "groups": NotRequired[ListChange[GroupView]],
        "measures": NotRequired[ListChange[MeasureView]],
        "end_conditions": NotRequired[ListChange[EndConditionView]],
        "links": NotRequired[ListChange[LinkView]],
        "calls": NotRequired[ListChange[CallView]],
    },
)
"""Changed lists by name, and the version of the view that they fit (`from`)."""


class EventMessage(TypedDict):
    """One event, and what it changed in the view of its incident."""

    type: Literal["event"]
    cursor: Cursor
    event: EventView
    view: dict[str, Any]
    """The fields of `IncidentView` that the event changed."""
    items: NotRequired[ListChanges]
    exercise: NotRequired[bool]
    """Whether the incident is an exercise; absent only where its view could not be made."""


class HeartbeatMessage(ServerHealth):
    """The server is alive and has published up to `cursor`."""

    type: Literal["heartbeat"]
    cursor: Cursor
    server_time: ServerTime


class ResyncMessage(TypedDict):
    """The client subscribes again, without `after`."""

    type: Literal["resync"]
    reason: ResyncReason


class JournalMessage(TypedDict):
    """What stands at the position that the client named in `seen`."""

    type: Literal["journal"]
    server: str
    position: int
    hash: str | None
    """Null where the chain is shorter."""
    losses: int
    """How often the chain says itself that it lost its end."""


class DrillMessage(TypedDict):
    """The live drill has changed; told at once, to every client, whatever it follows."""

    type: Literal["drill"]
    server_time: ServerTime
    """Drill time now."""
    clock_speed: float
    """Seconds of drill time in one real second now; 0 while it stands."""
    drill: DrillSign


class DrillWordsMessage(TypedDict):
    """Somebody who conducts or judges the drill wrote to the others; sent to them alone."""

    type: Literal["drill_message"]
    message: DrillWords


class PongMessage(TypedDict):
    """The answer to `ping`."""

    type: Literal["pong"]


class ErrorMessage(TypedDict):
    """A frame of the client that the server could not read."""

    type: Literal["error"]
    code: str
    detail: str


CLIENT_FRAMES: dict[str, type] = {
    "auth": AuthMessage,
    "subscribe": SubscribeMessage,
    "ping": PingMessage,
    "screen": ScreenMessage,
}
SERVER_FRAMES: dict[str, type] = {
    "hello": HelloMessage,
    "snapshot": SnapshotMessage,
    "event": EventMessage,
    "heartbeat": HeartbeatMessage,
    "resync": ResyncMessage,
    "journal": JournalMessage,
    "drill": DrillMessage,
    "drill_message": DrillWordsMessage,
    "pong": PongMessage,
    "error": ErrorMessage,
}
