"""What was acknowledged is there after the worst: SIGKILL, with no chance to clean up."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

from api.store.database.connections import Database
from api.store.integrity.verify import verify
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.writer import Writer
from api.store.queries.reader import Reader
from engine.ports import PlanLibrary
from tests.api.store import committing
from tests.api.store.desk import Desk
from tests.support.postgres import running_postgres

ACKNOWLEDGED = 300


def acknowledged(url: str) -> list[tuple[str, int]]:
    """Run the committing program and kill it in full flight; what it had been told."""
    command = [sys.executable, "-m", committing.__name__, url]
    root = Path(__file__).parents[3]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline() for _ in range(ACKNOWLEDGED)]
        program.send_signal(signal.SIGKILL)
        # What it had printed before it died was acknowledged as well.
        lines += [line for line in program.stdout if line.endswith("\n")]
    assert program.returncode == -signal.SIGKILL
    return [(incident, int(seq)) for incident, seq in map(str.split, lines)]


def check(url: str, acks: list[tuple[str, int]], plans: PlanLibrary) -> None:
    """Everything acknowledged is stored, the journals are whole, and work goes on."""
    database = Database.open(url)
    with database.reading() as connection:
        verdict = verify(connection, plans)
        reader = Reader(connection, IncidentCache(plans))
        stored = {(event.incident, event.seq) for _, event in reader.events_after(0, 100_000)}
    assert verdict.findings == ()
    assert set(acks) <= stored
    writer = Writer(database, IncidentCache(plans))
    writer.start()
    # Another prefix: the ids of the program that was killed are taken.
    opened = writer.run(Desk(plans, "after").open)
    assert opened.after.seq == 1
    writer.close()
    database.close()


def test_acknowledged_commits_survive_the_death_of_the_program(
    url: str, plans: PlanLibrary
) -> None:
    check(url, acknowledged(url), plans)


def test_acknowledged_commits_survive_the_death_of_postgresql(plans: PlanLibrary) -> None:
    with running_postgres(fsync=True) as server:
        url = server.url("postgres")
        acks = acknowledged(url)
        server.kill()
        server.start()
        check(url, acks, plans)
