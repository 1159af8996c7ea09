"""How long many runs of a scenario take, in processor time and by the clock, with one job and more.

    python -m tests.benchmarks.drill_repeats [SCENARIO] [REPEATS] [JOBS]

Prints for one job and for JOBS: seconds by the clock, seconds of processor (children included), and
whether both gave the same distribution; then one run of the thirty days of 特急, its evaluation,
and that of its journal alone, which has to be folded first. On a machine with other work compare
processor time: the clock then measures the others too.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from api.cli.drill.drill_files import scenario_text
from api.cli.drill.drill_repeats import repeat
from engine.drill.evaluation import evaluate
from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.evaluation.evaluation import evaluate_incident
from engine.plan.loader import load_plans

PLANS = Path(__file__).parents[2] / "plans"


def measured(scenario: str, seeds: range, jobs: int) -> tuple[float, float, str]:
    """Seconds by the clock, seconds of processor, and the digest of the distribution."""
    clock, used = time.monotonic(), _processor()
    text = scenario_text(PLANS, scenario)
    found = repeat(PLANS, text, seeds, jobs, lambda done: None)
    return time.monotonic() - clock, _processor() - used, found.digest


def _processor() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main() -> None:
    """Measure and print."""
    scenario = sys.argv[1] if len(sys.argv) > 1 else "grain_silent_county"
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    jobs = int(sys.argv[3]) if len(sys.argv) > 3 else 2
    digests = set()
    for count in (1, jobs):
        wall, processor, digest = measured(scenario, range(1, repeats + 1), count)
        digests.add(digest)
        words = f"{wall:6.1f} s by the clock, {processor:6.1f} s of processor"
        print(f"{scenario}, {repeats} runs, {count} jobs: {words}")
    print("the same distribution" if len(digests) == 1 else "DIFFERENT DISTRIBUTIONS")
    plans = load_plans(PLANS)
    script = load_scenario(PLANS / "drills" / "grain_critical_month.yaml", plans)
    run(script, plans, 1)
    used = time.process_time()
    played = run(script, plans, 2)
    between = time.process_time()
    evaluate(played)
    words = f"thirty days of 特急: {between - used:.2f} s, evaluation {_since(between):.3f} s"
    again = time.process_time()
    evaluate_incident(played.plan, played.events, played.ended_at, over=True)
    print(f"{words}; of its journal alone {_since(again):.3f} s")


def _since(mark: float) -> float:
    return time.process_time() - mark


if __name__ == "__main__":
    main()
