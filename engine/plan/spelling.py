"""Turning a validation error into one good sentence: value, place, accepted, nearest.

Used for plan files and scenario files. The sentences are in the catalogues; here is only
which one fits and the facts that it needs. Pydantic names, inside a union, the branch it
took (`levels.0.criteria.0.when.band.at_least`); such names are no part of the file and
are left out of places.
"""

from __future__ import annotations

import difflib
import typing
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from engine.messages import MessageKey
from engine.plan import cadences, expressions
from engine.plan.model import CountOf, HoldsWhen, PercentOf, SumOf
from engine.plan.tree import Listed, Mapped, Path, path_text

__all__ = ["causes", "explain", "nearest", "path_text", "steps_of"]

Facts = dict[str, Any]

LONGEST_VALUE = 80

_MODEL_OF_TAG: dict[str, type[BaseModel]] = {
    **{tag: model for model, tag in expressions._KIND_OF_TYPE.items()},
    **{tag: model for model, tag in cadences._KIND_OF_TYPE.items()},
    "SumOf": SumOf,
    "CountOf": CountOf,
    "PercentOf": PercentOf,
    "HoldsWhen": HoldsWhen,
}
"""What pydantic calls a branch of a union → the model that stands there."""

_FORMS = {
    r"^[a-z][a-z0-9_]{0,62}$": "id",
    r"^[A-Za-z0-9_]{1,16}$": "level",
    r"^[0-9]{6}$": "division",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "date",
    r"^[0-9a-f]{64}$": "hash",
    r"^[A-Z][0-9]{1,3}$": "assumption",
    r"^[0-9A-Za-z.\-]{1,32}$": "version",
    r"^[A-Z]{2,6}$": "prefix",
    r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$": "clock",
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d$": "instant",
    r"^1$": "format",
}
"""Patterns of the models → the words that say what is meant, with an example."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    found = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def steps_of(path: Iterable[int | str], tree: Any) -> Path:
    """`path` without pydantic's names of branches: only what the file itself holds.

    A key that the file lacks is kept when it is the last step.
    """
    steps: list[int | str] = []
    node, path, skipped = tree, tuple(path), False
    for index, step in enumerate(path):
        skipped = not skipped and step in _MODEL_OF_TAG and _at_union(steps)
        if skipped:
            continue
        if _holds(node, step):
            steps.append(step)
            node = node[step]
        elif index == len(path) - 1 and isinstance(node, Mapping) and isinstance(step, str):
            steps.append(step)
    return tuple(steps)


def _at_union(steps: list[int | str]) -> bool:
    """Whether what stands at `steps` is one of several models, told by its keys."""
    key = next((step for step in reversed(steps) if isinstance(step, str)), None)
    inside = bool(steps) and isinstance(steps[-1], int)
    return key in (_UNIONS_IN_LISTS if inside else _UNIONS)


_UNIONS = frozenset({"cadence", "when", "excludes_when", "shorter_when", "not", "unless"})
_UNIONS_IN_LISTS = frozenset({"all", "any", "of", "derived"})
"""The keys (and the lists) of a plan file where one of several models may stand."""


def causes(errors: list[Any]) -> list[Any]:
    """The errors without those that only follow from others.

    A key is missing since it is misspelt; a part that may be one of several is judged as
    the one that it comes nearest to.
    """
    unknown: dict[Path, list[str]] = {}
    for error in errors:
        if error["type"] == "extra_forbidden":
            unknown.setdefault(tuple(error["loc"][:-1]), []).append(str(error["loc"][-1]))
    left = [
        error
        for error in errors
        if error["type"] != "missing"
        or not any(
            nearest(key[:LONGEST_VALUE], [str(error["loc"][-1])])
            for key in unknown.get(tuple(error["loc"][:-1]), [])
        )
    ]
    branches: dict[Path, dict[int | str, int]] = {}
    for error in left:
        tried = _tried(error["loc"])
        if tried:
            counts = branches.setdefault(tried[:-1], {})
            counts[tried[-1]] = counts.get(tried[-1], 0) + 1
    best = {(*part, min(counts, key=lambda b: counts[b])) for part, counts in branches.items()}
    return [error for error in left if not _tried(error["loc"]) or _tried(error["loc"]) in best]


def _tried(path: Iterable[int | str]) -> Path:
    """The part of an error's path that names one of the models of `derived`; () without."""
    path = tuple(path)
    return path[:3] if path[:1] == ("derived",) and len(path) > 2 else ()


def explain(
    error: Mapping[str, Any],
    root: type[BaseModel],
    *,
    tree: Mapped | None = None,
    written: str | None = None,
) -> tuple[str, Facts]:
    """The code and the facts of the sentence for one pydantic error under `root`.

    `tree` is the file as read, `written` the wrong value as the file writes it.
    """
    path = tuple(error["loc"])
    steps = path if tree is None else steps_of(path, tree)
    value = written or _short(error.get("input"))
    facts: Facts = {"place": path_text(steps) or MessageKey("word.top"), "value": value}
    kind = str(error["type"])
    if kind in ("extra_forbidden", "missing"):
        return _KEYS[kind](path, steps, root)
    for explained in (_by_kind, _by_bound, _by_form, _by_rule):
        found = explained(kind, error, facts)
        if found is not None:
            return found
    return "plan_bad_value", {**facts, "accepted": str(error["msg"])}


def _unknown_key(path: Path, steps: Path, root: type[BaseModel]) -> tuple[str, Facts]:
    allowed = _keys_at(root, path[:-1])
    return "plan_unknown_key", {
        "key": str(path[-1])[:LONGEST_VALUE],
        "place": path_text(steps[:-1]) or MessageKey("word.top"),
        "accepted": ", ".join(sorted(allowed)) or "—",
        "hint": nearest(str(path[-1])[:LONGEST_VALUE], allowed) or "—",
    }


