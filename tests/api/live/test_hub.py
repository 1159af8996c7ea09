"""Whatever is published, paused, dropped, resumed and evicted: each client sees each event
exactly once in order, and its state equals a fresh read."""

from __future__ import annotations

import asyncio
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.access.audience import DESK, VIEWER
from tests.api.live.desk import MemoryDesk, Watcher
from tests.api.live.pipes import SocketPipe
from tests.engine.stories import real_plans
from tests.support.report_content import full

EXAMPLES = int(os.environ.get("ZHIBAN_MODEL_EXAMPLES", "25"))

COMMANDS: list[tuple[str, dict[str, Any]]] = [
    ("add_log_entry", {"text": "电话 13912345678，身份证 14100219800101123X"}),
    ("add_log_entry", {"text": "长" * 1500}),
    ("record_facts", {"facts": {"price_rise_percent": 35}, "source": "发改委"}),
    ("record_facts", {"facts": {"counties_in_emergency": ["141021"]}, "source": "县"}),
    ("recommend_activation", {"level": "III", "sub_state": "tense", "reason": "r"}),
    ("activate_response", {"level": "III", "sub_state": "tense", "reason": "r"}),
    ("adjust_response", {"level": "III", "sub_state": "urgent", "reason": "r"}),
    ("submit_report", {"kind": "scheduled", "content": {"text": "正常"}}),
    ("submit_report", {"kind": "scheduled", "content": {"text": "正常"}}),
    ("complete_measure", {"note": "已办"}),
    ("end_response", {"reason": "r"}),
    ("close_incident", {"reason": "r"}),
    ("delegate_role", {}),
]

STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("do"), st.integers(0, 12), st.integers(0, len(COMMANDS) - 1)),
        st.tuples(st.just("open"), st.booleans(), st.just(0)),
        st.tuples(st.just("take"), st.integers(0, 12), st.just(0)),
        st.tuples(st.just("drop"), st.integers(0, 12), st.just(0)),
        st.tuples(st.just("back"), st.integers(0, 12), st.integers(0, 50)),
        st.tuples(st.just("again"), st.integers(0, 12), st.just(0)),
        st.tuples(st.just("turns"), st.integers(1, 9), st.just(0)),
        st.tuples(st.just("burst"), st.integers(0, 12), st.integers(1, 40)),
        st.tuples(st.just("nobody"), st.just(0), st.just(0)),
    ),
    min_size=5,
    max_size=60,
)


