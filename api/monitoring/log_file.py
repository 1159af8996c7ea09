"""A log file that begins anew when it is full, or when somebody has moved it away.

One thread writes, and turns over between two writes: no line is lost, torn or written twice,
and no request waits. Turned over, `zhiban.log` becomes `zhiban.log.1`, the one before that
`zhiban.log.2`, and so on. A file that logrotate has renamed or removed is noticed before the next
write; one that it has cut (`copytruncate`) is written on from its beginning. Whatever fails, the
next write tries again, and `LogQueue` counts what was lost meanwhile.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

MODE = 0o640
"""Log lines name people and incidents: for the server's account and its group."""


class LogFile:
    """The file, open for appending. `limit` is in bytes; `kept` files are kept beside it.

    Raises `OSError` if it cannot be opened.
    """

    def __init__(self, file: Path, limit: int, kept: int) -> None:
        # The present folder may change, and a relative path with it.
        self._file, self._limit, self._kept = file.absolute(), limit, kept
        self._descriptor: int | None = self._open()

    def write(self, text: bytes) -> None:
        """Append whole lines, in a new file where they would not fit. Raises `OSError`."""
        descriptor = self._present()
        size = os.fstat(descriptor).st_size
        if size and size + len(text) > self._limit:
            self._turn_over()
            descriptor = self._present()
        while text:
            text = text[os.write(descriptor, text) :]

    def _present(self) -> int:
        """The descriptor of the file that has the name now."""
        if self._descriptor is not None and not self._is_moved(self._descriptor):
            return self._descriptor
        self._close()
        self._descriptor = self._open()
        return self._descriptor

    def _is_moved(self, descriptor: int) -> bool:
        try:
            named = self._file.stat()
        except FileNotFoundError:
            return True
        return not os.path.samestat(named, os.fstat(descriptor))

    def _turn_over(self) -> None:
        """Give every file the next number. One that cannot be renamed is written on."""
        with contextlib.suppress(OSError):
            for number in range(self._kept - 1, 0, -1):
                with contextlib.suppress(FileNotFoundError):
                    self._numbered(number).replace(self._numbered(number + 1))
            self._file.replace(self._numbered(1))

    def _numbered(self, number: int) -> Path:
        return self._file.with_name(f"{self._file.name}.{number}")

    def _open(self) -> int:
        return os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, MODE)

    def _close(self) -> None:
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            os.close(descriptor)
