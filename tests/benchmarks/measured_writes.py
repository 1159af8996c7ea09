"""All rows of the tables of writes in `docs/explanation/measured.md`, by one command.

    python -m tests.benchmarks.measured_writes [--folder FOLDER]

`bench_writer` with 64 clients and with one, on SQLite and PostgreSQL, then `over_http`. The
machine should do nothing else meanwhile; FOLDER should be on the disk that is meant. Needs
`wrk` and `cc`. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from time import perf_counter

RUNS = (
    ("bench_writer", "--postgres", "--clients", "64", "--entries", "4096", "--rounds", "5"),
    ("bench_writer", "--postgres", "--clients", "1", "--entries", "1024", "--rounds", "5"),
    ("over_http", "--open", "--clients", "64", "--seconds", "5", "--rounds", "3"),
)


def main() -> int:
    """Run each; how many failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--folder", help="where the files are made: a real disk")
    options = parser.parse_args()
    begun, failed = perf_counter(), 0
    for name, *arguments in RUNS:
        more = ["--folder", options.folder] if options.folder else []
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", *arguments, *more]
        failed += subprocess.run(command, check=False).returncode != 0
        print(f"\n{perf_counter() - begun:.0f} s\n", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
