"""`zhiban plan coverage`, `diff` and `replay`: what a plan's owner reads before signing."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typer

from api.cli.configuration import settings_from
from api.cli.drill.drill_files import scenario_text
from api.cli.journal_lines import entries
from api.cli.plans import plan_called
from api.cli.plans import plans as plans
from api.cli.terminal import LANGUAGE, echo, fail, say
from engine.drill.runner import Run, run
from engine.instants import to_text
from engine.plan.loader import load_plan, load_plans
from engine.plan.model import Plan
from engine.plan_review import duty_changes
from engine.plan_review.change_text import lines, shape
from engine.plan_review.changes import Change, difference
from engine.plan_review.clause_coverage import markdown, totals
from engine.plan_review.replay import Deviation, replay

PLAN = typer.Argument(help=say("cli.option.plan"))
OLD = typer.Argument(exists=True, help=say("cli.option.old_plan"))
NEW = typer.Argument(exists=True, help=say("cli.option.new_plan"))
JOURNALS = typer.Option(..., "--journal", exists=True, help=say("cli.option.journal"))
DRILLS = typer.Option(None, "--drill", help=say("cli.option.diff_drill"))
AS_JSON = typer.Option(False, "--json", help=say("cli.option.json"))
OLD_PLAN = typer.Option(None, "--old", exists=True, help=say("cli.option.old_plan"))


@plans.command("coverage", help=say("cli.plan.coverage"))
def coverage(plan: str = PLAN) -> None:
    """Print the clauses with their rules. Exits with 1 when no rule accounts for some clause."""
    with fail.cleanly():
        found = plan_called(plan)
        typer.echo(f"{found.id} {found.version}  {found.title}  {found.document.number}\n")
        for line in markdown(found, LANGUAGE):
            typer.echo(line)
        if totals(found).open:
            raise typer.Exit(1)


@plans.command("diff", help=say("cli.plan.diff"))
def diff(
    old: Path = OLD,
    new: Path = NEW,
    drill: list[str] | None = DRILLS,
    as_json: bool = AS_JSON,
) -> None:
    """Print what the new edition changes. Exits with 1 when it changes anything."""
    with fail.cleanly():
        before, after = load_plan(old), load_plan(new)
        changes = difference(before, after)
        played = [_played(name, before) for name in drill or ()]
        if as_json:
            typer.echo(_as_json(before, after, changes, played))
        else:
            for line in lines(before, after, changes, LANGUAGE):
                typer.echo(line)
            echo("cli.plan_differs", count=len(changes))
            for drilled in played:
                title, events = drilled.scenario.title, drilled.events
                for line in duty_changes.lines(before, after, title, events, LANGUAGE):
                    typer.echo(line)
    if changes:
        raise typer.Exit(1)


def _played(name: str, plan: Plan) -> Run:
    """The journal of a drill under the old edition, beside the other plans in use."""
    folder = settings_from().plans_dir
    plans = {**load_plans(folder), plan.id: plan}
    return run(scenario_text(folder, name).scenario(plans), plans)


def _as_json(old: Plan, new: Plan, changes: list[Change], played: list[Run]) -> str:
    drills = {}
    for drilled in played:
        owed, refused = duty_changes.duty_changes(old, new, drilled.events)
        drills[drilled.scenario.id] = {
            "duties": [_duty(change) for change in owed],
            "refused": [asdict(one) for one in refused],
        }
    found = {"changes": [shape(old, new, one, LANGUAGE) for one in changes], "drills": drills}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _duty(change: duty_changes.DutyChange) -> dict[str, Any]:
    dues = [[one and to_text(one) for one in pair] for pair in change.dues]
    return {**asdict(change), "dues": dues}


@plans.command("replay", help=say("cli.plan.replay"))
def replay_journals(
    new: Path = NEW, journal: list[Path] = JOURNALS, old: Path | None = OLD_PLAN
) -> None:
    """Replay finished journals under an amended plan. Exits with 1 when anything would differ."""
    with fail.cleanly():
        amended = load_plan(new)
        before = load_plan(old) if old else plan_called(amended.id)
        found = [
            d
            for file in journal
            for d in replay(before, amended, [event for _, event in entries(file)])
        ]
    for deviation in found:
        typer.echo(_deviation(deviation))
    echo("cli.plan_deviates", count=len(found))
    if found:
        raise typer.Exit(1)


def _deviation(deviation: Deviation) -> str:
    kind = say(f"cli.deviation.{deviation.kind}")
    seq = f" #{deviation.seq}" if deviation.seq else ""
    return (
        f"{kind}  {deviation.incident}{seq} {deviation.subject}: "
        f"{deviation.before} → {deviation.after}"
    )
