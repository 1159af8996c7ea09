"""The program that a trial runs in: `python -m api.scenarios.trial_program PLANS SEED LANGUAGE`.

It reads a scenario from its input and writes the trial, or why there is none, as JSON. It is given
no database, so nothing that it does can reach a journal; whoever started it may end it any time.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from api.scenarios.trial import tried
from engine.drill.scenario import read_scenario
from engine.errors import ZhibanError
from engine.plan.loader import load_plans

NICE = 10
"""A server with real incidents goes first."""


def answer(content: bytes, folder: Path, seed: int | None, language: str) -> dict[str, Any]:
    """The trial as `{"trial": …}`, or `{"refused": sentence}`."""
    try:
        plans = load_plans(folder)
        scenario = read_scenario(content, "scenario", plans)
        return {"trial": tried(scenario, plans, folder, seed, language)}
    except ZhibanError as wrong:
        return {"refused": wrong.sentence(language)}


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
