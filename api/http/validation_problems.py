"""Pydantic's complaints about a request as our sentences: value, field, accepted, nearest.

One sentence a complaint, from the catalogues; the first one becomes the problem, all of
them stand in its `errors`. `engine.plan.pydantic_errors` says what is wrong; here is only
which sentence fits and the facts it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from pydantic import BaseModel

from api.problems import Problem, ProblemEntry, document
from engine.incident.commands import COMMANDS
from engine.input_types import escaped
from engine.messages import text
from engine.plan.pydantic_errors import LONGEST_VALUE, Cause, cause_of, hint, shortened

Complaint = Mapping[str, Any]
Explanation = tuple[str, dict[str, Any]]

PLACES = frozenset({"body", "query", "path", "header", "cookie"})
LIMITS = {
    "too_small": ("out_of_range", "minimum"),
    "too_great": ("out_of_range", "maximum"),
    "not_above": ("out_of_range", "more_than"),
    "not_below": ("out_of_range", "less_than"),
    "list_too_long": ("bad_value", "at_most_entries"),
    "list_too_short": ("bad_value", "at_least_entries"),
    "text_too_long": ("bad_value", "at_most_characters"),
    "text_too_short": ("bad_value", "at_least_characters"),
}
"""Causes about a limit → the code, and the word for what is accepted."""


def problem_of_complaints(
    complaints: Sequence[Complaint], language: str, body: type[BaseModel] | None = None
) -> Problem:
    """The problem document for a request that pydantic refused."""
    said = [_said(complaint, language, body) for complaint in complaints]
    first = said[0]
    about = document(422, first["code"], first["detail"], language)
    return cast(Problem, {**about, **first, "errors": said})


def _said(complaint: Complaint, language: str, body: type[BaseModel] | None) -> ProblemEntry:
    code, facts = explain(complaint, language, body)
    said: ProblemEntry = {
        "code": code,
        "detail": text(f"error.{code}", language, clause="", **facts),
    }
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
    if kind in SPECIAL:
        return SPECIAL[kind](complaint)
    steps, model = _steps(complaint["loc"]), _model(complaint["loc"], body)
    cause = cause_of({**complaint, "loc": steps}, model, COMMANDS)
    found, field = cause.facts, _field(complaint)
    if cause.name == "missing_key":
        return "missing_field", {"field": field}
    if cause.name == "unknown_key":
        return "unknown_field", {"field": field} | _listed(found["known"], found["hint"])
    value = complaint.get("input")
    if cause.name == "not_one_of":
        facts = {"field": field, "value": _bare(value)}
        return "unknown_choice", facts | _listed(found["known"], found["hint"])
    facts = {"field": field, "value": _short(value)}
    code, accepted = _accepted(cause, language)
    return code, facts | {"accepted": accepted}


def _accepted(cause: Cause, language: str) -> tuple[str, str]:
    """The code, and what would be accepted in words."""
    facts = cause.facts
    if cause.name == "refused":
        return facts["code"], text(facts["word"], language)
    if cause.name == "other_kind":
        return "wrong_kind", text(f"word.{facts['word']}", language)
    if cause.name == "text_too_short" and facts["bound"] == 1:
        return "bad_value", text("word.not_empty", language)
    if cause.name in LIMITS:
        code, word = LIMITS[cause.name]
        return code, text(f"word.{word}", language, bound=facts["bound"])
    if cause.name == "wrong_form":
        return "bad_value", text("word.pattern", language, pattern=facts["pattern"])
    return "bad_value", facts["message"]


def _listed(known: Iterable[str], near: str) -> dict[str, Any]:
    return {"accepted": ", ".join(known) or "—", "hint": near}


def _naive(complaint: Complaint) -> Explanation:
    return "naive_instant", {"field": _field(complaint), "value": _short(complaint.get("input"))}


def _command(complaint: Complaint) -> Explanation:
    given = complaint.get("input")
    value = given.get("command") if isinstance(given, Mapping) else given
    facts = {"field": "command", "value": _bare(value)}
    return "unknown_command", facts | _listed(COMMANDS, hint(str(value), list(COMMANDS)))


def _no_command(complaint: Complaint) -> Explanation:
    return "missing_field", {"field": "command"}


def _json(complaint: Complaint) -> Explanation:
    return "bad_json", {"problem": str((complaint.get("ctx") or {}).get("error", ""))}


SPECIAL: dict[str, Callable[[Complaint], Explanation]] = {
    "timezone_aware": _naive,
    "union_tag_invalid": _command,
    "union_tag_not_found": _no_command,
    "json_invalid": _json,
}
"""Causes that only requests have."""


def _steps(path: Iterable[Any]) -> list[Any]:
    """The path without the place it was read from and without the command's tag."""
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


def _model(path: Sequence[Any], body: type[BaseModel] | None) -> Sequence[type[BaseModel]]:
    """The model of the whole body: the route's, or that of the command that was given."""
    if body is not None:
        return [body]
    return [COMMANDS[step] for step in path if step in COMMANDS][:1]


def _bare(value: Any) -> str:
    return _short(value) if not isinstance(value, str) else escaped(value[:LONGEST_VALUE])


def _short(value: Any) -> str:
    return shortened(repr(value))
