"""`zhiban serve`: one server process, and one sentence when it cannot start."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import signal
import socket
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import typer
import uvicorn
from fastapi import FastAPI
from typing_extensions import override

from api import fault_injection
from api.app import create_app
from api.cli.configuration import settings_from
from api.cli.terminal import DATABASE, fail, reason, say
from api.live.delivery.cohorts import FILES_BESIDE
from api.monitoring import logs
from api.monitoring.log_file import LogFile
from api.monitoring.log_queue import Write
from api.monitoring.metrics import Metrics
from api.runtime import garbage_collection
from api.runtime.clock.clock_and_ids import open_clock
from api.runtime.map_file import read_map
from api.settings import Settings
from api.store.database.connections import check_address
from api.store.opening import open_server_store
from api.transport.admission import AdmissionQueue
from api.transport.reception import Reception
from api.transport.request_head import Patience
from api.transport.uvicorn_http import HttpProtocol
from api.transport.uvicorn_websocket import WebSocketProtocol
from engine.instants import to_text
from engine.plan_checks import refuse_faulty

SECONDS_TO_FINISH = 5
"""Seconds that running requests get to finish when the server is asked to stop."""

LEAVE_AT_ONCE = 8
"""Lost screens closed in one turn of the loop: each takes a fraction of a millisecond."""

ACCEPTED_AT_ONCE = 16
"""Connections that are accepted in one turn of the event loop: a millisecond or two."""

RECEIVED_UNREAD = 65_536
"""Bytes that the kernel keeps of one connection before the server reads them, about."""

BACKLOG = 2048
"""Connections that wait in the kernel to be accepted."""

HOST = typer.Option(None, help=say("cli.option.host"))
PORT = typer.Option(None, min=0, max=65535, help=say("cli.option.port"))
START = typer.Option(None, help=say("cli.option.clock_start"))
SPEED = typer.Option(None, min=0.0, help=say("cli.option.clock_speed"))


class Server(uvicorn.Server):
    """Uvicorn's server, which prints its address once it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[str], None]) -> None:
        super().__init__(config)
        self._listening = listening

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address."""
        await super().startup(sockets)
        if self.started:
            self._let_many_wait()
            garbage_collection.settle()
            self._listening(_address(self))

    def _let_many_wait(self) -> None:
        """Give the kernel's queue its length: the one that asyncio knows is how many it takes.

        It accepts as many connections in one turn of the loop as its backlog says. What is
        accepted inherits a small buffer, so that nobody fills the kernel's memory unread.
        """
        for listener in self.servers:
            for open_socket in listener.sockets:
                with socket.socket(fileno=os.dup(open_socket.fileno())) as same:
                    same.listen(BACKLOG)
                    same.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVED_UNREAD)


def _address(server: uvicorn.Server) -> str:
    host, port = server.config.host, server.config.port
    for listener in server.servers:
        for open_socket in listener.sockets:
            port = open_socket.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def make_room(clients: int) -> None:
    """Raise this process's limit of open files to what its clients need, as far as allowed.

    A client has its socket and, in a cohort, a duplicate of it.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * clients + FILES_BESIDE
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        # Some systems refuse numbers that they do not call too high before.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def log_file_of(settings: Settings) -> Write | None:
    """What writes the log, if not standard error. Exits with one sentence if it cannot."""
    if settings.log_file is None:
        return None
    limit = round(settings.log_megabytes * 1_000_000)
    try:
        return LogFile(settings.log_file, limit, settings.log_kept).write
    except OSError as wrong:
        facts = {"file": settings.log_file, "problem": reason(wrong)}
        raise fail.no(say("cli.log_unwritable", **facts)) from None


def refuse_taken_address(settings: Settings) -> None:
    """Exit with one sentence if the address is taken, before anything is started."""
    if not settings.port:
        return
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        for family, kind, protocol, _, address in found:
            with socket.socket(family, kind, protocol) as probe:
                # Bound as the server binds: the address of a server that has just ended is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                probe.bind(address)
    except OSError as wrong:
        taken = wrong.errno == errno.EADDRINUSE
        key = "cli.address_taken" if taken else "cli.address_unusable"
        facts = {"host": settings.host, "port": settings.port, "problem": reason(wrong)}
        raise fail.no(say(key, **facts)) from None


def reception_of(settings: Settings, metrics: Metrics) -> Reception:
    """The rules that the settings give for connections on which nobody is signed in."""
    found = Reception(
        Patience(settings.request_head_s, settings.request_s, settings.upload_s),
        settings.allowed_hosts,
        settings.guest_connections,
        settings.trusted_proxies,
        lambda code: metrics.refused.labels(code).inc(),
    )
    metrics.watch("zhiban_guests", "Connections not signed in.", lambda: len(found.guests))
    return found


def run_server(
    app: FastAPI, settings: Settings, listening: Callable[[str], None] | None = None
) -> None:
    """Serve until asked to stop. Exits with 1 if the server could not start."""
    make_room(settings.live_clients)
    http = partial(
        HttpProtocol, entrance=AdmissionQueue(), reception=reception_of(settings, app.state.metrics)
    )
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=cast(Any, http),
        ws=cast(Any, partial(WebSocketProtocol, way_out=AdmissionQueue(LEAVE_AT_ONCE))),
        ws_max_size=settings.live_frame_bytes,
        ws_per_message_deflate=settings.live_compression,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        backlog=ACCEPTED_AT_ONCE,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        lifespan="on",
    )
    server = Server(config, listening or (lambda url: typer.echo(say("cli.serving", url=url))))
    # Uvicorn stops in good order and then raises the signal again. The process would end by a
    # signal although nothing went wrong.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    # The log already says what prevents the start; uvicorn's own exit code is not ours.
    with contextlib.suppress(SystemExit):
        server.run()
    if not server.started:
        raise typer.Exit(1)


def announce_setup(code: str) -> None:
    """Print the setup code of a new installation."""
    typer.echo(say("cli.setup_code", code=code), err=True)


def serve(
    host: str | None = HOST,
    port: int | None = PORT,
    database_url: str | None = DATABASE,
    clock_start: str | None = START,
    clock_speed: float | None = SPEED,
) -> None:
    """Serve the console, the API and the live channel."""
    given: dict[str, Any] = {
        "host": host,
        "port": port,
        "database_url": database_url,
        "clock_start": clock_start,
        "clock_speed": clock_speed,
    }
    settings = settings_from(given)
    logs.configure(settings.log_format, settings.log_level, log_file_of(settings))
    fault_injection.arm(settings.fault)
    clock = open_clock(settings)
    if settings.clock_speed == 0:
        typer.echo(say("cli.clock_stands", at=to_text(clock.now)), err=True)
    with fail.cleanly():
        check_address(settings.database_url)
        read_map(settings.map)
    # Checked before a database is made that nobody would use.
    refuse_taken_address(settings)
    # A fault of the database or of a plan shows here, in one sentence.
    with fail.cleanly():
        store = open_server_store(settings)
        if not store.plans.current():
            raise fail.no(say("cli.no_plans", folder=settings.plans_dir))
        refuse_faulty(store.plans.current().values(), settings.plans_dir)
    run_server(create_app(settings, announce=announce_setup, store=store, clock=clock), settings)
