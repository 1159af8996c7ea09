"""What the server's chain costs a command: with its links and without them, in turns.

    python -m tests.benchmarks.chain_cost [--entries N] [--rounds N] [--postgres URL]

One command at a time, and 64 clients at once; processor time of the process and elapsed time
for each command, the least and the median of the rounds, and the ratio with to without. Both
ways write to databases of their own beside each other. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from api.store.journal.journal import SqlJournal
from engine.memory import FixedPlans
from engine.plan.loader import load_plan
from tests.api.store.desk import PLANS
from tests.benchmarks.bench_writer import Bench

WAYS = ("with", "without")


@contextmanager
def chained(way: str) -> Iterator[None]:
    """Write no links while `way` is `without`."""
    sealed = SqlJournal._sealed
    if way == "without":
        setattr(SqlJournal, "_sealed", lambda journal, answers: None)  # noqa: B010
    try:
        yield
    finally:
        setattr(SqlJournal, "_sealed", sealed)  # noqa: B010


def measure(bench: Bench, entries: int) -> tuple[float, float]:
    """Microseconds of processor time and of elapsed time for a command."""
    taken = bench.engine(entries)
    return taken.program / entries * 1e6, taken.elapsed / entries * 1e6


def compare(name: str, open_bench: Callable[[str], Bench], entries: int, rounds: int) -> None:
    """Print the figures of both ways, in turns."""
    benches = {way: open_bench(way) for way in WAYS}
    found: dict[str, list[tuple[float, float]]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way in WAYS:
            with chained(way):
                found[way].append(measure(benches[way], entries))
    for place, kind in enumerate(("processor", "elapsed")):
        figures = {way: [one[place] for one in found[way]] for way in WAYS}
        least = {way: min(several) for way, several in figures.items()}
        middle = {way: statistics.median(several) for way, several in figures.items()}
        print(
            f"{name:24} {kind:9}  with {least['with']:7.0f} {middle['with']:7.0f} µs   "
            f"without {least['without']:7.0f} {middle['without']:7.0f} µs   "
            f"ratio {least['with'] / least['without']:.3f} {middle['with'] / middle['without']:.3f}"
        )
    for bench in benches.values():
        bench.close()


def main() -> None:
    """Measure on SQLite, and on PostgreSQL where an address is given."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=640)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--postgres", nargs=2, metavar="URL", help="two empty databases")
    chosen = parser.parse_args()
    plans = FixedPlans({"coal_mine": load_plan(PLANS / "coal_mine")})
    with tempfile.TemporaryDirectory() as folder:
        for clients in (1, 64):

            def on_sqlite(way: str, clients: int = clients) -> Bench:
                return Bench(f"sqlite:///{Path(folder) / f'{way}{clients}.db'}", plans, clients)

            def on_postgres(way: str, clients: int = clients) -> Bench:
                return Bench(chosen.postgres[WAYS.index(way)], plans, clients)

            compare(f"sqlite, {clients} clients", on_sqlite, chosen.entries, chosen.rounds)
            if chosen.postgres:
                compare(
                    f"postgresql, {clients} clients", on_postgres, chosen.entries, chosen.rounds
                )


if __name__ == "__main__":
    main()
