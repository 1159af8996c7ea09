"""A server that only refuses: what strangers cost a machine when they trouble somebody else.

    python -m tests.benchmarks.decoy

Says `port NUMBER`, then answers 431 after 32 KiB of each connection, until a line comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys

MOST_BYTES = 32_768
REFUSAL = b"HTTP/1.1 431 x\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
SECONDS_TO_TAKE = 2.0


async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read as much as a head may have, refuse, and let go."""
    heard = 0
    with contextlib.suppress(OSError):
        while heard < MOST_BYTES and (piece := await reader.read(MOST_BYTES)):
            heard += len(piece)
        writer.write(REFUSAL)
        writer.write_eof()
        await asyncio.sleep(SECONDS_TO_TAKE)
    writer.transport.abort()


async def main() -> None:
    """Serve until told a line."""
    server = await asyncio.start_server(refuse, "127.0.0.1", 0, limit=MOST_BYTES)
    print("port", server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    server.close()


if __name__ == "__main__":
    asyncio.run(main())
