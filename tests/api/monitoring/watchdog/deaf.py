"""`zhiban serve` with a watchdog whose audits never end: the seam of the composition root.

python deaf.py PORT
"""

from __future__ import annotations

import asyncio
import sys

from api.app import create_app
from api.cli.serving import announce_setup, run_server
from api.monitoring import logs
from api.monitoring.watchdog.auditor import Step
from api.settings import Settings


async def never(incident: str) -> Step:
    """An audit that is under way for ever."""
    await asyncio.Event().wait()
    raise AssertionError(incident)


if __name__ == "__main__":
    settings = Settings(port=int(sys.argv[1]))
    logs.configure("json", "info")
    run_server(create_app(settings, announce=announce_setup, audit=never), settings)
