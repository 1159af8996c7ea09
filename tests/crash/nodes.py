"""Server processes that start quickly and die at once.

A crash test starts hundreds of servers. To spare each of them a second of imports they
are forked from a process that has imported the program and done nothing else; from there
on it is `zhiban …` as on any machine: its own process, its own arguments and environment,
its own event loop. `exact=True` starts the real program file instead.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Protocol

import httpx

from api.cli import main
from tests.crash.tomorrow import become
from tests.support.server import LIVE, NO_CALLS, ZHIBAN, ServerFailed, free_port, http_client

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.crash.preload"])

READY = "/api/health/ready"
REPOSITORY = Path(__file__).parents[2]
SECONDS_TO_START = 60.0
SECONDS_BETWEEN_LOOKS = 0.02


class Running(Protocol):
    """A process that can be killed and waited for, however it was started."""

    @property
    def pid(self) -> int | None: ...
    def kill(self) -> None: ...
    def terminate(self) -> None: ...


def _program(
    arguments: Sequence[str], env: Mapping[str, str], folder: str, log: str, tomorrow: Path | None
) -> None:
    """In the forked process: become `zhiban ARGUMENTS`, today's or tomorrow's."""
    if tomorrow is not None:
        become(tomorrow)
    os.chdir(folder)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    settings = [name for name in os.environ if name.startswith("ZHIBAN_")]
    for name in settings:
        del os.environ[name]
    os.environ.update(env)
    sys.argv = ["zhiban", *arguments]
    main()


class Program:
    """One run of `zhiban ARGUMENTS` in `folder`, with `env` as its only settings.

    With `tomorrow`, a folder of migrations, it is that of `tests.crash.tomorrow`.
    """

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        env: Mapping[str, str] | None = None,
        log: str = "log",
        exact: bool = False,
        tomorrow: Path | None = None,
    ) -> None:
        self.log = folder / log
        given = NO_CALLS | dict(env or {})
        self._forked = None
        self._asking = threading.Lock()
        self._code: int | None = None
        if exact:
            inherited = {k: v for k, v in os.environ.items() if not k.startswith("ZHIBAN_")}
            made_up = [sys.executable, "-m", "tests.crash.tomorrow", str(tomorrow)]
            with self.log.open("ab") as output:
                self._started = subprocess.Popen(
                    [*(made_up if tomorrow else [ZHIBAN]), *arguments],
                    cwd=folder,
                    env=inherited | {"PYTHONPATH": str(REPOSITORY)} | given,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
            self._running: Running = self._started
        else:
            everything = (arguments, given, str(folder), str(self.log), tomorrow)
            self._forked = FORKS.Process(target=_program, args=everything, daemon=True)
            self._forked.start()
            self._running = self._forked

    @property
    def pid(self) -> int:
        """The process's number."""
        assert self._running.pid is not None
        return self._running.pid

    def wait(self, seconds: float) -> int | None:
        """Its exit code (negative: the signal) if it ends within `seconds`."""
        if self._forked is not None:
            # Its end is told once, on a pipe that is closed then: one thread asks at a time.
            if self._code is None and wait([self._forked.sentinel], seconds):
                with self._asking:
                    self._forked.join()
                    self._code = self._forked.exitcode
            return self._code
        try:
            return self._started.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        """SIGKILL, and wait for the end; nothing if it has ended."""
        self._running.kill()
        assert self.wait(SECONDS_TO_START) is not None

    def stop(self) -> int | None:
        """SIGTERM; its exit code."""
        self._running.terminate()
        code = self.wait(SECONDS_TO_START)
        if code is None:
            self.kill()
        return code

    def log_tail(self) -> str:
        """The end of its output."""
        return self.log.read_text(errors="replace")[-4000:] if self.log.exists() else ""


class Node(Program):
    """A `zhiban serve`."""

    def __init__(
        self, folder: Path, *arguments: str, env: Mapping[str, str] | None = None, **how: Any
    ) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        more = ("--host", "127.0.0.1", "--port", str(port), *arguments)
        super().__init__(folder, "serve", *more, env=env, log=f"server-{port}.log", **how)

    @property
    def live_url(self) -> str:
        """Where its screens connect."""
        return f"{self.url.replace('http', 'ws')}/api/live"

    def wait_until(self, path: str = READY, seconds: float = SECONDS_TO_START) -> bool:
        """Whether `path` answers 2xx before the process ends; raises if neither happens."""
        with http_client(self.url) as client:
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                try:
                    if client.get(path).is_success:
                        return True
                except httpx.TransportError:
                    pass
                if self.wait(SECONDS_BETWEEN_LOOKS) is not None:
                    return False
        raise ServerFailed(f"not ready in {seconds:.0f} s:\n{self.log_tail()}")


def in_a_fresh_process(work: Callable[..., Any], *arguments: Any) -> Any:
    """What `work` returns when it is done by a process that knows nothing."""
    receiving, sending = FORKS.Pipe(duplex=False)
    process = FORKS.Process(target=_answer, args=(sending, work, arguments), daemon=True)
    process.start()
    sending.close()
    try:
        found = receiving.recv()
    finally:
        process.join()
        receiving.close()
    if isinstance(found, Exception):
        raise found
    return found


def _answer(sending: Any, work: Callable[..., Any], arguments: Sequence[Any]) -> None:
    try:
        sending.send(work(*arguments))
    except Exception as error:
        error.add_note(traceback.format_exc())
        sending.send(error)


__all__ = ["LIVE", "Node", "Program", "in_a_fresh_process"]
