"""`zhiban drill compare`: two runs side by side, and what is no run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import zhiban


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    for seed in ("1", "2"):
        made = zhiban(folder, "drill", "run", "grain_run", "--seed", seed, "--out", f"run-{seed}")
        assert made.returncode == 0, made.stderr
    return folder


def test_folders_and_journals_compare(folder: Path) -> None:
    done = zhiban(folder, "drill", "compare", "run-1", "run-2")
    assert done.returncode == 0, done.stderr
    assert "能够判断的" in done.stdout
    report = (folder / "run-1" / "evaluation.html").read_text("utf-8")
    assert "演练评估报告" in report
    assert "响应时间（分钟）" in done.stdout
    journal = zhiban(folder, "drill", "compare", "run-1/journal.jsonl", "run-2", "--language", "en")
    assert journal.returncode == 0, journal.stderr
    assert "Response times" in journal.stdout
    same = zhiban(folder, "drill", "compare", "run-1", "run-1")
    assert "不一样的 0 项" in same.stdout


def test_what_is_no_run_is_refused(folder: Path) -> None:
    for wrong in ("run-1/ledger.tsv", "run-1/evaluation.txt"):
        refused = zhiban(folder, "drill", "compare", wrong, "run-2")
        assert refused.returncode == 2
        assert refused.stdout == ""
    (folder / "empty.jsonl").write_text("", encoding="utf-8")
    empty = zhiban(folder, "drill", "compare", "empty.jsonl", "run-2")
    assert (empty.returncode, "drill run --out" in empty.stderr) == (2, True)
