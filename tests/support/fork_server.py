"""The process from which `tests.support.forks` forks programs: it has imported `zhiban`.

Started as `python fork_server.py FD`, it reads requests from the socket FD until
its client is gone, and kills what still runs then. Nothing here runs before a fork except
imports: a forked process reads its own arguments, environment, folder and files.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

from api import cli
from api.cli.drill import drills

LAZY = (
    "anyio._backends._asyncio",
    "api.cli.usage",
    "api.store.database.schema_steps",
    "apscheduler.triggers.date",
    "encodings.idna",
    "encodings.utf_8_sig",
    "psycopg",
    "uvicorn.lifespan.on",
    "uvicorn.loops.uvloop",
)
"""What a run of the program imports late, beside the modules of its commands."""
MOST_BYTES = 2**20


@dataclass(frozen=True)
class Request:
    """What a forked process is to become; `files` are its stdin, stdout and stderr."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]
    files: list[int]


class ForkServer:
    """Forks on request; tells how each process ended on the pipe that came with the request."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client
        self._selector = selectors.DefaultSelector()
        self._selector.register(client, selectors.EVENT_READ)
        self._ends: dict[int, tuple[int, int]] = {}
        """The pidfd of each running process: its pid, and the pipe to tell its end on."""

    def serve(self) -> Request | None:
        """In a forked process: what it is to become. In the server: None, at the end."""
        while True:
            for key, _ in self._selector.select():
                if key.fd != self._client.fileno():
                    self._ended(key.fd)
                    continue
                words, files, _, _ = socket.recv_fds(self._client, MOST_BYTES, 4)
                if not words:
                    self._kill_all()
                    return None
                found = self._fork(Request(**json.loads(words), files=files[:3]), files[3])
                if found is not None:
                    return found

    def _fork(self, request: Request, end: int) -> Request | None:
        pid = os.fork()
        if pid == 0:
            self._forget()
            os.close(end)
            return request
        for file in request.files:
            os.close(file)
        process = os.pidfd_open(pid)
        self._ends[process] = (pid, end)
        self._selector.register(process, selectors.EVENT_READ)
        socket.send_fds(self._client, [str(pid).encode()], [process])
        return None

    def _ended(self, process: int) -> None:
        pid, end = self._ends.pop(process)
        self._selector.unregister(process)
        os.close(process)
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        with contextlib.suppress(BrokenPipeError):  # nobody wants to know any more
            os.write(end, str(code).encode())
        os.close(end)

    def _kill_all(self) -> None:
        for process in [*self._ends]:
            signal.pidfd_send_signal(process, signal.SIGKILL)
            self._ended(process)
        self._forget()

    def _forget(self) -> None:
        """Close everything of the server's."""
        self._selector.close()
        self._client.close()
        for process, (_, end) in self._ends.items():
            os.close(process)
            os.close(end)
        self._ends.clear()


def load() -> None:
    """Import the program, with what its commands import late."""
    for module, _ in (*cli.PARTS.values(), *drills.PARTS.values()):
        import_module(f"api.cli.{module}")
    for module in LAZY:
        import_module(module)


def become(request: Request) -> None:
    """Take over the folder, the files and the environment that were asked for."""
    for number, file in enumerate(request.files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(request.folder)
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()
    sys.argv = request.arguments
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = _stream(number, getattr(sys, name))
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _stream(number: int, before: Any) -> TextIOWrapper:
    """A standard stream as the interpreter opens it."""
    mode = "rb" if number == 0 else "wb"
    file = open(number, mode, closefd=False)  # noqa: SIM115
    by_line = number == 2 or file.isatty()
    return TextIOWrapper(file, before.encoding, before.errors, line_buffering=by_line)


def run(request: Request) -> NoReturn:
    """Be `zhiban ARGUMENTS`, and end as the interpreter ends it.

    Except that nothing is freed then: to free what was imported takes longer than most commands.
    """
    code: Any = 1
    try:
        become(request)
        cli.main()
    except SystemExit as end:
        code = end.code
    except BaseException:
        sys.excepthook(*sys.exc_info())
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    del sys.path[0]  # this folder, where the program finds nothing
    load()
    gc.collect()
    gc.freeze()  # a forked process need not look through what it shares
    asked = ForkServer(socket.socket(fileno=int(sys.argv[1]))).serve()
    if asked is not None:
        run(asked)
