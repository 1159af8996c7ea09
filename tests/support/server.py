"""A real ``zhiban serve`` in a process of its own, reached over loopback."""

import contextlib
import itertools
import json
import os
import secrets
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.support import forks

NO_CALLS = {"ZHIBAN_CALL_RULES": "false", "ZHIBAN_WARM_DOCUMENTS": "false"}
"""What tests are told that are not about calls: else attempts would come in among their entries."""

SECONDS_TO_START = 120.0
SECONDS_TO_STOP = 60.0
SECONDS_BETWEEN_LOOKS = 0.02
LIVE = "/api/health/live"
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
"""For httpx, which else reads all certificates for each client: the dearest part of a request."""
SECONDS_TO_ANSWER = 60.0
CHECKOUT = Path(__file__).resolve().parents[2]


class WrongCheckout(Exception):
    """The installed `zhiban` runs the sources of another checkout; the message names both."""


def zhiban_of(python: Path, checkout: Path) -> str:
    """The program `zhiban` beside an interpreter, which has to run the sources of `checkout`.

    The program is started in folders of its own and may be an editable install of another
    checkout; its tests would then pass whatever stands here. Raises `WrongCheckout` if it
    runs other sources, or none.
    """
    # Somewhere else and without PYTHONPATH: only what is installed is found.
    asked = [str(python), "-c", "import api; print(api.__file__)"]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(asked, cwd="/", env=clean, capture_output=True, text=True, check=False)
    found = Path(done.stdout.strip()).resolve().parents[1] if done.returncode == 0 else None
    if found != checkout:
        raise WrongCheckout(
            f"the zhiban beside {python} runs the sources in {found}, and these tests are for "
            f"{checkout}: remove .venv there and run `python3 x.py lint`"
        )
    return str(python.with_name("zhiban"))


ZHIBAN = zhiban_of(Path(sys.executable), CHECKOUT)


class ServerFailed(Exception):
    """The server did not come up; the message holds the end of its log."""


def _ports() -> Iterator[int]:
    """Ports below those that the kernel takes for outgoing connections, for ever.

    Each process of pytest-xdist has a part of them, and each run begins somewhere else in it.
    """
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    part = len(PORTS) // WORKERS
    own = PORTS[number % WORKERS * part :][:part]
    first = secrets.randbelow(part)
    return itertools.cycle([*own[first:], *own[:first]])


def _below_outgoing() -> range:
    """From 10,100 (browsers refuse 10,080) to where outgoing connections begin, mostly 32,768."""
    try:
        first = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    except OSError:
        first = 32_768
    return range(10_100, first if first > 12_000 else 32_768)


PORTS, WORKERS = _below_outgoing(), 8
_next_ports, _choosing = _ports(), threading.Lock()


def free_port() -> int:
    """A TCP port of loopback that nobody has, and that nobody else is given before it is used.

    One that the kernel chooses could be taken meanwhile, by any connection of another test.
    """
    with _choosing:
        for port in _next_ports:
            with socket.socket() as probe, contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    raise AssertionError("there is always a next port")


def http_client(url: str, *, timeout: float = SECONDS_TO_ANSWER, **options: Any) -> httpx.Client:
    """A client of a server of ours: by no proxy, without TLS, and patient."""
    return httpx.Client(base_url=url, timeout=timeout, trust_env=False, verify=NO_TLS, **options)


class ServerProcess:
    """One running server: where it is, its log, and how it is ended."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        port: int,
        folder: Path,
        env: dict[str, str] | None = None,
        exact: bool = False,
    ) -> None:
        """Start ``command`` in ``folder``, with ``env`` as its only ``ZHIBAN_*`` settings.

        `zhiban` is forked (`tests.support.forks`), unless it is to be started exactly.
        """
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / f"server-{port}.log"
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("ZHIBAN_")}
        start: Any = subprocess.Popen if exact or command[0] != ZHIBAN else forks.start
        self.process: subprocess.Popen[bytes] | forks.Forked
        with self.log.open("ab") as log:
            self.process = start(
                command,
                cwd=folder,
                env={**inherited, **NO_CALLS, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def wait_until_live(self, path: str = LIVE) -> None:
        """Return when ``path`` answers 2xx; raise ServerFailed if that never happens."""
        deadline = time.monotonic() + SECONDS_TO_START
        with http_client(self.url, timeout=5) as client:
            while time.monotonic() < deadline:
                with contextlib.suppress(httpx.TransportError):
                    if client.get(path).is_success:
                        return
                # Waiting for its end is a pause that notices at once if it dies.
                with contextlib.suppress(subprocess.TimeoutExpired):
                    code = self.process.wait(SECONDS_BETWEEN_LOOKS)
                    raise ServerFailed(f"the server ended with {code}:\n{self.log_tail()}")
        self.kill()
        raise ServerFailed(f"no answer in {SECONDS_TO_START:.0f} s:\n{self.log_tail()}")

    def stop(self) -> int:
        """Ask the server to end and wait for it; its exit code."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        """End the server as a crash would."""
        return self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)  # does nothing once the server has ended
        try:
            return self.process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise ServerFailed(f"the server did not stop:\n{self.log_tail()}") from None

    def events(self) -> list[dict[str, Any]]:
        """The log's lines of JSON, of those that are there whole."""
        whole, _, _ = self.log.read_text(errors="replace").rpartition("\n")
        return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]

    def log_tail(self) -> str:
        """The end of the server's output, for messages."""
        return self.log.read_text(errors="replace")[-4000:]


def start_zhiban(
    folder: Path,
    *arguments: str,
    env: dict[str, str] | None = None,
    port: int | None = None,
    exact: bool = False,
) -> ServerProcess:
    """Start ``zhiban serve ARGUMENTS`` on this or a free port and return when it is live."""
    port = port or free_port()
    command = [ZHIBAN, "serve", "--host", "127.0.0.1", "--port", str(port), *arguments]
    server = ServerProcess(command, port=port, folder=folder, env=env, exact=exact)
    server.wait_until_live()
    return server
