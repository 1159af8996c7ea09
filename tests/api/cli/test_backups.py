"""Backups of a server at work, restored elsewhere, by the commands that an office types."""

import json
import sqlite3
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from api.store.backup.backup_folder import rehearsed
from tests.api.town import Town, eventually, found_town
from tests.support.cli import zhiban
from tests.support.server import start_zhiban

Run = subprocess.CompletedProcess[str]
ORDER = {"on_behalf_of": "office_director", "by_means": "phone"}


def on(url: str, folder: Path, *arguments: str, **env: str) -> Run:
    """A command on a database."""
    return zhiban(folder, *arguments, "--database-url", url, **env)


def done(run: Run, code: int = 0) -> str:
    """What the command printed, after checking how it ended."""
    assert run.returncode == code, run.stdout + run.stderr
    assert "Traceback" not in run.stderr
    return run.stdout + run.stderr


@dataclass
class Office:
    """A server with two incidents that owe reports, and clients that never pause."""

    town: Town
    incidents: list[dict[str, Any]]
    acknowledged: list[dict[str, Any]] = field(default_factory=list)

    def ledger(self, incident: dict[str, Any]) -> list[dict[str, Any]]:
        """Every slot of an incident."""
        answer = self.town.get("/api/report-slots", params={"incident": incident["id"]})
        slots: list[dict[str, Any]] = answer.json()["slots"]
        assert slots
        return slots

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Clients that enter one log line after another, meanwhile."""
        enough = threading.Event()

        def write(incident: dict[str, Any]) -> None:
            path = f"/api/incidents/{incident['id']}/commands"
            with self.town.client("duty") as client:
                while not enough.is_set():
                    number = len(self.acknowledged)
                    body = {"command": "add_log_entry", "text": f"第{number}条"}
                    answer = client.post(path, json=body)
                    assert answer.status_code == 200, answer.text
                    self.acknowledged += answer.json()["events"]

        writers = [threading.Thread(target=write, args=[one]) for one in self.incidents]
        for writer in writers:
            writer.start()
        try:
            eventually(lambda: len(self.acknowledged) > 20)
            yield
            # They were at work until the end, and nothing had stopped them.
            number = len(self.acknowledged)
            eventually(lambda: len(self.acknowledged) > number)
        finally:
            enough.set()
            for writer in writers:
                writer.join()


def an_office(folder: Path, url: str) -> Office:
    town = found_town(folder, "--database-url", url)
    incidents = [town.open(facts={"deaths": 1}) for _ in range(2)]
    for incident in incidents:
        assert town.command(incident, "activate_response", level="IV", **ORDER).is_success
    return Office(town, incidents)


@pytest.fixture(params=["sqlite to postgresql", "postgresql to sqlite"])
def urls(request: pytest.FixtureRequest, tmp_path: Path, postgres_url: str) -> tuple[str, str]:
    """A database for the office, and an empty one of the other kind."""
    file = f"sqlite:///{tmp_path / 'zhiban.db'}"
    return (file, postgres_url) if request.param.startswith("sqlite") else (postgres_url, file)


def test_what_was_acknowledged_before_a_backup_began_is_in_it(
    tmp_path: Path, urls: tuple[str, str]
) -> None:
    here, elsewhere = urls
    office = an_office(tmp_path, here)
    file = tmp_path / "night.backup"
    try:
        with office.busy():
            before = list(office.acknowledged)
            head = done(on(here, tmp_path, "journal", "head"))
            assert "已核对" in done(on(here, tmp_path, "backup", str(file)))
        refused = on(here, tmp_path, "restore", str(file), "--replace")
        assert "正被别的程序使用" in done(refused, 1)
        (tmp_path / "heads").write_text(head, encoding="utf-8")
        done(on(elsewhere, tmp_path, "restore", str(file)))
        told = ("journal", "verify", "--head", head, "--head", "heads", "--backup", str(file))
        assert "全部完整" in done(on(elsewhere, tmp_path, *told))
        assert "全部完整" in done(on(here, tmp_path, *told))
        restored = start_zhiban(tmp_path, "--database-url", elsewhere)
        try:
            compare(office, Office(Town(restored, office.town.tokens), office.incidents), before)
        finally:
            assert restored.stop() == 0
    finally:
        assert office.town.server.stop() == 0


def compare(office: Office, restored: Office, before: list[dict[str, Any]]) -> None:
    """The restored server tells the same story, up to some moment of the backup."""
    for incident in office.incidents:
        journal = restored.town.journal(incident)
        whole = office.town.journal(incident)
        assert journal == whole[: len(journal)]
        lost = [one for one in before if one["incident"] == incident["id"] and one not in journal]
        assert lost == []
        assert restored.ledger(incident) == office.ledger(incident)


def test_screens_that_saw_the_lost_hours_start_afresh(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'zhiban.db'}"
    office = an_office(tmp_path, url)
    town, incident = office.town, office.incidents[0]
    done(on(url, tmp_path, "backup", "night.backup"))
    with town.live() as live:
        live.subscribe()
        live.wait_for("snapshot")
        assert town.command(incident, "add_log_entry", text="备份以后").is_success
        seen = live.wait_for("event")["cursor"]
        epoch = live.hello["epoch"]
    assert town.server.stop() == 0
    done(on(url, tmp_path, "restore", "night.backup"), 1)
    done(on(url, tmp_path, "restore", "night.backup", "--replace"))
    town.server = start_zhiban(tmp_path, "--database-url", url)
    try:
        with town.live() as live:
            assert live.hello["epoch"] != epoch
            live.subscribe(after=seen, epoch=epoch)
            assert live.wait_for("resync")["reason"] == "epoch_changed"
            live.subscribe(after=seen)
            assert live.wait_for("resync")["reason"] == "unknown_cursor"
            live.subscribe()
            assert live.wait_for("snapshot")["cursor"] == seen - 1
            answer = town.command(incident, "add_log_entry", text="恢复以后")
            assert live.wait_for("event")["event"]["id"] == answer.json()["events"][0]["id"]
        assert [one["data"].get("text") for one in town.journal(incident)[-1:]] == ["恢复以后"]
    finally:
        assert town.server.stop() == 0


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(
    tmp_path: Path, urls: tuple[str, str]
) -> None:
    here, elsewhere = urls
    office = an_office(tmp_path, here)
    try:
        for point in ("in_backup", "in_backup:3"):
            killed = on(here, tmp_path, "backup", "night.backup", ZHIBAN_FAULT=point)
            assert killed.returncode == -9
            assert not (tmp_path / "night.backup").exists()
        done(on(here, tmp_path, "backup", "night.backup"))
    finally:
        assert office.town.server.stop() == 0
    killed = on(elsewhere, tmp_path, "restore", "night.backup", ZHIBAN_FAULT="in_restore:3")
    assert killed.returncode == -9
    # PostgreSQL may take a moment to notice that nobody is there any more.
    eventually(lambda: not on(elsewhere, tmp_path, "restore", "night.backup").returncode)
    assert "2 个事件" in done(on(elsewhere, tmp_path, "journal", "verify"))


def test_a_tail_that_somebody_cut_off_is_found_by_the_printed_head(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'zhiban.db'}"
    office = an_office(tmp_path, url)
    try:
        office.town.command(office.incidents[1], "add_log_entry", text="不想让人看见")
    finally:
        assert office.town.server.stop() == 0
    head = json.loads(done(on(url, tmp_path, "journal", "head")))
    with closing(sqlite3.connect(tmp_path / "zhiban.db")) as database, database:
        database.execute("DROP TRIGGER event_no_delete")
        database.execute("DELETE FROM event WHERE cursor = ?", [head["cursor"]])
        last = "UPDATE incident SET seq = seq - 1, last_cursor = ? WHERE last_cursor = ?"
        previous = "SELECT max(cursor) FROM event WHERE incident = ?"
        (cursor,) = database.execute(previous, [office.incidents[1]["id"]]).fetchone()
        database.execute(last, [cursor, head["cursor"]])
    assert "removed" in done(on(url, tmp_path, "journal", "verify"), 1)
    found = done(on(url, tmp_path, "journal", "verify", "--head", json.dumps(head)), 1)
    assert "truncated" in found
    assert str(head["cursor"]) in found


def test_a_folder_takes_one_backup_after_another(tmp_path: Path) -> None:
    (tmp_path / "backups").mkdir()
    url = f"sqlite:///{tmp_path / 'zhiban.db'}"
    done(on(url, tmp_path, "db", "upgrade"))
    done(on(url, tmp_path, "backup", "backups"))
    (file,) = (tmp_path / "backups").iterdir()
    assert "完整" in done(zhiban(tmp_path, "restore", "--check", str(file)))
    file.write_bytes(file.read_bytes()[:5000])
    assert "损坏" in done(zhiban(tmp_path, "restore", "--check", str(file)), 1)


@pytest.mark.parametrize(
    "arguments", [("backup",), ("restore",), ("journal", "verify", "--head", "x")]
)
def test_wrong_usage_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done(zhiban(tmp_path, *arguments), 2)


def test_a_database_put_back_by_other_means_gets_a_new_epoch(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'zhiban.db'}"
    done(on(url, tmp_path, "db", "upgrade"))
    before = json.loads(done(on(url, tmp_path, "journal", "head")))
    done(on(url, tmp_path, "db", "renew-epoch"))
    after = json.loads(done(on(url, tmp_path, "journal", "head")))
    assert after["epoch"] != before["epoch"]


def test_a_database_is_moved_by_one_command_and_a_restore_is_rehearsed(
    tmp_path: Path, urls: tuple[str, str]
) -> None:
    here, elsewhere = urls
    done(on(here, tmp_path, "db", "upgrade"))
    who = ("user", "add", "anna", "--role", "viewer", "--password-stdin")
    done(zhiban(tmp_path, *who, "--database-url", here, typed="correct horse battery"))
    assert "逐表核对一致" in done(zhiban(tmp_path, "db", "move", here, elsewhere))
    assert "event" in done(on(elsewhere, tmp_path, "db", "size"))
    assert "已整理" in done(on(elsewhere, tmp_path, "db", "vacuum"))
    refused = start_zhiban_refused(tmp_path, here)
    assert "已经搬到" in refused
    (tmp_path / "backups").mkdir()
    done(on(elsewhere, tmp_path, "backup", "backups"))
    told = done(on(elsewhere, tmp_path, "backup", "backups", "--rehearse"))
    assert "1 个账号，全部完整" in told
    assert "多 0 条记录" in told
    alone = done(on("sqlite:///nowhere.db", tmp_path, "backup", "backups", "--rehearse"))
    assert "没有和现用数据库比较" in alone
    (file,) = (tmp_path / "backups").glob("*.backup")
    noted = rehearsed(tmp_path / "backups")
    assert noted is not None
    file.write_bytes(file.read_bytes()[:9000])
    broken = done(on(elsewhere, tmp_path, "backup", "backups", "--rehearse"), 1)
    assert "损坏" in broken
    # What monitoring is told is the last one that was well.
    assert rehearsed(tmp_path / "backups") == noted


def start_zhiban_refused(folder: Path, url: str) -> str:
    """What a server says that does not start."""
    return done(on(url, folder, "serve", "--port", "0"), 1)
