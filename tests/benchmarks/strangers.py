"""What 200 guests who never sign in cost everybody else: before, while they come, and after.

    python -m tests.benchmarks.strangers [--screens 200] [--commands 150] [--kinds endless …]

A real `zhiban serve` on one core with its screens; log entries are written one after the other
over HTTP. For each kind of `tests.api.transport.strangers`, 200 of them, each coming again a
second after it was refused:

    before, while, after   p99 in milliseconds, of the command's answer and of the last screen's
                           receipt; before and after nobody else is there
    ratio                  while to the worse of before and after; the goal is at most 2
    decoy                  the p99 while the same 200 trouble another program on the same core
                           (`tests.benchmarks.decoy`): on so few cores their own work weighs, too
    by decoy               while to decoy: what they do to the server itself

The last line has the worst ratios. Loopback only; under three minutes. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks.hostile import KINDS, STRANGERS, Hall, Times, p99

NUMBER = 200
PARTS = ("answer", "receipt")
HEAD = ("before", "while", "after", "ratio", "decoy", "by decoy")


def while_they_come(hall: Hall, kind: str) -> tuple[Times, dict[str, Any]]:
    """A measurement with the strangers at the server, and what they were answered."""
    company = hall.invite(kind, NUMBER)
    found = hall.measure()
    company.tell("enough")
    told: dict[str, Any] = json.loads(" ".join(company.hear("codes")))
    company.end()
    return found, told["codes"]


def compare(hall: Hall, kinds: list[str]) -> dict[str, float]:
    """Measure each kind and print a line for each part; the worst ratios."""
    worst = dict.fromkeys(
        (f"{part} {what}" for part in PARTS for what in ("ratio", "by decoy")), 0.0
    )
    hall.measure()
    before = hall.measure()
    print(f"{'':22}" + "".join(f"{word:>10}" for word in HEAD), flush=True)
    for kind in kinds:
        decoy = hall.beside(kind, NUMBER)
        meanwhile, codes = while_they_come(hall, kind)
        after = hall.measure()
        for at, part in enumerate(PARTS):
            times = [p99(one[at]) for one in (before, meanwhile, after, decoy)]
            ratio = times[1] / max(times[0], times[2])
            by_decoy = times[1] / times[3]
            row = [*times[:3], ratio, times[3], by_decoy]
            print(
                f"{kind + ' ' + part:22}" + "".join(f"{value:10.2f}" for value in row), flush=True
            )
            worst[f"{part} ratio"] = max(worst[f"{part} ratio"], ratio)
            worst[f"{part} by decoy"] = max(worst[f"{part} by decoy"], by_decoy)
        print(f"{'':22}  answers: {codes}")
        before = after
    return worst


def main() -> None:
    """Found a hall, measure, print."""
    known = [kind for kind, _ in KINDS.values() if kind in STRANGERS]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.strangers")
    parser.add_argument("--screens", type=int, default=200)
    parser.add_argument("--commands", type=int, default=150)
    parser.add_argument("--kinds", nargs="+", choices=known, default=known)
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(Path(folder), given.screens, given.commands)
        try:
            worst = compare(hall, given.kinds)
        finally:
            hall.end()
    print("worst: " + ", ".join(f"{name} {value:.2f}" for name, value in worst.items()))
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
