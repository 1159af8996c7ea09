"""What incidents take: in the database, in a backup, in an archive, by incident and by year.

    python -m tests.benchmarks.sizes [--incidents 200] [--kinds small grain]

A year of an office on SQLite, written without a server: `small` are coal mine accidents with ten
log lines that are closed; `grain` are responses at the highest level, at which every county
reports twice a day, left alone for a month (their reports all fall overdue). Bytes by
`api.store.database.upkeep`; of PostgreSQL with --postgresql. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from api.server_journal.changed_by import ChangedBy
from api.store.backup.backup import back_up
from api.store.backup.move import move
from api.store.database.connections import Database
from api.store.database.moved_away import reopen
from api.store.database.upkeep import Size, size_of, vacuum
from api.store.facade import Store
from api.store.retention.retention import move_out
from engine.clock import VirtualClock
from engine.incident.actors import Actor
from engine.incident.commands import ActivateResponse, CloseIncident, OpenIncident
from engine.memory import CountedIds
from engine.service import Service
from tests.api.store.desk import DIRECTOR, DUTY, PLANS, Desk
from tests.support.postgres import running_postgres

BEGIN = datetime(2022, 1, 10, 1, 0, tzinfo=UTC)
CHIEF = Actor("chief", frozenset({"grain:chief_commander"}))
LINE = "已电话通知县应急管理局值班室，对方复述无误，要求二十分钟内报告井下人数和通风情况。"
LINES = 10


def fill(url: str, kind: str, incidents: int) -> Store:
    """A year with so many incidents of a kind; the open store."""
    store = Store.open(url, PLANS)
    desk = Desk(store.plans)
    desk.clock = VirtualClock(BEGIN, elapsed=lambda: 0.0)
    desk.service = Service(store.plans, desk.clock, CountedIds(kind))
    for number in range(incidents):
        if kind == "small":
            small(store, desk, f"事故{number}")
        else:
            grain(store, desk)
    for _ in range(70):
        store.writer.run(lambda journal: desk.wait(journal, hours=12))
    last = store.writer.run(lambda journal: desk.open(journal, title="最后一起"))
    assert last.after.number
    return store


def small(store: Store, desk: Desk, title: str) -> None:
    made = store.writer.run(lambda journal: desk.open(journal, title=title)).after.id
    for _ in range(LINES):
        store.writer.run(lambda journal: desk.log(journal, made, LINE))
    store.writer.run(lambda journal: desk.do(journal, made, CloseIncident(), DIRECTOR))


def grain(store: Store, desk: Desk) -> None:
    now = desk.clock.now
    request = OpenIncident(
        plan="grain",
        title="粮价异常",
        occurred_at=now,
        received_at=now,
        division="141021",
        exercise=False,
        facts={"price_rise_percent": 120},
    )
    made = store.writer.run(lambda journal: desk.service.open_incident(journal, request, DUTY))
    wish = ActivateResponse(level="III", sub_state="critical")
    store.writer.run(lambda journal: desk.do(journal, made.after.id, wish, CHIEF))


def shown(name: str, size: Size, incidents: int, empty: Size) -> None:
    """One line, and what is above an empty database by incident."""
    entries = size.tables["event"].rows
    more = size.whole - empty.whole
    each = f"{more / incidents / 1024:.1f} KiB an incident" if incidents else ""
    per = f"{more / entries:.0f} B an entry" if entries else ""
    print(f"{name}: {size.whole / 2**20:.2f} MiB, {entries} entries, {each}, {per}", flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=200)
    parser.add_argument("--kinds", nargs="*", default=["small", "grain"])
    parser.add_argument("--postgresql", action="store_true")
    asked = parser.parse_args(arguments)
    by = ChangedBy("bench", "command_line", BEGIN)
    print(f"load {os.getloadavg()[0]:.1f}")
    for kind in asked.kinds:
        count = asked.incidents if kind == "small" else max(asked.incidents // 40, 1)
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            Store.open(f"sqlite:///{folder / 'empty.db'}", PLANS).close()
            with closing(Database.open(f"sqlite:///{folder / 'empty.db'}")) as none:
                empty = size_of(none)
            url = f"sqlite:///{folder / 'zhiban.db'}"
            store = fill(url, kind, count)
            plans = store.plans
            store.close()
            with closing(Database.open(url)) as database:
                shown(f"{kind}, sqlite", size_of(database), count, empty)
                file = folder / "x.backup"
                back_up(database, file, BEGIN, lambda rows: None)
                print(f"  backup {file.stat().st_size / 2**20:.2f} MiB")
                if asked.postgresql:
                    with (
                        running_postgres() as server,
                        closing(Database.open(server.url(server.clone()))) as there,
                    ):
                        move(database, there, by, lambda rows: None)
                        database.write(reopen)
                        print(f"  postgresql {size_of(there).whole / 2**20:.2f} MiB")
                for one in move_out(database, plans, folder, 2023, by, None, lambda rows: None):
                    taken = one.file.stat().st_size
                    each = taken / len(one.incidents) / 1024
                    print(f"  archive {taken / 2**20:.2f} MiB, {each:.1f} KiB an incident")
                    before, after = vacuum(database)
                    print(f"  database {before / 2**20:.2f} → {after / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
