"""The JSON Schema for editors: current, accepts the plans, sees what the loader refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from engine.plan.json_schema import SCHEMAS, clauses_schema, plan_schema, schema_json
from engine.plan.yaml_tree import parse, plain
from tests.support.plan_files import PLANS, SHIPPED, SMALL, small_text

SCHEMA = plan_schema()
CATALOGUE = clauses_schema()


def complaints(value: Any, schema: dict[str, Any], where: str = "") -> list[str]:
    """What the part of JSON Schema that the plans' schema uses has against a value."""
    if "$ref" in schema:
        return complaints(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], where)
    for key in ("anyOf", "oneOf"):
        if key in schema:
            tried = [complaints(value, branch, where) for branch in schema[key]]
            fitting = sum(not found for found in tried)
            right = fitting == 1 if key == "oneOf" else fitting >= 1
            return [] if right else [f"{where}: {fitting} of {key}", *min(tried, key=len)]
    found = [f"{where}: {rule}" for rule in _broken(value, schema)]
    if isinstance(value, dict) and not found:
        known = schema.get("properties", {})
        found += [f"{where}.{key}: unknown" for key in value if key not in known]
        found += [
            f"{where}.{key}: missing" for key in schema.get("required", ()) if key not in value
        ]
        for key in value.keys() & known.keys():
            found += complaints(value[key], known[key], f"{where}.{key}")
    if isinstance(value, tuple) and not found:
        for index, entry in enumerate(value):
            found += complaints(entry, schema.get("items", {}), f"{where}[{index}]")
    return found


def _broken(value: Any, schema: dict[str, Any]) -> list[str]:
    kinds = {
        "string": lambda v: isinstance(v, str),
        "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
        "number": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
        "boolean": lambda v: isinstance(v, bool),
        "array": lambda v: isinstance(v, tuple),
        "object": lambda v: isinstance(v, dict),
        "null": lambda v: v is None,
    }
    if "type" in schema and not kinds[schema["type"]](value):
        return [f"no {schema['type']}"]
    size = len(value) if isinstance(value, str | tuple) else 0
    is_number = isinstance(value, int | float)
    is_text, is_list = isinstance(value, str), isinstance(value, tuple)
    rules = {
        "const": value == schema.get("const"),
        "enum": value in schema.get("enum", ()),
        "pattern": not is_text or bool(re.search(schema.get("pattern", ""), value)),
        "minLength": not is_text or size >= schema.get("minLength", 0),
        "maxLength": not is_text or size <= schema.get("maxLength", size),
        "minItems": not is_list or size >= schema.get("minItems", 0),
        "minimum": not is_number or value >= schema.get("minimum", value),
        "maximum": not is_number or value <= schema.get("maximum", value),
    }
    return [rule for rule, kept in rules.items() if rule in schema and not kept]


def of_text(text: str, schema: dict[str, Any] = SCHEMA) -> list[str]:
    return complaints(plain(parse(text.encode(), "small.yaml")), schema)


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_published_schema_is_current(name: str) -> None:
    published = (PLANS / name).read_text(encoding="utf-8")
    hint = f"run: python -m engine.plan.json_schema {name} > plans/{name}"
    assert published == schema_json(name), hint


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_each_plan_file_names_the_schema_for_editors_and_fits_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../plan.schema.json\n")
    assert of_text(text) == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_each_clause_catalogue_names_its_schema_and_fits_it(file: Path) -> None:
    text = file.with_name("clauses.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=../clauses.schema.json\n")
    assert of_text(text, CATALOGUE) == []


def test_an_editor_sees_what_does_not_belong_into_a_clause_catalogue() -> None:
    clauses = 'clauses: [{number: "1", heading: 总则}]\n'
    assert of_text(clauses, CATALOGUE) == []
    assert of_text(clauses + "units: []\n", CATALOGUE) == [".units: unknown"]
    assert of_text("not_encoded: []\n", CATALOGUE) == [".clauses: missing"]


def test_the_small_plan_fits_too_with_one_thing_where_a_list_is_expected() -> None:
    assert of_text(SMALL.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('reminders: {clause: "2"}', "reminders: {clause: 4.10}", ".reminders.clause"),
        ("modality: required", "modality: must", ".measures[0].modality: enum"),
        ("    recipients:", "    recipient:", ".reports[0].recipient: unknown"),
        ("at_least: 1, below", "at_least: 1, bellow", ".when"),
        ('{daily: ["15:00"]}', '{daily: ["25:00"]}', ".cadence"),
        ("minimum_notice_minutes: 60", "minimum_notice_minutes: -1", "minimum"),
        ("number_prefix: SM", "number_prefix: small", ".number_prefix: pattern"),
        ("zone: Asia/Shanghai", "digest: abc", ".digest: unknown"),
    ],
)
def test_an_editor_sees_what_the_loader_would_refuse(old: str, new: str, complaint: str) -> None:
    assert any(complaint in found for found in of_text(small_text((old, new))))


def test_every_part_of_a_plan_has_words_beside_it() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    without = [key for key, part in SCHEMA["properties"].items() if not part.get("description")]
    assert without == []
    assert json.loads(schema_json("plan.schema.json")) == SCHEMA
