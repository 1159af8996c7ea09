"""What a command costs over HTTP, side by side with an endpoint that does nothing.

    python -m tests.benchmarks.over_http [--clients 64] [--seconds 5] [--rounds 3]
                                         [--open 10 10000] [--postgres] [--beside CHECKOUT]

A real `zhiban serve` on one core, `wrk` of Debian's package wrk on another; its clients
speak HTTP/1.1 and keep their connections. A request adds one line to an incident's log:
authenticated, decided, sealed, committed with a sync to the disk, pushed, answered. Beside
it a FastAPI endpoint that answers `{}`, behind the same uvicorn. `CPU us` is what the
server's threads took for a request, by the kernel's count: it does not depend on what `wrk`
gets of its core; beside it how often the server synced a file, PostgreSQL's syncs included.
Once more with `Prefer: return=minimal`, as the console asks, and while a wall screen listens,
for which frames are made. `--beside` names a checkout of another commit with a `.venv` of its
own: its server answers the same command in the same rounds. For
each number of `--open` incidents the same with so many of them open, one client at a time.
Not collected by pytest.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from websockets.exceptions import ConnectionClosed

from api.settings import Settings
from api.store.facade import Store
from api.store.journal.journal import SqlJournal
from tests.api.store.desk import Desk
from tests.api.town import Town, found_town
from tests.benchmarks import syncs
from tests.benchmarks.readings import on_core
from tests.support.postgres import running_postgres
from tests.support.server import ServerProcess, free_port

LOOKS, SECONDS_BETWEEN_LOOKS = 600, 0.5
CORES = sorted(os.sched_getaffinity(0))
BODY = '{"command":"add_log_entry","text":"已通知各成员单位"}'
NOTHING = """
import sys, uvicorn
from fastapi import FastAPI
app = FastAPI()
@app.post("/nothing")
async def nothing() -> dict[str, str]:
    return {}
uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False)
"""
HELD = """
import json, pathlib, sys
from tests.benchmarks import over_http
folder = pathlib.Path(sys.argv[1])
with over_http.zhiban(folder, f"sqlite:///{folder}/zhiban.db", int(sys.argv[2])) as target:
    print(json.dumps([target.url, target.process, target.token]), flush=True)
    sys.stdin.read()
