"""`zhiban drill run --repeat`: the same scenario with many seeds, on several processors."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from multiprocessing import Event, parent_process
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from threading import Thread

import typer

from api.cli.drill.drill_files import ScenarioText
from api.cli.terminal import fail, say
from engine.drill.distribution import SHARES, Distribution, Sample, Spread, distribution, sample
from engine.drill.distribution_chart import seeds_of, svg
from engine.drill.runner import run
from engine.drill.scenario import Scenario
from engine.messages import InBoth, text
from engine.plan.loader import load_plans
from engine.plan.model import Plan

BATCH, SHARES_OF_A_JOB = 10, 8
"""Most seeds that a process takes at once: enough that handing them over costs nothing. Each gets
at least so many shares, so that none works alone at the end."""

_played: tuple[Scenario, dict[str, Plan]] | None = None
"""What a process plays; read once when it starts."""

_stopped: Flag | None = None
"""Set when nobody waits for the rest of the runs any more."""


def repeat(
    plans_dir: Path,
    scenario: ScenarioText,
    seeds: range,
    jobs: int,
    done: Callable[[int], None],
) -> Distribution:
    """Play a scenario once for each seed. The result is the same for any number of jobs.

    Raises `typer.Exit` after a sentence: 1 if one of the processes is ended from outside, 130 (as
    shells have it) if the command is interrupted.
    """
    try:
        return distribution(_samples(plans_dir, scenario, seeds, jobs, done))
    except BrokenProcessPool:
        raise fail.no(say("cli.drill_process_lost")) from None
    except KeyboardInterrupt:
        typer.echo(say("cli.drill_interrupted"), err=True)
        raise typer.Exit(128 + signal.SIGINT) from None


def _samples(
    plans_dir: Path, scenario: ScenarioText, seeds: range, jobs: int, done: Callable[[int], None]
) -> Iterator[Sample]:
    size = max(1, min(BATCH, len(seeds) // (jobs * SHARES_OF_A_JOB)))
    batches = [tuple(seeds[at : at + size]) for at in range(0, len(seeds), size)]
    if jobs == 1:
        _start(plans_dir, scenario)
        for batch in batches:
            yield from _play(batch)
            done(len(batch))
        return
    stop = Event()
    given = (plans_dir, scenario, stop)
    jobs = min(jobs, len(batches))
    with ProcessPoolExecutor(jobs, initializer=_start_beside, initargs=given) as pool:
        try:
            for batch, samples in zip(batches, pool.map(_play, batches), strict=True):
                yield from samples
                done(len(batch))
        finally:
            # The pool waits for its processes: an interruption shall not wait for their shares.
            stop.set()


def _start_beside(plans_dir: Path, scenario: ScenarioText, stop: Flag) -> None:
    """Begin as a process of its own, which ends when the command does, however that ends."""
    global _stopped
    _stopped = stop
    # A terminal interrupts all its processes; the command ends the others, without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_command, daemon=True).start()
    _start(plans_dir, scenario)


def _end_with_the_command() -> None:
    command = parent_process()
    if command is not None:
        command.join()
        os._exit(1)


def _start(plans_dir: Path, scenario: ScenarioText) -> None:
    global _played
    plans = dict(load_plans(plans_dir))
    _played = scenario.scenario(plans), plans


def _play(seeds: tuple[int, ...]) -> list[Sample]:
    if _played is None:
        raise RuntimeError("a process plays after it has read the scenario")
    script, plans = _played
    samples = []
    for seed in seeds:
        if _stopped is not None and _stopped.is_set():
            break
        samples.append(sample(run(script, plans, seed, keep_states=False)))
    return samples


def names_of(plans: dict[str, Plan], script: Scenario, language: str) -> dict[str, str]:
    """The names of everybody who may report in a scenario, by id."""
    found: dict[str, str] = {}
    for opening in script.openings.values():
        plan = plans[opening.plan]
        for party in (*plan.division_by_code, *plan.unit_by_id, *plan.role_by_id):
            name = plan.name_of(party)
            english = isinstance(name, InBoth) and language == "en"
            found[party] = name.english if english and isinstance(name, InBoth) else name
    return found


def lines_of(found: Distribution, names: dict[str, str], language: str) -> Iterator[str]:
    """The distribution as lines for a terminal."""
    heads = [f"P{share}" for share in SHARES]
    most = text("drill.chart.most", language)
    yield text("drill.chart.runs", language, **seeds_of(found))
    yield text("drill.chart.shares", language)
    yield "\t".join([text("drill.chart.what", language), *heads, most])
    yield _line(text("drill.chart.all_late", language), found.all_late)
    yield _line(text("drill.chart.all_missing", language), found.all_missing)
    yield _line(text("drill.chart.peak", language), found.peak)
    for key, spreads in (("late_of", found.late), ("missing_of", found.missing)):
        for reporter, spread in spreads.items():
            name = names.get(reporter, reporter)
            yield _line(text(f"drill.chart.{key}", language, reporter=name), spread)
    for hour, spread in enumerate(found.load):
        if spread.most:
            yield _line(text("drill.chart.hour", language, hour=f"{hour:02}"), spread)
    if found.mismatched:
        yield text("drill.chart.mismatched", language, count=found.mismatched)
    yield f"sha256 {found.digest}"


def _line(what: str, spread: Spread) -> str:
    return "\t".join([what, *map(str, spread.shares), str(spread.most)])


def write(
    folder: Path, found: Distribution, title: str, names: dict[str, str], language: str
) -> None:
    """Write the distribution as a table, as data and as a drawing."""
    folder.mkdir(parents=True, exist_ok=True)
    table = "".join(f"{line}\n" for line in lines_of(found, names, language))
    data = json.dumps(asdict(found), ensure_ascii=False, indent=2)
    (folder / "distribution.tsv").write_text(table, encoding="utf-8")
    (folder / "distribution.json").write_text(f"{data}\n", encoding="utf-8")
    (folder / "distribution.svg").write_text(svg(found, title, names, language), encoding="utf-8")
