"""Runs of `zhiban` that need not import it: forked from a process that has done so.

A start of `zhiban` takes about a second of processor time, nearly all of it imports, and the
tests start it many hundred times. From the fork on it is `zhiban …` as on any machine: a process
with its own arguments, environment, folder, files and event loop, ended by the same signals.
What a test of the start itself is about is started exactly: `subprocess` with `ZHIBAN`.

What is imported depends on the terminal's language and on Python's own settings, so there is one
server of forks for each of those. Where the system has no pidfd, every start is exact; so it is
outside of pytest (`tests/conftest.py` allows forks), because benchmarks measure the program.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Self

from api.environment import terminal_language

File = int | IO[Any] | None

SERVER = Path(__file__).with_name("fork_server.py")
ABLE = hasattr(os, "pidfd_open") and hasattr(socket, "send_fds")
"""Whether this system can fork and signal in this way."""
_allowed = False
_servers: dict[tuple[tuple[str, str], ...], _Server] = {}
_starting = threading.Lock()


class _Server:
    """The client's end of one `tests.support.fork_server`."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._asking = threading.Lock()
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**20)
        number = str(theirs.fileno())
        self._process = subprocess.Popen(
            [sys.executable, str(SERVER), number],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
        theirs.close()

    def fork(self, request: Mapping[str, object], files: Sequence[int]) -> tuple[int, int]:
        """The process's number, and its pidfd."""
        with self._asking:
            socket.send_fds(self._socket, [json.dumps(request).encode()], files)
            words, found, _, _ = socket.recv_fds(self._socket, 64, 1)
        assert words, "the server of forks has ended"
        return int(words), found[0]

    def close(self) -> None:
        self._socket.close()
        self._process.wait()


def _server(environment: Mapping[str, str]) -> _Server:
    at_import = {k: v for k, v in environment.items() if k.startswith("PYTHON")}
    at_import |= {"LANG": "C.UTF-8", "ZHIBAN_LANGUAGE": terminal_language(environment)}
    key = tuple(sorted(at_import.items()))
    with _starting:
        if key not in _servers:
            _servers[key] = _Server({"PATH": os.environ["PATH"], **at_import})
            atexit.register(_servers[key].close)
        return _servers[key]


class Forked:
    """A running `zhiban ARGUMENTS`, with what tests use of `subprocess.Popen`.

    Its streams are files, `DEVNULL`, `PIPE` (stdout and stderr, read as UTF-8 text), `STDOUT`
    for stderr, or None for ours.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
        stdin: File = subprocess.DEVNULL,
        stdout: File = None,
        stderr: File = None,
    ) -> None:
        environment = dict(os.environ if env is None else env)
        self.args = list(command)
        self.returncode: int | None = None
        self.stdout: IO[str] | None = None
        self.stderr: IO[str] | None = None
        request = {
            "arguments": self.args,
            "folder": str(cwd or Path.cwd()),
            "environment": environment,
        }
        with contextlib.ExitStack() as passed:
            self._end, told = _pipe(passed)
            files = [_input(stdin, passed)]
            for name, asked in (("stdout", stdout), ("stderr", stderr)):
                if asked == subprocess.PIPE:
                    reading, writing = _pipe(passed)
                    setattr(self, name, os.fdopen(reading, encoding="utf-8", errors="replace"))
                    files.append(writing)
                elif asked == subprocess.STDOUT:
                    files.append(files[1])
                elif asked is None:
                    files.append(len(files))
                else:
                    files.append(_input(asked, passed))
            self.pid, self._process = _server(environment).fork(request, [*files, told])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """As `Popen`: close the pipes and wait for the end."""
        for stream in (self.stdout, self.stderr):
            if stream is not None:
                stream.close()
        self.wait()

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code (negative: the signal). Raises `subprocess.TimeoutExpired`."""
        if self.returncode is None:
            if not select.select([self._end], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0.0)
            self.returncode = int(os.read(self._end, 16))
            os.close(self._end)
            os.close(self._process)
        return self.returncode

    def poll(self) -> int | None:
        """Its exit code, if it has ended."""
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def send_signal(self, how: signal.Signals) -> None:
        """Signal the process; does nothing once it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self._process, how)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def _pipe(passed: contextlib.ExitStack) -> tuple[int, int]:
    """A pipe whose writing end is handed on and closed here."""
    reading, writing = os.pipe()
    passed.callback(os.close, writing)
    return reading, writing


def _input(asked: File, passed: contextlib.ExitStack) -> int:
    if asked == subprocess.DEVNULL:
        nothing = os.open(os.devnull, os.O_RDWR)
        passed.callback(os.close, nothing)
        return nothing
    if asked is None:
        return 0
    return asked if isinstance(asked, int) else asked.fileno()


def allow() -> None:
    """From here on, fork where this system can."""
    global _allowed
    _allowed = ABLE


def start(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdin: File = subprocess.DEVNULL,
    stdout: File = None,
    stderr: File = None,
) -> Forked | subprocess.Popen[str]:
    """Start `zhiban ARGUMENTS`: forked where that is allowed, otherwise exactly."""
    how: dict[str, Any] = {"stdin": stdin, "stdout": stdout, "stderr": stderr}
    if _allowed:
        return Forked(command, cwd=cwd, env=env, **how)
    return subprocess.Popen(command, cwd=cwd, env=env, encoding="utf-8", **how)


def run(
    command: Sequence[str],
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    typed: str = "",
    timeout: float = 120.0,
    exact: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run `zhiban ARGUMENTS` to its end: its exit code and what it printed.

    Raises `subprocess.TimeoutExpired`, after killing it.
    """
    if exact or not _allowed:
        return subprocess.run(
            command,
            cwd=cwd,
            env=env,
            input=typed,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=timeout,
            check=False,
        )
    with contextlib.ExitStack() as open_files:
        said, out, wrong = (open_files.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        said.write(typed.encode())
        said.seek(0)
        process = Forked(command, cwd=cwd, env=env, stdin=said, stdout=out, stderr=wrong)
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        printed = [_text(out), _text(wrong)]
    return subprocess.CompletedProcess(list(command), code, *printed)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
