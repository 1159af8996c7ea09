"""`zhiban drill check` and `zhiban drill cover`: scenarios before they are played, and together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import typer

from api.cli.configuration import settings_from
from api.cli.drill.drill_files import ScenarioText, library, named, of_the_office
from api.cli.progress import progress
from api.cli.terminal import LANGUAGE, echo, fail, say
from engine.drill.coverage.exclusions import NOTHING, load_exclusions
from engine.drill.coverage.item_words import in_words
from engine.drill.coverage.proposal import Proposal, propose
from engine.drill.coverage.table import Part, coverage, missing_of
from engine.drill.runner import run
from engine.drill.scenario import Scenario
from engine.drill.scenario.writing import to_yaml
from engine.errors import InvalidInput, PlanFileError
from engine.messages import text
from engine.plan.loader import load_plans
from engine.plan.model import Plan
from engine.plan.nearest import nearest

SCENARIOS = typer.Argument(None, help=say("cli.option.scenarios"))
PLAN = typer.Argument(None, help=say("cli.option.cover_plan"))
ALSO = typer.Option([], "--also", help=say("cli.option.cover_also"))
WRITE = typer.Option(None, dir_okay=False, help=say("cli.option.cover_write"))
LANGUAGES: Literal["zh", "en"] = typer.Option("zh", help=say("cli.option.drill_language"))

EXCLUSIONS = "coverage.yaml"
"""Beside the plans: what no drill can visit, with the reasons."""


def check(scenarios: list[str] | None = SCENARIOS) -> None:
    """Read scenarios as a drill would, and print every fault. Exits with 1 if there is one."""
    settings = settings_from()
    texts = list(named(settings.plans_dir, scenarios or []))
    with fail.cleanly():
        texts = texts or [*library(settings.plans_dir), *of_the_office()]
        plans = load_plans(settings.plans_dir)
    faults = 0
    for given in texts:
        try:
            given.scenario(plans)
        except PlanFileError as wrong:
            faults += len(wrong.every)
            for one in wrong.every:
                typer.echo(one.sentence(LANGUAGE))
    echo("cli.drill_checked", files=len(texts), faults=faults)
    if faults:
        raise typer.Exit(1)


def cover(
    plan: str | None = PLAN,
    write: Path | None = WRITE,
    also: list[str] = ALSO,
    language: Literal["zh", "en"] = LANGUAGES,
) -> None:
    """Print what the scenarios visit of each plan. Exits with 1 if something is missing.

    Those beside the plans count, those that the office keeps, and what is named besides.
    """
    settings = settings_from()
    with fail.cleanly():
        plans = load_plans(settings.plans_dir)
        excluded = load_exclusions(settings.plans_dir / EXCLUSIONS, plans)
        wanted = _wanted(plans, plan, write)
    more = list(named(settings.plans_dir, also))
    with fail.cleanly():
        shipped = library(settings.plans_dir)
        scripts = [one.scenario(plans) for one in (*shipped, *more)]
    kept = list(_fitting(of_the_office(), plans))
    scripts += [script for _, script in kept]
    with fail.cleanly(), progress(say("cli.drill_running"), len(scripts)) as done:
        runs = []
        for script in scripts:
            runs.append(run(script, plans))
            done(1)
    own = "、".join(one.stem for one in (*more, *(given for given, _ in kept)))
    echo("cli.cover_counted", shipped=len(shipped), own=own or "—")
    complete = True
    for one in wanted:
        parts = coverage(one, runs, excluded.get(one.id, NOTHING))
        for line in _table(one, parts, language):
            typer.echo(line)
        if any(part.missing for part in parts):
            complete = False
            found = propose(one, missing_of(parts))
            _tell(one, found, language, writing=write is not None)
            if write is not None and found.incidents:
                write.write_text(to_yaml(found.scenario), encoding="utf-8")
                echo("cli.drill_written", folder=write)
        complete = complete and not any(part.wrongly_excluded for part in parts)
    if not complete:
        raise typer.Exit(1)


def _fitting(
    texts: Iterable[ScenarioText], plans: Mapping[str, Plan]
) -> Iterator[tuple[ScenarioText, Scenario]]:
    """Those that can be played; of the others it is told why they do not count."""
    for given in texts:
        try:
            yield given, given.scenario(plans)
        except PlanFileError as wrong:
            why = wrong.every[0].sentence(LANGUAGE)
            typer.echo(say("cli.cover_not_counted", scenario=given.stem, why=why), err=True)


def _wanted(plans: Mapping[str, Plan], plan: str | None, write: Path | None) -> list[Plan]:
    """The plans that are asked for.

    Raises `InvalidInput` for an unknown one, `typer.Exit` (2) for a file that cannot be written.
    """
    if plan is not None and plan not in plans:
        hint = nearest(plan, plans) or "—"
        known = "、".join(plans)
        raise InvalidInput("unknown_plan", field="plan", value=plan, accepted=known, hint=hint)
    if write is not None and (plan is None or write.exists()):
        key = "cli.cover_one_plan" if plan is None else "cli.file_exists"
        raise fail.usage(say(key, file=write))
    return [one for one in plans.values() if plan in (None, one.id)]


def _table(plan: Plan, parts: tuple[Part, ...], language: str) -> list[str]:
    lines = [plan.title if language == "zh" else plan.title_en or plan.title]
    for part in parts:
        kind = text(f"drill.cover.{part.kind}", language)
        reached = part.total - len(part.excluded)
        share = 100 * part.visited // reached if reached else 100
        lines.append(f"  {kind}: {part.visited}/{reached} ({share} %)")
        for item in part.missing:
            lines.append(f"    ✗ {item}  {in_words(plan, part.kind, item, language)}")
        for item, reason in part.excluded.items():
            words = in_words(plan, part.kind, item, language)
            why = text("drill.cover.excluded", language, item=words, why=reason.words(language))
            lines.append(f"    – {why}")
        for item in part.wrongly_excluded:
            lines.append(f"    ✗ {text('drill.cover.wrongly_excluded', language, item=item)}")
    return lines


def _tell(plan: Plan, found: Proposal, language: str, *, writing: bool) -> None:
    """Print how long the proposal is, and to what it found no way."""
    if found.incidents:
        words = text("drill.cover.proposal", language, incidents=found.incidents, steps=found.steps)
        typer.echo(f"  {words}" if writing else f"  {words}{text('drill.cover.write', language)}")
    for kind, items in found.left.items():
        for item, refusal in items.items():
            words = text("drill.cover.no_way", language, item=in_words(plan, kind, item, language))
            typer.echo(f"    ? {item}  {words}")
            if refusal is not None:
                why = refusal.sentence.english if language == "en" else refusal.sentence
                typer.echo(f"      {why}")
