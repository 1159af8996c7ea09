"""A bounded queue of log lines and the one thread that writes them.

A write blocks while nobody reads the pipe, and fails while the disk is full. Both may cost
lines; neither may cost a request. So `put` never waits: a line that finds the queue full is
lost and counted, and the next line that gets through says how many were lost before it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from time import sleep
from typing import TextIO

LINES_WAITING = 1000
"""Lines that wait for the thread; more are lost."""

LINES_AT_ONCE = LINES_WAITING
"""Lines in one write: each write is a system call."""

SECONDS_TO_GATHER = 0.02
"""How long the thread lets lines gather: waking it for each of them costs a request more
than all else about its line."""

SECONDS_TO_FLUSH = 2.0

Write = Callable[[bytes], object]


class LogQueue:
    """Lines on their way to `file`; `lost` counts those that never get there.

    `file` is a stream, or a function that writes whole lines and may raise `OSError`. `notice`
    makes the line that says how many lines were lost.
    """

    def __init__(
        self,
        file: TextIO | Write,
        notice: Callable[[int], str],
        limit: int = LINES_WAITING,
    ) -> None:
        self._write = file if callable(file) else _writes_to(file)
        self._notice, self._limit = notice, limit
        self._waiting: SimpleQueue[str | threading.Event] = SimpleQueue()
        self._counting = threading.Lock()
        self._said = 0
        self.lost = 0
        threading.Thread(target=self._work, name="zhiban-log", daemon=True).start()

    def put(self, line: str) -> None:
        """Queue a line, from any thread; it is lost if too many wait."""
        if self._waiting.qsize() >= self._limit:
            self._lose(1)
            return
        if self.lost != self._said:
            self._say_what_was_lost()
        self._waiting.put(line)

    def flush(self, seconds: float = SECONDS_TO_FLUSH) -> None:
        """Wait until the lines queued so far are written, at most `seconds`."""
        reached = threading.Event()
        self._waiting.put(reached)
        reached.wait(seconds)

    def _lose(self, lines: int) -> None:
        with self._counting:
            self.lost += lines

    def _say_what_was_lost(self) -> None:
        with self._counting:
            lines, self._said = self.lost - self._said, self.lost
        if lines:
            self._waiting.put(self._notice(lines))

    # the thread -------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            found = [self._waiting.get()]
            sleep(SECONDS_TO_GATHER)
            with suppress(Empty):
                while len(found) < LINES_AT_ONCE:
                    found.append(self._waiting.get_nowait())
            lines = [one for one in found if isinstance(one, str)]
            self._write_all(lines)
            for one in found:
                if isinstance(one, threading.Event):
                    one.set()

    def _write_all(self, lines: Sequence[str]) -> None:
        if not lines:
            return
        try:
            self._write("".join(f"{line}\n" for line in lines).encode(errors="backslashreplace"))
        except (OSError, ValueError):
            self._lose(len(lines))


def _writes_to(file: TextIO) -> Write:
    """Write to the file's descriptor where it has one.

    A thread that is stuck in `file.write` holds a lock that the interpreter takes at its end.
    """
    try:
        return partial(_write_to_descriptor, file.fileno())
    except OSError:
        return lambda text: file.write(text.decode())


def _write_to_descriptor(descriptor: int, text: bytes) -> None:
    while text:
        text = text[os.write(descriptor, text) :]
