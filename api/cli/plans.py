"""`zhiban plan check`, `zhiban plan new`, `zhiban plan show` and `zhiban plan diagram`."""

from __future__ import annotations

from pathlib import Path

import typer

from api import skeleton
from api.cli.plan_words import words_of
from api.cli.terminal import LANGUAGE, echo, fail, progress, say, settings_from
from api.plan_texts import text_file
from engine.checks import Finding, check_folder, has_errors
from engine.clock import SystemClock
from engine.errors import InvalidInput
from engine.machine.diagram import mermaid, svg
from engine.plan.loader import load_plans
from engine.plan.model import Plan
from engine.plan.spelling import nearest

plans = typer.Typer(help=say("cli.plan"), no_args_is_help=True)

PATH = typer.Argument(None, help=say("cli.option.path"))
TEXTS = typer.Option(None, help=say("cli.option.texts"))
PLAN = typer.Argument(help=say("cli.option.plan"))
NEW_ID = typer.Argument(help=say("cli.option.new_id"))
TITLE = typer.Option(..., help=say("cli.option.new_title"))
LEVELS = typer.Option(4, min=3, max=5, help=say("cli.option.new_levels"))
FOLDER = typer.Option(None, file_okay=False, help=say("cli.option.new_folder"))
PREFIX = typer.Option(None, help=say("cli.option.new_prefix"))
AREA = typer.Option(None, help=say("cli.option.new_jurisdiction"))
SVG = typer.Option(False, "--svg", help=say("cli.option.svg"))


@plans.command("check", help=say("cli.plan.check"))
def check(path: Path | None = PATH, texts: Path | None = TEXTS) -> None:
    """Every finding with file, line and remedy; exits with 1 when a plan cannot be used."""
    settings = settings_from({"plan_texts": texts})
    folder = path or settings.plans_dir
    if not folder.exists():
        raise fail.usage(say("cli.path_missing", path=folder))
    with fail.cleanly(), progress(say("cli.checking")):
        findings = check_folder(folder, _texts(settings.plan_texts))
    for finding in findings:
        _tell(finding)
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    echo("cli.plan_checked", path=folder, errors=errors, warnings=warnings)
    if has_errors(findings):
        raise typer.Exit(1)


def _texts(folder: Path | None) -> dict[str, str]:
    """The official texts by plan id, for every plan that the folder has a text of."""
    if folder is None:
        return {}
    ids = {file.stem.replace("-", "_") for file in folder.glob("*.md")}
    found = {plan: text_file(folder, plan) for plan in ids}
    return {plan: file.read_text(encoding="utf-8") for plan, file in found.items() if file}


def _tell(finding: Finding) -> None:
    label = say(f"cli.severity.{finding.severity}")
    typer.echo(f"{label} {finding.sentence(LANGUAGE)}")
    for step in finding.counter_example(LANGUAGE):
        typer.echo(f"    {step}")


@plans.command("new", help=say("cli.plan.new"))
def new_plan(
    plan: str = NEW_ID,
    title: str = TITLE,
    levels: int = LEVELS,
    folder: Path | None = FOLDER,
    prefix: str | None = PREFIX,
    jurisdiction: str | None = AREA,
) -> None:
    """A skeleton that passes the check; nothing that is there is touched."""
    there = folder or settings_from().plans_dir
    wanted = _wanted(plan, title, levels, there, prefix, jurisdiction)
    try:
        with fail.cleanly():
            written = skeleton.write(wanted)
    except FileExistsError:
        raise fail.usage(say("cli.new.exists", path=wanted.home)) from None
    except OSError as wrong:
        raise fail.no(say("cli.new.unwritable", path=wanted.home, why=wrong.strerror)) from None
    for file in written:
        echo("cli.new.written", path=file)
    echo("cli.new.next", file=wanted.file, home=wanted.home, folder=there)


def _wanted(
    plan: str, title: str, levels: int, folder: Path, prefix: str | None, area: str | None
) -> skeleton.Skeleton:
    """What is to be made; wrong usage where a word cannot be what it should be."""
    if not skeleton.fits_id(plan) or plan in skeleton.RESERVED:
        hint = skeleton.nearest_id(plan) or "—"
        raise fail.usage(say("cli.new.bad_id", value=plan, hint=hint))
    if not title.strip() or not title.isprintable():
        raise fail.usage(say("cli.new.bad_title", value=title.strip()))
    chosen = prefix or skeleton.free_prefix(folder, plan)
    if chosen is None or not skeleton.fits_prefix(chosen):
        raise fail.usage(say("cli.new.bad_prefix", value=chosen or plan))
    if (taken := skeleton.prefixes(folder).get(chosen)) is not None:
        raise fail.usage(say("cli.new.prefix_taken", value=chosen, plan=taken))
    known = skeleton.jurisdictions(folder)
    if area is not None and area not in known:
        accepted, hint = "、".join(known) or "—", nearest(area, known) or "—"
        raise fail.usage(say("cli.new.no_area", value=area, accepted=accepted, hint=hint))
    only = known[0] if len(known) == 1 else None
    today = SystemClock().now.date()
    return skeleton.Skeleton(folder, plan, title.strip(), levels, chosen, area or only, today)


@plans.command("show", help=say("cli.plan.show"))
def show(plan: str = PLAN) -> None:
    """What the plan says, in words and with clauses."""
    with fail.cleanly():
        for line in words_of(plan_called(plan)):
            typer.echo(line)


@plans.command("diagram", help=say("cli.plan.diagram"))
def diagram(plan: str = PLAN, as_svg: bool = SVG) -> None:
    """The lifecycle, drawn from the table itself."""
    with fail.cleanly():
        found = plan_called(plan)
        typer.echo(svg(found, LANGUAGE) if as_svg else mermaid(found, LANGUAGE))


def plan_called(plan: str) -> Plan:
    """The shipped plan of this id; raises `InvalidInput` with the known ones."""
    known = load_plans(settings_from().plans_dir)
    if plan not in known:
        raise InvalidInput(
            "unknown_plan",
            field="plan",
            value=plan,
            accepted="、".join(known),
            hint=nearest(plan, known) or "—",
        )
    return known[plan]
