"""In-memory twins of what a live drill keeps, for tests: the same promises as the stored ones."""

from __future__ import annotations

from engine.drill.exercise import ControlEntry, Exercise, after
from engine.drill.exercise_service import Progress
from engine.memory import CountedIds
from engine.ports import Journal


class MemoryNotes:
    """`engine.drill.exercise_service.Notes` in memory; `log` is the control log."""

    def __init__(self, begun: Exercise) -> None:
        self.log: list[ControlEntry] = []
        self._exercise = begun
        self._progress = Progress()

    def exercise(self, journal: Journal) -> Exercise:
        return self._exercise

    def enter(self, journal: Journal, entry: ControlEntry) -> None:
        self.log.append(entry)
        self._exercise = after(self._exercise, entry)

    def progress(self, journal: Journal) -> Progress:
        return self._progress

    def move(self, journal: Journal, progress: Progress) -> None:
        self._progress = progress


class MemoryNamedIds:
    """`NamedIds` that counts where no id was told."""

    def __init__(self) -> None:
        self._others = CountedIds("opened")
        self._told: str | None = None

    def tell(self, id_: str | None) -> None:
        self._told = id_

    def incident_id(self) -> str:
        told, self._told = self._told, None
        return told or self._others.incident_id()
