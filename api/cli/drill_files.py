"""Which file a scenario is: a path, an id of the library beside the plans, or one of the office."""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path

from api.cli.configuration import settings_from
from api.cli.terminal import fail, say


def library(plans_dir: Path) -> list[Path]:
    """The scenarios that come with the plans."""
    return sorted((plans_dir / "drills").glob("*.yaml"))


def scenario_file(plans_dir: Path, scenario: str) -> Path:
    """The file of a scenario by its path or its id. Raises `typer.Exit` (2) if there is none.

    One that the office keeps in its database is written into a temporary file.
    """
    given = Path(scenario)
    if given.is_file():
        return given
    known = [file.stem for file in library(plans_dir)]
    if scenario in known:
        return plans_dir / "drills" / f"{scenario}.yaml"
    kept = _kept()
    if scenario in kept:
        file = Path(tempfile.mkdtemp(prefix="zhiban-")) / f"{scenario}.yaml"
        file.write_text(kept[scenario], encoding="utf-8")
        return file
    accepted = "、".join((*known, *kept))
    raise fail.usage(say("cli.scenario_not_found", value=scenario, accepted=accepted))


def _kept() -> dict[str, str]:
    """The texts of the office's scenarios by id; none where there is no database."""
    # Loaded where it is used: a file needs no database.
    return dict(
        import_module("api.store.scenarios.reading").kept_texts(settings_from().database_url)
    )
