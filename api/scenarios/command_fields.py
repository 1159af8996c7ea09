"""Which kind of field the forms show for each field of a command, and for what an entry holds.

A scenario may hold any command with any field, so each has a kind: nothing is only shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from engine.presentation.event_data import EVENT_DATA

KINDS: Mapping[str, str] = {
    **{"level": "level", "sub_state": "sub_state", "grade": "grade"},
    **{"measure": "measure", "group": "group", "condition": "end_condition"},
    **{"obligation": "report", "to": "holder", "facts": "facts", "other": "incident"},
    **{"duplicate_of": "incident", "role": "post", "on_behalf_of": "post", "post": "post"},
    **{"reporters": "parties", "members": "members", "content": "words", "fields": "words"},
    **{"told_by": "told_by", "stop_decision": "stop_decision", "correction": "yes_or_no"},
    **{"seq": "number", "corrects": "number", "attachment": "number", "anchor": "date"},
    **dict.fromkeys(("until", "ordered_at", "as_of", "received_at", "submitted_at"), "instant"),
    **dict.fromkeys(("by_means", "means", "kind", "document", "on_duty"), "option"),
    **dict.fromkeys(("reason", "note", "source", "text", "leader", "order_number"), "text"),
    **dict.fromkeys(("slot", "call", "contact", "sha256"), "text"),
}
"""What a field of a command is chosen from, or how it is typed."""

ACCOUNTS = ("delegate_role",)
"""Commands whose `to` is somebody who signs in, not a holder of command."""

WORDS_OF_OPTIONS: Mapping[str, str] = {
    "by_means": "drill.means",
    "means": "drill.means",
    "kind": "word.kind",
    "document": "document.kind",
    "on_duty": "call.on_duty",
}
"""Fields with a fixed choice → the catalogue's subject that has the words."""

ORDER = ("on_behalf_of", "by_means", "ordered_at")
"""Of every command: whose order is recorded, how it came, and when."""

ENTRY_KEYS = (
    *("reporter", "level", "sub_state", "obligation", "measure", "group", "condition", "grade"),
    *("division", "kind", "facts", "source", "to", "on_behalf_of", "by_means", "reason", "note"),
    *("text", "leader", "members", "reporters", "overdue", "missing", "signed", "delegated"),
    *("immediately", "known_late", "lowered", "criteria_met", "outcome", "title", "stage"),
)
"""What a condition can be narrowed down by in the form, of what entries hold."""


def kind_of(command: str, field: str) -> str:
    """The kind of a field."""
    return "account" if field == "to" and command in ACCOUNTS else KINDS[field]


def options_of(kind: type[BaseModel], field: str) -> tuple[str, ...]:
    """The values that a field with a fixed choice may have; empty for any other field."""
    return _literals(kind.model_fields[field].annotation)


def _literals(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return tuple(one for inner in get_args(annotation) for one in _literals(inner))


def entry_keys(event: str) -> dict[str, str]:
    """What entries of a type can be told apart by, and the kind of each: key → kind."""
    shape = EVENT_DATA.get(event)
    hints = {} if shape is None else get_type_hints(shape)
    return {key: _shape(hints[key]) for key in ENTRY_KEYS if key in hints}


def _shape(annotation: Any) -> str:
    for one in (annotation, *get_args(annotation)):
        origin = get_origin(one) or one
        if origin in (bool, int, list, dict):
            return {bool: "yes_or_no", int: "number", list: "list", dict: "facts"}[origin]
    return "text"
