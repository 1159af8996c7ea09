"""Where the databases of earlier versions are kept, and who can sign in to them."""

from __future__ import annotations

import json
import lzma
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent / "kept"
ADMIN, OFFICER = "anna", "王值班"
PASSWORD = "correct horse battery staple"
INCIDENT = ("id", "number", "plan", "stage", "level", "exercise")
SLOT = ("id", "incident", "state", "due_at")
"""The parts of an incident and of an owed report that a newer program must not change."""


def database_of(name: str) -> Path:
    """The SQLite file of a version, compressed."""
    return KEPT / f"{name}.db.xz"


def archive_of(name: str) -> Path:
    """The backup of the same database, compressed."""
    return KEPT / f"{name}.backup.xz"


def told_of(name: str) -> Path:
    """What the version's own server said of it."""
    return KEPT / f"{name}.json"


def names() -> list[str]:
    """Every version that is kept."""
    return sorted(file.stem for file in KEPT.glob("*.json"))


def told(name: str) -> dict[str, Any]:
    """What the version's own server said: `at`, `incidents`, `slots`."""
    found: dict[str, Any] = json.loads(told_of(name).read_text(encoding="utf-8"))
    return found


def unpack(kept: Path, target: Path) -> Path:
    """Write the file that was kept; `target`."""
    target.write_bytes(lzma.decompress(kept.read_bytes()))
    return target
