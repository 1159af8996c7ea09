"""What bad company costs the good screens: side by side with their being alone, in one run.

    python -m tests.benchmarks.hostile [--screens 999] [--commands 200] [--kinds stuck …]

A real `zhiban serve` is pinned to one core; the screens (`drain.c`) and the company
(`tests.api.live.company` and `tests.api.transport.strangers`, at a lower priority, so that
it is the server that is measured) share another. Log entries are written one after the other
over HTTP. For each kind:

    p50, p99   milliseconds from sending the command to the last screen's receipt; `alone`
               is measured just before and just after, so that other load on the machine
               weighs on both; for those who never sign in it is measured while as many
               trouble a server that only refuses (`decoy`), since on so few cores their own
               work weighs as much as what they do to the server
    ratio      to alone; the goal is at most 2
    answer     the p99 of the command's own answer, with the company
    MiB        the server's resident size before, at the end of, and after the company
    codes      close codes that the company saw (0: still open, 1006: cut off), or the
               statuses of the answers to those who never sign in

Before `stuck` and `trickling` three reports of 400 KB are sent, so that they are behind.
Loopback only; a full run takes some minutes. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.api.town import Town, found_town, sign_in
from tests.benchmarks.push import CORES, Program, build, commands, resident_kib

KINDS: dict[str, tuple[str, int]] = {
    "1 stuck": ("stuck", 1),
    "50 stuck": ("stuck", 50),
    "50 trickling": ("trickling", 50),
    "20 of garbage": ("garbage", 20),
    "6 flooding": ("flood", 6),
    "100 MB frames": ("huge", 5),
    "forged origin": ("forged", 20),
    "50 revoked": ("revoked", 50),
    "storm of 1,000": ("storm", 1000),
    "10,000 idle": ("idle", 10_000),
    "200 endless": ("endless", 200),
    "200 of fields": ("fields", 200),
    "200 handshakes": ("handshakes", 200),
    "200 of trailers": ("trailers", 200),
    "200 slow heads": ("slow_heads", 200),
    "200 slow bodies": ("slow_bodies", 200),
    "200 silent": ("silent", 200),
    "200 kept": ("kept", 200),
}
STRANGERS = frozenset(kind for name, (kind, _) in KINDS.items() if name.startswith("200"))
"""Kinds of `tests.api.transport.strangers`, which never sign in."""

Times = tuple[list[float], list[float]]


class Hall:
    """A server with its good screens."""

    def __init__(self, folder: Path, screens: int, number: int) -> None:
        env = {"ZHIBAN_LIVE_CLIENTS": "20000", "ZHIBAN_LOG_LEVEL": "warning"}
        self.town: Town = found_town(folder, env=env)
        self.pid = self.town.server.process.pid
        os.sched_setaffinity(self.pid, {CORES[0]})
        for task in Path(f"/proc/{self.pid}/task").iterdir():
            os.sched_setaffinity(int(task.name), {CORES[0]})
        self.incident, self.other, self.quiet = (self.town.open() for _ in range(3))
        self._number = number
        port = str(self.town.server.port)
        drain = [build("drain", folder), port, str(screens), self.town.tokens["viewer"]]
        self.screens = Program(drain, CORES[-1])
        self.screens.hear("ready")
        self.decoy = Program([sys.executable, "-m", "tests.benchmarks.decoy"], CORES[0])
        (self._decoy_port,) = self.decoy.hear("port")

    def measure(self) -> Times:
        """Milliseconds to the answers and to the last receipts."""
        answered, received = commands(self.town, self.incident["id"], self.screens, self._number)
        return sorted(answered), sorted(received)

    def beside(self, kind: str, number: int) -> Times:
        """The same while such strangers trouble the decoy, and the machine with it."""
        company = self.invite(kind, number, self._decoy_port)
        found = self.measure()
        company.tell("enough")
        company.hear("codes")
        company.end()
        return found

    def invite(self, kind: str, number: int, port: str | None = None) -> Program:
        """The company, once it is there."""
        tokens = [self.town.tokens["viewer"]]
        if kind == "revoked":
            tokens = [self._another_sign_in() for _ in range(number)]
        port = port or str(self.town.server.port)
        strange = kind in STRANGERS
        which = "tests.api.transport.strangers" if strange else "tests.api.live.company"
        module = ["nice", "-n", "19" if strange else "10", sys.executable, "-m", which]
        topic = f"incident:{self.quiet['id']}" if kind == "idle" else "incidents"
        found = Program([*module, kind, port, str(number), topic, *tokens], CORES[-1])
        found.hear("up")
        return found

    def _another_sign_in(self) -> str:
        kept = self.town.tokens["viewer"]
        sign_in(self.town, "viewer")
        token, self.town.tokens["viewer"] = self.town.tokens["viewer"], kept
        return token

    def reports(self, number: int) -> None:
        """Long reports, which nobody has read at once."""
        for _ in range(number):
            self.screens.tell("WAIT 1")
            self.screens.hear("set")
            content = {"text": "x" * 400_000}
            assert self.town.command(self.other, "submit_report", content=content).is_success
            self.screens.hear("done")

    def mib(self) -> float:
        """The server's resident size."""
        return resident_kib(self.pid) / 1024

    def end(self) -> None:
        self.screens.end()
        self.decoy.tell("enough")
        self.decoy.end()
        self.town.server.stop()


def p99(times: list[float]) -> float:
    """The smallest of the worst hundredth, of sorted times."""
    return times[min(len(times) - 1, int(len(times) * 0.99))]


def main() -> None:
    """Each kind between two measurements alone; a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--screens", type=int, default=999)
    parser.add_argument("--commands", type=int, default=200)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS))
    args = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(Path(folder), args.screens, args.commands)
        try:
            compare(hall, args.kinds)
        finally:
            hall.end()


def compare(hall: Hall, kinds: list[str]) -> None:
    """Measure and print."""
    hall.measure()
    before = hall.measure()
    head = (
        "alone p50",
        "p99",
        "with p50",
        "p99",
        "ratio",
        "p99",
        "answer",
        "MiB",
        "",
        "",
        "came in",
    )
    print(f"{'':16}" + "".join(f"{word:>10}" for word in head) + "  codes")
    for name in kinds:
        kind, number = KINDS[name]
        if kind in STRANGERS:
            before = hall.beside(kind, number)
        mib = [hall.mib()]
        started = time.monotonic()
        company = hall.invite(kind, number)
        came_in = time.monotonic() - started
        if kind in ("stuck", "trickling"):
            hall.reports(3)
        answered, received = hall.measure()
        mib.append(hall.mib())
        company.tell("enough")
        told: dict[str, Any] = json.loads(" ".join(company.hear("codes")))
        company.end()
        after = hall.beside(kind, number) if kind in STRANGERS else hall.measure()
        mib.append(hall.mib())
        alone = sorted(before[1] + after[1])
        before = after
        middles = statistics.median(alone), statistics.median(received)
        worst = p99(alone), p99(received)
        row = [middles[0], worst[0], middles[1], worst[1]]
        row += [middles[1] / middles[0], worst[1] / worst[0], p99(answered), *mib, came_in]
        print(f"{name:16}" + "".join(f"{value:10.2f}" for value in row), end="  ")
        codes = " ".join(f"{code}:{times}" for code, times in sorted(told["codes"].items()))
        storms = [f"{seconds:.2f}" for seconds in told["seconds"]]
        print(codes, f"s for each storm: {' '.join(storms)}" if storms else "", flush=True)


if __name__ == "__main__":
    main()
