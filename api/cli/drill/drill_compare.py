"""`zhiban drill compare`: two runs side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import typer

from api.cli.configuration import settings_from
from api.cli.terminal import fail, say
from engine.evaluation.comparable import UNREADABLE, journal_of, judged_run
from engine.evaluation.comparison import Comparison, Difference, compare
from engine.evaluation.comparison_view import verdicts_in_words
from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.view import incident_part
from engine.incident.events import Event
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
        later = evaluated(second, language)
        found = compare(evaluated(first, language, later["plan"]["id"]), later)
    for line in _lines(found, language):
        typer.echo(line)


def evaluated(path: Path, language: Language, plan: str = "") -> Mapping[str, Any]:
    """A run as it was judged, or a journal judged now.

    `path` is a folder of `drill run --out`, an evaluation of a server, or a file of entries. Raises
    `typer.Exit` (2).
    """
    names = (RESULT, JOURNAL) if path.is_dir() else ("",)
    for file in (path / name for name in names):
        if not file.is_file():
            continue
        content = file.read_bytes()
        found = judged_run(content, plan) or _of_journal(journal_of(content), language)
        if found is not None:
            return found
    raise fail.usage(say("cli.not_a_run", path=path))


def _of_journal(events: Sequence[Event], language: Language) -> Mapping[str, Any] | None:
    """The first incident of a journal, under the plan of its name that is in use."""
    plans_dir = settings_from().plans_dir
    plan = load_plans(plans_dir).get(events[0].data["plan"]["id"]) if events else None
    if plan is None:
        return None
    rules = load_monitors(plans_dir).get(plan.id, USUAL)
    try:
        whole = evaluate_incident(plan, events, events[-1].recorded_at, over=True, rules=rules)
    except UNREADABLE:
        return None
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
    yield from ("", said("findings", count=len(found.findings)))
    for again in found.findings:
        turn = text(f"evaluation.turn.{again.turn}", language)
        before, now = again.counts
        yield f"  {turn}\t{again.sentence}\t{before}\t{now}"
    yield from ("", said("differences", count=len(found.differences)))
    for one in found.differences:
        yield f"  {one.kind}\t{one.name}\t{one.owner}\t{_pair(one, language)}"


def _pair(one: Difference, language: Language) -> str:
    return "\t".join(verdicts_in_words(verdicts, language) for verdicts in one.verdicts)
