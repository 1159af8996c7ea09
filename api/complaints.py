"""Pydantic's complaints about a request as our sentences: value, field, accepted, nearest.

One sentence a complaint, from the catalogues; the first one becomes the problem, all of
them stand in its `errors`. Here is only which sentence fits and the facts it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from api.problems import document
from engine.commands import COMMANDS
from engine.messages import text
from engine.plan.spelling import nearest

Complaint = Mapping[str, Any]
Explanation = tuple[str, dict[str, Any]]

PLACES = frozenset({"body", "query", "path", "header", "cookie"})
LONGEST_VALUE = 80

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
"""Complaints about the kind of a value → the word for what is accepted."""

BOUNDS = {
    "greater_than_equal": ("minimum", "ge"),
    "less_than_equal": ("maximum", "le"),
    "greater_than": ("more_than", "gt"),
    "less_than": ("less_than", "lt"),
}
"""Complaints about a limit → the word, and where pydantic keeps the limit."""

LENGTHS = {
    "too_long": ("at_most_entries", "max_length"),
    "too_short": ("at_least_entries", "min_length"),
    "string_too_long": ("at_most_characters", "max_length"),
    "string_too_short": ("at_least_characters", "min_length"),
    "string_pattern_mismatch": ("pattern", "pattern"),
}


def problem_of_complaints(
    complaints: Sequence[Complaint], language: str, body: type[BaseModel] | None = None
) -> dict[str, Any]:
    """The problem document for a request that pydantic refused."""
    said = [_said(complaint, language, body) for complaint in complaints]
    first = said[0]
    members = document(422, first["code"], first["detail"], language)
    members.update({k: v for k, v in first.items() if k not in ("code", "detail")})
    members["errors"] = said
    return members


def _said(complaint: Complaint, language: str, body: type[BaseModel] | None) -> dict[str, Any]:
    code, facts = explain(complaint, language, body)
    said = {"code": code, "detail": text(f"error.{code}", language, clause="", **facts)}
    if "field" in facts:
        said["field"] = facts["field"]
    if facts.get("accepted") not in (None, "", "—"):
        said["accepted"] = facts["accepted"]
    if facts.get("hint") not in (None, "—"):
        said["nearest"] = facts["hint"]
    return said


def explain(complaint: Complaint, language: str, body: type[BaseModel] | None) -> Explanation:
    """The code and the facts of the sentence for one complaint."""
    kind = str(complaint["type"])
    special = SPECIAL.get(kind)
    if special is not None:
        return special(complaint, language, body)
    facts = {"field": _field(complaint), "value": _short(complaint.get("input"))}
    limits = complaint.get("ctx") or {}
    if kind in KINDS:
        return "wrong_kind", facts | {"accepted": text(f"word.{KINDS[kind]}", language)}
    if kind in BOUNDS:
        word, name = BOUNDS[kind]
        return "out_of_range", facts | {"accepted": _bound(word, limits.get(name), language)}
    if kind in LENGTHS:
        return "bad_value", facts | {"accepted": _length(kind, limits, language)}
    return "bad_value", facts | {"accepted": str(complaint["msg"])}


def _bound(word: str, bound: Any, language: str) -> str:
    return text(f"word.{word}", language, bound=bound)


def _length(kind: str, limits: Mapping[str, Any], language: str) -> str:
    word, name = LENGTHS[kind]
    bound = limits.get(name)
    if word == "at_least_characters" and bound == 1:
        return text("word.not_empty", language)
    return text(f"word.{word}", language, bound=bound, pattern=bound)


def _missing(complaint: Complaint, language: str, body: type[BaseModel] | None) -> Explanation:
    return "missing_field", {"field": _field(complaint)}


def _extra(complaint: Complaint, language: str, body: type[BaseModel] | None) -> Explanation:
    path = tuple(complaint["loc"])
    known = _fields_at(path, body)
    return "unknown_field", {
        "field": _field(complaint),
        "accepted": ", ".join(known) or "—",
        "hint": nearest(str(path[-1]), known) or "—",
    }


def _naive(complaint: Complaint, language: str, body: type[BaseModel] | None) -> Explanation:
    return "naive_instant", {"field": _field(complaint), "value": _short(complaint.get("input"))}


def _choice(complaint: Complaint, language: str, body: type[BaseModel] | None) -> Explanation:
    expected = str((complaint.get("ctx") or {}).get("expected", ""))
    known = [word.strip().strip("'") for word in expected.replace(" or ", ", ").split(",")]
    value = complaint.get("input")
    return "unknown_choice", {
        "field": _field(complaint),
        "value": _bare(value),
        "accepted": ", ".join(known),
        "hint": nearest(str(value), known) or "—",
    }


def _command(complaint: Complaint, language: str, body: type[BaseModel] | None) -> Explanation:
    given = complaint.get("input")
    value = given.get("command") if isinstance(given, Mapping) else given
    return "unknown_command", {
        "field": "command",
        "value": _bare(value),
        "accepted": ", ".join(COMMANDS),
        "hint": nearest(str(value), COMMANDS) or "—",
    }


def _no_command(complaint: Complaint, language: str, body: type[BaseModel] | None) -> Explanation:
    return "missing_field", {"field": "command"}


def _json(complaint: Complaint, language: str, body: type[BaseModel] | None) -> Explanation:
    return "bad_json", {"problem": str((complaint.get("ctx") or {}).get("error", ""))}


SPECIAL: dict[str, Callable[[Complaint, str, type[BaseModel] | None], Explanation]] = {
    "missing": _missing,
    "extra_forbidden": _extra,
    "timezone_aware": _naive,
    "literal_error": _choice,
    "enum": _choice,
    "union_tag_invalid": _command,
    "union_tag_not_found": _no_command,
    "json_invalid": _json,
}


def _steps(path: Iterable[Any]) -> list[Any]:
    """The path without where it was read from and without the command's tag."""
    steps = list(path)
    if steps and steps[0] in PLACES:
        steps = steps[1:]
    if len(steps) > 1 and steps[0] in COMMANDS:
        steps = steps[1:]
    return steps


def _field(complaint: Complaint) -> str:
    words = ""
    for step in _steps(complaint["loc"]):
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words or "body"


def _fields_at(path: Sequence[Any], body: type[BaseModel] | None) -> list[str]:
    tag = next((step for step in path if step in COMMANDS), None) if body is None else None
    model = COMMANDS[tag] if isinstance(tag, str) else body
    return list(model.model_fields) if model else []


def _bare(value: Any) -> str:
    return _short(value) if not isinstance(value, str) else value[:LONGEST_VALUE]


def _short(value: Any) -> str:
    words = repr(value)
    return words if len(words) <= LONGEST_VALUE else words[: LONGEST_VALUE - 3] + "..."
