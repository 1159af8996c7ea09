"""Whether a server's memory stays flat under traffic with slow clients among the screens.

    python -m tests.benchmarks.soak [--minutes 60] [--screens 1000] [--slow 50] [--rate 5]

A real `zhiban serve`; commands at a steady rate are pushed to all screens. Every minute a
new group of clients connects and then stops reading, as a screen whose machine hangs does;
the server closes them when they have been stuck too long. Every few minutes a new incident
is opened, as in life; `--incident-minutes` as large as `--minutes` has one journal grow all
the time, of which the watchdog reads only what is new. A line a minute: resident memory, how
many are connected, how many events the screens have had. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import re
import resource
import signal
import tempfile
import time
from pathlib import Path

import httpx

from tests.api.town import Town, found_town
from tests.benchmarks.push import CORES, Program, build, resident_kib

PATH = "/api/incidents/{}/commands"
TEXTS = "已通知各成员单位，现场情况稳定，救援仍在进行。" * 8


def clients(town: Town) -> int:
    """How many websockets the server counts."""
    found = re.search(r"^zhiban_live_clients ([\d.]+)", town.get("/metrics", None).text, re.M)
    return int(float(found[1])) if found else -1


def minute(client: httpx.Client, incident: str, commands: int) -> None:
    """So many commands, evenly over a minute."""
    started = time.monotonic()
    for number in range(commands):
        time.sleep(max(0.0, started + number * 60 / commands - time.monotonic()))
        body = {"command": "add_log_entry", "text": TEXTS}
        assert client.post(PATH.format(incident), json=body).status_code == 200


def run(options: argparse.Namespace, folder: Path) -> None:
    """The soak itself."""
    drain = build("drain", folder)
    town = found_town(folder, names=("duty", "viewer"))
    port, token = str(town.server.port), town.tokens["viewer"]
    screens = Program([drain, port, str(options.screens), token], CORES[-1])
    screens.hear("ready")
    slow: list[Program] = []
    events = 0
    print(f"{'minute':>6}{'MiB':>9}{'clients':>9}{'events':>9}", flush=True)
    try:
        with town.client("duty") as client:
            for number in range(options.minutes + 1):
                memory = resident_kib(town.server.process.pid) / 1024
                print(f"{number:6}{memory:9.1f}{clients(town):9}{events:9}", flush=True)
                if number == options.minutes:
                    break
                group = Program([drain, port, str(options.slow), token], CORES[-1])
                group.hear("ready")
                group.process.send_signal(signal.SIGSTOP)
                slow.append(group)
                if len(slow) > 3:
                    slow.pop(0).end()
                commands = int(options.rate * 60)
                screens.tell(f"WAIT {commands}")
                screens.hear("set")
                if number % options.incident_minutes == 0:
                    incident = town.open()["id"]
                minute(client, incident, commands)
                screens.hear("done")
                events += commands
    finally:
        for group in (*slow, screens):
            group.end()
        town.server.stop()


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=int, default=60)
    parser.add_argument("--screens", type=int, default=1000)
    parser.add_argument("--slow", type=int, default=50)
    parser.add_argument("--rate", type=float, default=5, help="commands a second")
    parser.add_argument("--incident-minutes", type=int, default=5, help="a new one after so many")
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        run(options, Path(folder))


if __name__ == "__main__":
    main()
