"""Scenarios of the office: entries of the server journal; nothing is kept beside it."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection

from api.scenarios.ports import KeptScenario, Overtaken
from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import Change
from api.server_journal.scenario_data import SCENARIO, ScenarioSaved
from api.store.database.records import DatabaseRecords
from api.store.server_journal.journal import entries_of, record


class ScenarioRecords(DatabaseRecords):
    """The last editions. Thread-safe; every call may block."""

    def list(self) -> list[KeptScenario]:
        """All scenarios, by name."""
        with self._database.asking() as connection:
            kept, _ = last_editions(connection)
        return [kept[name] for name in sorted(kept)]

    def get(self, scenario: str) -> KeptScenario | None:
        """One of them."""
        with self._database.asking() as connection:
            return last_editions(connection)[0].get(scenario)

    def save(
        self, scenario: str, text: str, by: ChangedBy, *, title: str, draft: bool, seen: int | None
    ) -> KeptScenario:
        """Keep an edition. Raises `Overtaken`. The same text again writes nothing."""
        made: list[KeptScenario] = []
        sha256 = hashlib.sha256(text.encode()).hexdigest()

        def work(connection: Connection) -> None:
            kept, versions = last_editions(connection)
            now = kept.get(scenario)
            if now is not None and (now.sha256, now.title) == (sha256, title):
                made.append(now)
                return
            if seen is not None and seen != (now.version if now else 0):
                raise Overtaken(now)
            told: ScenarioSaved = {
                "scenario": scenario,
                "version": versions.get(scenario, 0) + 1,
                "title": title,
                "draft": draft,
                "sha256": sha256,
                "text": text,
            }
            record(connection, by, Change("scenario_saved", told))
            made.append(last_editions(connection)[0][scenario])

        self._write(work)
        return made[-1]

    def remove(self, scenario: str, by: ChangedBy, *, seen: int | None) -> bool:
        """Take it out of the list. Raises `Overtaken`."""
        found: list[bool] = []

        def work(connection: Connection) -> None:
            now = last_editions(connection)[0].get(scenario)
            if now is not None and seen is not None and seen != now.version:
                raise Overtaken(now)
            found.append(now is not None)
            if now is not None:
                gone = {"scenario": scenario, "version": now.version, "title": now.title}
                record(connection, by, Change("scenario_removed", gone))

        self._write(work)
        return found[-1]


def last_editions(connection: Connection) -> tuple[dict[str, KeptScenario], dict[str, int]]:
    """The last editions by name, and the highest version of every name that ever was."""
    kept: dict[str, KeptScenario] = {}
    versions: dict[str, int] = {}
    for entry in entries_of(connection, SCENARIO):
        data = entry["data"]
        name = data["scenario"]
        versions[name] = data["version"]
        if entry["type"] == "scenario_removed":
            kept.pop(name, None)
        else:
            kept[name] = KeptScenario(
                id=name,
                version=data["version"],
                title=data["title"],
                draft=data["draft"],
                sha256=data["sha256"],
                text=data["text"],
                changed_by=entry["actor"],
                changed_at=entry["at"],
            )
    return kept, versions
