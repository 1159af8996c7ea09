"""A folder of backups: which is the newest, and of when.

By the instant in the file's name, which `zhiban backup FOLDER` gives: copying a file changes
its time of modification. A file of another name counts by that time.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from engine.instants import from_text, to_text

NAMED = re.compile(r"zhiban-(\d{8}T\d{6})Z\.backup")
SUFFIX = ".backup"


def name_of(now: datetime) -> str:
    """The name of the backup of an instant."""
    return f"zhiban-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"


def newest(folder: Path) -> tuple[Path, datetime] | None:
    """The newest backup of a folder and its instant; None without one. Raises `OSError`."""
    return max(_backups(folder), key=lambda found: found[1], default=None)


REHEARSED = "last-rehearsal.json"
"""Beside the backups: when the newest rehearsal ended that found nothing wrong, and of which."""


def note_rehearsal(folder: Path, backup: str, at: datetime) -> None:
    """Note a rehearsal that found nothing wrong. Raises `OSError`."""
    made = folder / f"{REHEARSED}.new"
    made.write_text(json.dumps({"at": to_text(at), "backup": backup}), encoding="utf-8")
    made.replace(folder / REHEARSED)


def rehearsed(folder: Path) -> datetime | None:
    """When a backup of this folder was last rehearsed well; None for never. Raises `OSError`."""
    try:
        return from_text(json.loads((folder / REHEARSED).read_text(encoding="utf-8"))["at"])
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return None


def _backups(folder: Path) -> Iterator[tuple[Path, datetime]]:
    for file in folder.iterdir():
        named = NAMED.fullmatch(file.name)
        if named is not None:
            yield file, datetime.strptime(named[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
        elif file.suffix == SUFFIX and file.is_file():
            yield file, datetime.fromtimestamp(file.stat().st_mtime, UTC)
