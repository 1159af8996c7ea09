"""An alarm of the server calls once, and its call ends with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.runtime.calling.alarms import AlarmCalls, alarms_in
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.writer import Writer
from engine.memory import FixedPlans
from engine.plan.calling_loader import load_calling
from tests.api.store.call_work.calls import CallingDesk, stored
from tests.api.store.desk import PLANS

WELL: dict[str, Any] = {
    "clock": {"state": "ok"},
    "watchdog": {"silent": False, "differences": 0, "well": True},
    "continuation": None,
    "drill": None,
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path / 'zhiban.db'}")
    schema_version.upgrade(opened)
    yield opened
    opened.close()


def test_each_alarm_has_its_sentence() -> None:
    ill = {
        "clock": {"state": "distrusted"},
        "watchdog": {"silent": True, "differences": 3, "well": False},
        "continuation": {"position": 7, "kept": 5, "at": "2026-11-30T10:00:00Z"},
    }
    found = alarms_in(ill)  # type: ignore[arg-type]
    assert set(found) == {"clock", "watchdog", "ledgers", "journal"}
    assert "3" in found["ledgers"] and "机器时间不可信" in found["clock"]
    assert alarms_in(WELL) == {}  # type: ignore[arg-type]


async def test_an_alarm_calls_once_until_it_is_gone(database: Database) -> None:
    desk = CallingDesk(FixedPlans({}))
    desk.book.use(load_calling(PLANS))
    writer = Writer(database, IncidentCache(desk.service.plans))
    writer.start()
    now = dict(WELL)
    nudged: list[int] = []
    try:
        here, there = (
            AlarmCalls(lambda: now, desk.starts(writer), lambda: nudged.append(1))  # type: ignore[arg-type, return-value]
            for _ in range(2)
        )
        await here.look()
        assert stored(database) == {}
        now["clock"] = {"state": "jumped"}
        for _ in range(2):
            await here.look()
            await there.look()
        calls = [one.call for one in stored(database).values()]
        assert {(one.trigger, one.subject) for one in calls} == {("watchdog_alarm", "clock")}
        assert len({one.rule for one in calls}) == len(calls), "one a rule, for both nodes"
        assert len(nudged) == 1
        now["clock"] = WELL["clock"]
        await here.look()
        await there.look()
        assert {one.call.state for one in stored(database).values()} == {"cancelled"}
    finally:
        writer.close()
