"""What `zhiban watch` puts on a terminal: the words of incidents, and nothing it would obey."""

from __future__ import annotations

import io
import os
import pty
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from api.cli.watch import _asked, _plain, _words, losses_of
from tests.api.town import Town, opening, refused
from tests.support import forks
from tests.support.server import ZHIBAN

TITLES = ["透水[/", "[/bold]", "a\\[/red]", "[link=http://x]x", "\\"]


@pytest.mark.parametrize("title", TITLES)
def test_brackets_are_words(title: str) -> None:
    console = Console(file=io.StringIO(), width=80)
    console.print(_words(title, "blue"))
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == f"{title}\n"


def test_controls_of_older_journals_are_shown_as_unreadable() -> None:
    assert _plain("a\x1b[2Jb\u202ec\x9b\nd\te") == "a\ufffd[2Jb\ufffdc\ufffd d e"


def test_a_terminal_goes_on_after_such_a_title(town: Town, tmp_path: Path) -> None:
    incident = town.open(title="特殊标题[/")
    master, slave = pty.openpty()
    done = forks.start(
        [ZHIBAN, "watch", incident["number"], "--url", town.url],
        cwd=tmp_path,
        env={
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TERM": "xterm",
            "COLUMNS": "200",
            "ZHIBAN_TOKEN": town.tokens["duty"],
        },
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=subprocess.PIPE,
    )
    os.close(slave)
    seen = b""
    try:
        while "特殊标题[/".encode() not in seen:
            seen += os.read(master, 4096)
        assert done.poll() is None
    finally:
        done.terminate()
        with done:
            done.wait(60)
        os.close(master)


@pytest.mark.parametrize("title", ["\x1b[2J透水", "\u202e水透", "\u200b\u200b"])
def test_the_server_takes_no_such_title(town: Town, title: str) -> None:
    problem = refused(town.post("/api/incidents", opening(title=title)), 422, "bad_value")
    assert problem["field"] == "title"
    assert problem["accepted"]
    assert not set(problem["detail"]) & {"\x1b", "\u202e", "\u200b"}


def test_a_figure_that_fell_without_a_word_is_asked_about() -> None:
    known = {"a": {"number": "SG-2026-0001", "figures": {"deaths": {"name": "死亡人数"}}}}
    event = {"incident": "a", "seq": 7, "data": {"lowered": ["deaths"]}}
    (words,) = _asked({"type": "event", "event": event}, known, "zh")
    assert words.startswith("SG-2026-0001 第 7 条：死亡人数变小，没有说明")
    assert list(_asked({"type": "event", "event": event | {"data": {}}}, known, "zh")) == []
    assert list(_asked({"type": "snapshot", "incidents": []}, known, "zh")) == []


def test_a_server_that_stores_nothing_is_told_and_one_that_does_is_not() -> None:
    well = {"well": True, "writes": True, "reads": True}
    assert losses_of(None, "zh") == losses_of(well, "zh") == []
    (unstored,) = losses_of(well | {"well": False, "writes": False}, "zh")
    (unread,) = losses_of(well | {"well": False, "reads": False}, "en")
    assert "存不下" in unstored
    assert "SEES NO CHANGES" in unread
