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
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import EventDict
from typing_extensions import override

QUIET = ("uvicorn", "alembic", "apscheduler", "asyncio", "transitions", "websockets")
"""Loggers of others that say too much at `info`."""


_HELD: ContextVar[list[str] | None] = ContextVar("zhiban_held", default=None)
"""Lines that are written together, while somebody holds them."""


class Lines(structlog.WriteLogger):
    """Whole lines to a file. One that cannot be written is lost: it must not stop anybody."""

    def __init__(self, name: str, file: TextIO) -> None:
        super().__init__(file)
        self.name = name

    @override
    def msg(self, message: str) -> None:
        """Write a line, or keep it for `in_one_write`."""
        held = _HELD.get()
        if held is not None:
            held.append(message)
            return
        with contextlib.suppress(OSError, ValueError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


@contextlib.contextmanager
def in_one_write() -> Iterator[None]:
    """Write the lines that this task logs inside all at once, at the end.

    Where the disk is at work, the system call costs more than all else about a line.
    """
    lines: list[str] = []
    before = _HELD.set(lines)
    try:
        yield
    finally:
        _HELD.reset(before)
        if lines:
            Lines("zhiban", sys.stderr).msg("\n".join(lines))


_QUICKLY = False
"""Whether `often` may write its lines itself."""


def often(name: str, event: str, facts: Mapping[str, Any]) -> None:
    """Log what is logged very often, at `info`: past the chain that other lines go through,
    with `facts` alone, its `timestamp` among them."""
    if _QUICKLY:
        line = {**facts, "event": event, "logger": name, "level": "info"}
        Lines(name, sys.stderr).msg(_json(line, repr))
    else:
        structlog.get_logger(name).info(event, **facts)


_ABOUT: ContextVar[Mapping[str, str]] = ContextVar("zhiban_about", default=MappingProxyType({}))


def about(**parts: str) -> None:
    """From here on every line of this task has these parts, and none of those before.

    One variable: structlog has one for each part, and looks at all there are for every line.
    """
    _ABOUT.set(parts)


def parts() -> Mapping[str, str]:
    """What every line of this task has."""
    return _ABOUT.get()


def stamp(at: datetime) -> str:
    """An instant in UTC as every line has it, for a line that is written later."""
    return f"{at.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


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
    global _QUICKLY
    as_text = log_format == "text" or (log_format == "auto" and sys.stderr.isatty())
    _QUICKLY = not as_text and logging.getLevelNamesMapping()[level.upper()] <= logging.INFO
    shared: list[Any] = [
        _with_parts,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.MaybeTimeStamper(fmt="iso", utc=True),
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
