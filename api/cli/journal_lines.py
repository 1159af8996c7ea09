"""The lines of a journal in a file, as `journal export` and `drill run --out` write them.

Apart from what checks archives, which needs the database's libraries: plans are compared without.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from api.cli.terminal import fail, say
from api.store.integrity.finding import UNREADABLE
from engine.incident.events import Event


def entries(file: Path) -> Iterator[tuple[dict[str, Any], Event]]:
    """Each line of a file, as it stands there and as an event. Raises `typer.Exit` (2)."""
    for number, line in enumerate(file.read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            shape = json.loads(line)
            event = Event.from_json(shape)
        except (*UNREADABLE, KeyError):
            raise fail.usage(say("cli.not_a_journal", file=file, line=number)) from None
        yield shape, event
