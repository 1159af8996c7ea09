"""`zhiban demo`: a new database with accounts for every role, and exercises under way."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from api.app import create_app
from api.cli.configuration import settings_from
from api.cli.demo_desk import furnish
from api.cli.demo_exercises import DemoAccount, demo_accounts, enter, exercises, scenarios
from api.cli.progress import progress
from api.cli.serving import HOST, PORT, refuse_taken_address, run_server
from api.cli.terminal import LANGUAGE, echo, fail, say
from api.monitoring import logs
from api.server_journal.sentences import Sentences
from api.settings import Settings
from api.store.facade import Store
from api.store.opening import open_server_store
from engine.clock import SystemClock
from engine.drill.scenario import Scenario
from engine.incident.events import Event
from engine.plan.model import Plan
from engine.ports import Journal

WALL = "wall"


def demo(host: str | None = HOST, port: int | None = PORT) -> None:
    """Serve a demonstration until Ctrl+C; its data is deleted then."""
    with tempfile.TemporaryDirectory(prefix="zhiban-demo-") as folder:
        settings = _settings(Path(folder), {"host": host, "port": port})
        logs.configure(settings.log_format, "warning", exercise=True)
        refuse_taken_address(settings)
        with fail.cleanly():
            store = open_server_store(settings, exercise=True)
            with progress(say("cli.demo_playing")) as step:
                scripts = scenarios(settings.plans_dir)
                accounts, token = _people(store, scripts, step)
                _play(store, scripts, step)
                furnish(store, SystemClock().now)
        app = create_app(settings, store=store)
        sentences = Sentences(store.plans.current(), LANGUAGE)
        run_server(app, settings, lambda url: _welcome(url, accounts, token, sentences))


def _settings(folder: Path, given: dict[str, Any]) -> Settings:
    fixed = {"database_url": f"sqlite:///{folder / 'demo.db'}", "clock_speed": 1.0}
    return settings_from(given | fixed).model_copy(update={"clock_start": None})


def _people(
    store: Store, scripts: list[Scenario], step: Callable[[], None]
) -> tuple[list[DemoAccount], str]:
    now = SystemClock().now
    people = demo_accounts(store.plans, scripts)
    for one in people:
        store.accounts.create(one.name, one.password, one.roles, now, division=one.division)
        step()
    store.accounts.create(WALL, None, ("viewer",), now)
    return people, store.sessions.create(WALL, "token", now, read_only=True)


def _play(store: Store, scripts: list[Scenario], step: Callable[[], None]) -> None:
    current = store.plans.current()
    for plan, events in exercises(scripts, current, SystemClock().now):
        store.writer.run(_entering(plan, events))
        step()


def _entering(plan: Plan, events: list[Event]) -> Callable[[Journal], object]:
    return lambda journal: enter(journal, plan, events)


def _welcome(url: str, accounts: list[DemoAccount], token: str, sentences: Sentences) -> None:
    table = Table(title=say("cli.demo_title"), title_justify="left")
    for column in ("cli.name", "cli.password", "cli.roles"):
        table.add_column(say(column), overflow="fold")
    for one in accounts:
        place = f" ({sentences.party(one.division)})" if one.division else ""
        table.add_row(one.name, one.password, sentences.roles(one.roles) + place)
    Console(highlight=False).print(table)
    echo("cli.demo_token", token=token)
    echo("cli.serving", url=url)
    echo("cli.demo_ends")
