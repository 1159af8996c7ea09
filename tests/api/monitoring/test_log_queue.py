"""A log that nobody reads costs lines, and never a request; what was lost is said."""

from __future__ import annotations

import http.client
import io
import json
import os
import re
import subprocess
from contextlib import closing
from pathlib import Path

import httpx

from api.monitoring.log_queue import LogQueue
from tests.api.town import eventually
from tests.support.server import LIVE, ZHIBAN, free_port, http_client

REQUESTS = 2000


def notice(lines: int) -> str:
    return f"{lines} lost"


def test_lines_are_written_in_their_order() -> None:
    file = io.StringIO()
    queue = LogQueue(file, notice)
    for number in range(500):
        queue.put(str(number))
    queue.flush()
    assert file.getvalue().split() == [str(number) for number in range(500)]
    assert queue.lost == 0


def test_the_next_line_that_gets_through_says_how_many_were_lost() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading) as taken, os.fdopen(writing, "w") as file:
        queue = LogQueue(file, notice, limit=10)
        long = "x" * 100_000
        # The first is more than the pipe holds: the thread is stuck in it.
        queue.put(long)
        assert taken.read(1) == "x"
        for number in range(50):
            queue.put(str(number))
        queue.flush(seconds=0)
        lost = queue.lost
        assert 30 <= lost <= 40
        kept = [taken.readline().strip() for _ in range(50 - lost + 1)]
        assert kept[1:] == [str(number) for number in range(50 - lost)]
        queue.flush()
        queue.put("after")
        assert taken.readline() == f"{lost} lost\n"
        assert taken.readline() == "after\n"


def test_lines_that_a_full_disk_refuses_are_counted() -> None:
    with Path("/dev/full").open("w") as file:
        queue = LogQueue(file, notice)
        queue.put("one")
        queue.flush()
        assert queue.lost == 1


def test_a_server_whose_output_nobody_reads_answers_everybody(tmp_path: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [ZHIBAN, "serve", "--host", "127.0.0.1", "--port", str(port)],
        cwd=tmp_path,
        env={**os.environ, "ZHIBAN_LOG_FORMAT": "json"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        with http_client(f"http://127.0.0.1:{port}") as one:
            eventually(lambda: alive(one), 60)
            asks_for_nothing(port)
            page = one.get("/metrics").text
            lost = int(float(re.findall(r"^zhiban_log_lines_lost (\S+)$", page, re.M)[0]))
            assert 0 < lost < REQUESTS
            lines = []
            # The reader is back: it takes what was kept, and then hears what was not.
            while len(lines) < REQUESTS - lost:
                line = process.stdout.readline()
                if '"request"' in line and "/api/nothing" in line:
                    lines.append(json.loads(line))
            assert one.get("/api/nothing").status_code == 404
            said, last = (json.loads(process.stdout.readline()) for _ in range(2))
            assert (said["event"], said["lines"]) == (f"{lost} lines lost", lost)
            assert (last["event"], last["path"]) == ("request", "/api/nothing")
            assert one.get("/metrics").text.count(f"zhiban_log_lines_lost {float(lost)}") == 1
            asks_for_nothing(port)
    finally:
        process.terminate()
        # Nobody reads again, and the server ends all the same.
        assert process.wait(60) == 0
        process.stdout.close()


def asks_for_nothing(port: int) -> None:
    """Make `REQUESTS` requests on one connection; each of them is answered."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with closing(connection):
        for _ in range(REQUESTS):
            connection.request("GET", "/api/nothing")
            answer = connection.getresponse()
            assert (answer.status, bool(answer.read())) == (404, True)


def alive(client: httpx.Client) -> bool:
    try:
        return client.get(LIVE).is_success
    except httpx.TransportError:
        return False
