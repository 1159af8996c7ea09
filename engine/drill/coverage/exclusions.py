"""What no drill can visit, named with the reason: `coverage.yaml` beside the plans.

    coal_mine:
      moves:
        "closed → IV":
          why: 归档后不再启动……
          why_en: …

An item that the plan does not have, or that the library visits all the same, is a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter, ValidationError

from engine.drill.coverage.items import KINDS, items_of
from engine.drill.scenario.lookup import Lookup
from engine.errors import PlanFileError
from engine.plan.form_faults import form_faults
from engine.plan.model import Plan
from engine.plan.part import Id, Part, Text
from engine.plan.plan_files import read
from engine.plan.yaml_tree import parse, plain


class Reason(Part):
    """Why no drill can visit an item, for whoever reads the table of coverage."""

    why: Text
    why_en: Text

    def words(self, language: str) -> str:
        """The reason in Chinese (`zh`) or English (`en`)."""
        return self.why_en if language == "en" else self.why


class Excluded(Part):
    """Items of one plan that no drill can visit → why."""

    states: dict[Text, Reason] = Field(default_factory=dict)
    moves: dict[Text, Reason] = Field(default_factory=dict)
    obligations: dict[Text, Reason] = Field(default_factory=dict)
    measures: dict[Text, Reason] = Field(default_factory=dict)
    groups: dict[Text, Reason] = Field(default_factory=dict)
    decisions: dict[Text, Reason] = Field(default_factory=dict)


class ExclusionFile(Part):
    """The whole file: plans by their ids."""

    format: Literal["1"]
    plans: dict[Id, Excluded] = Field(default_factory=dict)


NOTHING = Excluded()


def load_exclusions(file: Path, plans: Mapping[str, Plan]) -> dict[str, Excluded]:
    """The exclusions by plan; none where there is no file.

    Raises `PlanFileError` with every wrong line, and for items that the plans do not have.
    """
    if not file.is_file():
        return {}
    faults: list[PlanFileError] = []
    tree = parse(read(file), str(file), faults)
    try:
        found = TypeAdapter(ExclusionFile).validate_python(plain(tree))
    except ValidationError as wrong:
        faults += form_faults(wrong, ExclusionFile, tree, str(file), faults)
        raise PlanFileError.of_all(faults) from None
    lookup = Lookup(tree)
    for plan_id, excluded in found.plans.items():
        lookup.check("plan", plan_id, plans, ("plans", plan_id))
        if plan_id not in plans:
            continue
        known = items_of(plans[plan_id])
        for kind in KINDS:
            for item in getattr(excluded, kind):
                lookup.check("item", item, known[kind], ("plans", plan_id, kind, item))
    faults += lookup.faults
    if faults:
        raise PlanFileError.of_all(faults)
    return found.plans
