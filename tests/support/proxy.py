"""A reverse proxy that shows a server below a path, as nginx would. Real sockets, HTTP/1.1.

Each connection carries one request (`Connection: close`) or, after an upgrade, a websocket.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

HEAD_BYTES = 64 * 1024
CHUNK = 64 * 1024


@contextlib.asynccontextmanager
async def below_path(url: str, path: str, *, keeps_path: bool = False) -> AsyncIterator[str]:
    """The address under which the server at `url` is shown below `path`.

    The path is taken off before a request goes on, unless the proxy keeps it. Whatever is not
    below the path is another program's: 404, and counted in no log of the server.
    """
    target = urlsplit(url)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                host, port = target.hostname or "", target.port or 80
                await _one(reader, writer, host, port, path, keeps_path)
        finally:
            # Also when the proxy ends under a request.
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=HEAD_BYTES)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}{path}"
    finally:
        server.close()
        for task in tuple(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _one(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    host: str,
    port: int,
    path: str,
    keeps_path: bool,
) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    method, asked, version = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
    if not asked.startswith(f"{path}/"):
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()
        return
    if not keeps_path:
        asked = asked.removeprefix(path)
    lines = head.decode("latin-1").split("\r\n")[1:-2]
    upgrades = any(line.lower().startswith("upgrade:") for line in lines)
    if not upgrades:
        lines = [line for line in lines if not line.lower().startswith("connection:")]
        lines.append("Connection: close")
    there, back = await asyncio.open_connection(host, port)
    back.write("\r\n".join([f"{method} {asked} {version}", *lines, "", ""]).encode("latin-1"))
    try:
        await asyncio.gather(_pass(reader, back), _pass(there, writer))
    finally:
        back.close()


async def _pass(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while chunk := await source.read(CHUNK):
        target.write(chunk)
        await target.drain()
    with contextlib.suppress(OSError):
        target.write_eof()
