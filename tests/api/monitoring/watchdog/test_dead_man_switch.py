"""The sign of life for the outside: given while all is well, and never in anybody's way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import ValidationError
from typing_extensions import override

from api.settings import Settings
from tests.api.monitoring.watchdog.office import (
    ONE,
    WELL,
    figure,
    office,
    responding,
    settles,
    tamper,
)
from tests.api.town import Town, eventually
from tests.support.postgres import running_postgres


@dataclass
class Monitor:
    """An outside monitor on loopback: counts who asks, answers with `status` once it may."""

    url: str = ""
    hits: int = 0
    status: int = 200
    location: str = ""
    may_answer: threading.Event = field(default_factory=threading.Event)


@contextmanager
def monitor(status: int = 200, *, answers: bool = True) -> Iterator[Monitor]:
    """A monitor that is up; it answers at the latest when the test is over."""
    found = Monitor(status=status)
    if answers:
        found.may_answer.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.hits += 1
            found.may_answer.wait(60)
            self.send_response(found.status)
            if found.location:
                self.send_header("Location", found.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        @override
        def log_message(self, *_: object) -> None:
            """Not on the test's terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}/ping/zhiban"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        found.may_answer.set()
        server.shutdown()
        thread.join()
        server.server_close()


def signs(town: Town, way: str, result: str) -> float:
    return figure(town, f'zhiban_deadman_signs_total{{result="{result}",way="{way}"}}')


def stays_away(town: Town, file: Path) -> None:
    """Return once several signs in a row were withheld and the file did not move meanwhile."""
    before = signs(town, "file", "withheld")
    eventually(lambda: signs(town, "file", "withheld") >= before + 1)
    touched = file.stat().st_mtime_ns
    eventually(lambda: signs(town, "file", "withheld") >= before + 4)
    assert file.stat().st_mtime_ns == touched


def moves(file: Path) -> None:
    """Return once the file has been touched again."""
    touched = file.stat().st_mtime_ns
    eventually(lambda: file.stat().st_mtime_ns > touched)


def test_the_signs_stop_with_a_difference_and_come_back_without_it(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    with (
        monitor() as outside,
        office(tmp_path, ZHIBAN_DEADMAN_FILE=str(file), ZHIBAN_DEADMAN_URL=outside.url) as town,
    ):
        slot = responding(town)["next_slots"][0]
        eventually(file.exists)
        moves(file)
        eventually(lambda: outside.hits > 2)
        kept = "CREATE TABLE kept AS SELECT * FROM report_slot WHERE id = ?"
        tamper(tmp_path, kept, slot["id"])
        tamper(tmp_path, "DELETE FROM report_slot WHERE id = ?", slot["id"])
        settles(town, ONE)
        withheld = signs(town, "url", "withheld")
        eventually(lambda: signs(town, "url", "withheld") >= withheld + 1)
        hits = outside.hits
        stays_away(town, file)
        assert outside.hits == hits
        eventually(lambda: signs_in(town, "ledger differs"))
        tamper(tmp_path, "INSERT INTO report_slot SELECT * FROM kept")
        settles(town, WELL)
        moves(file)
        eventually(lambda: outside.hits > hits)
    assert signs_in(town, "sign_of_life_again") >= 2


def signs_in(town: Town, word: str) -> int:
    """How often the log says it."""
    return town.server.log.read_text().count(word)


def test_the_signs_stop_when_what_is_due_is_not_entered(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    with office(tmp_path, ZHIBAN_DEADMAN_FILE=str(file)) as town:
        incident = responding(town)
        eventually(file.exists)
        long_ago = "2021-11-08T01:00:00.000000Z"
        late = "UPDATE incident SET next_wake_at = ? WHERE id = ?"
        tamper(tmp_path, late, long_ago, incident["id"])
        stays_away(town, file)
        eventually(lambda: signs_in(town, "scheduler late"))


def test_the_signs_stop_while_the_database_is_away(tmp_path: Path) -> None:
    file = tmp_path / "alive"
    with running_postgres() as postgres:
        url = postgres.url(postgres.clone())
        with office(tmp_path, "--database-url", url, ZHIBAN_DEADMAN_FILE=str(file)) as town:
            responding(town)
            settles(town, WELL)
            eventually(file.exists)
            moves(file)
            postgres.stop()
            stays_away(town, file)
            postgres.start()
            moves(file)
            settles(town, WELL)
    assert "ledger_differs" not in town.server.log.read_text()


@pytest.mark.parametrize("trouble", ["refuses", "fails", "hangs"])
def test_an_address_that_does_not_work_is_in_nobodys_way(tmp_path: Path, trouble: str) -> None:
    file = tmp_path / "alive"
    with monitor(500, answers=trouble != "hangs") as outside:
        url = "http://127.0.0.1:1/" if trouble == "refuses" else outside.url
        with office(tmp_path, ZHIBAN_DEADMAN_FILE=str(file), ZHIBAN_DEADMAN_URL=url) as town:
            eventually(file.exists)
            if trouble != "refuses":
                eventually(lambda: outside.hits)
            for _ in range(3):
                moves(file)
            responding(town)
            settles(town, WELL)
            if trouble == "hangs":
                assert outside.hits == 1
                outside.may_answer.set()
            eventually(lambda: signs(town, "url", "failed"))
            assert signs(town, "url", "sent") == 0
    assert signs_in(town, "no_sign_of_life") == 1


def test_a_redirection_is_not_followed(tmp_path: Path) -> None:
    with monitor(302) as outside, monitor() as elsewhere:
        outside.location = elsewhere.url
        with office(tmp_path, ZHIBAN_DEADMAN_URL=outside.url) as town:
            eventually(lambda: signs(town, "url", "failed"))
        assert (outside.hits > 0, elsewhere.hits) == (True, 0)


def test_a_file_that_cannot_be_touched_is_told(tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "alive"
    with office(tmp_path, ZHIBAN_DEADMAN_FILE=str(file)) as town:
        eventually(lambda: signs(town, "file", "failed") >= 2)
        eventually(lambda: signs_in(town, "no_sign_of_life"))
        file.parent.mkdir()
        eventually(file.exists)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://h/x", "monitor"])
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"deadman_url": url})
