"""The locks hold what the project asks for, and each version once: `python3 x.py lock`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
HINT = "run `python3 x.py lock` and commit requirements/"


def listed(name: str) -> list[str]:
    lines = (LOCKS / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def locked(name: str) -> dict[str, str]:
    """The versions that a lock holds, by package."""
    pinned = re.findall(r"^([\w.-]+)==([^ ;]+)", (LOCKS / name).read_text("utf-8"), re.MULTILINE)
    return dict(pinned)


BUILD, BOOTSTRAP, WEB = listed("build.in"), listed("bootstrap.in"), listed("web.in")
AUDIT = listed("audit.in")
RUNTIME = PROJECT["project"]["dependencies"] + BUILD
ASKED = {
    "runtime.txt": RUNTIME,
    "test.txt": RUNTIME + BOOTSTRAP + PROJECT["dependency-groups"]["test"],
    "bootstrap.txt": BOOTSTRAP,
    "web.txt": WEB,
    "audit.txt": AUDIT,
}


@pytest.mark.parametrize("lock", ASKED)
def test_a_lock_holds_what_is_asked_for(lock: str) -> None:
    versions = locked(lock)
    assert len(ASKED[lock]) > 0
    for line in ASKED[lock]:
        wanted = Requirement(line)
        assert wanted.name in versions, (line, HINT)
        assert wanted.specifier.contains(versions[wanted.name]), (line, HINT)


@pytest.mark.parametrize("lock", ["runtime.txt", "bootstrap.txt"])
def test_what_runs_is_what_is_tested(lock: str) -> None:
    assert locked(lock).items() <= locked("test.txt").items(), HINT


def test_every_lock_is_compared_here() -> None:
    assert {file.name for file in LOCKS.glob("*.txt")} == set(ASKED)
