"""A replay of what stands in a database: of a server and of a drill, on PostgreSQL and SQLite.

What it reads is not changed: every table of it has the same rows before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.store.backup.table_copy import Sum, sums
from api.store.database.connections import Database
from engine.instants import from_text
from tests.api.store.backing import silent
from tests.api.town import Town, settle
from tests.support.cli import zhiban
from tests.support.drill import DrillServer
from tests.support.postgres import PostgresServer
from tests.support.server import start_zhiban

NewUrl = Callable[[str, str], str]
ORDER = {"reason": "情况属实"}


@dataclass(frozen=True)
class Kept:
    """A database with a finished incident: where it is, and the incident's journal."""

    url: str
    number: str
    journal: list[dict[str, Any]]

    @property
    def hashes(self) -> list[str]:
        return [one["hash"] for one in self.journal]

    def place(self, type_: str) -> int:
        """The number of the last entry of a type."""
        return max(one["seq"] for one in self.journal if one["type"] == type_)


def rows(url: str) -> dict[str, Sum]:
    """How many rows each table has, and their sum."""
    with closing(Database.open(url, create=False)) as database, database.reading() as connection:
        return sums(connection, silent)


@pytest.fixture
def new_url(tmp_path: Path, postgres_server: PostgresServer) -> Iterator[NewUrl]:
    """Gives the address of a database of a kind that is empty, or not there yet."""
    made: list[str] = []

    def make(kind: str, name: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / name}.db"
        made.append(postgres_server.clone())
        return postgres_server.url(made[-1])

    yield make
    for name in made:
        postgres_server.drop(name)


def closed_incident(folder: Path, url: str) -> Kept:
    """An incident from the call to the archive, on a server of its own, and one beside it."""
    town = Town(start_zhiban(folder, "--database-url", url))
    settle(town, ("duty", "director", "commander"))
    beside = town.open("coal_mine", title="另一起", facts={"deaths": 0})
    mine = town.open("coal_mine", title="某煤矿冒顶", facts={"deaths": 1})

    def do(name: str, command: str, **fields: Any) -> None:
        answer = town.command(mine, command, name, **fields)
        assert answer.is_success, answer.text

    do("director", "activate_response", level="IV", **ORDER)
    slots = town.get("/api/report-slots", params={"incident": mine["id"]}).json()["slots"]
    content = dict.fromkeys(slots[0]["content"], "待核实")
    do("duty", "submit_report", slot=slots[0]["id"], content=content)
    do("duty", "record_facts", facts={"deaths": 3}, source="现场指挥部")
    do("director", "recommend_activation", level="III", **ORDER)
    do("commander", "adjust_response", level="III", **ORDER)
    do("commander", "adjust_response", level="IV", reason="险情缓解")
    for condition in ("all_found", "threat_removed"):
        do("director", "confirm_end_condition", condition=condition)
    do("director", "end_response", reason="搜救完毕")
    do("director", "close_incident", reason="已归档")
    town.command(beside, "add_log_entry", text="还在处置")
    journal = town.journal(mine)
    assert town.server.stop() == 0
    return Kept(url, mine["number"], journal)


def finished_drill(folder: Path, url: str) -> Kept:
    """A drill that the program played to its end."""
    drill = DrillServer(folder, "grain_silent_county", ("--simulate", "all"), database=url).start()
    drill.control("start")
    gone = drill.control("jump", to=drill.view()["ends"])
    assert gone.is_success, gone.text
    assert drill.control("end", reason="到点").json()["state"] == "ended"
    incident = drill.call("GET", "/api/incidents", "duty").json()["incidents"][0]
    kept = Kept(url, incident["number"], journal(drill, incident["id"]))
    drill.stop()
    return kept


def journal(drill: DrillServer, incident: str) -> list[dict[str, Any]]:
    """All entries of an incident, as a duty officer reads them."""
    path = f"/api/incidents/{incident}/events"
    found: list[dict[str, Any]] = drill.call("GET", path, "duty").json()["events"]
    return found


def verified(drill: DrillServer) -> None:
    found = zhiban(drill.folder, "journal", "verify", ZHIBAN_DATABASE_URL=drill.database_url)
    assert found.returncode == 0, found.stdout + found.stderr


def _played_and_branched(folder: Path, record: Kept, behind: str, target: str) -> None:
    source = ("--source", record.url, "--incident", record.number, "--speed", "600")
    drill = DrillServer(folder, "", source, verb="replay", database=target).start()
    seen = drill.view()
    assert (seen["state"], seen["replays"], seen["speed"]) == ("ready", True, 600)
    assert drill.control("start").is_success
    gone = drill.control("seek", to=seen["ends"])
    assert gone.is_success, gone.text
    incident = record.journal[0]["incident"]
    played = journal(drill, incident)
    assert [one["hash"] for one in played] == record.hashes
    # Nothing else of the database came along.
    assert len(drill.call("GET", "/api/incidents", "duty").json()["incidents"]) <= 1

    here = record.place(behind)
    branched = drill.control("branch", entry=str(here))
    assert (branched.status_code, branched.json()["replays"]) == (200, False), branched.text
    # What is caught up with when time goes on is due then, not in the past.
    stands = branched.json()
    assert from_text(stands["next_due"]) >= from_text(stands["clock"])
    assert drill.control("resume").is_success
    added = drill.call(
        "POST",
        f"/api/incidents/{incident}/commands",
        "duty",
        {"command": "add_log_entry", "text": "从这里改为演练"},
    )
    assert added.is_success, added.text
    now = journal(drill, incident)
    assert [one["hash"] for one in now[:here]] == record.hashes[:here]
    assert now[here]["hash"] not in record.hashes
    assert "从这里改为演练" in [one["data"].get("text") for one in now[here:]]
    drill.stop()
    verified(drill)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_servers_database_is_replayed_and_becomes_a_drill_and_stays_as_it_is(
    tmp_path: Path, new_url: NewUrl, kind: str
) -> None:
    record = closed_incident(tmp_path, new_url(kind, "real"))
    before = rows(record.url)
    _played_and_branched(tmp_path, record, "response_adjusted", new_url(kind, "replay"))
    assert rows(record.url) == before


def test_a_drills_postgresql_is_replayed_and_becomes_a_drill_and_stays_as_it_is(
    tmp_path: Path, new_url: NewUrl
) -> None:
    record = finished_drill(tmp_path, new_url("postgresql", "drill"))
    before = rows(record.url)
    # A report that is owed and not in: the program catches up with it when time goes on.
    _played_and_branched(tmp_path, record, "report_overdue", new_url("sqlite", "replay"))
    assert rows(record.url) == before
