"""Looking up the names of a scenario: an unknown one is a fault with line and nearest name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.conditions.fact_values import checked
from engine.errors import InvalidInput, PlanFileError
from engine.messages import InBoth, MessageKey
from engine.plan.model import Plan
from engine.plan.nearest import nearest
from engine.plan.yaml_tree import Mapped, Path, path_text, place_of

LISTED = 12
"""Most known names that a fault lists."""


class Lookup:
    """The faults of one file, found name by name."""

    def __init__(self, tree: Mapped) -> None:
        self.tree = tree
        self.faults: list[PlanFileError] = []

    def check(
        self,
        kind: str,
        value: str,
        known: Iterable[str],
        path: Path,
        called: Mapping[str, str] | None = None,
    ) -> None:
        """Note a fault if the name is unknown.

        `called` are the names of people for the known ones: they are listed beside them, and who
        writes one of them is told what the file has to say instead.
        """
        names = list(known)
        if value not in names:
            called = called or {}
            words = [f"{name}（{called[name]}）" if name in called else name for name in names]
            shown = [*words[:LISTED], *(("…",) if len(names) > LISTED else ())]
            self.fault(
                "scenario_unknown",
                path,
                kind=MessageKey(f"word.scenario.{kind}"),
                value=value[:80],
                accepted="、".join(shown) or "—",
                hint=nearest(value[:80], names) or _meant(value[:80], called) or "—",
            )

    def fault(self, code: str, path: Path, **facts: Any) -> None:
        """Note a fault at a place of the file."""
        file, line = place_of(self.tree, path)
        place = facts.pop("place", path_text(path))
        self.faults.append(PlanFileError(code, file=file, line=line, place=place, **facts))

    def facts(self, plan: Plan, facts: Mapping[str, Any], path: Path) -> None:
        """Note the facts that the plan does not know, and values that it does not take."""
        for name, value in facts.items():
            if name not in plan.fact_by_id:
                called = {id_: fact.name for id_, fact in plan.fact_by_id.items()}
                self.check("fact", name, plan.fact_by_id, (*path, name), called)
                continue
            try:
                checked(plan, {name: value})
            except InvalidInput as wrong:
                why = InBoth(wrong.sentence("zh"), wrong.sentence("en"))
                self.fault("scenario_fact_value", (*path, name), why=why)


def _meant(value: str, called: Mapping[str, str]) -> str | None:
    """The known name that people call `value`, or nearly so."""
    names = {words: name for name, words in called.items()}
    return names.get(nearest(value, names) or "")
