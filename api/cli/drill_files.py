"""Which file a scenario is: a path, or an id of the library beside the plans."""

from __future__ import annotations

from pathlib import Path

from api.cli.terminal import fail, say


def library(plans_dir: Path) -> list[Path]:
    """The scenarios that come with the plans."""
    return sorted((plans_dir / "drills").glob("*.yaml"))


def scenario_file(plans_dir: Path, scenario: str) -> Path:
    """The file of a scenario by its path or its id. Raises `typer.Exit` (2) if there is none."""
    given = Path(scenario)
    if given.is_file():
        return given
    known = [file.stem for file in library(plans_dir)]
    if scenario in known:
        return plans_dir / "drills" / f"{scenario}.yaml"
    raise fail.usage(say("cli.scenario_not_found", value=scenario, accepted="、".join(known)))
