"""Turning a validation error into one good sentence: value, place, accepted, nearest.

Used by the loader for plan files. The sentences are in the catalogues; here is only
which one fits and the facts that it needs.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    found = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def path_text(path: Iterable[int | str]) -> str:
    """`("levels", 0, "name")` → `levels[0].name`; union tags are left out by the caller."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words


def explain(error: Mapping[str, Any], root: type[BaseModel]) -> tuple[str, dict[str, Any]]:
    """The code and the facts of the sentence for one pydantic error under `root`."""
    path = tuple(error["loc"])
    place = path_text(path)
    kind = str(error["type"])
    value = _short(error.get("input"))
    if kind == "extra_forbidden":
        allowed = _keys_at(root, path[:-1])
        guess = nearest(str(path[-1]), allowed)
        return "plan_unknown_key", {
            "key": str(path[-1]),
            "place": path_text(path[:-1]) or "plan",
            "accepted": ", ".join(sorted(allowed)) or "—",
            "hint": guess or "—",
        }
    if kind == "missing":
        return "plan_missing_key", {"key": str(path[-1]), "place": path_text(path[:-1]) or "plan"}
    if kind == "string_type":
        return "plan_not_quoted", {"place": place, "value": value}
    return "plan_bad_value", {"place": place, "value": value, "accepted": str(error["msg"])}


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= 80 else words[:77] + "..."


def _keys_at(root: type[BaseModel], path: tuple[int | str, ...]) -> set[str]:
    """The keys that the model at `path` accepts (of all models that may stand there)."""
    here: set[type[BaseModel]] = {root}
    for step in path:
        if isinstance(step, int):
            continue
        found: set[type[BaseModel]] = set()
        for model in here:
            for name, field in model.model_fields.items():
                if step in (name, field.alias):
                    found |= _models_in(field.annotation)
        here = found or here
    return {
        field.alias or name
        for model in here
        for name, field in model.model_fields.items()
        if name != "digest"
    }


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    found: set[type[BaseModel]] = set()
    for part in typing.get_args(annotation):
        found |= _models_in(part)
    return found
