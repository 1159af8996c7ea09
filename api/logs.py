"""Structured logs: one line an occurrence, for people or for machines.

Every line of a request carries its `request` id and, where it is about one, its
`incident`. Uvicorn's and APScheduler's own messages go through the same door.
"""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

QUIET = ("uvicorn", "alembic", "apscheduler", "asyncio", "transitions", "websockets")
"""Loggers of others that say too much at `info`."""


def configure(log_format: str, level: str) -> None:
    """Send all logs to standard error as `text`, `json`, or what the terminal suggests."""
    as_text = log_format == "text" or (log_format == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if as_text:
        last += [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    else:
        last += [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
