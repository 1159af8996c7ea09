"""Log lines: ours and other libraries' look alike, and none of them stops anybody."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SAY = """
import logging, structlog
from api.monitoring import logs
logs.configure("{format}", "{level}"{more})
log = structlog.get_logger("zhiban.test")
logs.about(lost="before")
logs.about(request="request-1")
log.debug("too_much")
log.info("ours", words="值班")
logging.getLogger("library").info("theirs")
try:
    raise LookupError("lost")
except LookupError:
    log.exception("failed")
log.info("after")
"""


def said(
    log_format: str = "json", level: str = "info", file: Path | None = None, more: str = ""
) -> str:
    """What a program that logs leaves on standard error; it has to end well."""
    program = SAY.format(format=log_format, level=level, more=more)
    command = [sys.executable, "-c", program]
    if file is None:
        done = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=60, check=True)
        return done.stderr
    with file.open("w") as stream:
        subprocess.run(command, stderr=stream, timeout=60, check=True)
    return ""


def test_lines_of_all_have_the_same_parts() -> None:
    ours, theirs, failed, after = (json.loads(line) for line in said().splitlines())
    assert (ours["event"], ours["words"], ours["request"]) == ("ours", "值班", "request-1")
    assert (ours["logger"], ours["level"]) == ("zhiban.test", "info")
    assert theirs.keys() == ours.keys() - {"words"} == after.keys()
    assert (theirs["event"], theirs["logger"]) == ("theirs", "library")
    assert failed["level"] == "error"
    assert "LookupError: lost" in failed["exception"]


def test_each_line_of_an_exercise_says_so() -> None:
    lines = [json.loads(line) for line in said(more=", exercise=True").splitlines()]
    assert [line["exercise"] for line in lines] == [True] * 4
    assert all("exercise" not in json.loads(line) for line in said().splitlines())


def test_lines_below_the_level_are_left_out() -> None:
    assert [json.loads(line)["event"] for line in said(level="WARNING").splitlines()] == ["failed"]


def test_people_read_text() -> None:
    text = said("text")
    assert "值班" in text
    assert "LookupError: lost" in text
    assert "{" not in text.splitlines()[0]


def test_what_json_does_not_know_is_written_all_the_same() -> None:
    program = """
import structlog
from api.monitoring import logs
logs.configure("json", "info")
log = structlog.get_logger("zhiban.test")
for strange in (2**70, "\\ud800", {1: 2}, LookupError):
    log.info("strange", it=strange)
"""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=60, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["it"] for line in lines] == [2**70, "\ud800", {"1": 2}, repr(LookupError)]


def test_a_full_disk_stops_nobody() -> None:
    said(file=Path("/dev/full"))
