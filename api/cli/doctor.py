"""`zhiban doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import typer
from pydantic import ValidationError

from api.cli.configuration import sentences_of
from api.cli.terminal import DATABASE, LANGUAGE, echo, say
from api.doctor.examination import examine
from api.doctor.row import Row, fail
from api.settings import Settings, check_dotenv
from engine.clock import SystemClock
from engine.errors import InvalidInput

JSON = typer.Option(False, "--json", help=say("cli.option.doctor_json"))


def doctor(as_json: bool = JSON, database_url: str | None = DATABASE) -> None:
    """Print every row; exit with 1 if something does not work."""
    counted: Counter[str] = Counter()
    rows = []
    for row in _rows(database_url):
        counted[row.state] += 1
        if as_json:
            rows.append(row.to_json(LANGUAGE))
        else:
            _print(row)
    if as_json:
        typer.echo(json.dumps({"rows": rows, **_counts(counted)}, ensure_ascii=False, indent=1))
    else:
        echo("cli.doctor_summary", **_counts(counted))
    if counted["fail"]:
        raise typer.Exit(1)


def _counts(counted: Counter[str]) -> dict[str, int]:
    return {state: counted[state] for state in ("ok", "warn", "fail")}


def _rows(database_url: str | None) -> Iterator[Row]:
    """The rows. Settings that cannot be read are the only ones then."""
    try:
        check_dotenv()
        given: dict[str, Any] = {} if database_url is None else {"database_url": database_url}
        settings = Settings(**given)
    except InvalidInput as wrong:
        yield fail("settings", "settings_unreadable", problem=wrong)
    except ValidationError as wrong:
        for problem in sentences_of(wrong):
            yield fail("settings", "settings_wrong", problem=problem)
    else:
        yield from examine(settings, SystemClock().now, LANGUAGE)


def _print(row: Row) -> None:
    echo(
        "cli.doctor_row",
        state=say(f"doctor.state.{row.state}"),
        check=say(f"doctor.check.{row.check}"),
        sentence=row.sentence(LANGUAGE),
    )
    remedy = row.remedy(LANGUAGE)
    if remedy is not None:
        echo("cli.doctor_remedy", remedy=remedy)
