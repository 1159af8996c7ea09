"""A transport that sends the head of an answer together with what follows it.

Uvicorn writes them one after the other, and each write is a system call and a packet. A head
that nothing follows goes out in the next turn of the event loop.
"""

from __future__ import annotations

from asyncio import AbstractEventLoop, Transport
from typing import Any

BEGIN = b"HTTP/1.1 "


class Joining:
    """In all else the transport that it writes to."""

    def __init__(self, transport: Transport, loop: AbstractEventLoop) -> None:
        self.whole = transport
        self._loop = loop
        self._head = b""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole, name)

    def write(self, data: bytes) -> None:
        """Keep a head for a moment; write anything else behind the head that is kept."""
        if self._head:
            head, self._head = self._head, b""
            self.whole.write(head + data)
        elif data.startswith(BEGIN):
            self._head = data
            self._loop.call_soon(self.flush)
        else:
            self.whole.write(data)

    def write_whole(self, data: bytes) -> None:
        """Write an answer that has its head already."""
        self.flush()
        self.whole.write(data)

    def flush(self) -> None:
        """Wait no longer for what follows."""
        if self._head:
            self.write(b"")

    def close(self) -> None:
        """Close when everything is written."""
        self.flush()
        self.whole.close()
