"""All scenarios of a server: those that come with the plans, and those of the office."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.scenarios.checking import Checked, check
from api.scenarios.files import data_of
from api.scenarios.ports import KeptScenario, KeptScenarios
from api.scenarios.shapes import ScenarioNote, ScenarioSummary, ScenarioView
from engine.errors import PlanFileError
from engine.memo import BoundedDict
from engine.plan.model import Plan

FOLDER = "drills"
"""Beside the plans: the scenarios that come with them."""

_CHECKED: BoundedDict[tuple[str, tuple[str, ...]], Checked] = BoundedDict(200)
"""What the check said, by the hashes of the text and of the plans: a list reads them all."""


@dataclass(frozen=True, slots=True)
class Found:
    """The text of a scenario, and who kept it; nobody for one that comes with the plans."""

    id: str
    text: str
    kept: KeptScenario | None


class ScenarioLibrary:
    """Reads and looks up; every call may block. Raises nothing for a faulty file."""

    def __init__(self, folder: Path, kept: KeptScenarios, plans: Mapping[str, Plan]) -> None:
        self._folder, self._kept, self._plans = folder / FOLDER, kept, plans

    def all(self) -> list[Found]:
        """The office's own, then those that come with the plans."""
        own = [Found(one.id, one.text, one) for one in self._kept.list()]
        names = {one.id for one in own}
        files = sorted(self._folder.glob("*.yaml")) if self._folder.is_dir() else []
        return [*own, *(_shipped(one) for one in files if one.stem not in names)]

    def get(self, scenario: str) -> Found | None:
        """One of them by its name, which a file has too."""
        kept = self._kept.get(scenario)
        if kept is not None:
            return Found(kept.id, kept.text, kept)
        file = self._folder / f"{scenario}.yaml"
        return _shipped(file) if file.is_file() else None

    def is_shipped(self, scenario: str) -> bool:
        """Whether a name is that of a file beside the plans."""
        return (self._folder / f"{scenario}.yaml").is_file()

    def checked(self, text: str) -> Checked:
        """What the check says of a text, remembered."""
        plans = tuple(one.digest for one in self._plans.values())
        key = hashlib.sha256(text.encode()).hexdigest(), plans
        found = _CHECKED.get(key)
        if found is None:
            found = _CHECKED[key] = check(text, self._plans)
        return found

    def summary(self, found: Found, language: str) -> ScenarioSummary:
        """A line of the list."""
        data, _ = read(found.text)
        incidents = data.get("incidents")
        openings = list(incidents.values()) if isinstance(incidents, Mapping) else [data]
        plans = [one.get("plan") for one in openings if isinstance(one, Mapping)]
        kept = found.kept
        english, days = data.get("title_en"), data.get("end_day")
        return {
            "id": found.id,
            "title": str(data.get("title") or found.id),
            "title_en": english if isinstance(english, str) else None,
            "origin": "shipped" if kept is None else "office",
            "version": 0 if kept is None else kept.version,
            "plans": list(dict.fromkeys(self._named(one, language) for one in plans if one)),
            "days": days if isinstance(days, int) else None,
            "incidents": len(openings),
            "injects": len(data.get("injects") or ()),
            "findings": len(self.checked(found.text).faults),
            "changed_by": None if kept is None else kept.changed_by,
            "changed_at": None if kept is None else kept.changed_at,
        }

    def view(self, found: Found, language: str, *, may_write: bool) -> ScenarioView:
        """All of it."""
        data, notes = read(found.text)
        return {
            "summary": self.summary(found, language),
            "scenario": data,
            "notes": notes,
            "findings": self.checked(found.text).findings(language),
            "sha256": hashlib.sha256(found.text.encode()).hexdigest(),
            "may_write": may_write,
        }

    def _named(self, plan: Any, language: str) -> str:
        known = self._plans.get(str(plan))
        english = known.title_en if known is not None and language == "en" else None
        return str(plan) if known is None else english or known.title


def read(text: str) -> tuple[dict[str, Any], list[ScenarioNote]]:
    """What a text holds; nothing where it cannot be read at all."""
    try:
        return data_of(text)
    except PlanFileError:
        return {}, []


def _shipped(file: Path) -> Found:
    return Found(file.stem, file.read_text(encoding="utf-8"), None)
