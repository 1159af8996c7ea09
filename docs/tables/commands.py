"""The commands on incidents, from `engine.incident.commands`."""

from __future__ import annotations

from typing import Any

from pydantic.fields import FieldInfo

from docs.tables.markdown import code, first_paragraph, table
from engine.incident.command_parts import Command, Request
from engine.incident.commands import COMMANDS, OpenIncident

COMMON = tuple(name for name in Command.model_fields if name != "command")


def commands() -> str:
    """Every command with its own fields; the order fields stand by themselves."""
    rows = [
        (code(name), ", ".join(_fields(kind)) or "none", first_paragraph(kind.__doc__))
        for name, kind in COMMANDS.items()
    ]
    return table(("command", "fields", "meaning"), rows)


def opening() -> str:
    """The fields of `POST /api/incidents`."""
    rows = [
        (code(name), "yes" if field.is_required() else "no", _kind(OpenIncident, name))
        for name, field in OpenIncident.model_fields.items()
    ]
    return table(("field", "required", "takes"), rows)


def order_fields() -> str:
    """The fields that record somebody else's order."""
    rows = [(code(name), _kind(Command, name)) for name in COMMON]
    return table(("field", "takes"), rows)


def _fields(kind: type[Command]) -> list[str]:
    own = {k: f for k, f in kind.model_fields.items() if k not in ("command", *COMMON)}
    return [_field(name, field) for name, field in own.items()]


def _field(name: str, field: FieldInfo) -> str:
    return code(name) + ("" if field.is_required() else "?")


def _kind(model: type[Request], name: str) -> str:
    schema: dict[str, Any] = model.model_json_schema()["properties"][name]
    return kind_in_words(schema)


def kind_in_words(schema: dict[str, Any]) -> str:
    """A JSON Schema of one field in a few words."""
    if "anyOf" in schema:
        parts = [kind_in_words(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(parts)
    if "enum" in schema:
        return " or ".join(code(one) for one in schema["enum"])
    if schema.get("format") == "date-time":
        return "instant with an offset"
    names = {"string": "text", "boolean": "`true` or `false`", "object": "object"}
    return names.get(str(schema.get("type")), str(schema.get("type", "anything")))
