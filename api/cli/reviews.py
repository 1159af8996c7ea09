"""`zhiban plan coverage`, `diff` and `replay`: what a plan's owner reads before signing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from api.cli.plans import plan_called
from api.cli.plans import plans as plans
from api.cli.terminal import LANGUAGE, echo, fail, say
from engine.events import Event
from engine.plan.loader import load_plan
from engine.review.coverage import markdown, totals
from engine.review.difference import Change, difference
from engine.review.replay import Deviation, replay

PLAN = typer.Argument(help=say("cli.option.plan"))
OLD = typer.Argument(exists=True, help=say("cli.option.old_plan"))
NEW = typer.Argument(exists=True, help=say("cli.option.new_plan"))
JOURNALS = typer.Option(..., "--journal", exists=True, help=say("cli.option.journal"))
OLD_PLAN = typer.Option(None, "--old", exists=True, help=say("cli.option.old_plan"))


@plans.command("coverage", help=say("cli.plan.coverage"))
def coverage(plan: str = PLAN) -> None:
    """The table of clauses and rules; exits with 1 when a clause is accounted for nowhere."""
    with fail.cleanly():
        found = plan_called(plan)
        typer.echo(f"{found.id} {found.version}  {found.title}  {found.document.number}\n")
        for line in markdown(found, LANGUAGE):
            typer.echo(line)
        if totals(found).open:
            raise typer.Exit(1)


@plans.command("diff", help=say("cli.plan.diff"))
def diff(old: Path = OLD, new: Path = NEW) -> None:
    """What the new edition changes; exits with 1 when it changes anything."""
    with fail.cleanly():
        changes = difference(load_plan(old), load_plan(new))
    for change in changes:
        typer.echo(_change(change))
    echo("cli.plan_differs", count=len(changes))
    if changes:
        raise typer.Exit(1)


@plans.command("replay", help=say("cli.plan.replay"))
def replay_journals(
    new: Path = NEW, journal: list[Path] = JOURNALS, old: Path | None = OLD_PLAN
) -> None:
    """Finished journals under an amended plan; exits with 1 when anything would differ."""
    with fail.cleanly():
        amended = load_plan(new)
        before = load_plan(old) if old else plan_called(amended.id)
        found = [d for file in journal for d in replay(before, amended, list(_events(file)))]
    for deviation in found:
        typer.echo(_deviation(deviation))
    echo("cli.plan_deviates", count=len(found))
    if found:
        raise typer.Exit(1)


def _events(file: Path) -> Iterator[Event]:
    """The entries of a journal as `journal export` and `drill run --out` write them."""
    for number, line in enumerate(file.read_bytes().splitlines(), 1):
        if line.strip():
            try:
                yield Event.from_json(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError):
                raise fail.usage(say("cli.not_a_journal", file=file, line=number)) from None


def _change(change: Change) -> str:
    area = say(f"cli.area.{change.area}")
    clause = f" [{change.clause}]" if change.clause else ""
    before, after = _apart(change.before, change.after)
    return f"{area}  {change.subject}: {_short(before)} → {_short(after)}{clause}"


def _apart(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two rules only the keys in which they differ; anything else as it is."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    was, becomes = ({key: rule[key] for key in keys if key in rule} for rule in (before, after))
    return was, becomes


def _deviation(deviation: Deviation) -> str:
    kind = say(f"cli.deviation.{deviation.kind}")
    seq = f" #{deviation.seq}" if deviation.seq else ""
    return (
        f"{kind}  {deviation.incident}{seq} {deviation.subject}: "
        f"{deviation.before} → {deviation.after}"
    )


def _short(value: Any) -> str:
    return "—" if value is None else json.dumps(value, ensure_ascii=False)
