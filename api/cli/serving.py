"""`zhiban serve`: one server process, with clean words when it cannot start."""

from __future__ import annotations

import contextlib
import errno
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

from api import collector, faults, logs
from api.app import check_address, create_app, open_store, refuse_real_incidents
from api.cli.terminal import fail, say, settings_from
from api.live.abortable import AbortableProtocol
from api.live.turnstile import Turnstile
from api.live.wire import FanOutProtocol
from api.settings import Settings
from api.sources import open_clock
from engine.checks import refuse_faulty
from engine.instants import to_text

SECONDS_TO_FINISH = 5
"""How long requests under way may take when the server is asked to stop."""

LEAVE_AT_ONCE = 8
"""How many lost screens are let go together: each is a fraction of a millisecond's work."""

FILES_BESIDE = 512
"""Open files beside those of the live clients: requests, databases, logs."""

HOST = typer.Option(None, help=say("cli.option.host"))
PORT = typer.Option(None, min=0, max=65535, help=say("cli.option.port"))
DATABASE = typer.Option(None, help=say("cli.option.database_url"))
START = typer.Option(None, help=say("cli.option.clock_start"))
SPEED = typer.Option(None, min=0.0, help=say("cli.option.clock_speed"))


class Server(uvicorn.Server):
    """Uvicorn's server, saying where it is once it listens."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[str], None]) -> None:
        super().__init__(config)
        self._listening = listening

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell the address."""
        await super().startup(sockets)
        if self.started:
            collector.settle()
            self._listening(_address(self))


def _address(server: uvicorn.Server) -> str:
    host, port = server.config.host, server.config.port
    for listener in server.servers:
        for open_socket in listener.sockets:
            port = open_socket.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def make_room(clients: int) -> None:
    """Allow this process as many open files as its clients need, as far as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = clients + FILES_BESIDE
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        # Some systems refuse numbers that they do not call too high before.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def refuse_taken_address(settings: Settings) -> None:
    """Say in one sentence that nobody can listen there, before anything is started."""
    if not settings.port:
        return
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        for family, kind, protocol, _, address in found:
            with socket.socket(family, kind, protocol) as probe:
                # As the server itself will bind: what has just ended does not count.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                probe.bind(address)
    except OSError as wrong:
        taken = wrong.errno == errno.EADDRINUSE
        key = "cli.address_taken" if taken else "cli.address_unusable"
        facts = {"host": settings.host, "port": settings.port, "problem": wrong.strerror}
        raise fail.no(say(key, **facts)) from None


def run_server(
    app: FastAPI, settings: Settings, listening: Callable[[str], None] | None = None
) -> None:
    """Serve until asked to stop; exits with 1 if it could not start."""
    make_room(settings.live_clients)
    patience = settings.request_s
    http = partial(AbortableProtocol, entrance=Turnstile(), seconds_to_ask=patience)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=cast(Any, http),
        ws=cast(Any, partial(FanOutProtocol, way_out=Turnstile(LEAVE_AT_ONCE))),
        ws_max_size=settings.live_frame_bytes,
        ws_per_message_deflate=settings.live_compression,
        log_config=None,
        access_log=False,
        server_header=False,
        # The application looks at them itself, behind its lane for commands.
        proxy_headers=False,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        lifespan="on",
    )
    server = Server(config, listening or (lambda url: typer.echo(say("cli.serving", url=url))))
    # Uvicorn stops in good order and then raises the signal again, for whoever waits: that
    # would be an exit by signal where nothing went wrong.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    # What keeps it from starting is in the log by then; uvicorn's own exit code is not ours.
    with contextlib.suppress(SystemExit):
        server.run()
    if not server.started:
        raise typer.Exit(1)


def announce_setup(code: str) -> None:
    """The setup code of a new installation, on the server's terminal."""
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
    logs.configure(settings.log_format, settings.log_level)
    faults.arm(settings.fault)
    clock = open_clock(settings)
    if settings.clock_speed == 0:
        typer.echo(say("cli.clock_stands", at=to_text(clock.now)), err=True)
    with fail.cleanly():
        check_address(settings.database_url)
    # Before anything is made: a database that nobody serves would only be in the way.
    refuse_taken_address(settings)
    # Whatever is wrong with the database or a plan shows here, in one sentence.
    with fail.cleanly():
        store = open_store(settings)
        if not store.plans.current():
            raise fail.no(say("cli.no_plans", folder=settings.plans_dir))
        refuse_faulty(store.plans.current().values(), settings.plans_dir)
        refuse_real_incidents(store, clock)
    run_server(create_app(settings, announce=announce_setup, store=store, clock=clock), settings)
