"""Which text a scenario is: of a path, an id of the library beside the plans, or of the office.

Nothing is written: what the office keeps in its database is read from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from api.cli.configuration import settings_from
from api.cli.terminal import fail, say
from api.scenarios.ports import KeptScenario
from engine.drill.scenario import Scenario, read_scenario
from engine.plan.model import Plan
from engine.plan.plan_files import read


@dataclass(frozen=True, slots=True)
class ScenarioText:
    """A scenario as it is written, with the name by which people know where it stands."""

    name: str
    """A path, or the id under which the office keeps it; faults are told by it."""
    content: bytes

    @property
    def stem(self) -> str:
        """The name without folder and ending: what is made of it is called after it."""
        return Path(self.name).stem

    def scenario(self, plans: Mapping[str, Plan] | None = None) -> Scenario:
        """The scenario; with `plans`, looked up in them. Raises `PlanFileError`."""
        return read_scenario(self.content, self.name, plans)


def library(plans_dir: Path) -> list[ScenarioText]:
    """The scenarios that come with the plans. Raises `PlanFileError`."""
    return in_folder(plans_dir / "drills")


def in_folder(folder: Path) -> list[ScenarioText]:
    """The scenarios of a folder. Raises `PlanFileError`."""
    return [_of(file) for file in sorted(folder.glob("*.yaml"))]


def of_the_office() -> list[ScenarioText]:
    """What the office keeps in its database and can be played; nothing without a database."""
    return [ScenarioText(f"{one.id}.yaml", one.text.encode()) for one in _kept() if not one.draft]


def scenario_text(plans_dir: Path, scenario: str) -> ScenarioText:
    """A scenario by its path or its id. Raises `typer.Exit` (2) if there is none."""
    given = Path(scenario)
    with fail.cleanly():
        if given.is_file():
            return _of(given)
        known = {one.stem: one for one in library(plans_dir)}
        if scenario in known:
            return known[scenario]
    kept = {one.id: one for one in _kept()}
    if scenario in kept:
        return ScenarioText(f"{scenario}.yaml", kept[scenario].text.encode())
    accepted = "、".join((*known, *kept))
    raise fail.usage(say("cli.scenario_not_found", value=scenario, accepted=accepted))


def named(plans_dir: Path, names: list[str]) -> Iterator[ScenarioText]:
    """Scenarios by path or id, and all of a folder. Raises `typer.Exit` (2) for what is none."""
    for one in names:
        if not Path(one).is_dir():
            yield scenario_text(plans_dir, one)
            continue
        with fail.cleanly():
            found = in_folder(Path(one))
        if not found:
            raise fail.usage(say("cli.no_scenarios_in", folder=one))
        yield from found


def _of(file: Path) -> ScenarioText:
    return ScenarioText(str(file), read(file))


def _kept() -> Sequence[KeptScenario]:
    """The office's scenarios; none where there is no database."""
    # Loaded where it is used: a file needs no database.
    reading = import_module("api.store.scenarios.reading")
    kept: Sequence[KeptScenario] = reading.kept_scenarios(settings_from().database_url)
    return kept
