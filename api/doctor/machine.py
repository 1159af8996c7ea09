"""The machine: its clock, the room on its disks, its fonts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from api.doctor.files import WRITTEN, database_file
from api.doctor.row import Row, fail, ok, warn
from api.documents.errors import CannotRender
from api.documents.pdf import check_fonts
from api.runtime.clock.time_sources import sources
from api.runtime.roster.roster_times import USUAL_ZONE
from api.settings import Settings

MEGABYTE = 1_000_000
FULL, SCARCE = 200 * MEGABYTE, 2000 * MEGABYTE
"""Free bytes below which a disk counts as full, and below which one should look after it."""


def check_clock(settings: Settings) -> Iterator[Row]:
    """The data of time zones, and whether a time service keeps the clock."""
    try:
        ZoneInfo(USUAL_ZONE)
    except ZoneInfoNotFoundError:
        yield fail("clock", "clock_no_zones", zone=USUAL_ZONE)
    _, synchronised = sources(settings.clock_shift)
    if synchronised():
        yield ok("clock", "clock_kept")
    else:
        yield warn("clock", "clock_not_kept")


def check_disk(settings: Settings) -> Iterator[Row]:
    """The room where the server writes, once for each disk."""
    database, seen = database_file(settings), set[int]()
    files = [database, *(getattr(settings, name) for name in WRITTEN)]
    folders = [settings.backup_folder, *(None if file is None else file.parent for file in files)]
    for folder in folders:
        if folder is None or not folder.is_dir() or folder.stat().st_dev in seen:
            continue
        seen.add(folder.stat().st_dev)
        yield _room(folder)


def _room(folder: Path) -> Row:
    free = shutil.disk_usage(folder).free
    facts = {"folder": folder.absolute(), "free": free // MEGABYTE}
    if free < FULL:
        return fail("disk", "disk_full", **facts)
    return (
        warn("disk", "disk_scarce", **facts) if free < SCARCE else ok("disk", "disk_well", **facts)
    )


def check_pdf_fonts() -> Iterator[Row]:
    """Whether documents can be set as PDF."""
    try:
        check_fonts()
    except CannotRender as missing:
        yield fail("fonts", "fonts_missing", problem=missing)
    else:
        yield ok("fonts", "fonts_well")
