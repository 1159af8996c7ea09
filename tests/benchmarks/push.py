"""How fast one server pushes to many sockets, side by side with others in one run.

    python -m tests.benchmarks.push [--clients 1000 5000] [--kinds c hub …] [--rounds 3]
                                    [--size 600] [--seconds 3] [--whole]

The server is pinned to one core, the load client (`drain.c`, compiled here with `cc`) to
another; all over loopback. `c` is our own send loop in C that joins what is pending into
one write (`join_loop.c`); `nchan` is nginx (`push_nchan`), the others are in `push_servers`. For
each number of clients and each kind, in turns:

    bursts   bursts of 20 messages, 8 of them under way; deliveries for each second that
             the server's core has worked, which other load on the machine does not change
    single   the same, one message at a time, the next when the last client has it
    wall     bursts by the clock on the wall: of use only on a machine that does nothing else
    paced    20 messages a second; publish to last receipt, p50 and p99 in ms
    memory   what the server's resident size grew by for each client, in KiB

`idle` is the share of its time that the load client had nothing to do during the bursts: if
it is near zero, the client was the limit and not the server. `errors` counts frames out of
order. `--whole` measures commands on a real `zhiban serve` with 0 and with N screens.
Not collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.api.town import Town, found_town
from tests.support.server import free_port

HERE = Path(__file__).parent
BURST, WINDOW = 20, 8
CORES = sorted(os.sched_getaffinity(0))


def build(name: str, folder: Path) -> str:
    """Compile one of our pages of C."""
    target = folder / name
    subprocess.run(["cc", "-O2", "-o", target, HERE / f"{name}.c"], check=True)
    return str(target)


def resident_kib(pid: int) -> int:
    """The resident size of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


def core_seconds(pid: int) -> float:
    """How long the threads of a process have been on a core."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


class Program:
    """A process that is told lines and answers lines."""

    def __init__(self, command: list[str], core: int) -> None:
        pinned = ["taskset", "-c", str(core), *command]
        self.process = subprocess.Popen(
            pinned, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def tell(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def hear(self, word: str) -> list[str]:
        """The next line, which begins with `word`; the rest of it."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline().split()
        if not line or line[0] != word:
            raise RuntimeError(f"{word} expected, {line} heard")
        return line[1:]

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


@dataclass
class Result:
    """One kind with one number of clients, once."""

    bursts: float
    wall: float
    single: float
    p50: float
    p99: float
    kib: float
    idle: float
    connects: float
    errors: int


class Round:
    """One server with its clients."""

    def __init__(self, kind: str, clients: int, size: int, tools: dict[str, str]) -> None:
        port = free_port()
        own = [tools["join_loop"], str(port), str(size)]
        other = [sys.executable, "-m", "tests.benchmarks.push_servers", kind, str(port), str(size)]
        self.clients = clients
        nchan = [sys.executable, "-m", "tests.benchmarks.push_nchan", str(port), str(size)]
        self.server = Program({"c": own, "nchan": nchan}.get(kind, other), CORES[0])
        told = self.server.hear("up")
        self.pid = int(told[0]) if told else self.server.process.pid
        before = resident_kib(self.pid)
        deflate = ["", "deflate"] if kind.endswith("_deflate") else []
        silent = ["-"] if kind == "nchan" else []
        self.load = Program([tools["drain"], str(port), str(clients), *deflate, *silent], CORES[-1])
        self.connects = clients / float(self.load.hear("ready")[0])
        while self._count() < clients:
            time.sleep(0.05)
        self.kib = (resident_kib(self.pid) - before) / clients
        self.errors = 0
        self.busy = 0.0

    def _count(self) -> int:
        self.server.tell("count")
        return int(self.server.hear("count")[0])

    def _publish(self, number: int) -> float:
        self.server.tell(f"burst {number}")
        return float(self.server.hear("at")[0])

    def _received(self) -> float:
        at, _, errors, busy = self.load.hear("done")
        self.errors, self.busy = int(errors), float(busy)
        return float(at)

    def windowed(self, burst: int, window: int, seconds: float) -> float:
        """Deliveries for a second of the server's core, with so many bursts under way."""
        worked = core_seconds(self.pid)
        started = time.monotonic()
        done = under_way = 0
        self._wait(burst)
        busy = self.busy
        goes_on = True
        while True:
            while goes_on and under_way < window:
                self._publish(burst)
                under_way += 1
            at = self._received()
            done, under_way = done + 1, under_way - 1
            goes_on = time.monotonic() - started < seconds
            if not (goes_on or under_way):
                self.idle = 1 - (self.busy - busy) / (at - started)
                deliveries = done * burst * self.clients
                self.wall = deliveries / (at - started)
                return deliveries / (core_seconds(self.pid) - worked)
            self._wait(burst)

    def _wait(self, number: int) -> None:
        self.load.tell(f"WAIT {number}")
        self.load.hear("set")

    def paced(self, seconds: float, rate: float = 20) -> list[float]:
        """Milliseconds from publishing to the last client's receipt."""
        found = []
        due = time.monotonic()
        for _ in range(int(seconds * rate)):
            self._wait(1)
            time.sleep(max(0, due - time.monotonic()))
            started = self._publish(1)
            found.append((self._received() - started) * 1000)
            due = max(due + 1 / rate, time.monotonic())
        return found

    def measure(self, seconds: float) -> Result:
        self.windowed(1, 1, 0.3)
        bursts = self.windowed(BURST, WINDOW, seconds)
        idle, wall = self.idle, self.wall
        single = self.windowed(1, 1, seconds)
        paced = sorted(self.paced(seconds))
        p99 = paced[min(len(paced) - 1, int(len(paced) * 0.99))]
        middle = statistics.median(paced)
        return Result(bursts, wall, single, middle, p99, self.kib, idle, self.connects, self.errors)

    def end(self) -> None:
        self.load.end()
        self.server.end()


