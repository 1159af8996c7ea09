"""Pydantic's errors explained: the cause as one word of ours, and its facts.

Plan files, scenario files and requests all use this. Each has its own codes for the causes
(`engine.plan.validation_messages`, `api.http.validation_problems`), for each names places and
values as its readers know them. Nothing else reads pydantic's own words.
"""

from __future__ import annotations

import json
import typing
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from engine.input_types import REFUSALS
from engine.plan.nearest import nearest

LONGEST_VALUE = 80

Models = Mapping[str, type[BaseModel]]


class Cause(NamedTuple):
    """What is wrong, and facts: `key`, `known`, `hint`, `word`, `bound` or `pattern`.

    unknown_key (key, known, hint), missing_key (key), other_kind (word: a kind), too_small,
    too_great, not_above, not_below (bound), text_too_long, text_too_short, list_too_long,
    list_too_short (bound), not_one_of (known, hint), wrong_form (pattern), refused (code,
    word: a key), other.
    """

    name: str
    facts: dict[str, Any]


KINDS = {
    "bool_type": "boolean",
    "bool_parsing": "boolean",
    "int_type": "integer",
    "int_parsing": "integer",
    "int_from_float": "integer",
    "int_parsing_size": "integer",
    "float_type": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "string_type": "text",
    "dict_type": "object",
    "model_type": "object",
    "model_attributes_type": "object",
    "mapping_type": "object",
    "list_type": "list",
    "tuple_type": "list",
    "set_type": "list",
    "datetime_type": "instant",
    "datetime_parsing": "instant",
    "datetime_from_date_parsing": "instant",
    "datetime_object_invalid": "instant",
    "date_type": "date",
    "date_parsing": "date",
    "date_from_datetime_parsing": "date",
    "date_from_datetime_inexact": "date",
}
"""Errors about the type of a value → the kind that is accepted (`word.…`)."""

LIMITS = {
    "greater_than_equal": ("too_small", "ge"),
    "less_than_equal": ("too_great", "le"),
    "greater_than": ("not_above", "gt"),
    "less_than": ("not_below", "lt"),
    "string_too_long": ("text_too_long", "max_length"),
    "string_too_short": ("text_too_short", "min_length"),
    "too_long": ("list_too_long", "max_length"),
    "too_short": ("list_too_short", "min_length"),
}
"""Errors about a limit → the cause, and where pydantic keeps the limit."""


def cause_of(
    error: Mapping[str, Any],
    roots: Iterable[type[BaseModel]],
    branches: Models,
    value: str | None = None,
) -> Cause:
    """The cause of one error under one of the `roots`.

    `branches` are the names that pydantic gives to the models of unions; `value` is the
    wrong value as its writer wrote it.
    """
    kind, context = str(error["type"]), error.get("ctx") or {}
    path = tuple(error["loc"])
    if kind == "extra_forbidden":
        key, known = str(path[-1])[:LONGEST_VALUE], keys_at(roots, path[:-1], branches)
        return Cause("unknown_key", {"key": key, "known": known, "hint": hint(key, known)})
    if kind == "missing":
        # The path is empty where the whole document is missing.
        return Cause("missing_key", {"key": str(path[-1]) if path else ""})
    if kind in KINDS:
        return Cause("other_kind", {"word": KINDS[kind]})
    if kind in LIMITS:
        name, bound = LIMITS[kind]
        return Cause(name, {"bound": context.get(bound)})
    if kind in ("literal_error", "enum"):
        listed = str(context.get("expected", "")).replace(" or ", ", ").split(", ")
        known = [word.strip(" '") for word in listed]
        given = str(error.get("input")) if value is None else value.strip("'")
        return Cause("not_one_of", {"known": known, "hint": hint(given, known)})
    if kind in REFUSALS:
        code, word = REFUSALS[kind]
        return Cause("refused", {"code": code, "word": word})
    if kind == "string_pattern_mismatch":
        return Cause("wrong_form", {"pattern": str(context.get("pattern"))})
    return Cause("other", {"message": str(error["msg"])})


def hint(given: str, known: Sequence[str]) -> str:
    """The known word that is most like the given one; a dash without one."""
    return nearest(given, known) or "—"


def keys_at(
    roots: Iterable[type[BaseModel]], path: Iterable[int | str], branches: Models
) -> list[str]:
    """The keys that the model at `path` accepts (of all models that may stand there)."""
    here = list(roots)
    for step in path:
        branch = branches.get(step) if isinstance(step, str) else None
        if branch in here and len(here) > 1:
            here = [branch]
            continue
        found = [
            inner
            for model in here
            for name, field in model.model_fields.items()
            if step in (name, field.alias)
            for inner in _models_in(field.annotation)
        ]
        here = found or here
    keys = [field.alias or name for model in here for name, field in model.model_fields.items()]
    return list(dict.fromkeys(keys))


def _models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in _models_in(part)]


def in_words(value: Any, *, quoted: bool = False) -> str:
    """A value as a file writes it, never as Python does; cut if it is too long.

    A text stands in quotes if `quoted`: "3" is no number.
    """
    if quoted or not isinstance(value, str) or not value:
        value = json.dumps(value, ensure_ascii=False, default=str)
    return shortened(" ".join(value.split()))


def shortened(words: str) -> str:
    """The words, cut if they are too long for a sentence."""
    return words if len(words) <= LONGEST_VALUE else words[: LONGEST_VALUE - 3] + "..."
