"""`zhiban plan check`, `zhiban plan new`, `zhiban plan show` and `zhiban plan diagram`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import typer

from api.cli import plan_skeleton
from api.cli.configuration import settings_from
from api.cli.plan_words import words_of
from api.cli.progress import progress
from api.cli.terminal import LANGUAGE, echo, fail, reason, say
from api.plan_texts import text_file
from engine.clock import SystemClock
from engine.errors import InvalidInput
from engine.lifecycle.diagram import mermaid, svg
from engine.plan.clauses import catalogue_of
from engine.plan.loader import load_plans
from engine.plan.model import Plan
from engine.plan.nearest import nearest
from engine.plan_checks import PlanFinding, check_folder, has_errors

plans = typer.Typer(help=say("cli.plan"), no_args_is_help=True)

PATH = typer.Argument(None, help=say("cli.option.path"))
TEXTS = typer.Option(None, help=say("cli.option.texts"))
CONTACTS = typer.Option(None, dir_okay=False, help=say("cli.option.check_contacts"))
PLAN = typer.Argument(help=say("cli.option.plan"))
NEW_ID = typer.Argument(help=say("cli.option.new_id"))
TITLE = typer.Option(..., help=say("cli.option.new_title"))
LEVELS = typer.Option(4, min=3, max=5, help=say("cli.option.new_levels"))
FOLDER = typer.Option(None, file_okay=False, help=say("cli.option.new_folder"))
PREFIX = typer.Option(None, help=say("cli.option.new_prefix"))
AREA = typer.Option(None, help=say("cli.option.new_jurisdiction"))
TEXT = typer.Argument(exists=True, dir_okay=False, help=say("cli.option.hash_text"))
TEXT_OF_NEW = typer.Option(
    None, "--text", exists=True, dir_okay=False, help=say("cli.option.new_text")
)
SVG = typer.Option(False, "--svg", help=say("cli.option.svg"))


@plans.command("check", help=say("cli.plan.check"))
def check(
    path: Path | None = PATH, texts: Path | None = TEXTS, contacts: Path | None = CONTACTS
) -> None:
    """Print every finding with file, line and remedy. Exits with 1 when a plan cannot be used.

    With a sheet of contacts also whom the plans name and nobody can ring.
    """
    settings = settings_from({"plan_texts": texts})
    folder = path or settings.plans_dir
    if not folder.exists():
        raise fail.usage(say("cli.path_missing", path=folder))
    with fail.cleanly(), progress(say("cli.checking")):
        findings = check_folder(folder, _texts(settings.plan_texts))
    for finding in findings:
        tell(finding)
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    if contacts is not None and not has_errors(findings):
        # Loaded where it is used: reading spreadsheets takes as long as checking a plan.
        sheets = import_module("api.cli.contact_sheets")
        with fail.cleanly():
            warnings += sheets.warn_of_unreached(contacts, tuple(load_plans(folder).values()))
    echo("cli.plan_checked", path=folder, errors=errors, warnings=warnings)
    if has_errors(findings):
        raise typer.Exit(1)


def _texts(folder: Path | None) -> dict[str, str]:
    """The official texts by plan id, for every plan whose text is in the folder."""
    if folder is None:
        return {}
    ids = {file.stem.replace("-", "_") for file in folder.glob("*.md")}
    found = {plan: text_file(folder, plan) for plan in ids}
    return {plan: file.read_text(encoding="utf-8") for plan, file in found.items() if file}


def tell(finding: PlanFinding) -> None:
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
    text: Path | None = TEXT_OF_NEW,
) -> None:
    """Make a skeleton that passes the check; existing files stay untouched."""
    markdown = None if text is None else _markdown(text)
    there = folder or settings_from().plans_dir
    wanted = _wanted(plan, title, levels, there, prefix, jurisdiction)
    try:
        with fail.cleanly():
            written = plan_skeleton.write(wanted, markdown)
    except ValueError as twice:
        raise fail.usage(say("cli.hash.twice", file=text, why=twice)) from None
    except FileExistsError:
        raise fail.usage(say("cli.new.exists", path=wanted.home)) from None
    except OSError as wrong:
        raise fail.no(say("cli.new.unwritable", path=wanted.home, why=reason(wrong))) from None
    for file in written:
        echo("cli.new.written", path=file)
    echo("cli.new.next", file=wanted.file, home=wanted.home, folder=there)


def _wanted(
    plan: str, title: str, levels: int, folder: Path, prefix: str | None, area: str | None
) -> plan_skeleton.Skeleton:
    """The skeleton that the options ask for. Raises `typer.Exit` (2) for an impossible value."""
    if not plan_skeleton.fits_id(plan) or plan in plan_skeleton.RESERVED:
        hint = plan_skeleton.nearest_id(plan) or "—"
        raise fail.usage(say("cli.new.bad_id", value=plan, hint=hint))
    if not title.strip() or not title.isprintable():
        raise fail.usage(say("cli.new.bad_title", value=title.strip()))
    chosen = prefix or plan_skeleton.free_prefix(folder, plan)
    if chosen is None or not plan_skeleton.fits_prefix(chosen):
        raise fail.usage(say("cli.new.bad_prefix", value=chosen or plan))
    if (taken := plan_skeleton.prefixes(folder).get(chosen)) is not None:
        raise fail.usage(say("cli.new.prefix_taken", value=chosen, plan=taken))
    known = plan_skeleton.jurisdictions(folder)
    if area is not None and area not in known:
        accepted, hint = "、".join(known) or "—", nearest(area, known) or "—"
        raise fail.usage(say("cli.new.no_area", value=area, accepted=accepted, hint=hint))
    only = known[0] if len(known) == 1 else None
    today = SystemClock().now.date()
    return plan_skeleton.Skeleton(folder, plan, title.strip(), levels, chosen, area or only, today)


@plans.command("hash", help=say("cli.plan.hash"))
def hash_text(text: Path = TEXT) -> None:
    """Print the clause catalogue of an official text, to be copied into a clauses.yaml."""
    try:
        found = catalogue_of(_markdown(text))
    except ValueError as twice:
        raise fail.usage(say("cli.hash.twice", file=text, why=twice)) from None
    if not found:
        raise fail.no(say("cli.hash.none", file=text))
    typer.echo("clauses:")
    for clause in found:
        typer.echo(plan_skeleton.clause_line(clause))


def _markdown(file: Path) -> str:
    """The text of a plan, read as UTF-8. Raises `typer.Exit` (2) if it is not UTF-8."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise fail.usage(say("error.plan_not_utf8", file=file, line=1)) from None


@plans.command("show", help=say("cli.plan.show"))
def show(plan: str = PLAN) -> None:
    """Print what the plan says, in words and with clauses."""
    with fail.cleanly():
        for line in words_of(plan_called(plan)):
            typer.echo(line)


@plans.command("diagram", help=say("cli.plan.diagram"))
def diagram(plan: str = PLAN, as_svg: bool = SVG) -> None:
    """Write the lifecycle as a diagram, drawn from its table."""
    with fail.cleanly():
        found = plan_called(plan)
        typer.echo(svg(found, LANGUAGE) if as_svg else mermaid(found, LANGUAGE))


def plan_called(plan: str) -> Plan:
    """The shipped plan of this id. Raises `InvalidInput`, which names the known ones."""
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
