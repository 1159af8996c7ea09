"""How a frame's JSON is sent: as a text message, a compressed one, or a server-sent event.

A server's websocket frame carries no mask (RFC 6455, 5.1). A compressed message without
context takeover (RFC 7692, 7.1.1.1) depends on no message before it. So a frame's bytes are
made once in each encoding and shared by all its receivers.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import Protocol

TEXT_FRAME = 0x81
COMPRESSED_TEXT_FRAME = 0xC1
WINDOW_BITS = 12
MEMORY_LEVEL = 5
LEVEL = 6
TOO_SMALL_TO_COMPRESS = 256
EMPTY_BLOCK = b"\x00\x00\xff\xff"
"""The end of a sync flush; it is not sent (RFC 7692, 7.2.1)."""


class Form(Protocol):
    """An encoding; equal encodings give equal bytes."""

    def wrap(self, payload: bytes, cursor: int | None = None) -> bytes:
        """The payload ready to be written; `cursor` is where a client that has it stands."""
        ...


def framed(payload: bytes, first: int = TEXT_FRAME) -> bytes:
    """The payload with the header of one final, unmasked frame (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:
        return struct.pack("!BB", first, size) + payload
    if size < 65_536:
        return struct.pack("!BBH", first, 126, size) + payload
    return struct.pack("!BBQ", first, 127, size) + payload


def payload_of(content: bytes) -> bytes:
    """The payload that `framed` was given."""
    size = content[1]
    return content[{126: 4, 127: 10}.get(size, 2) :]


class Text:
    """One text message."""

    def wrap(self, payload: bytes, cursor: int | None = None) -> bytes:
        """The message's frame."""
        return framed(payload)


class Deflated:
    """One text message by permessage-deflate without context takeover; small ones as text."""

    def wrap(self, payload: bytes, cursor: int | None = None) -> bytes:
        """The message's frame."""
        if len(payload) < TOO_SMALL_TO_COMPRESS:
            return framed(payload)
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -WINDOW_BITS, MEMORY_LEVEL)
        packed = packer.compress(payload) + packer.flush(zlib.Z_SYNC_FLUSH)
        return framed(packed.removesuffix(EMPTY_BLOCK), COMPRESSED_TEXT_FRAME)


@dataclass(frozen=True, slots=True)
class ServerSent:
    """One server-sent event; its id is `epoch:cursor`, which a browser sends back."""

    epoch: str

    def wrap(self, payload: bytes, cursor: int | None = None) -> bytes:
        """The event with its id, if it moves the cursor."""
        head = b"" if cursor is None else f"id: {self.epoch}:{cursor}\n".encode()
        return head + b"data: " + payload + b"\n\n"


TEXT = Text()
DEFLATED = Deflated()