"""
ASKING = """
wrk.method, wrk.body = "POST", BODY
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer TOKEN"
wrk.headers["Prefer"] = "PREFER"
function done(all, latency)
  local e = all.errors
  io.stderr:write(string.format(
    '{"requests": %d, "us": %d, "p50": %d, "p99": %d, "failed": %d}',
    all.requests, all.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass(frozen=True)
class Load:
    """What `wrk` found: requests a second, and milliseconds for half and for 99 of 100.

    `cpu` are the server's microseconds of processor time for a request, `synced` its syncs.
    """

    rate: float
    p50: float
    p99: float
    cpu: float
    synced: float


@dataclass(frozen=True)
class Target:
    """Something that is asked again and again."""

    url: str
    process: int
    token: str = ""
    prefer: str = "return=representation"

    def ask(self, folder: Path, clients: int, seconds: int) -> Load:
        """For so long from so many clients that keep their connections."""
        asking = folder / "asking.lua"
        body = f"[[{BODY}]]"
        script = ASKING.replace("BODY", body).replace("TOKEN", self.token)
        asking.write_text(script.replace("PREFER", self.prefer), "utf-8")
        command = ["taskset", "-c", str(CORES[-1]), "wrk", "-t1", f"-c{clients}"]
        command += [f"-d{seconds}s", "--timeout", "60s", "-s", str(asking), self.url]
        before, synced = on_core(self.process), syncs.synced()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        taken, synced = on_core(self.process) - before, syncs.synced() - synced
        found = json.loads(done.stderr)
        if found["failed"] or not found["requests"]:
            raise RuntimeError(done.stdout)
        return Load(
            found["requests"] / found["us"] * 1e6,
            found["p50"] / 1000,
            found["p99"] / 1000,
            taken * 1e6 / found["requests"],
            synced / found["requests"],
        )


@contextmanager
def of_checkout(checkout: Path, folder: Path, clients: int) -> Iterator[Target]:
    """The same as `zhiban`, by the program of another commit in `checkout`."""
    command = [str(checkout / ".venv/bin/python"), "-c", HELD, str(folder), str(clients)]
    env = os.environ | {"PYTHONPATH": str(checkout)}
    piped = subprocess.PIPE
    with subprocess.Popen(command, cwd=checkout, env=env, stdin=piped, stdout=piped) as held:
        if held.stdin is None or held.stdout is None:
            raise TypeError(held)
        try:
            yield Target(*json.loads(held.stdout.readline()))
        finally:
            held.stdin.close()


@contextmanager
def doing_nothing(folder: Path) -> Iterator[Target]:
    """The endpoint that does nothing."""
    port = free_port()
    server = ServerProcess([sys.executable, "-c", NOTHING, str(port)], port=port, folder=folder)
    os.sched_setaffinity(server.process.pid, {CORES[0]})
    try:
        server.wait_until_live("/openapi.json")
        yield Target(f"{server.url}/nothing", server.process.pid)
    finally:
        server.kill()


def settled(town: Town) -> None:
    """Wait until the watchdog has been through all incidents: its first round takes long."""
    rounds = "zhiban_watchdog_rounds_total"
    for _ in range(LOOKS):
        if f"{rounds} 0.0" not in town.get("/metrics", None).text:
            return
        time.sleep(SECONDS_BETWEEN_LOOKS)
    raise TimeoutError(f"{rounds} is 0")


@contextmanager
def listening(town: Town) -> Iterator[None]:
    """A wall screen that takes whatever comes."""

    def take() -> None:
        with contextlib.suppress(ConnectionClosed):
            for _ in live.socket:
                pass

    with town.live() as live:
        live.send({"type": "subscribe", "topics": ["incidents"]})
        taking = threading.Thread(target=take)
        taking.start()
        yield
    taking.join()


@contextmanager
def zhiban(folder: Path, url: str, incidents: int, *, screen: bool = False) -> Iterator[Target]:
    """A server with so many open incidents; the target is one of them."""
    incident = fill(url, incidents)
    town = found_town(folder, env={"ZHIBAN_DATABASE_URL": url}, names=("duty", "viewer"))
    for task in Path(f"/proc/{town.server.process.pid}/task").iterdir():
        os.sched_setaffinity(int(task.name), {CORES[0]})
    try:
        settled(town)
        path = f"{town.url}/api/incidents/{incident}/commands"
        with listening(town) if screen else contextlib.nullcontext():
            yield Target(path, town.server.process.pid, town.tokens["duty"])
    finally:
        town.server.stop()


def fill(url: str, incidents: int) -> str:
    """Open incidents without a server; the id of the last."""
    with Store.open(url, Settings().plans_dir) as store:
        desk = Desk(store.plans)

        def some(journal: SqlJournal) -> str:
            for _ in range(min(incidents, 100)):
                last = desk.open(journal).after.id
            return last

        return [store.writer.run(some) for _ in range(max(1, incidents // 100))][-1]


def against_nothing(
    options: argparse.Namespace, stack: ExitStack, urls: Sequence[str], folder: Path
) -> None:
    """Commands from many clients, unheard and heard, beside requests for nothing."""
    heard, beside = folder / "heard", folder / "beside"
    heard.mkdir()
    beside.mkdir()
    command = stack.enter_context(zhiban(folder, urls[0], options.clients))
    targets = {
        "nothing": stack.enter_context(doing_nothing(folder)),
        "a command": command,
        "return=minimal": replace(command, prefer="return=minimal"),
        "with a screen": stack.enter_context(zhiban(heard, urls[1], options.clients, screen=True)),
    }
    if options.beside:
        other = of_checkout(options.beside.resolve(), beside, options.clients)
        targets["a command, beside"] = stack.enter_context(other)
    found: dict[str, list[Load]] = {name: [] for name in targets}
    for _ in range(options.rounds + 1):
        for name, target in targets.items():
            found[name].append(target.ask(folder, options.clients, options.seconds))
    print(f"\n{options.clients} clients, {options.seconds} s, medians of {options.rounds}")
    show({name: loads[1:] for name, loads in found.items()})


def by_open_incidents(options: argparse.Namespace, folder: Path) -> None:
    """One client, with few and with many incidents open, in turns."""
    with ExitStack() as stack:
        targets = {}
        for number in options.open:
            own = folder / str(number)
            own.mkdir()
            url = f"sqlite:///{own}/zhiban.db"
            targets[f"{number} open"] = stack.enter_context(zhiban(own, url, number))
        found: dict[str, list[Load]] = {name: [] for name in targets}
        for _ in range(options.rounds + 1):
            for name, target in targets.items():
                found[name].append(target.ask(folder, 1, options.seconds))
    print(f"\none client, medians of {options.rounds}")
    show({name: loads[1:] for name, loads in found.items()})


def show(found: dict[str, list[Load]]) -> None:
    """Medians as rows of a table; the ratio is of rates to the first."""
    print("| | requests a second | p50 / p99 ms | ratio | CPU us | syncs a request |")
    print("| --- | --- | --- | --- | --- | --- |")
    base = None
    for name, loads in found.items():
        rate, p50, p99, cpu, synced = (
            statistics.median(getattr(load, field) for load in loads)
            for field in ("rate", "p50", "p99", "cpu", "synced")
        )
        base = base or rate
        print(
            f"| {name} | {rate:,.0f} | {p50:.1f} / {p99:.1f} | {rate / base:.2f} "
            f"| {cpu:.0f} | {synced:.3f} |",
            flush=True,
        )


def main() -> None:
    """Run all, print medians."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--open", type=int, nargs="*", default=[10, 10_000])
    parser.add_argument("--postgres", action="store_true", help="the commands on PostgreSQL")
    parser.add_argument("--beside", type=Path, help="a checkout of another commit")
    parser.add_argument("--folder", type=Path, help="where the files are made: a real disk")
    options = parser.parse_args()
    syncs.count_from_here()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=options.folder)))
        urls = [f"sqlite:///{folder}/{name}.db" for name in ("unheard", "heard")]
        if options.postgres:
            server = stack.enter_context(running_postgres(fsync=True))
            urls = [server.url(server.clone()) for _ in urls]
        against_nothing(options, stack, urls, folder)
        if options.open and not options.postgres:
            by_open_incidents(options, folder)


if __name__ == "__main__":
    main()