def _missing_key(path: Path, steps: Path, root: type[BaseModel]) -> tuple[str, Facts]:
    above = steps[:-1] if steps and steps[-1] == path[-1] else steps
    place = path_text(above) or MessageKey("word.top")
    return "plan_missing_key", {"key": str(path[-1]), "place": place}


_KEYS: dict[str, Callable[[Path, Path, type[BaseModel]], tuple[str, Facts]]] = {
    "extra_forbidden": _unknown_key,
    "missing": _missing_key,
}


def _by_kind(kind: str, error: Mapping[str, Any], facts: Facts) -> tuple[str, Facts] | None:
    """The value is of another kind than it has to be."""
    words = {
        "int_type": "word.integer",
        "int_from_float": "word.integer",
        "float_type": "word.number",
        "finite_number": "word.number",
        "bool_type": "word.boolean",
        "tuple_type": "word.yaml.list",
        "dict_type": "word.yaml.mapping",
        "model_type": "word.yaml.mapping",
        "model_attributes_type": "word.yaml.mapping",
    }
    if kind == "string_type":
        nested = isinstance(error.get("input"), Mapping | tuple | list)
        code = "plan_wrong_kind" if nested else "plan_not_quoted"
        return code, {**facts, "accepted": MessageKey("word.text")}
    if kind in words:
        last = str(error["loc"][-1]) if error["loc"] else ""
        word = "word.number" if last in ("int", "float") else words[kind]
        return "plan_wrong_kind", {**facts, "accepted": MessageKey(word)}
    return None


def _by_bound(kind: str, error: Mapping[str, Any], facts: Facts) -> tuple[str, Facts] | None:
    """The value is too small, too large, too short or too long."""
    context = error.get("ctx", {})
    limits = {
        "greater_than_equal": ("plan_too_small", "ge"),
        "less_than_equal": ("plan_too_great", "le"),
        "string_too_long": ("plan_too_long", "max_length"),
        "string_too_short": ("plan_empty_text", "min_length"),
        "too_short": ("plan_empty_list", "min_length"),
        "too_long": ("plan_too_many", "max_length"),
    }
    if kind not in limits:
        return None
    code, key = limits[kind]
    return code, {**facts, "bound": context.get(key)}


def _by_form(kind: str, error: Mapping[str, Any], facts: Facts) -> tuple[str, Facts] | None:
    """The value is not one of the listed words, or not of the form that is asked."""
    context = error.get("ctx", {})
    if kind == "literal_error":
        known = [word.strip(" '") for word in _split(str(context.get("expected", "")))]
        hint = nearest(str(facts["value"]).strip("'"), known) or "—"
        return "plan_not_one_of", {**facts, "accepted": "、".join(known), "hint": hint}
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        form = _FORMS.get(pattern)
        accepted = MessageKey(f"word.form.{form}") if form else pattern
        return "plan_wrong_form", {**facts, "accepted": accepted}
    if kind in ("not_a_condition", "not_a_cadence"):
        given = error.get("input")
        keys = ", ".join(map(str, given)) if isinstance(given, Mapping) else facts["value"]
        models = expressions if kind == "not_a_condition" else cadences
        known = list(dict.fromkeys([*models._BY_KEY, *_STARTS[kind]]))
        hint = nearest(keys, known) or "—"
        return f"plan_{kind}", {
            **facts,
            "value": _short_text(keys),
            "accepted": "、".join(known),
            "hint": hint,
        }
    return None


_STARTS: dict[str, tuple[str, ...]] = {"not_a_condition": ("fact", "scale"), "not_a_cadence": ()}


def _by_rule(kind: str, error: Mapping[str, Any], facts: Facts) -> tuple[str, Facts] | None:
    """A part contradicts itself: the rule is told by the branch and the value."""
    if kind != "value_error":
        return None
    path, given = tuple(error["loc"]), error.get("input")
    tag = path[-1] if path else ""
    if tag == "daily":
        return "plan_clock_order", facts
    if tag == "at_least_n" and isinstance(given, Mapping):
        count = len(given.get("of", ()))
        return "plan_at_least_n", {**facts, "value": given.get("at_least_n"), "bound": count}
    if tag == "band" and isinstance(given, Mapping):
        keys = [k for k in ("at_least", "above", "below", "at_most") if given.get(k) is not None]
        two = {"at_least", "above"} <= set(keys) or {"below", "at_most"} <= set(keys)
        words = ", ".join(f"{key}: {given[key]}" for key in keys)
        return "plan_band_twice" if two else "plan_band_empty", {**facts, "value": words}
    return None


def _split(expected: str) -> list[str]:
    """`'a', 'b' or 'c'` → its words."""
    return expected.replace(" or ", ", ").split(", ")


def _short(value: Any) -> str:
    return _short_text(value if isinstance(value, str) and value else repr(value))


def _short_text(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_VALUE else words[: LONGEST_VALUE - 3] + "..."


def _holds(node: Any, step: int | str) -> bool:
    if isinstance(node, Mapping):
        return step in node
    return isinstance(node, Listed | tuple) and isinstance(step, int) and 0 <= step < len(node)


def _keys_at(root: type[BaseModel], path: Path) -> set[str]:
    """The keys that the model at `path` accepts (of all models that may stand there)."""
    here: set[type[BaseModel]] = {root}
    for step in path:
        branch = _MODEL_OF_TAG.get(step) if isinstance(step, str) else None
        if branch in here and len(here) > 1:
            here = {branch}
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