def compare(args: argparse.Namespace, tools: dict[str, str]) -> None:
    """All kinds in turns, the medians with their ratio to the C loop."""
    for clients in args.clients:
        found: dict[str, list[Result]] = {kind: [] for kind in args.kinds}
        for _ in range(args.rounds):
            for kind in args.kinds:
                one = Round(kind, clients, args.size, tools)
                try:
                    found[kind].append(one.measure(args.seconds))
                finally:
                    one.end()
        print(f"\n{clients} clients, messages of {args.size} bytes, medians of {args.rounds}")
        print(
            f"{'':20}{'bursts':>12}{'ratio':>7}{'wall':>11}{'single':>11}{'ratio':>7}"
            f"{'p50 ms':>8}{'p99 ms':>8}{'KiB':>7}{'idle':>6}{'conn/s':>8}{'errors':>7}"
        )
        base = {}
        for kind, results in found.items():
            m = {
                name: statistics.median(getattr(r, name) for r in results)
                for name in Result.__dataclass_fields__
            }
            base = base or m
            print(
                f"{kind:20}{m['bursts']:12,.0f}{m['bursts'] / base['bursts']:7.2f}"
                f"{m['wall']:11,.0f}"
                f"{m['single']:11,.0f}{m['single'] / base['single']:7.2f}"
                f"{m['p50']:8.2f}{m['p99']:8.2f}{m['kib']:7.1f}{m['idle']:6.2f}"
                f"{m['connects']:8,.0f}{m['errors']:7.0f}",
                flush=True,
            )


def whole_way(args: argparse.Namespace, tools: dict[str, str]) -> None:
    """HTTP command → committed → last of N screens, beside its parts alone."""
    with tempfile.TemporaryDirectory() as folder:
        town = found_town(Path(folder), names=("duty", "viewer"))
        os.sched_setaffinity(town.server.process.pid, {CORES[0]})
        incident = town.open()
        alone = sorted(commands(town, incident["id"], None)[0])
        port, screens = str(town.server.port), args.clients[0]
        command = [tools["drain"], port, str(screens), town.tokens["viewer"]]
        load = Program(command, CORES[-1])
        load.hear("ready")
        time.sleep(1)
        answered, received = (sorted(one) for one in commands(town, incident["id"], load))
        load.end()
        town.server.stop()
    one = Round("hub", screens, args.size, tools)
    pushed = sorted(one.paced(args.seconds * 2))
    one.end()

    def row(name: str, times: list[float]) -> tuple[float, float]:
        p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
        print(f"{name:52}{p50:9.2f}{p99:9.2f}")
        return p50, p99

    print(f"\n{'the whole way, ms':52}{'p50':>9}{'p99':>9}")
    first = row("command answered, no screens", alone)
    row(f"command answered, {screens} screens", answered)
    second = row(f"push alone to the last of {screens}", pushed)
    last = row(f"command to the last of {screens} screens", received)
    sums = first[0] + second[0], first[1] + second[1]
    print(f"{'ratio to the sum of the parts':52}{last[0] / sums[0]:9.2f}{last[1] / sums[1]:9.2f}")


def commands(
    town: Town, incident: str, load: Program | None, number: int = 300
) -> tuple[list[float], list[float]]:
    """Log entries one after the other: ms to the answer, and to the last receipt."""
    answered, received = [], []
    path, body = f"/api/incidents/{incident}/commands", {"command": "add_log_entry", "text": "x"}
    with town.client("duty") as client:
        for _ in range(number):
            if load is not None:
                load.tell("WAIT 1")
                load.hear("set")
            started = time.monotonic()
            assert client.post(path, json=body).status_code == 200
            answered.append((time.monotonic() - started) * 1000)
            if load is not None:
                received.append((float(load.hear("done")[0]) - started) * 1000)
            time.sleep(0.01)
    return answered, received


def main() -> None:
    """Compile, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, nargs="+", default=[1000])
    parser.add_argument("--kinds", nargs="+", default=["c", "hub", "broadcast", "send_json"])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--size", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--whole", action="store_true")
    args = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        tools = {name: build(name, Path(folder)) for name in ("drain", "join_loop")}
        if args.whole:
            whole_way(args, tools)
        else:
            compare(args, tools)


if __name__ == "__main__":
    main()
