"""A live drill as a short story for the examples: begun, paused, refused to a second controller."""

from __future__ import annotations

import tempfile
from pathlib import Path

from starlette.testclient import TestClient
from structlog.testing import capture_logs

from api.app import create_app
from api.drill.ids import DrillIds
from api.drill.replay_session import ReplaySession
from api.drill.session import DrillSession
from api.settings import SHIPPED_PLANS, Settings
from api.store.opening import open_server_store
from docs.recorder import PASSWORD, Recorder, StandingClock
from engine.drill.recording import recording
from engine.drill.replay_scenario import replay_scenario
from engine.drill.runner import run
from engine.drill.scenario import EVERYBODY, load_scenario
from engine.memory import CountedIds

SCENARIO = SHIPPED_PLANS / "drills" / "coal_roof_fall.yaml"
VERSION = 4
"""Of the drill once it has begun and its incident is open."""
NEXT = "2026-11-02T18:14:00Z"
"""The next instant after that at which something happens."""

PEOPLE = {"chen": ["controller"], "lu": ["controller"], "duty": ["duty_officer"]}


def live_drill() -> Recorder:
    """The story on a drill's server, whose drill time stands still."""
    clock = StandingClock()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'drill.db'}"
        settings = Settings(_env_file=None, database_url=url, call_rules=False, call_worker=False)
        store = open_server_store(settings, exercise=True)
        script = load_scenario(SCENARIO, store.plans.current())
        session = DrillSession(
            store,
            script,
            clock,
            DrillIds(CountedIds("k3v9x2")),
            word="停止演练",
            simulated=(EVERYBODY, *script.people),
            elapsed=lambda: 0.0,
        )
        for name, roles in PEOPLE.items():
            store.accounts.create(name, PASSWORD, roles, clock.now)
        app = create_app(settings, store=store, clock=session.clock, live=session)
        with capture_logs(), TestClient(app, base_url="http://localhost") as client:
            told = Recorder(client, "", clock)
            for name in PEOPLE:
                signing = {"name": name, "password": PASSWORD}
                answer = told.ask("POST /api/session", signing, keep=False)
                told.tokens[name] = answer["token"]
            told.sent.clear()
            _story(told)
    _without_chance(told)
    return told


def replayed() -> Recorder:
    """The story on a server that replays a record of six entries."""
    clock = StandingClock()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'replay.db'}"
        settings = Settings(_env_file=None, database_url=url, call_rules=False, call_worker=False)
        store = open_server_store(settings, exercise=True)
        plans = store.plans.current()
        script = load_scenario(SCENARIO, plans)
        shapes = [event.to_json() for event in run(script, plans).events[:6]]
        record = recording(shapes, store.plans)
        session = ReplaySession(
            store,
            record,
            replay_scenario(record),
            clock,
            DrillIds(CountedIds("k3v9x2")),
            word="停止演练",
            simulated=(EVERYBODY,),
            elapsed=lambda: 0.0,
        )
        for name, roles in PEOPLE.items():
            store.accounts.create(name, PASSWORD, roles, clock.now)
        app = create_app(settings, store=store, clock=session.clock, live=session)
        with capture_logs(), TestClient(app, base_url="http://localhost") as client:
            told = Recorder(client, "", clock)
            for name in PEOPLE:
                signing = {"name": name, "password": PASSWORD}
                answer = told.ask("POST /api/session", signing, keep=False)
                told.tokens[name] = answer["token"]
            told.sent.clear()
            told.ask("GET /api/drill/recording")
            told.ask("GET /api/drill/recording", by="chen")
            told.ask("GET /api/drill/recording", by="duty")
    return told


def _without_chance(told: Recorder) -> None:
    """The incident is opened beside the story: answers count it, or not yet."""
    for answers in told.kept.values():
        for answer in answers.values():
            if answer.get("state") == "running":
                answer |= {"version": VERSION, "next_due": NEXT}


def _story(told: Recorder) -> None:
    told.ask("GET /api/drill")
    told.ask("GET /api/drill/recording", by="chen")
    told.ask("POST /api/drill/control", {"action": "start"}, by="chen")
    while told.ask("GET /api/drill", by="chen", keep=False)["next_due"] != NEXT:
        pass  # each question lets the server go on
    told.ask("GET /api/drill", by="chen")
    told.ask("POST /api/drill/control", {"action": "pause"}, by="lu")
    told.ask("POST /api/drill/control", {"action": "pause"}, by="duty")
    told.ask("POST /api/drill/control", {"action": "jump"}, by="chen")
    told.ask("POST /api/drill/control", {"action": "inject", "inject": "none"}, by="chen")
