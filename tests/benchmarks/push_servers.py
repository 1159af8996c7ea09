"""The servers that `tests.benchmarks.push` compares, each in a process of its own.

    python -m tests.benchmarks.push_servers KIND PORT SIZE

`hub`, `hub_deflate` (ours, inside FastAPI and uvicorn), `broadcast` and
`broadcast_deflate` (`websockets.broadcast`), `send_json` (a loop over FastAPI's sockets).
On stdin `burst K` publishes K messages of SIZE bytes of JSON, `count` asks how many listen.
"""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

import orjson
import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory

from api.access.account_audience import Audiences
from api.live.delivery.broadcast import FanOut
from api.live.delivery.subscriber import Subscriber
from api.live.feed.event_frames import Numbered
from api.live.feed.incident_board import IncidentBoard
from api.live.feed.replay_buffer import EventFrame, ReplayBuffer
from api.live.hub import Hub
from api.live.protocol.encodings import framed
from api.live.protocol.message_shapes import ServerHealth
from api.live.protocol.messages import Subscribe, parse
from api.transport.admission import AdmissionQueue
from api.transport.uvicorn_websocket import WebSocketProtocol, sink_of
from engine.clock import SystemClock
from engine.incident.state import Incident
from engine.memory import FixedPlans

WELL: ServerHealth = {
    "watchdog": {"well": True, "silent": False, "differences": 0},
    "store": {"well": True, "writes": True, "reads": True},
    "clock": {"state": "trusted", "node": "desk", "ahead_s": 0.0, "since": None},
    "journal": None,
    "continuation": None,
    "drill": None,
}
Publish = Callable[[Sequence[dict[str, Any]]], None]


def messages(first: int, number: int, size: int) -> list[dict[str, Any]]:
    """Messages that compress about as well as ours: words of the plans, and some ids."""
    found = []
    for cursor in range(first, first + number):
        words = f"第{cursor}号处置记录：县级粮食应急机构报送当日价格与库存，市场平稳。" * 40
        message = {"type": "event", "cursor": cursor, "x": os.urandom(size // 8).hex()}
        room = size - len(orjson.dumps(message))
        message["text"] = words.encode()[: room - 12].decode(errors="ignore")
        found.append(message)
    return found


def obey(publish: Publish, count: Callable[[], int], size: int) -> None:
    """Read commands from stdin inside the running loop."""
    sent = 0
    rest = b""

    def read() -> None:
        nonlocal sent, rest
        content = os.read(0, 4096)
        if not content:
            os._exit(0)
        *lines, rest = (rest + content).split(b"\n")
        for line in lines:
            if line == b"count":
                print("count", count(), flush=True)
                continue
            number = int(line.split()[1])
            made = messages(sent + 1, number, size)
            sent += number
            started = time.monotonic()
            publish(made)
            print(f"at {started:.6f}", flush=True)

    asyncio.get_running_loop().add_reader(0, read)
    print("up", flush=True)


def run_uvicorn(app: FastAPI, port: int, started: Callable[[], None], **options: Any) -> None:
    """Serve with uvicorn as `zhiban serve` does."""

    async def main() -> None:
        config = uvicorn.Config(
            app,
            port=port,
            log_level="error",
            access_log=False,
            lifespan="off",
            backlog=4096,
            ws_ping_interval=None,
            **options,
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        started()
        await serving

    with asyncio.Runner(loop_factory=uvicorn.Config(app).get_loop_factory()) as runner:
        runner.run(main())


def hub(port: int, size: int, *, compressed: bool) -> None:
    """Our hub: ring, fan-out and sinks as they are in the server."""
    clock = SystemClock()
    fan_out = FanOut(ReplayBuffer(2048, 0), clock, clock, 3600, 3600, WELL.copy)

    async def nothing(incident: str) -> Incident | None:
        return None

    async def no_events(cursor: int, limit: int) -> Sequence[Numbered]:
        return []

    plans = FixedPlans({})
    board = IncidentBoard(plans, clock, nothing)
    live = Hub(board, fan_out, no_events, Audiences(plans), epoch="e", resume_limit=10**9)
    app = FastAPI()

    @app.websocket("/api/live")
    async def listen(websocket: WebSocket) -> None:
        sink = sink_of(websocket.scope)
        assert sink is not None
        await websocket.accept()
        client = Subscriber(sink, "x", "s")
        live.join(client)
        try:
            while True:
                frame = parse(await websocket.receive_text())
                if isinstance(frame, Subscribe):
                    await live.subscribe(client, frame)
        except WebSocketDisconnect:
            live.leave(client)

    def publish(made: Sequence[dict[str, Any]]) -> None:
        for message in made:
            content = framed(orjson.dumps(message))
            fan_out.ring.append(EventFrame(message["cursor"], "x", content))
        fan_out.behind.set()

    def started() -> None:
        live.start()
        obey(publish, lambda: sum(c.cursor is not None for c in fan_out.clients), size)

    run_uvicorn(
        app,
        port,
        started,
        ws=cast(Any, partial(WebSocketProtocol, way_out=AdmissionQueue(8))),
        ws_per_message_deflate=compressed,
        ws_max_size=16_384,
    )


def send_json(port: int, size: int) -> None:
    """What tutorials show: a list of sockets and `await socket.send_json` for each."""
    app = FastAPI()
    sockets: list[WebSocket] = []
    waiting: asyncio.Queue[Sequence[dict[str, Any]]] = asyncio.Queue()

    @app.websocket("/api/live")
    async def listen(websocket: WebSocket) -> None:
        await websocket.accept()
        sockets.append(websocket)
        try:
            while True:
                await websocket.receive_text()
        except WebSocketDisconnect:
            sockets.remove(websocket)

    async def work() -> None:
        while True:
            for message in await waiting.get():
                for socket in sockets:
                    await socket.send_json(message)

    tasks = []

    def started() -> None:
        tasks.append(asyncio.create_task(work()))
        obey(waiting.put_nowait, lambda: len(sockets), size)

    run_uvicorn(app, port, started, ws_per_message_deflate=False)


def websockets_broadcast(port: int, size: int, *, compressed: bool) -> None:
    """The library's own server and its `broadcast`."""
    sockets: set[ServerConnection] = set()

    async def listen(socket: ServerConnection) -> None:
        sockets.add(socket)
        async for _ in socket:
            pass

    def publish(made: Sequence[dict[str, Any]]) -> None:
        for message in made:
            broadcast(sockets, orjson.dumps(message).decode())

    extensions = [
        ServerPerMessageDeflateFactory(
            server_max_window_bits=12,
            client_max_window_bits=12,
            compress_settings={"memLevel": 5},
        )
    ]

    async def main() -> None:
        async with serve(
            listen,
            "127.0.0.1",
            port,
            compression=None,
            extensions=extensions if compressed else None,
            backlog=4096,
            ping_interval=None,
        ):
            obey(publish, lambda: len(sockets), size)
            await asyncio.Event().wait()

    with asyncio.Runner(loop_factory=uvicorn.Config(FastAPI()).get_loop_factory()) as runner:
        runner.run(main())


if __name__ == "__main__":
    kind, port, size = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    match kind:
        case "hub" | "hub_deflate":
            hub(port, size, compressed=kind == "hub_deflate")
        case "broadcast" | "broadcast_deflate":
            websockets_broadcast(port, size, compressed=kind == "broadcast_deflate")
        case "send_json":
            send_json(port, size)
