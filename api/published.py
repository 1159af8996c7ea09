"""The journal's head in a file, line by line, published by the server itself.

Who has all rights on the database can cut entries off the journal's end and make its hashes
anew, but not in a file that lies, or is copied to, where he has none. `zhiban journal verify
--head FILE` compares. A line is added when there are new entries; it is there as a whole and
on the disk, or not at all. A head that cannot be published is told and counted; it never
keeps anything else from being done.
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
PLACE = ("epoch", "cursor", "hash", "digest")
"""What of a head says where the journal stands; the rest is when it was asked."""
BEGINNING = b'{"epoch": "'
LONGEST = 4096
"""No head is longer: it has some 250 bytes."""


class Published:
    """Publishes every `interval_s` seconds what `head` says; it and the file may block.

    `count` is told the result of each turn.
    """

    def __init__(
        self, file: Path, interval_s: float, head: Callable[[], Shape], count: Callable[[str], None]
    ) -> None:
        self._file, self._interval_s, self._head, self._count = file, interval_s, head, count
        self._last: tuple[Any, ...] | None = None
        self._trouble: str | None = None

    async def run(self) -> None:
        """Publish for ever. A thread of its own: a disk that hangs takes none of the others'."""
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
        place = tuple(head[name] for name in PLACE)
        if place == self._last:
            return "unchanged"
        append(self._file, json.dumps(head))
        self._last = place
        return "written"

    def _tell(self, trouble: str | None) -> None:
        """Log that it is otherwise than the last time."""
        if trouble is None:
            log.info("head_published_again", file=str(self._file))
        else:
            log.warning("head_not_published", file=str(self._file), why=trouble)


def append(file: Path, line: str) -> None:
    """Add a line, on the disk when this returns. Raises `OSError`.

    What is left of a head that was being written when the power failed is taken away: nobody
    was told that it was there. Anything else that stands there stays.
    """
    with file.open("a+b") as stream:
        end = stream.seek(0, os.SEEK_END)
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
