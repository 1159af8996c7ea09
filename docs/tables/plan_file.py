"""The plan file and the scenario file, part by part, from the models that read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from docs.tables.markdown import code, first_paragraph, on_one_line, table
from engine.drill.coverage.exclusions import ExclusionFile
from engine.drill.scenario import Scenario
from engine.plan import cadences, expressions
from engine.plan.calling_rules import CallingRules
from engine.plan.model import Plan
from engine.plan.part import Rule

Schema = dict[str, Any]
CADENCES = tuple(cadences._KIND_OF_TYPE)
CONDITIONS = tuple(expressions._KIND_OF_TYPE)


def plan_parts() -> str:
    """The plan file from the top, then each of its parts."""
    left_out = {kind.__name__ for kind in (*CADENCES, *CONDITIONS)}
    return _document(Plan, left_out)


def scenario_parts() -> str:
    """The scenario file from the top, then each of its parts."""
    return _document(Scenario, set())


def coverage_parts() -> str:
    """The file of what no drill can visit."""
    return _document(ExclusionFile, set())


def calling_parts() -> str:
    """The file of calling rules from the top, then each of its parts."""
    return _document(CallingRules, set())


def cadence_kinds() -> str:
    """Every way in which a report can be owed."""
    return _kinds(CADENCES)


def condition_nodes() -> str:
    """Every node of the language of conditions."""
    return _kinds(CONDITIONS)


def _document(root: type[BaseModel], left_out: set[str]) -> str:
    schema = root.model_json_schema(by_alias=True)
    parts = {root.__name__: schema, **schema.get("$defs", {})}
    order = [root.__name__]
    for name in order:
        order += [one for one in _parts_in(parts[name]) if one not in order]
    shown = [name for name in order if name not in left_out and "properties" in parts[name]]
    return "\n\n".join(_part(name, parts[name]) for name in shown)


def _parts_in(schema: Any) -> Iterator[str]:
    """The names of the parts that a schema refers to, in its order."""
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].rsplit("/", 1)[-1]
        for key, value in schema.items():
            if key != "$defs":
                yield from _parts_in(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _parts_in(value)


RULE = tuple(Rule.model_fields)


def rule_keys() -> str:
    """The keys that every rule has."""
    return _properties(Rule.model_json_schema(by_alias=True), ())


def _part(name: str, schema: Schema) -> str:
    is_rule = set(RULE) <= set(schema["properties"])
    words = on_one_line(schema.get("description", ""))
    if is_rule:
        words += " *A rule.*"
    return f"### {name}\n\n{words}\n\n{_properties(schema, RULE if is_rule else ())}"


def _properties(schema: Schema, left_out: tuple[str, ...]) -> str:
    required = set(schema.get("required", ()))
    rows = [
        (code(key), _kind(value), "yes" if key in required else "", _default(value))
        for key, value in schema["properties"].items()
        if key not in ("digest", *left_out)
    ]
    return table(("key", "takes", "required", "default"), rows)


def _kinds(kinds: tuple[type[BaseModel], ...]) -> str:
    rows = []
    for kind in kinds:
        schema = _resolved(kind.model_json_schema(by_alias=True))
        required = set(schema.get("required", ()))
        properties = schema.get("properties") or _resolved(schema)["properties"]
        required |= set(_resolved(schema).get("required", ()))
        keys = [
            f"{code(k)}{'' if k in required else '?'} {_kind(v)}" for k, v in properties.items()
        ]
        rows.append(("; ".join(keys), first_paragraph(kind.__doc__)))
    return table(("keys", "meaning"), rows)


def _resolved(schema: Schema) -> Schema:
    """A schema that only refers to itself in `$defs`, looked up."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    found: Schema = schema["$defs"][str(reference).rsplit("/", 1)[-1]]
    return found


_SHAPES = {
    "^[a-z][a-z0-9_]{0,62}$": "id",
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "date in quotes",
    "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$": "clock time in quotes",
    "^[0-9]{6}$": "division code in quotes",
}
"""Patterns → a word for them."""


def _kind(schema: Schema) -> str:
    """What a key takes, in a few words."""
    if "$ref" in schema:
        return _reference(schema["$ref"])
    alternatives = schema.get("anyOf") or schema.get("oneOf")
    if alternatives:
        names = [_kind(one) for one in alternatives if one.get("type") != "null"]
        if len(names) > 4:
            return "cadence" if "`Daily`" in " ".join(names) else "condition"
        return " or ".join(dict.fromkeys(names))
    if "const" in schema:
        return code(str(schema["const"]).lower())
    if "enum" in schema:
        return ", ".join(code(one) for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_kind(_entry(schema))}"
    if schema.get("type") == "object":
        inner = schema.get("additionalProperties")
        return f"mapping of {_kind(inner)}" if isinstance(inner, dict) else "mapping"
    return _scalar(schema)


def _entry(schema: Schema) -> Schema:
    """What the list holds; a list of fixed length names its first entry."""
    items: Any = schema.get("items") or (schema.get("prefixItems") or [{}])[0]
    return items if isinstance(items, dict) else {}


def _scalar(schema: Schema) -> str:
    pattern = schema.get("pattern")
    if pattern:
        return _SHAPES.get(pattern, f"text like `{pattern}`")
    names = {
        "string": "words",
        "integer": "whole number",
        "number": "number",
        "boolean": "`true` or `false`",
    }
    kind = names.get(str(schema.get("type")), "anything")
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind}, {low} to {high}" if low is not None and high is not None else kind


def _reference(reference: str) -> str:
    name = reference.rsplit("/", 1)[-1]
    if name in {kind.__name__ for kind in CONDITIONS}:
        return "condition" if name != "Daily" else "cadence"
    return f"[`{name}`](#{name.lower()})"


def _default(schema: Schema) -> str:
    value = schema.get("default")
    if value in (None, "", [], {}, ()):
        return ""
    return code(str(value).lower() if isinstance(value, bool) else str(value))
