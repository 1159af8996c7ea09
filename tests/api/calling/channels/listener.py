"""A real HTTP listener that answers as a platform does, well or badly."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from api.calling.ports import Message

SECONDS_TO_END = 60.0


@dataclass(frozen=True)
class Got:
    """A request that came in."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Listener:
    """Answers every POST with `status`, `headers` and `body`, or does what `misbehave` does."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b"{}"
    misbehave: Callable[[BaseHTTPRequestHandler], None] | None = None
    got: list[Got] = field(default_factory=list)
    connections: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def says(self, body: object, status: int = 200, **headers: str) -> None:
        """Answer so from now on; forget what came before."""
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.status, self.headers, self.misbehave = status, headers, None
        self.got.clear()

    @property
    def last(self) -> Got:
        return self.got[-1]


@contextmanager
def listening() -> Iterator[Listener]:
    """A listener on a port of its own."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            listener.connections += 1
            super().handle()

        def do_POST(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            listener.got.append(Got(parts.path, query, headers, body))
            self.close_connection = True
            if listener.misbehave is not None:
                listener.misbehave(self)
                return
            self.send_response(listener.status)
            for name, value in listener.headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("content-length", str(len(listener.body)))
            self.end_headers()
            self.wfile.write(listener.body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        # Of many that come at once none is turned away.
        request_queue_size = 512

    server = Server(("127.0.0.1", 0), Handler)
    listener.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield listener
    finally:
        listener.over.set()
        server.shutdown()
        server.server_close()
        thread.join(SECONDS_TO_END)


def closes(handler: BaseHTTPRequestHandler) -> None:
    """Hang up without a word."""
    handler.connection.close()


def talks_nonsense(handler: BaseHTTPRequestHandler) -> None:
    """Answer what is no HTTP."""
    handler.wfile.write(b"\x16\x03\x01 no such thing\r\n\r\n")


def breaks_off(handler: BaseHTTPRequestHandler) -> None:
    """Promise more than comes."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{")


def message(address: str = "13835700001", **changes: Any) -> Message:
    """A message of a real incident."""
    given: dict[str, Any] = {
        "key": "inc-1-c5-1",
        "address": address,
        "person": "王建国",
        "subject": "【叫应】乡宁县煤矿透水",
        "text": "乡宁县煤矿透水，Ⅲ级响应待签发，请即应答。",
        "short": "乡宁县煤矿透水，Ⅲ级响应待签发，请即应答",
        "spoken": "乡宁县煤矿透水，三级响应待签发",
        "link": "https://zhiban.example/answer/tok",
        "code": "4711",
        "exercise": False,
    }
    return Message(**(given | changes))
