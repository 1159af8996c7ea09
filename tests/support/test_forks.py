"""What is forked behaves as what is started: its output, its end, its surroundings."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.support import forks
from tests.support.server import ZHIBAN, ServerProcess, free_port

CHINESE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
ENGLISH = {**CHINESE, "LANG": "en_US.UTF-8"}

needs_forks = pytest.mark.skipif(not forks.ABLE, reason="every start is exact here")


def exactly(command: list[str], folder: Path, env: dict[str, str]) -> tuple[int, str, str]:
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("env", "arguments"),
    [
        (CHINESE, ("plan", "show", "grain")),
        (ENGLISH, ("user", "add", "--help")),
        (ENGLISH, ("plan", "show", "nowhere")),
        (CHINESE, ("serve", "--port", "x")),
    ],
    ids=["done", "help", "no", "wrong usage"],
)
def test_it_prints_and_ends_as_the_program_does(
    tmp_path: Path, env: dict[str, str], arguments: tuple[str, ...]
) -> None:
    command = [ZHIBAN, *arguments]
    forked = forks.run(command, cwd=tmp_path, env=env)
    assert exactly(command, tmp_path, env) == (forked.returncode, forked.stdout, forked.stderr)


def test_it_reads_what_is_typed_and_works_in_its_folder(tmp_path: Path) -> None:
    command = [ZHIBAN, "user", "add", "duty", "--role", "viewer", "--password-stdin"]
    made = forks.run(command, cwd=tmp_path, env=CHINESE, typed="correct horse battery\n")
    assert made.returncode == 0, made.stderr
    assert (tmp_path / "zhiban.db").exists()


def test_it_has_the_environment_that_was_given_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBAN_PORT", "not a port")
    command = [ZHIBAN, "plan", "show", "grain"]
    assert forks.run(command, cwd=tmp_path, env=CHINESE).returncode == 0
    assert forks.run(command, cwd=tmp_path).returncode == 2


def test_what_is_not_caught_is_told_with_its_traceback(tmp_path: Path) -> None:
    # A folder that is gone is a thing that no command expects.
    gone = tmp_path / "gone"
    gone.mkdir()
    assert forks.run([ZHIBAN, "--help"], cwd=gone, env=CHINESE).returncode == 0
    gone.rmdir()
    ended = forks.run([ZHIBAN, "--help"], cwd=gone, env=CHINESE)
    assert ended.returncode == 1
    assert "FileNotFoundError" in ended.stderr


@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 0), (signal.SIGKILL, -9)])
def test_signals_reach_it(tmp_path: Path, how: signal.Signals, code: int) -> None:
    port = free_port()
    command = [ZHIBAN, "serve", "--port", str(port)]
    server = ServerProcess(command, port=port, folder=tmp_path)
    server.wait_until_live()
    assert server.process.poll() is None
    server.process.send_signal(how)
    assert server.process.wait(60) == code
    assert server.process.poll() == code
    server.process.send_signal(how)  # does nothing to what has ended


@needs_forks
def test_nothing_of_ours_is_open_in_it(tmp_path: Path) -> None:
    port = free_port()
    ours = tmp_path / "ours"
    with ours.open("w") as file:
        os.set_inheritable(file.fileno(), True)
        server = ServerProcess([ZHIBAN, "serve", "--port", str(port)], port=port, folder=tmp_path)
        server.wait_until_live()
        found = set()
        for one in Path(f"/proc/{server.process.pid}/fd").iterdir():
            # A server that has just started opens and closes files meanwhile.
            with contextlib.suppress(FileNotFoundError):
                found.add(str(one.readlink()))
        assert server.stop() == 0
    assert str(ours) not in found
    assert str(server.log) in found
