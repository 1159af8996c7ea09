"""What one process of a test run makes and the others copy: pytest-xdist starts several.

`folder` is set by `tests/conftest.py` to a place that all of them know; outside of pytest there
is none, and everybody makes everything.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

folder: Path | None = None


@contextmanager
def alone_with(name: str) -> Iterator[Path]:
    """The shared file of this name, which may have to be made; the others wait meanwhile."""
    assert folder is not None, "outside of pytest nothing is shared"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder / name
