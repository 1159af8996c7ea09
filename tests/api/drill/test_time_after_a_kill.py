"""A drill that is opened again does not stand before what has happened in it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from api.drill.ids import DrillIds
from api.drill.session import DrillSession
from api.settings import Settings
from api.store.opening import open_server_store
from engine.clock import VirtualClock
from engine.drill.exercise_control import Request
from engine.drill.scenario import load_scenario
from engine.memory import CountedIds
from tests.support.plan_files import PLANS

SCRIPT = load_scenario(PLANS / "drills" / "coal_roof_fall.yaml")
PLAYED = frozenset(SCRIPT.people)


async def test_time_goes_on_from_the_last_entry_where_no_mark_was_kept(tmp_path: Path) -> None:
    """At 3600 times the speed, the second without a mark is an hour with entries."""
    settings = Settings(database_url=f"sqlite:///{tmp_path / 'drill.db'}")
    store = open_server_store(settings, exercise=True)
    try:
        wall = VirtualClock(SCRIPT.begins)

        def session() -> DrillSession:
            ids = DrillIds(CountedIds("time"))
            return DrillSession(store, SCRIPT, wall, ids, word="停", simulated=PLAYED)

        killed = session()
        service = killed.service(None)
        await killed.control(Request("take_over", "controller"), "page", ("controller",))
        await killed.control(Request("start", "controller"), "page", ("controller",))
        killed.clock.run_from(SCRIPT.begins + timedelta(hours=1), 0)
        await store.writer.submit(service.wake)
        last = store.clocks.last_entry()
        assert last is not None and last > killed.exercise.at

        assert session().clock.now == last
    finally:
        store.close()
