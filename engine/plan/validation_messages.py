"""One sentence for a validation error: value, place, accepted, nearest.

Used for plan files and scenario files. `engine.plan.pydantic_errors` finds the cause; this module
chooses the sentence of the catalogues and its facts. Inside a union pydantic adds the name of the
branch to a path (`levels.0.criteria.0.when.band.at_least`). Such names are no part of the file and
are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from engine.messages import MessageKey
from engine.plan import cadences, expressions
from engine.plan.model import CountOf, HoldsWhen, PercentOf, SumOf
from engine.plan.nearest import nearest
from engine.plan.pydantic_errors import LONGEST_VALUE, cause_of, hint, in_words
from engine.plan.yaml_tree import Listed, Mapped, Path, path_text

__all__ = ["causes", "explain", "path_text", "steps_of"]

Facts = dict[str, Any]

_MODEL_OF_TAG: dict[str, type[BaseModel]] = {
    **{tag: model for model, tag in expressions._KIND_OF_TYPE.items()},
    **{tag: model for model, tag in cadences._KIND_OF_TYPE.items()},
    "SumOf": SumOf,
    "CountOf": CountOf,
    "PercentOf": PercentOf,
    "HoldsWhen": HoldsWhen,
}
"""Pydantic's name of a branch of a union → the model of that branch."""

_FORMS = {
    r"^[a-z][a-z0-9_]{0,62}$": "id",
    r"^[A-Za-z0-9_]{1,16}$": "level",
    r"^[0-9]{6}$": "division",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "date",
    r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$": "month_day",
    r"^[0-9a-f]{64}$": "hash",
    r"^[A-Z][0-9]{1,3}$": "assumption",
    r"^[0-9A-Za-z.\-]{1,32}$": "version",
    r"^[A-Z]{2,6}$": "prefix",
    r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$": "clock",
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?[+-]\d\d:\d\d$": "instant",
    r"^1$": "format",
}
"""Patterns of the models → words that explain them, with an example."""


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
    """True if `steps` lead to a union whose branches differ by their keys."""
    key = next((step for step in reversed(steps) if isinstance(step, str)), None)
    inside = bool(steps) and isinstance(steps[-1], int)
    return key in (_UNIONS_IN_LISTS if inside else _UNIONS)


_UNIONS = frozenset({"cadence", "when", "excludes_when", "shorter_when", "not", "unless"})
_UNIONS_IN_LISTS = frozenset({"all", "any", "of", "derived"})
"""The keys (and the lists) of a plan file at which a union stands."""


def causes(errors: list[Any]) -> list[Any]:
    """The errors without those that only follow from others.

    A misspelt key also counts as missing. A value of a union is judged by the model that it is
    nearest to.
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
    value = written or in_words(error.get("input"))
    facts: Facts = {"place": _place(steps), "value": value}
    cause = cause_of(error, [root], _MODEL_OF_TAG, value)
    found = cause.facts
    if cause.name == "unknown_key":
        known = sorted(set(found["known"]) - {"digest"})
        near = hint(found["key"], known)
        accepted = ", ".join(known) or "—"
        where = _place(steps[:-1])
        return "plan_unknown_key", found | {"place": where, "accepted": accepted, "hint": near}
    if cause.name == "missing_key":
        above = steps[:-1] if steps and steps[-1] == path[-1] else steps
        return "plan_missing_key", {"key": found["key"], "place": _place(above)}
    if cause.name == "other_kind" and error.get("input") is None:
        return "plan_empty_text", {"place": _place(steps)}
    if cause.name == "other_kind" and found["word"] in _NUMBERS and _LONG.fullmatch(value):
        return "plan_too_many_digits", {**facts, "bound": 18}
    if cause.name == "other_kind":
        return _wrong_kind(error, found["word"], facts)
    if cause.name in _BOUNDS:
        return _BOUNDS[cause.name], {**facts, "bound": found["bound"]}
    if cause.name == "not_one_of":
        return "plan_not_one_of", facts | _listed(found["known"], found["hint"])
    if cause.name == "wrong_form":
        form = _FORMS.get(found["pattern"])
        accepted = MessageKey(f"word.form.{form}") if form else found["pattern"]
        return "plan_wrong_form", {**facts, "accepted": accepted}
    unread = {"accepted": str(error["msg"])}
    return _by_tag(error, facts) or _by_rule(error, facts) or ("plan_bad_value", facts | unread)


_NUMBERS = frozenset({"integer", "number"})
_LONG = re.compile(r"[-+]?[0-9]{19,}")
"""A whole number that is read as words, since it has more digits than a number may have."""

_BOUNDS = {
    "too_small": "plan_too_small",
    "too_great": "plan_too_great",
    "text_too_long": "plan_too_long",
    "text_too_short": "plan_empty_text",
    "list_too_short": "plan_empty_list",
    "list_too_long": "plan_too_many",
}


def _place(steps: Path) -> str:
    return path_text(steps) or MessageKey("word.top")


def _listed(known: Iterable[str], near: str) -> Facts:
    return {"accepted": "、".join(known), "hint": near}


def _wrong_kind(error: Mapping[str, Any], word: str, facts: Facts) -> tuple[str, Facts]:
    """The value is of another kind than is accepted; a text may only lack its quotes."""
    if word == "text":
        nested = isinstance(error.get("input"), Mapping | tuple | list)
        code = "plan_wrong_kind" if nested else "plan_not_quoted"
        return code, {**facts, "accepted": MessageKey("word.text")}
    last = str(error["loc"][-1]) if error["loc"] else ""
    word = "number" if last in ("int", "float") else word
    accepted = MessageKey(_YAML.get(word, f"word.{word}"))
    return "plan_wrong_kind", {**facts, "accepted": accepted}


_YAML = {"list": "word.yaml.list", "object": "word.yaml.mapping"}
"""Kinds that a plan file's author knows by another name."""


