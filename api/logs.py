"""Structured logs: one line an occurrence, for people or for machines.

Every line of a request carries its `request` id and, where it is about one, its
`incident`. Our own lines are written as they are made: every request has one, and the way
through `logging` would cost four times as much. Uvicorn's, APScheduler's and other
libraries' come that way and look the same.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import partial
from types import MappingProxyType
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import EventDict
from typing_extensions import override

QUIET = ("uvicorn", "alembic", "apscheduler", "asyncio", "transitions", "websockets")
"""Loggers of others that say too much at `info`."""


class Lines(structlog.WriteLogger):
    """Whole lines to a file. One that cannot be written is lost: it must not stop anybody."""

    def __init__(self, name: str, file: TextIO) -> None:
        super().__init__(file)
        self.name = name

    @override
    def msg(self, message: str) -> None:
        """Write a line."""
        with contextlib.suppress(OSError, ValueError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


_ABOUT: ContextVar[Mapping[str, str]] = ContextVar("zhiban_about", default=MappingProxyType({}))


def about(**parts: str) -> None:
    """From here on every line of this task has these parts, and none of those before.

    One variable: structlog has one for each part, and looks at all there are for every line.
    """
    _ABOUT.set(parts)


def _with_parts(logger: Any, method: str, line: EventDict) -> EventDict:
    for name, value in _ABOUT.get().items():
        line.setdefault(name, value)
    return line


PLAIN = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME
"""Whatever JSON does not know is written as the other encoder would."""


def _json(line: Any, default: Callable[[Any], Any]) -> str:
    try:
        return orjson.dumps(line, default, PLAIN).decode()
    except TypeError:
        # Numbers beyond 64 bits, keys that are no texts, halves of characters.
        return json.dumps(line, ensure_ascii=False, default=default)


def configure(log_format: str, level: str) -> None:
    """Send all logs to standard error as `text`, `json`, or what the terminal suggests."""
    as_text = log_format == "text" or (log_format == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        _with_parts,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
        if as_text
        else [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_json),
        ]
    )
    structlog.configure(
        processors=[*shared, *last],
        logger_factory=partial(Lines, file=sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
