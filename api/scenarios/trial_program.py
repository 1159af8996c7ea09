"""The program that a trial runs in: `python -m api.scenarios.trial_program PLANS SEED LANGUAGE`.

It reads a scenario from its input and writes the trial, or why there is none, as JSON. Meanwhile
each line of its error output is how far it has played: seconds of the scenario's time, done and of
the whole. It is given no database, so nothing that it does can reach a journal; whoever started it
may end it any time.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from api.scenarios.trial import tried
from engine.drill.scenario import Scenario, read_scenario
from engine.errors import ZhibanError
from engine.plan.loader import load_plans
from engine.plan.model import Plan

NICE = 10
"""A server with real incidents goes first."""

TOLD_S = 3600
"""Seconds of the scenario's time between two lines about how far it is."""


def answer(content: bytes, folder: Path, seed: int | None, language: str) -> dict[str, Any]:
    """The trial as `{"trial": …}`, or `{"refused": sentence}`."""
    try:
        plans = load_plans(folder)
        scenario = read_scenario(content, "scenario", plans)
        reached = _telling(scenario, plans[scenario.openings[scenario.first_incident].plan])
        return {"trial": tried(scenario, plans, folder, seed, language, reached)}
    except ZhibanError as wrong:
        return {"refused": wrong.sentence(language)}


def _telling(scenario: Scenario, plan: Plan) -> Callable[[datetime], None]:
    """Writes how far it has played: once an hour of the scenario's time, and at its end."""
    begins = scenario.begins
    whole = round((scenario.ends(plan.zone) - begins).total_seconds())
    told = 0

    def reached(instant: datetime) -> None:
        nonlocal told
        done = round((instant - begins).total_seconds())
        if done - told >= TOLD_S or done == whole:
            told = done
            print(done, whole, file=sys.stderr, flush=True)

    print(0, whole, file=sys.stderr, flush=True)
    return reached


def main() -> None:
    """Answer on the output."""
    os.nice(NICE)
    folder, seed, language = sys.argv[1:4]
    found = answer(
        sys.stdin.buffer.read(), Path(folder), int(seed) if seed != "-" else None, language
    )
    sys.stdout.buffer.write(json.dumps(found, ensure_ascii=False).encode())


if __name__ == "__main__":
    main()
