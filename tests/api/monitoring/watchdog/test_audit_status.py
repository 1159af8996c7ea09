"""A ledger that was tampered with, and an auditor that has stopped: seen wherever one looks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.api.monitoring.watchdog.office import (
    ONE,
    QUICK,
    WELL,
    ask,
    deaf_office,
    figure,
    office,
    readiness,
    responding,
    settles,
    tamper,
    watchdog,
)
from tests.api.town import Live, Town, ago, eventually, refused, sign_in
from tests.support import forks
from tests.support.server import ZHIBAN, start_zhiban


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with office(tmp_path) as found:
        yield found


def test_a_server_in_order_says_so_everywhere(town: Town) -> None:
    responding(town)
    eventually(lambda: figure(town, "zhiban_watchdog_rounds_total") >= 3)
    found = readiness(town)
    assert (watchdog(town), found["degraded"]) == (WELL, False)
    assert found["watchdog"]["age_s"] < 30
    assert figure(town, "zhiban_watchdog_differences") == 0
    assert figure(town, "zhiban_watchdog_silent") == 0
    assert figure(town, "zhiban_watchdog_age_seconds") < 30
    assert town.get("/api/watchdog").json() == {**WELL, "found": []}
    with town.live() as live:
        assert live.hello["watchdog"] == WELL
    assert "ledger_differs" not in town.server.log_tail()


def test_a_slot_that_was_deleted_is_shown_until_it_is_back(town: Town, tmp_path: Path) -> None:
    incident = responding(town)
    settles(town, WELL)
    owed = "FROM report_slot WHERE id = ?"
    slot = incident["next_slots"][0]
    tamper(tmp_path, f"CREATE TABLE kept AS SELECT * {owed}", slot["id"])
    with town.live() as live:
        live.subscribe()
        live.wait_for("snapshot")
        assert tamper(tmp_path, f"DELETE {owed}", slot["id"]) == 1
        hears(live, ONE)
        settles(town, ONE)
        assert readiness(town)["degraded"] is True
        assert figure(town, "zhiban_watchdog_differences") == 1
        assert figure(town, 'zhiban_watchdog_found_total{kind="missing"}') == 1
        (found,) = town.get("/api/watchdog", "viewer").json()["found"]
        assert (found["incident"], found["number"]) == (incident["id"], incident["number"])
        assert (found["kind"], found["obligation"]) == ("missing", slot["obligation"])
        assert found["reporter"] == slot["reporter"]
        assert "台账缺少一项" in found["sentence"]
        tamper(tmp_path, "INSERT INTO report_slot SELECT * FROM kept")
        hears(live, WELL)
    log = town.server.log.read_text()
    (line,) = [line for line in log.splitlines() if '"ledger_differs"' in line]
    assert incident["number"] in line
    assert f"{slot['obligation']}/{slot['reporter']}" in line
    assert json.loads(line)["expected"] == "owed"
    assert "ledger_agrees_again" in log


def test_a_clock_that_runs_fast_raises_no_false_alarm(tmp_path: Path) -> None:
    """An hour a second: reports fall due and are marked all the time, between two looks too."""
    with office(tmp_path, "--clock-speed", "3600") as town:
        incident = town.open("grain", exercise=True)
        kinds = {"report_overdue", "report_due_soon"}
        eventually(lambda: kinds <= {event["type"] for event in town.journal(incident)})
        rounds = figure(town, "zhiban_watchdog_rounds_total")
        eventually(lambda: figure(town, "zhiban_watchdog_rounds_total") >= rounds + 3)
        assert "ledger_differs" not in town.server.log.read_text()
        assert watchdog(town)["differences"] == 0


def test_the_first_round_waits_for_a_gap_to_be_entered_but_not_for_ever(tmp_path: Path) -> None:
    with office(tmp_path) as before:
        incident = responding(before)
    long_ago = "2021-11-08T01:00:00.000000Z"
    tamper(tmp_path, "UPDATE incident SET next_wake_at = ?", long_ago)
    tamper(tmp_path, "DELETE FROM report_slot WHERE id = ?", incident["next_slots"][0]["id"])
    town = Town(start_zhiban(tmp_path, env=QUICK), before.tokens)
    try:
        settles(town, ONE)
        eventually(lambda: "waiting_for_the_gap_to_be_entered" in town.server.log.read_text())
    finally:
        assert town.server.stop() == 0, town.server.log_tail()


def test_reporters_are_not_told_of_others_reports(town: Town) -> None:
    refused(town.get("/api/watchdog", "reporter"), 403, "general_role_required")
    refused(town.get("/api/watchdog", None), 401, "not_signed_in")
    english = town.get("/api/watchdog", "duty", headers={"Accept-Language": "en"})
    assert english.status_code == 200


def test_a_state_that_nobody_has_recorded_is_found(town: Town, tmp_path: Path) -> None:
    slot = responding(town)["next_slots"][0]
    tamper(tmp_path, "UPDATE report_slot SET state = 'submitted' WHERE id = ?", slot["id"])
    settles(town, ONE)
    (found,) = town.get("/api/watchdog").json()["found"]
    assert found["kind"] == "wrong_state"


def test_a_reminder_that_was_recorded_twice_is_found(town: Town, tmp_path: Path) -> None:
    # A report within the hour is reminded of some time before, which is past by now.
    long_ago = {"occurred_at": ago(minutes=50), "received_at": ago(minutes=50)}
    incident = town.open("grain", **long_ago)
    reminders = "SELECT cursor FROM event WHERE incident = ? AND type = 'report_due_soon'"
    cursor = eventually(lambda: ask(tmp_path, reminders, incident["id"]))[0][0]
    columns = [row[1] for row in ask(tmp_path, "PRAGMA table_info(event)")]
    rest = ", ".join(name for name in columns if name not in ("cursor", "seq"))
    tamper(
        tmp_path,
        f"INSERT INTO event (cursor, seq, {rest}) SELECT (SELECT max(cursor) + 1 FROM event), "  # noqa: S608
        f"(SELECT max(seq) + 1 FROM event e WHERE e.incident = event.incident), {rest} "
        "FROM event WHERE cursor = ?",
        cursor,
    )
    settles(town, ONE)
    (found,) = town.get("/api/watchdog").json()["found"]
    assert found["kind"] == "reminder_doubled"


def test_an_incident_that_cannot_be_read_keeps_nobody_from_auditing_the_others(
    town: Town, tmp_path: Path
) -> None:
    broken, other = responding(town), responding(town)
    tamper(tmp_path, "DROP TRIGGER event_no_update")
    tamper(tmp_path, "UPDATE event SET data = '{' WHERE incident = ? AND seq = 2", broken["id"])
    settles(town, ONE)
    lost = other["next_slots"][0]["id"]
    tamper(tmp_path, "DELETE FROM report_slot WHERE id = ?", lost)
    settles(town, ONE | {"differences": 2})
    found = town.get("/api/watchdog").json()["found"]
    assert {(one["incident"], one["kind"]) for one in found} == {
        (broken["id"], "unreadable"),
        (other["id"], "missing"),
    }


def test_an_auditor_that_has_stopped_is_not_taken_for_one_that_finds_nothing(
    tmp_path: Path,
) -> None:
    file = tmp_path / "alive"
    silent = {"well": False, "silent": True, "differences": 0}
    with deaf_office(tmp_path, ZHIBAN_DEADMAN_FILE=str(file)) as town:
        with town.live() as live:
            live.subscribe()
            live.wait_for("snapshot")
            hears(live, silent)
        settles(town, silent)
        assert readiness(town)["degraded"] is True
        assert figure(town, "zhiban_watchdog_silent") == 1
        assert figure(town, "zhiban_watchdog_age_seconds") > 3
        withheld = 'zhiban_deadman_signs_total{result="withheld",way="file"}'
        eventually(lambda: figure(town, withheld) >= 1)
        told = file.stat().st_mtime_ns
        eventually(lambda: figure(town, withheld) >= 4)
        assert file.stat().st_mtime_ns == told
        watching_sees(town, "台账核对已停止")
        # Nothing else suffers: it is an alarm, not an outage.
        assert town.get("/api/incidents").status_code == 200
        sign_in(town, "viewer")


def test_whoever_watches_in_a_terminal_sees_the_alarm(town: Town, tmp_path: Path) -> None:
    slot = responding(town)["next_slots"][0]
    tamper(tmp_path, "DELETE FROM report_slot WHERE id = ?", slot["id"])
    settles(town, ONE)
    watching_sees(town, "台账核对报警：有 1 处")


def hears(live: Live, state: dict[str, Any]) -> None:
    """Return with the heartbeat that tells this; reports may fall due before it comes."""
    while live.wait_for("heartbeat", "event").get("watchdog") != state:
        pass


def watching_sees(town: Town, words: str) -> None:
    """`zhiban watch` in a pipe says so on its standard error."""
    command = [ZHIBAN, "watch", "--url", town.url]
    env = {**os.environ, "ZHIBAN_TOKEN": town.tokens["viewer"], "ZHIBAN_LANGUAGE": "zh"}
    with forks.start(command, env=env, stderr=subprocess.PIPE) as watching:
        assert watching.stderr is not None
        assert any(words in line for line in watching.stderr)
        watching.terminate()


def test_a_server_that_was_stopped_for_a_while_alarms_nobody(tmp_path: Path) -> None:
    with office(tmp_path) as town, town.live() as live:
        responding(town)
        live.subscribe()
        live.wait_for("snapshot")
        settles(town, WELL)
        town.server.process.send_signal(signal.SIGSTOP)
        until = time.monotonic() + 6
        eventually(lambda: time.monotonic() > until)
        town.server.process.send_signal(signal.SIGCONT)
        rounds = figure(town, "zhiban_watchdog_rounds_total")
        assert watchdog(town) == WELL
        eventually(lambda: figure(town, "zhiban_watchdog_rounds_total") > rounds + 2)
        eventually(lambda: "process_stood_still" in town.server.log.read_text())
        assert figure(town, "zhiban_watchdog_found_total") == 0
        live.send({"type": "ping"})
        # No heartbeat came early, which it would with an alarm; a report may have fallen due.
        while (frame := live.next())["type"] == "event":
            pass
        assert frame["type"] == "pong"
