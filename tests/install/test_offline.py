"""Installing on a machine without a network, from packages that another one has downloaded."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api import __version__
from tests.docs.pages import ROOT, tracked

LONGEST_S = 600
APART = ["unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"]
"""A namespace without a network; what is started in it ends with it."""


def can_be_apart() -> bool:
    """Whether this machine lets us take the network away."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*APART, "true"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what git knows, with the packages of a server beside it and no `.venv`."""
    folder = tmp_path_factory.mktemp("office") / "zhiban"
    for file in tracked():
        if file.is_file():
            place = folder / file.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, place)
    run = [sys.executable, "x.py", "wheelhouse", "server"]
    done = subprocess.run(
        run, cwd=folder, capture_output=True, text=True, timeout=LONGEST_S, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(folder / ".venv")
    return folder


@pytest.mark.skipif(
    not can_be_apart() and not os.environ.get("CI"),
    reason="this machine lets nobody take the network away (unshare)",
)
def test_a_machine_without_a_network_runs_the_demo(checkout: Path) -> None:
    program = Path(__file__).with_name("offline_demo.py")
    done = subprocess.run(
        [*APART, sys.executable, str(program), str(checkout)],
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    assert json.loads(told)["ready"] is True
    assert json.loads(told)["version"] == __version__


def test_another_word_is_refused(checkout: Path) -> None:
    done = subprocess.run(
        [sys.executable, "x.py", "wheelhouse", "sever"],
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 1
    assert "`server`" in done.stderr
