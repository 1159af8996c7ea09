"""The journal's head, appended to a file by the server itself.

An insider with all rights on the database can cut entries off the journal's end and compute
its hashes again, but not in a file that lies, or is copied to, where he has no rights.
`zhiban journal verify --head FILE` compares. A line is added when there are new entries, on
the disk as a whole or not at all. A head that cannot be published is logged and counted; it
never delays other work.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import structlog
from anyio import CapacityLimiter, to_thread

log = structlog.get_logger("zhiban.head")

Result = Literal["written", "unchanged", "failed"]
Shape = Mapping[str, Any]
PLACE = ("epoch", "cursor", "hash", "digest", "server_seq", "server_hash", "position", "link")
"""The parts of a head that say where the journal stands; the rest is when it was read."""
BEGINNING = b'{"epoch": "'
READ_BY_ALL = 0o644
LONGEST = 4096
"""The maximum length of a head in bytes; it has some 750."""


class Published:
    """Appends the result of `head` every `interval_s` seconds; both may block.

    `count` gets the result of each attempt.
    """

    def __init__(
        self, file: Path, interval_s: float, head: Callable[[], Shape], count: Callable[[str], None]
    ) -> None:
        self._file, self._interval_s, self._head, self._count = file, interval_s, head, count
        self._last: tuple[Any, ...] | None = None
        self._trouble: str | None = None

    async def run(self) -> None:
        """Publish until cancelled, in a thread of its own: a disk may hang."""
        alone = CapacityLimiter(1)
        while True:
            try:
                result = await to_thread.run_sync(self._turn, limiter=alone, abandon_on_cancel=True)
                trouble = None
            except Exception as error:
                result, trouble = "failed", str(error) or type(error).__name__
            self._count(result)
            if trouble != self._trouble:
                self._tell(trouble)
            self._trouble = trouble
            await asyncio.sleep(self._interval_s)

    def _turn(self) -> Result:
        head = self._head()
        place = tuple(head.get(name) for name in PLACE)
        if place == self._last:
            return "unchanged"
        append(self._file, json.dumps(head))
        self._last = place
        return "written"

    def _tell(self, trouble: str | None) -> None:
        """Log a result that differs from the last one."""
        if trouble is None:
            log.info("head_published_again", file=str(self._file))
        else:
            log.warning("head_not_published", file=str(self._file), why=trouble)


def append(file: Path, line: str) -> None:
    """Append a line; it is on the disk when this returns. Raises `OSError`.

    A head cut short by a power failure is removed first: nobody was told that it was there.
    Anything else in the file stays. Another machine fetches it by an account that is not the
    service's, so a new file may be read by everybody, whatever the service's umask: it holds
    nothing but hashes.
    """
    with file.open("a+b") as stream:
        end = stream.seek(0, os.SEEK_END)
        if end == 0:
            os.fchmod(stream.fileno(), READ_BY_ALL)
        stream.seek(max(0, end - LONGEST))
        tail = stream.read().rpartition(b"\n")[2]
        if tail and _is_half(tail):
            stream.truncate(end - len(tail))
            tail = b""
        stream.write((b"\n" if tail else b"") + line.encode() + b"\n")
        stream.flush()
        os.fsync(stream.fileno())


def _is_half(tail: bytes) -> bool:
    """Whether this is the beginning of a head, without its end."""
    known = min(len(BEGINNING), len(tail))
    return tail[:known] == BEGINNING[:known] and not tail.endswith(b"}")
