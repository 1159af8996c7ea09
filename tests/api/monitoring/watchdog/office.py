"""A town whose watchdog looks every second, and hands that change its tables from outside."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.api.town import Town, eventually, found_town
from tests.support.server import ServerProcess, free_port

DEAF = Path(__file__).with_name("deaf.py")

QUICK = {
    "ZHIBAN_WATCHDOG_S": "1",
    "ZHIBAN_WATCHDOG_FULL_S": "0.5",
    "ZHIBAN_DEADMAN_S": "0.2",
    "ZHIBAN_HEARTBEAT_S": "600",
    "ZHIBAN_LOG_FORMAT": "json",
}
"""Heartbeats are far apart, so that one which comes soon comes because of the watchdog."""

WELL = {"well": True, "silent": False, "differences": 0}
ONE = {"well": False, "silent": False, "differences": 1}


@contextmanager
def office(folder: Path, *arguments: str, **more: str) -> Iterator[Town]:
    """A quick town on a database of its own in `folder/zhiban.db`, ended in good order."""
    names = ("duty", "viewer", "reporter")
    town = found_town(folder, *arguments, env=QUICK | more, names=names)
    try:
        yield town
    finally:
        assert town.server.stop() == 0, town.server.log_tail()


@contextmanager
def deaf_office(folder: Path, **more: str) -> Iterator[Town]:
    """The same with an open incident and a watchdog whose audits never end (`deaf.py`)."""
    with office(folder) as before:
        responding(before)
        tokens = before.tokens
    port = free_port()
    command = [sys.executable, str(DEAF), str(port)]
    server = ServerProcess(command, port=port, folder=folder, env=QUICK | more)
    server.wait_until_live()
    try:
        yield Town(server, tokens)
    finally:
        assert server.stop() == 0, server.log_tail()


def responding(town: Town) -> dict[str, Any]:
    """An incident with reports owed; its view."""
    incident = town.open(facts={"deaths": 1})
    order = {"on_behalf_of": "office_director", "by_means": "phone"}
    answer = town.command(incident, "activate_response", level="IV", **order)
    assert answer.status_code == 200, answer.text
    view: dict[str, Any] = answer.json()["incident"]
    return view


def tamper(folder: Path, statement: str, *values: object) -> int:
    """Change the database behind the server's back; how many rows were."""
    with closing(sqlite3.connect(folder / "zhiban.db", timeout=60)) as database, database:
        return database.execute(statement, values).rowcount


def ask(folder: Path, question: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of the database."""
    with closing(sqlite3.connect(folder / "zhiban.db", timeout=60)) as database:
        return database.execute(question, values).fetchall()


def readiness(town: Town) -> dict[str, Any]:
    """What `ready` says, which must be that it is."""
    answer = town.get("/api/health/ready", None)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def watchdog(town: Town) -> dict[str, Any]:
    """The watchdog's state as readiness tells it, without the age of its last round."""
    found: dict[str, Any] = readiness(town)["watchdog"]
    return {key: value for key, value in found.items() if key != "age_s"}


def settles(town: Town, state: dict[str, Any]) -> None:
    """Return when readiness tells this state."""
    eventually(lambda: watchdog(town) == state)


def figure(town: Town, name: str) -> float:
    """A metric's value, labels and all in the name; 0 if it is not there yet."""
    page = town.get("/metrics", None).text
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    return float(found[1]) if found else 0.0
