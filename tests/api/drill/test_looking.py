"""What is committed while a drill's session reads is read as well, and told."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api.drill.ids import DrillIds
from api.drill.session import DrillSession
from api.server_journal.changed_by import PROGRAM
from api.settings import Settings
from api.store.drill.notes import DrillNotes
from api.store.facade import Store
from api.store.opening import open_server_store
from engine.clock import VirtualClock
from engine.drill.exercise import ControlEntry, begun
from engine.drill.scenario import load_scenario
from engine.memory import CountedIds
from tests.support.plan_files import PLANS

SCRIPT = load_scenario(PLANS / "drills" / "coal_roof_fall.yaml")
TURNS = 200


def session_of(store: Store, wall: VirtualClock) -> DrillSession:
    ids = DrillIds(CountedIds("told"))
    return DrillSession(store, SCRIPT, wall, ids, word="停", simulated=())


def test_a_commit_during_a_look_is_looked_at_without_another(tmp_path: Path) -> None:
    # In a loop of its own: the only thread that reads would be everybody's.
    asyncio.run(_commits_during_a_look(tmp_path))


async def _commits_during_a_look(tmp_path: Path) -> None:
    wall = VirtualClock(SCRIPT.begins)
    store = open_server_store(
        Settings(database_url=f"sqlite:///{tmp_path / 'drill.db'}"), exercise=True
    )
    try:
        session = session_of(store, wall)
        notes = DrillNotes(SCRIPT.id, begun(SCRIPT.begins, "停", ()), wall)
        with ThreadPoolExecutor(1) as reads:
            asyncio.get_running_loop().set_default_executor(reads)
            session.heard()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            # The only thread that reads is free again, and the look has not gone on yet.
            reads.submit(lambda: None).result()
            entry = ControlEntry("word", wall.now, PROGRAM, note="新口令")
            store.writer.run(lambda journal: notes.enter(journal, entry))
            session.heard()
            for _ in range(TURNS):
                await asyncio.to_thread(lambda: None)
        assert (session.exercise.entries, session.exercise.word) == (1, "新口令")
    finally:
        store.close()