class Play:
    """Thirteen watchers of different wishes, and what happens to them."""

    def __init__(self) -> None:
        # Once nobody is left, nobody is expected back.
        self.desk = MemoryDesk(real_plans()["grain"], come_back_s=-1.0)
        self.incidents = [self.desk.open(), self.desk.open(exercise=True)]
        first, drill = self.incidents
        one = frozenset({first})
        none: frozenset[str] = frozenset()
        self.watchers = [
            Watcher(self.desk, True, none),
            Watcher(self.desk, True, none, deltas=True),
            Watcher(self.desk, False, one, deltas=True, room=500),
            Watcher(self.desk, False, none, frozenset({first, drill})),
            Watcher(self.desk, True, none, audience=VIEWER, deltas=True),
            Watcher(self.desk, False, one, audience=VIEWER, room=500),
            Watcher(self.desk, True, none, way=SocketPipe),
            Watcher(self.desk, True, none, way=SocketPipe),
            Watcher(self.desk, True, none, way=SocketPipe),
            Watcher(self.desk, False, one, way=SocketPipe, deltas=True),
            Watcher(self.desk, True, none, language="en", way=SocketPipe),
            Watcher(self.desk, True, none, language="en", deltas=True),
            Watcher(self.desk, False, one, language="en", audience=VIEWER, room=500),
        ]

    async def step(self, kind: str, first: int, second: int) -> None:
        watcher = self.watchers[first % len(self.watchers)]
        incident = self.incidents[first % len(self.incidents)]
        match kind:
            case "do":
                self._do(incident, second)
            case "open":
                self.incidents.append(self.desk.open(exercise=bool(first)))
            case "burst":
                for _ in range(second):
                    self._do(incident, 0)
            case "nobody":
                for one in self.watchers:
                    await one.drop()
            case "turns":
                for _ in range(first):
                    await asyncio.sleep(0)
            case _:
                await self._move(watcher, kind, second)

    async def _move(self, watcher: Watcher, kind: str, choice: int) -> None:
        if kind == "take" and watcher.client is not None:
            watcher.take()
        if kind in ("drop", "back"):
            await watcher.drop()
        if kind == "back":
            watcher.go_back(choice)
        if kind in ("back", "again") and watcher.client is None:
            watcher.connect()

    def _do(self, incident: str, number: int) -> None:
        command, fields = COMMANDS[number]
        state = self.desk.journal.load(incident)
        assert state is not None
        if command == "submit_report":
            owed = sorted(slot.id for slot in state.slots.values() if slot.state == "owed")
            if owed:
                slot = state.slots[owed[len(state.slots) % len(owed)]]
                content = fields["content"] | full(self.desk.plan, slot.obligation)
                fields = fields | {"slot": slot.id, "content": content}
        if command == "complete_measure":
            measures = self.desk.fresh(incident)["measures"]
            still = [one["id"] for one in measures if not one["done"]]
            fields = fields | {"measure": (still or ["none"])[0]}
        if command == "delegate_role":
            until = "2021-12-01T00:00:00Z"
            fields = {"role": "office_director", "to": "王某", "until": until, "reason": "r"}
        self.desk.does(incident, command, **fields)

    async def finish(self) -> None:
        """Everybody connects and reads until nothing more comes."""
        for watcher in self.watchers:
            if watcher.client is None:
                watcher.connect()
        quiet = 0
        while quiet < 40:
            await asyncio.sleep(0)
            quiet += 1
            for watcher in self.watchers:
                if watcher.take():
                    quiet = 0


async def play(steps: list[tuple[str, int, int]]) -> Play:
    """Go through the steps and let everybody catch up."""
    playing = Play()
    playing.desk.hub.start()
    try:
        for watcher in playing.watchers:
            watcher.connect()
        for step in steps:
            await playing.step(*step)
        await playing.finish()
    finally:
        for watcher in playing.watchers:
            await watcher.drop()
        await playing.desk.hub.stop()
    return playing


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize="ZHIBAN_MODEL_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)
@given(steps=STEPS)
def test_each_client_sees_each_event_once_and_what_it_shows_is_what_is(
    steps: list[tuple[str, int, int]],
) -> None:
    playing = asyncio.run(play(steps))
    for watcher in playing.watchers:
        watcher.check()


@pytest.mark.parametrize("audience", [DESK, VIEWER])
def test_many_bursts_overtake_the_ring(audience: Any) -> None:
    steps: list[tuple[str, int, int]] = []
    for number in range(12):
        steps += [("burst", number, 30), ("turns", 9, 0), ("take", number, 0), ("do", number, 7)]
    playing = asyncio.run(play(steps))
    for watcher in playing.watchers:
        watcher.check()


async def test_a_snapshot_of_many_pages_waits_for_its_client_and_misses_no_event() -> None:
    desk = MemoryDesk(real_plans()["grain"], ring=4000)
    incidents = [desk.open() for _ in range(700)]
    desk.hub.start()
    while desk.hub.head < desk.published:  # noqa: ASYNC110
        await asyncio.sleep(0)
    watcher = Watcher(desk, True, frozenset(), deltas=True, room=2**20)
    watcher.connect()
    sizes: list[int] = []
    async with asyncio.timeout(60):
        while watcher.cursor is None:
            await asyncio.sleep(0)
            # What happens between two pages comes after the last one.
            assert desk.does(incidents[0], "add_log_entry", text="1")
            sizes.append(len(watcher.pipe.content))
            watcher.take()
        while watcher.cursor < len(desk.log):
            await asyncio.sleep(0)
            watcher.take()
    # Two pages at most wait for a client that takes no more than one.
    assert 2**20 // 2 < max(sizes) < 2 * 2**20 + 2048
    assert len(watcher.views) == len(incidents)
    watcher.check()
    await watcher.drop()
    await desk.hub.stop()
