"""`zhiban drill compare`: two runs side by side."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import typer

from api.cli.configuration import settings_from
from api.cli.journal_lines import entries
from api.cli.terminal import fail, say
from engine.evaluation.comparison import Comparison, Difference, compare
from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.view import incident_part
from engine.messages import text
from engine.plan.companion_files import load_monitors
from engine.plan.loader import load_plans
from engine.plan.monitor_rules import USUAL

RESULT, JOURNAL = "evaluation.json", "journal.jsonl"
FIRST = typer.Argument(exists=True, help=say("cli.option.first_run"))
SECOND = typer.Argument(exists=True, help=say("cli.option.second_run"))
Language = Literal["zh", "en"]
IN_LANGUAGE: Language = typer.Option("zh", "--language", help=say("cli.option.drill_language"))


def compare_runs(
    first: Path = FIRST, second: Path = SECOND, language: Language = IN_LANGUAGE
) -> None:
    """Print two runs side by side. Exits with 2 for a file that is no run."""
    with fail.cleanly():
        found = compare(evaluated(first, language), evaluated(second, language))
    for line in _lines(found, language):
        typer.echo(line)


def evaluated(path: Path, language: Language) -> Mapping[str, Any]:
    """A run as it was judged, or a journal judged now.

    `path` is a folder of `drill run --out`, or a file of entries. Raises `typer.Exit` (2).
    """
    result = path / RESULT
    if result.is_file():
        try:
            shape = json.loads(result.read_text(encoding="utf-8"))
        except ValueError:
            raise fail.usage(say("cli.not_a_run", path=path)) from None
        whole = shape.get("whole") if isinstance(shape, dict) else None
        if isinstance(whole, dict):
            return whole
    return _of_journal(path / JOURNAL if path.is_dir() else path, language)


def _of_journal(file: Path, language: Language) -> Mapping[str, Any]:
    """The first incident of a journal, under the plan of its name that is in use."""
    if not file.is_file():
        raise fail.usage(say("cli.not_a_run", path=file))
    events = [event for _, event in entries(file)]
    events = [event for event in events if event.incident == events[0].incident]
    plans_dir = settings_from().plans_dir
    plan = load_plans(plans_dir).get(events[0].data["plan"]["id"]) if events else None
    if plan is None:
        raise fail.usage(say("cli.not_a_run", path=file))
    rules = load_monitors(plans_dir).get(plan.id, USUAL)
    until = events[-1].recorded_at
    whole = evaluate_incident(plan, events, until, over=True, rules=rules)
    return incident_part(whole, language)


def _lines(found: Comparison, language: Language) -> Iterator[str]:
    def said(key: str, **facts: Any) -> str:
        return text(f"evaluation.compare.{key}", language, **facts)

    yield said("plans", first=found.plans[0], second=found.plans[1])
    for share in ("judged", "met"):
        percents = [one[f"{share}_percent"] for one in found.shares]
        first, second = ("—" if one is None else f"{one}%" for one in percents)
        yield said(share, first=first, second=second)
    yield from ("", said("times"))
    for step in found.times:
        first, second = ("—" if one is None else str(one) for one in step.minutes)
        yield f"  {step.place}\t{step.step}\t{first}\t{second}"
    yield from ("", said("differences", count=len(found.differences)))
    for one in found.differences:
        yield f"  {one.kind}\t{one.name}\t{one.owner}\t{_pair(one, language)}"


def _pair(one: Difference, language: Language) -> str:
    words = []
    for verdicts in one.verdicts:
        counted = [
            f"{text(f'evaluation.verdict.{verdict}', language)} {count}"
            for verdict, count in verdicts.items()
        ]
        never = text("evaluation.compare.never", language)
        words.append(text("word.comma", language).join(counted) or never)
    return "\t".join(words)
