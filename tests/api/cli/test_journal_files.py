"""Journals in files are checked by the program that wrote them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import zhiban


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The lines of a drill's journal."""
    folder = tmp_path_factory.mktemp("drill")
    assert zhiban(folder, "drill", "run", "coal_roof_fall", "--out", "out").returncode == 0
    return (folder / "out" / "journal.jsonl").read_text("utf-8").splitlines()


def verified(folder: Path, lines: list[str]) -> tuple[int, str]:
    (folder / "journal.jsonl").write_text("".join(f"{line}\n" for line in lines), "utf-8")
    done = zhiban(folder, "journal", "verify", "journal.jsonl")
    return done.returncode, done.stdout + done.stderr


def test_a_drills_journal_is_whole(tmp_path: Path, journal: list[str]) -> None:
    code, words = verified(tmp_path, journal)
    assert code == 0, words
    assert f"{len(journal)} 条记录" in words


def test_an_entry_that_was_altered_is_named(tmp_path: Path, journal: list[str]) -> None:
    shape = json.loads(journal[4])
    shape["data"]["reason"] = "改过"
    code, words = verified(tmp_path, [*journal[:4], json.dumps(shape), *journal[5:]])
    assert code == 1
    assert "5" in words
    assert "altered" in words


def test_an_entry_that_is_missing_is_named(tmp_path: Path, journal: list[str]) -> None:
    code, words = verified(tmp_path, [*journal[:7], *journal[8:]])
    assert code == 1
    assert "gap" in words


def test_what_is_no_journal_is_refused_with_its_line(tmp_path: Path, journal: list[str]) -> None:
    code, words = verified(tmp_path, [journal[0], "x"])
    assert code == 2
    assert "journal.jsonl 第 2 行" in words


def test_a_file_is_checked_alone(tmp_path: Path, journal: list[str]) -> None:
    (tmp_path / "journal.jsonl").write_text(journal[0], "utf-8")
    url = "sqlite:///none.db"
    done = zhiban(tmp_path, "journal", "verify", "journal.jsonl", "--database-url", url)
    assert done.returncode == 2
    assert "--database-url" in done.stderr
    assert not (tmp_path / "none.db").exists()
