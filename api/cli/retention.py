"""`zhiban retain plan`, `move`, `list`, `check`, `open` and `restore`: archives of old years."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import typer

from api.cli.archive_checks import verify_one
from api.cli.archive_pages import write_pages
from api.cli.break_glass import REASON, changed_by
from api.cli.configuration import settings_from
from api.cli.databases import in_units
from api.cli.opened_store import opened_store
from api.cli.progress import progress
from api.cli.terminal import DATABASE, echo, fail, say
from api.store.integrity.signing_keys import read_key
from api.store.opening import open_store
from api.store.retention.archive_file import sha256_of
from api.store.retention.archives import differs, known_archives
from api.store.retention.eligible import Candidate, candidates
from api.store.retention.reading import stories
from api.store.retention.retention import bring_back, move_out

retention = typer.Typer(help=say("cli.retain"), no_args_is_help=True)

BEFORE = typer.Option(..., "--before", min=1990, max=2999, help=say("cli.option.before_year"))
FOLDER = typer.Argument(exists=True, file_okay=False, help=say("cli.option.archive_folder"))
FILE = typer.Argument(exists=True, dir_okay=False, help=say("cli.option.archive_file"))
FILES = typer.Argument(exists=True, dir_okay=False, help=say("cli.option.archive_file"))
OUT = typer.Option(..., "--out", file_okay=False, help=say("cli.option.archive_out"))


@retention.command("plan", help=say("cli.retain.plan"))
def plan(before: int = BEFORE, database_url: str | None = DATABASE) -> None:
    """Tell by year what `move` would archive, and what stays for which reason. Changes nothing."""
    settings = settings_from({"database_url": database_url})
    with (
        fail.cleanly(),
        open_store(settings, create=False) as store,
        store.database.reading() as connection,
    ):
        found = candidates(connection, store.plans, before)
    for year in sorted({one.year for one in found}):
        _tell_year(year, [one for one in found if one.year == year])
    for one in found:
        if one.stays is not None:
            why = say(f"cli.retain.stays.{one.stays}")
            echo("cli.retain.stays", number=one.number, why=why)
    going = [one for one in found if one.stays is None]
    if not going:
        echo("cli.retain.nothing", before=before)
        return
    largest = max(going, key=lambda one: one.bytes)
    size = in_units(largest.bytes)
    echo("cli.retain.largest", number=largest.number, entries=largest.entries, size=size)


def _tell_year(year: int, found: list[Candidate]) -> None:
    going = [one for one in found if one.stays is None]
    facts = {"entries": sum(one.entries for one in going), "incidents": len(going)}
    size = in_units(sum(one.bytes for one in going))
    echo("cli.retain.year", year=year, size=size, stay=len(found) - len(going), **facts)


@retention.command("move", help=say("cli.retain.move"))
def move(
    folder: Path = FOLDER,
    before: int = BEFORE,
    reason: str | None = REASON,
    database_url: str | None = DATABASE,
) -> None:
    """Write an archive for each year, verified, and only then take its incidents out."""
    settings = settings_from({"database_url": database_url})
    with fail.cleanly(), open_store(settings, create=False) as store:
        by = changed_by(None, reason)
        key = None if settings.key_file is None else read_key(settings.key_file)
        store.writer.close()
        with progress(say("cli.archiving")) as advance:
            done = move_out(store.database, store.plans, folder, before, by, key, advance)
    if not done:
        echo("cli.retain.nothing", before=before)
    for one in done:
        facts = {"year": one.year, "count": len(one.incidents), "sha256": one.sha256}
        entries = sum(incident.entries for incident in one.incidents)
        size = in_units(one.file.stat().st_size)
        echo("cli.retain.moved", file=one.file, entries=entries, size=size, **facts)
    if done:
        echo("cli.retain.next")


@retention.command("list", help=say("cli.retain.list"))
def list_(database_url: str | None = DATABASE) -> None:
    """The archives that hold incidents of this database."""
    settings = settings_from({"database_url": database_url})
    with (
        fail.cleanly(),
        open_store(settings, create=False) as store,
        store.database.reading() as connection,
    ):
        found = known_archives(connection)
    if not found:
        echo("cli.retain.none")
    for one in found:
        ends = {"first": one.first, "last": one.last, "sha256": one.sha256}
        echo("cli.retain.known", file=one.file, count=one.incidents, entries=one.entries, **ends)


@retention.command("check", help=say("cli.retain.check"))
def check(file: list[Path] = FILES, database_url: str | None = DATABASE) -> None:
    """Verify archives, and that they are those of this database. Exits with 1 otherwise."""
    settings = settings_from({"database_url": database_url})
    results: Counter[bool] = Counter()
    with fail.cleanly(), open_store(settings, create=False) as store:
        for one in file:
            whole = verify_one(one)
            with store.database.reading() as connection:
                wrong = differs(connection, one)
            if wrong is not None:
                echo(f"cli.retain.differs.{wrong}", file=one, sha256=sha256_of(one))
            results[whole and wrong is None] += 1
        with store.database.reading() as connection:
            given = {sha256_of(one) for one in file}
            missing = [one for one in known_archives(connection) if one.sha256 not in given]
    for absent in missing:
        echo("cli.retain.not_given", file=absent.file, sha256=absent.sha256)
    if results[False]:
        raise typer.Exit(1)


@retention.command("open", help=say("cli.retain.open"))
def open_(file: Path = FILE, out: Path = OUT) -> None:
    """Write an archive as pages into a folder that is new or empty."""
    if out.exists() and any(out.iterdir()):
        raise fail.usage(say("cli.retain.not_empty", folder=out))
    with fail.cleanly():
        told = stories(file)
        first = next(told, None)
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        everything = () if first is None else (first, *told)
        count = write_pages(everything, out, file.name, sha256_of(file))
    echo("cli.retain.opened", folder=out / "index.html", count=count)


@retention.command("restore", help=say("cli.retain.restore"))
def restore(
    file: Path = FILE, reason: str | None = REASON, database_url: str | None = DATABASE
) -> None:
    """Put all incidents of an archive back. The file stays where it is."""
    with opened_store(database_url) as store:
        by = changed_by(None, reason)
        store.writer.close()
        with progress(say("cli.archiving")) as advance:
            numbers = bring_back(store.database, file, by, advance)
    echo("cli.retain.restored", file=file, count=len(numbers), numbers="、".join(numbers[:20]))
