"""A log file that is turned over, by the server itself or by logrotate, loses no line."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.monitoring.log_file import LogFile
from api.monitoring.log_queue import LogQueue
from tests.api.town import Town
from tests.support.cli import zhiban
from tests.support.server import free_port, start_zhiban

LINES = 5000
REQUESTS = 300


def lines_of(folder: Path) -> list[str]:
    """All lines of all files, the oldest file first."""
    files = sorted(folder.glob("a.log*"), key=lambda one: -int(one.suffix[1:].replace("log", "0")))
    return [line for file in files for line in file.read_text().splitlines()]


def no_notice(lines: int) -> str:
    return f"{lines} lost"


def test_lines_from_many_threads_are_all_there_after_many_turns(tmp_path: Path) -> None:
    queue = LogQueue(LogFile(tmp_path / "a.log", 2000, 999).write, no_notice, limit=2 * LINES)
    with ThreadPoolExecutor(4) as threads:
        for number in range(LINES):
            threads.submit(queue.put, f"line {number}")
            if number % 200 == 0:
                queue.flush()
    queue.flush()
    assert queue.lost == 0
    assert sorted(lines_of(tmp_path)) == sorted(f"line {number}" for number in range(LINES))
    assert len(list(tmp_path.iterdir())) > 10


def test_only_as_many_files_are_kept_as_wanted(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "a.log", 10, 3)
    for number in range(9):
        file.write(f"line {number}\n".encode())
    assert lines_of(tmp_path) == ["line 5", "line 6", "line 7", "line 8"]
    assert {one.name for one in tmp_path.iterdir()} == {"a.log", "a.log.1", "a.log.2", "a.log.3"}
    assert (tmp_path / "a.log").stat().st_mode & 0o007 == 0


def test_a_line_longer_than_a_file_stands_alone_in_one(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "a.log", 10, 3)
    for line in ("a", "b" * 100, "c"):
        file.write(f"{line}\n".encode())
    assert lines_of(tmp_path) == ["a", "b" * 100, "c"]


@pytest.mark.parametrize("way", ["renamed", "removed", "cut"])
def test_what_logrotate_does_to_the_file_is_noticed(tmp_path: Path, way: str) -> None:
    file, name = LogFile(tmp_path / "a.log", 1000, 3), tmp_path / "a.log"
    file.write(b"before\n")
    if way == "renamed":
        name.rename(tmp_path / "elsewhere")
    elif way == "removed":
        name.unlink()
    else:
        shutil.copy(name, tmp_path / "elsewhere")
        name.open("w").close()
    file.write(b"after\n")
    assert name.read_text() == "after\n"


def test_a_folder_that_is_gone_costs_lines_and_no_more(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    queue = LogQueue(LogFile(folder / "a.log", 1000, 3).write, no_notice)
    shutil.rmtree(folder)
    queue.put("lost")
    queue.flush()
    assert queue.lost == 1
    folder.mkdir()
    queue.put("kept")
    queue.flush()
    assert (folder / "a.log").read_text() == "1 lost\nkept\n"


def test_a_server_turns_its_log_over_and_answers_all_the_while(tmp_path: Path) -> None:
    env = {"ZHIBAN_LOG_FILE": "a.log", "ZHIBAN_LOG_MEGABYTES": "0.02", "ZHIBAN_LOG_KEPT": "99"}
    server = start_zhiban(tmp_path, env=env)
    with Town(server).client() as client:
        wanted = [f"request-{number}" for number in range(REQUESTS)]
        for name in wanted:
            assert client.get("/api/plans", headers={"X-Request-Id": name}).status_code == 401
        page = client.get("/metrics").text
    assert server.stop() == 0
    assert "\nzhiban_log_lines_lost 0.0\n" in page
    lines = [json.loads(line) for line in lines_of(tmp_path)]
    asked = [line["request"] for line in lines if line.get("request", "").startswith("request-")]
    assert asked == wanted
    assert len(list(tmp_path.glob("a.log.*"))) > 1
    # What a new installation has to be told stands on the terminal, not in the file.
    assert "ready" not in server.log_tail()


def test_a_log_file_that_cannot_be_made_ends_the_start(tmp_path: Path) -> None:
    done = zhiban(tmp_path, "serve", "--port", str(free_port()), ZHIBAN_LOG_FILE="nowhere/a.log")
    assert done.returncode == 1
    assert done.stderr.startswith("写不了日志文件 nowhere/a.log：")
    assert list(tmp_path.iterdir()) == []
