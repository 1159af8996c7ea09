"""How a connection ends: nothing comes after its end, and nothing is left behind.

What is left behind is looked at without a collection of cycles: the server's full ones are
rare (`api.runtime.garbage_collection`), so a circle would be memory that is held for hours.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, cast
from weakref import ref

import pytest
import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from typing_extensions import override
from websockets.asyncio.client import ClientConnection, connect

from api.live.delivery.subscriber import Subscriber
from api.live.protocol.messages import Subscribe
from api.transport.admission import AdmissionQueue
from api.transport.reception import Reception
from api.transport.request_head import Patience
from api.transport.uvicorn_http import HttpProtocol
from api.transport.uvicorn_websocket import WebSocketProtocol, sink_of
from tests.api.live.company import Guest, code_in, frames
from tests.api.live.desk import MemoryDesk
from tests.engine.stories import real_plans
from tests.support.server import free_port

NOBODY = frozenset[str]()
KEPT: list[ref[Any]] = []


class Remembered(WebSocketProtocol):
    """Of each of these, and of its parts, it is known whether it is still there."""

    @override
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        KEPT.extend([ref(self), ref(self.conn)])


class First(HttpProtocol):
    """The same of what hears the request for a websocket."""

    @override
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        KEPT.append(ref(self))

    @override
    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        if self.cycle is not None:
            KEPT.append(ref(self.cycle))


@pytest.fixture
def no_collection() -> Iterator[None]:
    KEPT.clear()
    gc.disable()
    yield
    gc.enable()


@asynccontextmanager
async def serving(desk: MemoryDesk, **options: Any) -> AsyncIterator[int]:
    """The hub behind a real server in this loop; its port."""
    app = FastAPI()

    @app.websocket("/api/live")
    async def live(websocket: WebSocket) -> None:
        sink = sink_of(websocket.scope)
        assert sink is not None
        await websocket.accept()
        client = Subscriber(sink, "x", "s")
        desk.hub.join(client)
        try:
            await desk.hub.subscribe(client, Subscribe(True, NOBODY, NOBODY, None, None))
            while True:
                await websocket.receive_text()
        except WebSocketDisconnect:
            desk.hub.leave(client)

    port = free_port()
    http = cast(
        "Any", partial(First, entrance=AdmissionQueue(), reception=Reception(Patience(10, 60, 600)))
    )
    ws = cast("Any", partial(Remembered, way_out=AdmissionQueue()))
    config = uvicorn.Config(
        app, port=port, log_level="error", http=http, ws=ws, lifespan="off", **options
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    try:
        await until(lambda: server.started)
        yield port
    finally:
        server.should_exit = True
        await running


async def until(true: Callable[[], bool]) -> None:
    """Let the server go on until something is so, for at most a minute."""
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110
            await asyncio.sleep(0)


async def close(client: ClientConnection) -> None:
    await client.close()


async def cut(client: ClientConnection) -> None:
    client.transport.abort()


@pytest.mark.usefixtures("no_collection")
@pytest.mark.parametrize("leave", [close, cut])
async def test_a_connection_that_is_over_is_kept_by_nothing(leave: Any) -> None:
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    desk.hub.start()
    async with serving(desk) as port:
        clients = []
        for attempt in range(5):
            async with asyncio.timeout(60):
                clients.append(await connect(f"ws://127.0.0.1:{port}/api/live"))
            assert '"snapshot"' in str(await clients[attempt].recv())
        desk.does(incident, "add_log_entry", text="1")
        for client in clients:
            assert '"event"' in str(await client.recv())
        assert len(KEPT) == 15
        for client in clients:
            await leave(client)
        await until(lambda: all(one() is None for one in KEPT))
    await desk.hub.stop()


@pytest.mark.usefixtures("no_collection")
async def test_a_request_that_is_answered_is_kept_by_nothing() -> None:
    async with serving(MemoryDesk(real_plans()["grain"])) as port:
        reading, writing = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(5):
            writing.write(b"GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n")
            head = await reading.readuntil(b"\r\n\r\n")
            size = int(head.lower().partition(b"content-length: ")[2].split()[0])
            await reading.readexactly(size)
        assert len(KEPT) == 6
        writing.close()
        await until(lambda: all(one() is None for one in KEPT))


async def test_nothing_comes_after_the_close_frame_of_who_answers_no_pings() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    desk.hub.start()
    async with serving(desk, ws_ping_interval=0.2, ws_ping_timeout=0.2) as port:
        guest = await Guest.enter(port)
        await guest.hear(b'"snapshot"')
        async with asyncio.timeout(60):
            while code_in(guest.heard) != 1011:
                desk.does(incident, "add_log_entry", text="1")
                await guest.read()
        while await guest.read():
            pass
        guest.bare.close()
        first = [first for first, _ in frames(guest.heard)]
        assert 0x81 in first
        assert first[-1] == 0x88
    await desk.hub.stop()