def _by_tag(error: Mapping[str, Any], facts: Facts) -> tuple[str, Facts] | None:
    """The mapping is no condition, or no cadence."""
    kind = str(error["type"])
    if kind not in _STARTS:
        return None
    given = error.get("input")
    keys = ", ".join(map(str, given)) if isinstance(given, Mapping) else facts["value"]
    models = expressions if kind == "not_a_condition" else cadences
    known = list(dict.fromkeys([*models._KEYS, *_STARTS[kind]]))
    value = {"value": in_words(keys)}
    return f"plan_{kind}", facts | value | _listed(known, hint(keys, known))


_STARTS: dict[str, tuple[str, ...]] = {"not_a_condition": ("fact", "scale"), "not_a_cadence": ()}


def _by_rule(error: Mapping[str, Any], facts: Facts) -> tuple[str, Facts] | None:
    """A part contradicts itself: the branch and the value choose the sentence."""
    if error["type"] != "value_error":
        return None
    path, given = tuple(error["loc"]), error.get("input")
    tag = path[-1] if path else ""
    if tag == "daily":
        return "plan_clock_order", facts
    if tag == "at_least_n" and isinstance(given, Mapping):
        count = len(given.get("of", ()))
        return "plan_at_least_n", {**facts, "value": given.get("at_least_n"), "bound": count}
    if tag == "lasting":
        return "plan_lasting_bound", facts
    if tag == "within" and isinstance(given, Mapping):
        words = ", ".join(f"{key}: {value}" for key, value in given.items())
        return "plan_one_length", {**facts, "value": words or "{}"}
    if tag == "band" and isinstance(given, Mapping):
        keys = [k for k in ("at_least", "above", "below", "at_most") if given.get(k) is not None]
        two = {"at_least", "above"} <= set(keys) or {"below", "at_most"} <= set(keys)
        words = ", ".join(f"{key}: {given[key]}" for key in keys)
        return "plan_band_twice" if two else "plan_band_empty", {**facts, "value": words}
    if path[-2:-1] == ("reports",) and isinstance(given, Mapping):
        return "plan_owed_once", {**facts, "value": _once_only(given)}
    return None


def _once_only(report: Mapping[str, Any]) -> str:
    """What a report says that only a report owed once can say."""
    flags = [f"{key}: true" for key in ("until_sent", "again_when_raised") if report.get(key)]
    return ", ".join(
        [*flags, *(["kind: correction"] if report.get("kind") == "correction" else [])]
    )


def _holds(node: Any, step: int | str) -> bool:
    if isinstance(node, Mapping):
        return step in node
    return isinstance(node, Listed | tuple) and isinstance(step, int) and 0 <= step < len(node)
