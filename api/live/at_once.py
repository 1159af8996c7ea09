"""A whole answer in one write, past the two messages that ASGI makes of it.

Uvicorn examines each header of an answer and takes its head and its body one after the other.
What has the answer as a whole finds, in the ASGI scope at `extensions[EXTENSION]`, a shorter
way that ends the request in the same state.

Only public names of uvicorn's class are used. Tested with uvicorn 0.54.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Any, cast
from weakref import ref

from starlette.types import Scope
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from api.live.joining import Joining

EXTENSION = "zhiban.at_once"

Answer = Callable[[int, bytes, bytes], Awaitable[None]]
"""Gives the answer: its status, its header lines, its body."""


def lines(headers: Iterable[tuple[bytes, bytes]]) -> bytes:
    """Headers as they are sent. Raises `ValueError` if one of them does not end where it should."""
    found = [b"%b: %b" % header for header in headers]
    together = b"\r\n".join((*found, b""))
    ends = together.count(b"\n"), together.count(b"\r")
    if ends != (len(found), len(found)) or b"\0" in together:
        raise ValueError(f"a header with the end of a line in it: {together!r}")
    return together


def offer(scope: Scope, cycle: RequestResponseCycle) -> None:
    """Let whoever answers this request take the shorter way."""
    # The cycle holds the scope: a reference back would leave both to the collector.
    scope["extensions"][EXTENSION] = partial(_answer, ref(cycle))


def at_once(scope: Scope) -> Answer | None:
    """The shorter way; with another server there is none."""
    return cast("Answer | None", (scope.get("extensions") or {}).get(EXTENSION))


async def _answer(asked: ref[RequestResponseCycle], status: int, head: bytes, body: bytes) -> None:
    cycle = asked()
    if cycle is None:
        raise RuntimeError("this request is over")
    if cycle.flow.write_paused and not cycle.disconnected:
        await cycle.flow.drain()
    if cycle.disconnected or cycle.transport.is_closing():
        return
    if cycle.response_started:
        raise RuntimeError("this request has been answered")
    cycle.response_started = True
    cycle.waiting_for_100_continue = False
    closing = b"" if cycle.keep_alive else b"connection: close\r\n"
    by_default = lines(cycle.default_headers)
    transport: Any = cycle.transport
    answer = b"%b%b%b%b\r\n%b" % (STATUS_LINE[status], by_default, head, closing, body)
    cast(Joining, transport).write_whole(answer)
    cycle.response_complete = True
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()
