"""What thirty days of 特急 cost: the run, its evaluation, the command, and what it is made of.

    python -m tests.benchmarks.drill_month [--rounds N] [--beside CHECKOUT]

Processor time, the least and the median of the rounds, each in a process of its own. With
`--beside` the same of another checkout, in turns, by this one's libraries. Prints the run and its
evaluation, the commands, the start of a server until it answers, and a table of what
`zhiban drill run` is made of. Run it twice: the first time compiles.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parents[2]
MONTH = "grain_critical_month"
COMMAND = "import sys; from api.cli import main; sys.argv[0] = 'zhiban'; main()"
SECONDS_TO_START = 120.0

STEPS = (
    ("Python", "pass"),
    ("typer and the list of commands", "from api.cli import garbage_collection, load_no_plugins"),
    ("how a command begins", "load_no_plugins(); garbage_collection.for_a_command()"),
    ("pydantic", "from pydantic import BaseModel, Field, TypeAdapter, ValidationError"),
    ("pydantic's first class", "class One(BaseModel): number: int = 0"),
    ("pydantic-settings", "import pydantic_settings"),
    ("YAML, transitions, orjson", "import orjson, transitions, yaml"),
    ("classes of settings", "import api.settings"),
    ("classes of plans", "import engine.plan.loader"),
    ("classes of commands", "import engine.incident.commands"),
    (
        "all other modules",
        "from api.cli.drill.drill_runs import *; from api.cli.drill import drill_runs",
    ),
    ("settings", "folder = drill_runs.settings_from().plans_dir"),
    ("the plans read and checked", "plans = load_plans(folder)"),
    ("the scenario read", f"one = drill_runs.scenario_text(folder, '{MONTH}').scenario(plans)"),
    ("the run", "played = run(one, plans)"),
    ("the evaluation", "found = evaluate(played)"),
    ("the report in words", "lines = drill_runs._report(played, found, 'zh')"),
    ("how a command ends", "garbage_collection.at_the_end_of_a_command()"),
)
"""What `zhiban drill run` does, step by step."""

PARTS = """
import sys, time
made, spent, before = {}, [], 0.0
for step in sys.argv[1:]:
    exec(step, made)
    now = time.process_time()
    spent.append(now - before)
    before = now
import json
print(json.dumps(spent))
"""

ENGINE = f"""
import json, time
from api.cli import garbage_collection
from engine.drill.evaluation import evaluate
from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.plan.loader import load_plans
from pathlib import Path
garbage_collection.for_a_command()
plans = load_plans(Path("plans"))
one = load_scenario(Path("plans/drills/{MONTH}.yaml"), plans)
first = time.process_time()
played = run(one, plans)
between = time.process_time()
evaluate(played)
print(json.dumps([between - first, time.process_time() - between]))
"""


def python(checkout: Path, *given: str, output: bool = True) -> tuple[float, str]:
    """Seconds of processor time of a program in the checkout, and what it prints."""
    program = subprocess.Popen(
        [sys.executable, "-c", *given],
        cwd=checkout,
        env=_environment(checkout),
        stdout=subprocess.PIPE if output else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    said = program.stdout.read() if program.stdout else ""
    _, _, used = os.wait4(program.pid, 0)
    program.returncode = 0
    return used.ru_utime + used.ru_stime, said


def server(checkout: Path) -> float:
    """Seconds of processor time until a server on a new database answers."""
    with tempfile.TemporaryDirectory() as folder:
        more = {"ZHIBAN_DATABASE_URL": f"sqlite:///{folder}/zhiban.db", "ZHIBAN_PORT": "8791"}
        program = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve"],
            cwd=checkout,
            env=_environment(checkout) | more,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            with suppress(OSError), urllib.request.urlopen("http://127.0.0.1:8791/api/health/live"):
                break
            time.sleep(0.05)
        words = Path(f"/proc/{program.pid}/stat").read_text().rpartition(")")[2].split()
        program.terminate()
        program.wait()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


def _environment(checkout: Path) -> dict[str, str]:
    outside = {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH"}
    kept = {name: value for name, value in os.environ.items() if name not in outside}
    return kept | {"PYTHONPATH": str(checkout)}


def engine(checkout: Path) -> Sequence[float]:
    """Seconds of the run, of the evaluation, and of both."""
    run, evaluation = json.loads(python(checkout, ENGINE)[1])
    return run, evaluation, run + evaluation


def command(*given: str) -> Callable[[Path], Sequence[float]]:
    """Seconds of a command of `zhiban`."""
    return lambda checkout: (python(checkout, COMMAND, *given, output=False)[0],)


MEASURED: Mapping[str, tuple[Sequence[str], Callable[[Path], Sequence[float]]]] = {
    "engine": (("the run", "its evaluation", "both"), engine),
    "month": ((f"zhiban drill run {MONTH}",), command("drill", "run", MONTH)),
    "check": ((f"zhiban drill check {MONTH}",), command("drill", "check", MONTH)),
    "help": (("zhiban --help",), command("--help")),
    "serve": (("zhiban serve, until it answers",), lambda checkout: (server(checkout),)),
}


def measure(checkouts: Sequence[Path], rounds: int) -> None:
    """Measure all, in turns, and print the least and the median of each."""
    for names, ask in MEASURED.values():
        found: dict[Path, list[Sequence[float]]] = {one: [] for one in checkouts}
        for _ in range(rounds):
            for checkout in checkouts:
                found[checkout].append(ask(checkout))
        for number, name in enumerate(names):
            columns = [[one[number] for one in found[checkout]] for checkout in checkouts]
            words = [f"{1000 * min(one):7.0f} {1000 * median(one):7.0f}" for one in columns]
            ratio = f"  {min(columns[0]) / min(columns[1]):.2f}" if len(columns) > 1 else ""
            print(f"{name:40} {'  '.join(words)}{ratio}", flush=True)


def parts(rounds: int) -> None:
    """Print what the command is made of: the least of each step."""
    every = []
    for _ in range(rounds):
        whole, said = python(HERE, PARTS, *(step for _, step in STEPS))
        spent = json.loads(said)
        every.append([*spent, whole - sum(spent)])
    names = [*(name for name, _ in STEPS), "Python's end"]
    least = [min(one) for one in zip(*every, strict=True)]
    for name, seconds in zip(names, least, strict=True):
        print(f"{name:40} {1000 * seconds:7.0f}")
    print(f"{'together':40} {1000 * sum(least):7.0f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.drill_month")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--beside", type=Path)
    given = parser.parse_args()
    checkouts = [HERE, *([given.beside.resolve()] if given.beside else [])]
    print(f"ms of processor time, least and median: {', '.join(map(str, checkouts))}")
    measure(checkouts, given.rounds)
    parts(given.rounds)


if __name__ == "__main__":
    main()
