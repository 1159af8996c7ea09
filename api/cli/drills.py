"""`zhiban drill run`: play a scenario on a virtual clock, and evaluate it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import typer

from api.cli import live_drills
from api.cli.configuration import settings_from
from api.cli.progress import progress
from api.cli.terminal import echo, fail, say
from engine.drill.evaluation import (
    Evaluation,
    evaluate,
    finding_in_words,
    findings_in_words,
    ledger,
    mismatches_in_words,
    timeline,
)
from engine.drill.runner import Run, journal_lines, run
from engine.drill.scenario import load_scenario
from engine.messages import text
from engine.plan.loader import load_plans

drills = typer.Typer(help=say("cli.drill"), no_args_is_help=True)

SCENARIO = typer.Argument(help=say("cli.option.scenario"))
SEED = typer.Option(None, min=0, help=say("cli.option.seed"))
OUT = typer.Option(None, file_okay=False, help=say("cli.option.out"))
Language = Literal["zh", "en"]
IN_LANGUAGE: Language = typer.Option("zh", "--language", help=say("cli.option.drill_language"))


@drills.callback()
def _group() -> None:
    """Keep `run` a sub-command although the group has no other."""


live_drills.register(drills)


@drills.command("run", help=say("cli.drill.run"))
def run_drill(
    scenario: str = SCENARIO,
    seed: int | None = SEED,
    out: Path | None = OUT,
    language: Language = IN_LANGUAGE,
) -> None:
    """Run a drill. Exits with 1 when the drill went otherwise than its scenario says."""
    if out is not None and out.is_dir() and any(out.iterdir()):
        raise fail.usage(say("cli.drill_out_taken", folder=out))
    settings = settings_from()
    file = scenario_file(settings.plans_dir, scenario)
    with fail.cleanly():
        plans = load_plans(settings.plans_dir)
        script = load_scenario(file, plans)
        with progress(say("cli.drill_running")):
            played = run(script, plans, seed)
            evaluation = evaluate(played)
    if out is not None:
        _write(out, played, evaluation, language)
        echo("cli.drill_written", folder=out)
    for line in _report(played, evaluation, language):
        typer.echo(line)
    if played.mismatches:
        raise typer.Exit(1)


def scenario_file(plans_dir: Path, scenario: str) -> Path:
    """The file of a scenario by its path or its id. Raises `typer.Exit` (2) if there is none."""
    given = Path(scenario)
    if given.is_file():
        return given
    known = sorted(file.stem for file in (plans_dir / "drills").glob("*.yaml"))
    if scenario in known:
        return plans_dir / "drills" / f"{scenario}.yaml"
    raise fail.usage(say("cli.scenario_not_found", value=scenario, accepted="、".join(known)))


def _report(played: Run, evaluation: Evaluation, language: Language) -> list[str]:
    """Print the timeline, the ledger and the evaluation."""
    head, *rest = _summary(played, evaluation, language)
    return [
        head,
        *_section(text("drill.timeline", language), timeline(played, language)),
        *_section(text("drill.ledger", language), ledger(played, language)),
        *_section(text("drill.evaluation", language), rest),
    ]


def _section(title: str, lines: Iterable[str]) -> list[str]:
    return ["", title, *(line if line[:1] in " ✗" else f"  {line}" for line in lines)]


def _summary(played: Run, evaluation: Evaluation, language: Language) -> list[str]:
    plan, script = played.plan, played.scenario
    lines = [text("drill.title", language, title=script.title, plan=plan.title, seed=played.seed)]
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
    words = {
        "journal.jsonl": journal,
        "timeline.txt": "".join(f"{line}\n" for line in timeline(played, language)),
        "ledger.tsv": "".join(f"{line}\n" for line in ledger(played, language)),
        "evaluation.txt": "".join(f"{line}\n" for line in _summary(played, evaluation, language)),
        "evaluation.json": f"{data}\n",
    }
    for name, content in words.items():
        (folder / name).write_text(content, encoding="utf-8")


def _shape(played: Run, evaluation: Evaluation, language: Language) -> dict[str, object]:
    """The evaluation as data; the sentences beside it are for people."""
    plan = played.plan
    return {
        "scenario": played.scenario.id,
        "plan": {"id": plan.id, "version": plan.version},
        "exercise": True,
        "seed": played.seed,
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
