"""Structured logs: one line an occurrence, for people or for machines.

Every line of a request carries its `request` id and, where it is about one, its
`incident`. Our own lines do not go through `logging`: every request has one, and that way
costs four times as much. Uvicorn's, APScheduler's and other libraries' do, and look the
same. Lines of both kinds are rendered where they are logged and written by one thread
(`api.monitoring.log_queue`), so that a log that nobody reads holds up no request. Passwords
do not stand in them (`api.monitoring.redaction`).
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import partial
from types import MappingProxyType
from typing import Any

import orjson
import structlog
from structlog.typing import EventDict
from typing_extensions import override

from api.monitoring.log_queue import LogQueue, Write
from api.monitoring.redaction import redacted

QUIET = (
    "uvicorn",
    "alembic",
    "apprise",
    "apscheduler",
    "asyncio",
    "httpcore2",
    "httpx2",
    "transitions",
    "urllib3",
    "websockets",
)
"""Loggers of others that say too much at `info`."""


class Lines:
    """The logger below structlog's: puts whole lines into the queue."""

    def __init__(self, queue: LogQueue, name: str) -> None:
        self._queue, self.name = queue, name

    def msg(self, message: str) -> None:
        """Queue a line."""
        self._queue.put(redacted(message))

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


class LinesOfOthers(logging.Handler):
    """Puts the records of other libraries into the queue.

    `logging` flushes its handlers when the program ends: the queue is flushed with them.
    """

    def __init__(self, queue: LogQueue) -> None:
        super().__init__()
        self._queue = queue

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Queue a record's line."""
        self._queue.put(redacted(self.format(record)))

    @override
    def flush(self) -> None:
        """Wait a moment for the lines that are queued."""
        self._queue.flush()


_QUEUES: list[LogQueue] = []
"""One, once logs are configured."""


def lost() -> int:
    """Log lines that were lost since the start: nobody took them, or they could not be written."""
    return sum(queue.lost for queue in _QUEUES)


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


def _of_an_exercise(logger: Any, method: str, line: EventDict) -> EventDict:
    line["exercise"] = True
    return line


def configure(
    log_format: str, level: str, write: Write | None = None, *, exercise: bool = False
) -> None:
    """Send all logs to `write`, or to standard error, as `text`, `json`, or what that suggests.

    With `exercise` each line says so: logs of drills and of reality may meet in one place.
    """
    terminal = write is None and sys.stderr.isatty()
    as_text = log_format == "text" or (log_format == "auto" and terminal)
    stamped = structlog.processors.MaybeTimeStamper(fmt="iso", utc=True)
    shared: list[Any] = [
        _with_parts,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        stamped,
        *([_of_an_exercise] if exercise else []),
    ]
    last: list[Any] = (
        [structlog.dev.ConsoleRenderer(colors=terminal)]
        if as_text
        else [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(serializer=_json),
        ]
    )

    def notice(lines: int) -> str:
        line: Any = {"lines": lines, "event": f"{lines} lines lost"}
        line |= {"logger": "zhiban.logs", "level": "warning"}
        for processor in (stamped, *last):
            line = processor(None, "warning", line)
        return str(line)

    queue = LogQueue(write or sys.stderr, notice)
    _QUEUES[:] = [queue]
    structlog.configure(
        processors=[*shared, *last],
        logger_factory=partial(Lines, queue),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    handler = LinesOfOthers(queue)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    _send_to(handler, level)


def _send_to(handler: logging.Handler, level: str) -> None:
    """Have everything that goes through `logging` handled by `handler` alone."""
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers[:] = []
        logging.getLogger(name).propagate = True
