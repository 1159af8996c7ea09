"""The golden ledgers: one line a slot. `python -m tests.engine.drill.golden` rewrites them.

Of the whole library `library.tsv` keeps one line an incident: counts, and a hash of both lists.

A rewritten file is a change of what the plans demand: read the difference line by line
before it is committed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from engine.drill.runner import Run, run
from engine.drill.scenario import load_scenario
from engine.presentation.journal_text import local_time
from tests.engine.stories import real_plans

ROOT = Path(__file__).parents[3]
GOLDEN = Path(__file__).parent / "golden"
SCENARIOS = ("coal_roof_fall", "chemical_explosion", "grain_run")


def play(name: str, seed: int | None = None) -> Run:
    """The shipped scenario run with the shipped plans."""
    plans = real_plans()
    return run(load_scenario(ROOT / "plans" / "drills" / f"{name}.yaml"), plans, seed)


def ledger_lines(drill: Run) -> list[str]:
    """One line a slot: due, obligation, reporter, state, when sent, why not."""
    lines = []
    for slot in drill.slots:
        sent = local_time(drill.plan, slot.submitted_at) if slot.submitted_at else "-"
        fields = (
            local_time(drill.plan, slot.due_at),
            slot.obligation,
            slot.reporter,
            slot.state,
            sent,
            slot.reason or "-",
        )
        lines.append("\t".join(fields))
    return lines


def event_lines(drill: Run) -> list[str]:
    """One line an entry: when, type, role and what it is about."""
    lines = []
    for event in drill.events:
        data = event.data
        about = data.get("slot") or data.get("level") or data.get("condition") or "-"
        if data.get("sub_state"):
            about = f"{about}.{data['sub_state']}"
        when = local_time(drill.plan, event.occurred_at)
        fields = (str(event.seq), when, event.type, event.role, str(about))
        lines.append("\t".join(fields))
    return lines


def library() -> dict[str, Run]:
    """Every shipped scenario run with its own seed, by its id."""
    plans = real_plans()
    files = sorted((ROOT / "plans" / "drills").glob("*.yaml"))
    return {file.stem: run(load_scenario(file, plans), plans) for file in files}


def fingerprints(runs: Mapping[str, Run]) -> list[str]:
    """One line for each incident of each scenario: seed, entries, slots, injects, hash."""
    lines = []
    for name, drill in runs.items():
        for one in drill.every:
            rows = "\n".join([*event_lines(one), *ledger_lines(one)])
            counts = (one.seed, len(one.events), len(one.slots), len(one.injects))
            digest = hashlib.sha256(rows.encode()).hexdigest()
            lines.append("\t".join((name, one.key, *map(str, counts), digest)))
    return lines


def main() -> None:
    """Write all golden files anew."""
    GOLDEN.mkdir(exist_ok=True)
    for name in SCENARIOS:
        drill = play(name)
        for kind, lines in (("ledger", ledger_lines(drill)), ("events", event_lines(drill))):
            path = GOLDEN / f"{name}.{kind}.tsv"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    whole = "\n".join(fingerprints(library())) + "\n"
    (GOLDEN / "library.tsv").write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    main()
