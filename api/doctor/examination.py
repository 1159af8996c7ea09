"""The whole examination: every check once, in the order in which one would mend things."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from api.doctor.database import check_clocks, check_database, opened, usable
from api.doctor.evidence import check_backups, check_heads
from api.doctor.files import check_files
from api.doctor.machine import check_clock, check_disk, check_pdf_fonts
from api.doctor.office import check_channels, check_plans
from api.doctor.proxy import check_proxy
from api.doctor.row import Row
from api.doctor.settings_check import check_settings
from api.settings import Settings

ALONE: tuple[Callable[[Settings], Iterator[Row]], ...] = (check_settings, check_files, check_disk)
"""Checks before the database."""


def examine(settings: Settings, now: datetime, language: str) -> Iterator[Row]:
    """Every row; `now` is this machine's time. Names of channels are in `language`."""
    for check in ALONE:
        yield from check(settings)
    with opened(settings) as found:
        yield from check_database(settings, found)
        database = usable(found)
        yield from check_clock(settings)
        if database is not None:
            yield from check_clocks(settings, database, now)
        yield from check_plans(settings, language)
        yield from check_channels(settings, database, language)
        yield from check_heads(settings, database, now)
    yield from check_backups(settings, now)
    yield from check_proxy(settings)
    yield from check_pdf_fonts()
