"""`zhiban drill run`: play a scenario on a virtual clock, and evaluate it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Literal

import typer

from api.cli.configuration import settings_from
from api.cli.drill.drill_files import ScenarioText, scenario_text
from api.cli.progress import progress
from api.cli.terminal import echo, fail, say
from engine.drill.evaluation import (
    Evaluation,
    evaluate,
    findings_in_words,
    ledger,
    mismatches_in_words,
    timeline,
)
from engine.drill.inject_lines import inject_lines
from engine.drill.runner import Run, journal_lines, run
from engine.drill.scenario import Scenario
from engine.evaluation.view import incident_part
from engine.evaluation.words import finding_in_words
from engine.messages import text
from engine.plan.companion_files import load_monitors
from engine.plan.loader import load_plans
from engine.plan.model import Plan
from engine.plan.monitor_rules import USUAL

SCENARIO = typer.Argument(help=say("cli.option.scenario"))
SEED = typer.Option(None, min=0, help=say("cli.option.seed"))
REPEAT = typer.Option(1, min=1, max=1_000_000, help=say("cli.option.repeat"))
JOBS = typer.Option(1, min=1, max=256, help=say("cli.option.jobs"))
OUT = typer.Option(None, file_okay=False, help=say("cli.option.out"))
Language = Literal["zh", "en"]
IN_LANGUAGE: Language = typer.Option("zh", "--language", help=say("cli.option.drill_language"))


def run_drill(
    scenario: str = SCENARIO,
    seed: int | None = SEED,
    out: Path | None = OUT,
    language: Language = IN_LANGUAGE,
    repeat: int = REPEAT,
    jobs: int = JOBS,
) -> None:
    """Run a drill. Exits with 1 when the drill went otherwise than its scenario says."""
    if out is not None and out.is_dir() and any(out.iterdir()):
        raise fail.usage(say("cli.drill_out_taken", folder=out))
    settings = settings_from()
    given = scenario_text(settings.plans_dir, scenario)
    with fail.cleanly():
        plans = load_plans(settings.plans_dir)
        script = given.scenario(plans)
    if repeat > 1:
        first = script.seed if seed is None else seed
        _repeat(given, script, plans, range(first, first + repeat), jobs, out, language)
        return
    with fail.cleanly(), progress(say("cli.drill_running")):
        rules = load_monitors(settings.plans_dir)
        played = run(script, plans, seed)
        evaluated = [(one, evaluate(one, rules.get(one.plan.id, USUAL))) for one in played.every]
    for one, evaluation in evaluated:
        if out is not None:
            # Of several incidents each has a folder of its own, named by its key.
            _write(out / one.key if played.others else out, one, evaluation, language)
    if out is not None:
        echo("cli.drill_written", folder=out)
    for one, evaluation in evaluated:
        # At once: a month has thousands of lines, and each call ends with a write of its own.
        typer.echo("\n".join(_report(one, evaluation, language)))
    if played.mismatches:
        raise typer.Exit(1)


def _repeat(
    given: ScenarioText,
    script: Scenario,
    plans: Mapping[str, Plan],
    seeds: range,
    jobs: int,
    out: Path | None,
    language: Language,
) -> None:
    """Play the scenario with many seeds. Exits with 1 when one went otherwise than it says."""
    settings = settings_from()
    # Loaded where it is used: one run needs no pool of processes.
    repeats = import_module("api.cli.drill.drill_repeats")
    with fail.cleanly(), progress(say("cli.drill_running"), len(seeds)) as done:
        found = repeats.repeat(settings.plans_dir, given, seeds, jobs, done)
    names = repeats.names_of(plans, script, language)
    title = script.title if language == "zh" else script.title_en or script.title
    if out is not None:
        repeats.write(out, found, title, names, language)
        echo("cli.drill_written", folder=out)
    for line in repeats.lines_of(found, names, language):
        typer.echo(line)
    if found.mismatched:
        raise typer.Exit(1)


def _report(played: Run, evaluation: Evaluation, language: Language) -> list[str]:
    """Print the timeline, the ledger and the evaluation."""
    head, *rest = _summary(played, evaluation, language)
    given = list(inject_lines(played, language))
    return [
        head,
        *(_section(text("drill.injects", language), given) if given else ()),
        *_section(text("drill.timeline", language), timeline(played, language)),
        *_section(text("drill.ledger", language), ledger(played, language)),
        *_section(text("drill.evaluation", language), rest),
    ]


def _section(title: str, lines: Iterable[str]) -> list[str]:
    return ["", title, *(line if line[:1] in " ✗" else f"  {line}" for line in lines)]


def _summary(played: Run, evaluation: Evaluation, language: Language) -> list[str]:
    plan, script = played.plan, played.scenario
    title, about = script.title, plan.title
    if language == "en":
        title, about = script.title_en or title, plan.title_en or about
    lines = [text("drill.title", language, title=title, plan=about, seed=played.seed)]
    for name, value in evaluation.measured.items():
        shown = "—" if value is None else value
        lines.append(f"  {text(f'drill.measure.{name}', language)}: {shown}")
    lines += [f"  {words}" for words in findings_in_words(played, evaluation, language)]
    lines += [f"✗ {words}" for words in mismatches_in_words(played, language)]
    return lines


def _write(folder: Path, played: Run, evaluation: Evaluation, language: Language) -> None:
    """Write the journal, the timeline, the ledger and the evaluation, each into a file."""
    folder.mkdir(parents=True, exist_ok=True)
    journal = "".join(f"{json.dumps(e, ensure_ascii=False)}\n" for e in journal_lines(played))
    data = json.dumps(_shape(played, evaluation, language), ensure_ascii=False, indent=2)
    # The head says that it is an exercise: a printed page has to show it.
    head, *rest = _summary(played, evaluation, language)
    words = {
        "journal.jsonl": journal,
        "timeline.txt": "".join(f"{line}\n" for line in (head, *timeline(played, language))),
        "ledger.tsv": "".join(f"{line}\n" for line in ledger(played, language)),
        "evaluation.txt": "".join(f"{line}\n" for line in (head, *rest)),
        "evaluation.json": f"{data}\n",
    }
    for name, content in words.items():
        (folder / name).write_text(content, encoding="utf-8")
    # Loaded where something is written: the page of the report brings the documents with it.
    import_module("api.cli.drill.drill_report").write_report(folder, evaluation.whole)


def _shape(played: Run, evaluation: Evaluation, language: Language) -> dict[str, object]:
    """The evaluation as data; the sentences beside it are for people."""
    plan = played.plan
    return {
        "scenario": played.scenario.id,
        "plan": {"id": plan.id, "version": plan.version},
        "exercise": True,
        "seed": played.seed,
        "whole": incident_part(evaluation.whole, language),
        "measured": dict(evaluation.measured),
        "findings": [
            {**one.to_json(), "sentence": finding_in_words(plan, one, language)}
            for one in evaluation.findings
        ],
        "mismatches": [
            {"kind": one.kind, "day": one.day, "at": one.at, **one.facts, "sentence": words}
            for one, words in zip(
                played.mismatches, mismatches_in_words(played, language), strict=True
            )
        ],
    }
