"""A desk in memory: engine, board, ring and hub, and clients that lose things."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from api.access.account_audience import Audiences
from api.access.audience import DESK, Audience, view_for
from api.access.reporter_slots import open_slots
from api.live.delivery.broadcast import FanOut
from api.live.delivery.subscriber import Subscriber
from api.live.feed.event_frames import Numbered
from api.live.feed.incident_board import IncidentBoard
from api.live.feed.replay_buffer import ReplayBuffer
from api.live.hub import Hub
from api.live.protocol.list_deltas import merge
from api.live.protocol.message_shapes import ServerHealth
from api.live.protocol.messages import Subscribe
from engine.clock import VirtualClock
from engine.errors import ZhibanError
from engine.incident.actors import Actor
from engine.incident.commands import COMMANDS, OpenIncident
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.memory import CountedIds, FixedPlans, MemoryJournal
from engine.plan.model import Plan
from engine.presentation.incident_view import incident_view
from engine.service import Outcome, Service
from tests.api.live.pipes import Pipe

WELL: ServerHealth = {
    "watchdog": {"well": True, "silent": False, "differences": 0},
    "store": {"well": True, "writes": True, "reads": True},
    "clock": {"state": "trusted", "node": "desk", "ahead_s": 0.0, "since": None},
    "journal": None,
    "continuation": None,
    "drill": None,
}
START = datetime(2021, 11, 8, 1, tzinfo=UTC)
CHIEF = Actor(
    "总指挥",
    frozenset({"duty_officer", "grain:office_director", "grain:chief_commander"}),
)


@dataclass
class Committed:
    """What the writer would hand over."""

    after: Incident
    events: Sequence[Numbered]

    def numbered(self) -> Sequence[Numbered]:
        return self.events


@dataclass
class MemoryDesk:
    """The engine on a clock that stands, and a hub that hears what it does."""

    plan: Plan
    ring: int = 16
    resume_limit: int = 60
    come_back_s: float = 120.0
    journal: MemoryJournal = field(default_factory=MemoryJournal)
    published: int = 0

    def __post_init__(self) -> None:
        self.clock = VirtualClock(START, elapsed=lambda: 0.0)
        plans = FixedPlans({self.plan.id: self.plan})
        self.service = Service(plans, self.clock, CountedIds("live"))
        ring, come_back_s = ReplayBuffer(self.ring, 0), self.come_back_s
        self.fan_out = FanOut(ring, self.clock, self.clock, 1e6, 1e6, WELL.copy, come_back_s)
        self.board = IncidentBoard(plans, self.clock, self._load)
        self.hub = Hub(
            self.board,
            self.fan_out,
            self._events,
            Audiences(plans),
            epoch="e1",
            resume_limit=self.resume_limit,
        )

    async def _load(self, incident: str) -> Incident | None:
        found = self.journal.load(incident)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return found

    async def _events(self, after: int, limit: int) -> Sequence[Numbered]:
        found = list(enumerate(self.journal.log, start=1))[after : after + min(limit, 7)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return found

    @property
    def log(self) -> list[Event]:
        return self.journal.log

    def open(self, *, exercise: bool = False, division: str = "141021") -> str:
        request = OpenIncident(
            plan=self.plan.id,
            title="某事件，联系 13800138000",
            occurred_at=START,
            received_at=START,
            division=division,
            exercise=exercise,
            facts={},
        )
        return self._publish(self.service.open_incident(self.journal, request, CHIEF)).after.id

    def does(self, incident: str, command: str, actor: Actor = CHIEF, **fields: Any) -> bool:
        """Carry out a command and hand the commit to the hub; False if it is refused."""
        try:
            wanted = COMMANDS[command](**fields)
            outcome = self.service.execute(self.journal, incident, wanted, actor)
        except ZhibanError:
            return False
        self._publish(outcome)
        return True

    def _publish(self, outcome: Outcome) -> Outcome:
        first = self.published + 1
        self.published += len(outcome.events)
        numbered = list(enumerate(outcome.events, start=first))
        self.hub.accept([Committed(outcome.after, numbered)])
        return outcome

    def fresh(
        self, incident: str, audience: Audience = DESK, language: str = "zh"
    ) -> dict[str, Any]:
        """The incident as somebody who asks now sees it."""
        state = self.journal.load(incident)
        assert state is not None
        now = self.clock.now
        view = incident_view(self.plan, state, now, language)
        own = open_slots(self.plan, state, now).said_in(language)
        shown: dict[str, Any] = json.loads(json.dumps(view_for(audience, view, own)))
        return shown


@dataclass
class Watcher:
    """A client that keeps its state, checks what it hears, and can lose its connection."""

    desk: MemoryDesk
    everything: bool
    incidents: frozenset[str]
    drills: frozenset[str] = frozenset()
    deltas: bool = False
    audience: Audience = DESK
    language: str = "zh"
    room: int = 20_000
    way: type[Pipe] = Pipe
    cursor: int | None = None
    views: dict[str, dict[str, Any]] = field(default_factory=dict)
    pages: dict[str, dict[str, Any]] = field(default_factory=dict)
    heard: list[int] = field(default_factory=list)
    since: int = 0
    past: list[tuple[int, dict[str, Any], int]] = field(default_factory=list)
    client: Subscriber | None = None
    task: asyncio.Task[None] | None = None

    def connect(self) -> None:
        self.client = Subscriber(self.way(self.room), "x", "s", audience=self.audience)
        self.desk.hub.join(self.client)
        self.subscribe(self.cursor)

    def subscribe(self, after: int | None) -> None:
        assert self.client is not None
        wish = Subscribe(
            self.everything,
            self.incidents,
            self.drills,
            after,
            "e1",
            deltas=self.deltas,
            language=self.language,
        )
        self.task = asyncio.create_task(self.desk.hub.subscribe(self.client, wish))

    @property
    def pipe(self) -> Pipe:
        assert self.client is not None
        assert isinstance(self.client.sink, Pipe)
        return self.client.sink

    async def drop(self) -> None:
        """Lose the connection and whatever was under way."""
        if self.client is not None:
            self.pipe.close(1006, "")
            if self.task is not None:
                await self.task
            self.desk.hub.leave(self.client)
            self.client = None

    def go_back(self, choice: int) -> None:
        """Forget what came after some earlier point, as after a crash of the client."""
        if self.past:
            at = choice % len(self.past)
            self.cursor, self.views, known = self.past[at]
            del self.past[at + 1 :]
            self.heard = [cursor for cursor in self.heard if cursor <= known]

    def take(self) -> bool:
        """Read everything that has come; whether anything had."""
        frames = self.pipe.take()
        for frame in frames:
            if frame["type"] == "snapshot":
                if not self._page(frame):
                    continue
            elif frame["type"] == "event":
                self._hear(frame)
            else:
                assert frame["type"] == "heartbeat", frame
                continue
            assert self.cursor is not None
            self.past.append((self.cursor, dict(self.views), self.cursor))
        return bool(frames)

    def _page(self, frame: dict[str, Any]) -> bool:
        """A page of a snapshot; whether it was the last one."""
        if not frame["page"]:
            self.pages = {}
        self.pages |= {view["id"]: view for view in frame["incidents"]}
        if frame["more"]:
            return False
        self.cursor = self.since = frame["cursor"]
        self.views, self.heard = self.pages, []
        return True

    def _hear(self, frame: dict[str, Any]) -> None:
        assert self.cursor is not None
        assert frame["cursor"] > self.cursor, "a double, or out of order"
        self.cursor = frame["cursor"]
        self.heard.append(frame["cursor"])
        incident = frame["event"]["incident"]
        view = merge(self.views.get(incident), frame)
        if view is not None:
            self.views[incident] = view
        if view is not None and view["stage"] == "closed" and not self._named(incident):
            del self.views[incident]

    def _named(self, incident: str) -> bool:
        return incident in self.incidents | self.drills

    def check(self) -> None:
        """Everything was heard once, and what is shown is what is."""
        wanted = {
            event.incident
            for event in self.desk.log
            if self.everything or event.incident in self.incidents
        } | {one for one in self.drills if self.desk.fresh(one)["exercise"]}
        expected = [
            cursor
            for cursor, event in enumerate(self.desk.log, start=1)
            if event.incident in wanted and cursor > self.since
        ]
        assert self.heard == expected
        for incident in wanted:
            fresh = self.desk.fresh(incident, self.audience, self.language)
            if fresh["stage"] != "closed" or self._named(incident):
                assert self.views[incident] == fresh
        assert self.views.keys() <= wanted
