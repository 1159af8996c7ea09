"""What goes out in one piece, and that nothing waits for what does not come."""

from __future__ import annotations

import asyncio

from typing_extensions import override

from api.live.joining import Joining

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n"


class Heard(asyncio.Transport):
    """A transport that keeps what is written to it."""

    def __init__(self) -> None:
        super().__init__({"peername": "somebody"})
        self.pieces: list[bytes] = []

    @override
    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.pieces.append(bytes(data))

    @override
    def close(self) -> None:
        self.pieces.append(b"closed")


def joining() -> tuple[Joining, Heard]:
    """A transport, and what it writes to."""
    heard = Heard()
    return Joining(heard, asyncio.get_running_loop()), heard


async def test_a_head_goes_out_with_what_follows_it() -> None:
    transport, heard = joining()
    for _ in range(2):
        transport.write(HEAD)
        assert heard.pieces == []
        transport.write(b"{}")
        assert heard.pieces == [HEAD + b"{}"]
        await asyncio.sleep(0)
        transport.write(b"more")
        assert heard.pieces == [HEAD + b"{}", b"more"]
        heard.pieces.clear()


async def test_a_head_that_nothing_follows_goes_out_soon() -> None:
    transport, heard = joining()
    transport.write(HEAD)
    await asyncio.sleep(0)
    assert heard.pieces == [HEAD]
    transport.write(b"later")
    assert heard.pieces == [HEAD, b"later"]


async def test_nothing_is_lost_where_it_is_closed() -> None:
    transport, heard = joining()
    transport.write(HEAD)
    transport.close()
    await asyncio.sleep(0)
    assert heard.pieces == [HEAD, b"closed"]


async def test_two_heads_go_out_in_their_order() -> None:
    transport, heard = joining()
    going_on = b"HTTP/1.1 100 Continue\r\n\r\n"
    transport.write(going_on)
    transport.write(HEAD)
    transport.write(b"{}")
    assert b"".join(heard.pieces) == going_on + HEAD + b"{}"


async def test_in_all_else_it_is_the_transport_itself() -> None:
    transport, heard = joining()
    assert transport.get_extra_info("peername") == "somebody"
    assert transport.whole is heard
