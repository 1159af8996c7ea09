"""Ids of incidents in a live drill: the scenario's own are named, as in a batch run."""

from __future__ import annotations

from engine.ports import IdSource


class DrillIds:
    """`engine.drill.exercise_service.NamedIds` over another source."""

    def __init__(self, others: IdSource) -> None:
        self._others = others
        self._told: str | None = None

    def tell(self, id_: str | None) -> None:
        """The next id; None for any."""
        self._told = id_

    def incident_id(self) -> str:
        """The id that was told, or a new one."""
        told, self._told = self._told, None
        return told or self._others.incident_id()
