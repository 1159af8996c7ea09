"""A progress bar for commands that take seconds."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.progress import Progress

ERRORS = Console(stderr=True, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def progress(title: str, total: float | None = None) -> Iterator[Any]:
    """Show a bar on a terminal, nothing in a pipe; call the result with the steps done."""
    if not sys.stderr.isatty():
        yield lambda steps=1: None
        return
    with Progress(console=ERRORS, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda steps=1: bar.advance(task, steps)
