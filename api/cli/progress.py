"""A progress bar for commands that take seconds."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any


@contextlib.contextmanager
def progress(title: str, total: float | None = None) -> Iterator[Any]:
    """Show a bar on a terminal, nothing in a pipe; call the result with the steps done."""
    if not sys.stderr.isatty():
        yield lambda steps=1: None
        return
    # Loaded where there is somebody to see it: rich takes longer than a short drill.
    console = import_module("rich.console").Console(stderr=True, highlight=False, soft_wrap=True)
    with import_module("rich.progress").Progress(console=console, transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda steps=1: bar.advance(task, steps)
