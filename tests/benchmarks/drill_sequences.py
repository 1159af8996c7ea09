"""Random sequences done to live drills, and real kills: the journal is the undisturbed run's.

    python -m tests.benchmarks.drill_sequences [--sequences N] [--servers N] [--seed N]

In memory: pause, resume, speed, step, jump, parts that change hands, and kills that lose up to a
second, in random order, on every shipped scenario in turn. On a real server: the same, with
`kill -9` of its process at random moments and starts on the same database, on one scenario after
the other. Prints each sequence that gave another journal; exits with 1 if there was one.
Not collected by pytest.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from engine.drill.exercise_control import NEXT_DUE
from engine.errors import StateRefuses
from tests.engine.drill.test_exercise_service import PLANS, LiveDrill, scenario, undisturbed
from tests.support.drill import DrillServer

TOO_LONG = ("grain_critical_month",)
"""Half a minute for one sequence."""

SCENARIOS = tuple(
    sorted(file.stem for file in (PLANS / "drills").glob("*.yaml") if file.stem not in TOO_LONG)
)
MOVES = ("wait", "pause", "resume", "speed", "step", "jump", "kill", "cast")
SECONDS_TO_SETTLE = 60.0


def in_memory(name: str, chance: random.Random) -> tuple[bool, list[str]]:
    """One sequence on a drill in memory: whether the journal is right, and what was done."""
    live, done = LiveDrill(scenario(name)), []
    live.ask("start")
    for _ in range(chance.randrange(3, 20)):
        move = chance.choice(MOVES)
        try:
            match move:
                case "wait":
                    live.wait(chance.uniform(0.01, 90))
                case "kill":
                    live.restart(lost=chance.uniform(0, 1))
                case "cast":
                    # Taken and given back at one instant, it changes nothing.
                    part = chance.choice(tuple(live.conductor.parts))
                    live.ask("cast", part=part, holder="person")
                    live.ask("cast", part=part, holder="simulated")
                case "speed":
                    live.ask("speed", speed=chance.choice((1, 10, 60, 600, 3600)))
                case "step":
                    live.ask("step", minutes=chance.randrange(1, 600))
                case "jump":
                    live.ask("jump", target=NEXT_DUE)
                case "pause" | "resume":
                    live.ask(move)
        except StateRefuses:
            continue
        done.append(move)
    live.to_the_end()
    return live.hashes == undisturbed(name), done


def with_kills(name: str, chance: random.Random, kills: int) -> tuple[bool, list[str]]:
    """One drill on a real server that is killed `kills` times."""
    done: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        drill = DrillServer(Path(folder), name, ("--simulate", "all")).start(exact=True)
        drill.control("start")
        for _ in range(kills):
            move = chance.choice(("pause", "resume", "speed", "step", "jump"))
            how = {"speed": {"speed": 3600}, "step": {"minutes": 90}, "jump": {"target": NEXT_DUE}}
            drill.control(move, **how.get(move, {}))
            time.sleep(chance.uniform(0, 1.5))
            drill.kill()
            drill.start(exact=True)
            done += [move, "kill"]
        drill.control("resume")
        drill.control("jump", to=drill.view()["ends"])
        until = time.monotonic() + SECONDS_TO_SETTLE
        while sorted(drill.hashes()) != list(undisturbed(name)) and time.monotonic() < until:
            time.sleep(0.2)
        right = sorted(drill.hashes()) == list(undisturbed(name))
        drill.stop()
    return right, done


def main() -> None:
    """Run the sequences, then the kills."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.drill_sequences")
    parser.add_argument("--sequences", type=int, default=1000)
    parser.add_argument("--servers", type=int, default=10)
    parser.add_argument("--kills", type=int, default=3, help="of each server")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    given = parser.parse_args()
    chance, wrong = random.Random(given.seed), 0  # noqa: S311 - told, to be repeated
    for number in range(given.sequences):
        name = SCENARIOS[number % len(SCENARIOS)]
        right, done = in_memory(name, chance)
        if not right:
            wrong += 1
            print(f"{name}: {' '.join(done)}", flush=True)
    for number in range(given.servers):
        name = SCENARIOS[number % len(SCENARIOS)]
        right, done = with_kills(name, chance, given.kills)
        wrong += not right
        said = "the same" if right else " ".join(done)
        print(f"{name}, {given.kills} kills of a real process: {said}", flush=True)
    every = given.sequences + given.servers
    print(f"seed {given.seed}: {every} sequences, {wrong} gave another journal")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
