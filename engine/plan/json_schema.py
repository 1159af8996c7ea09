"""The JSON Schemas of plan files, for editors: completion, hints, and red lines early.

Made from the models, with what a file may write otherwise than the models hold it: one
thing where a list is expected, a jurisdiction by its name, and the clause catalogue in a
file of its own, which has a schema of its own. The words beside each
part are those of the catalogues, Chinese first. The loader and the checker say more; a
file that an editor accepts is well formed, not yet right.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema
from typing_extensions import override

from engine.messages import CATALOGUES, text
from engine.plan.calling_rules import CallingRules
from engine.plan.evaluation_sheets import EvaluationSheet
from engine.plan.loader import CLAUSE_KEYS
from engine.plan.model import Plan
from engine.plan.monitor_rules import MonitorRules
from engine.plan.part import _as_tuple

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class _Generator(GenerateJsonSchema):
    """Pydantic's generator, extended: where a list is expected, a single entry is accepted too."""

    @override
    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        listed = super().function_before_schema(schema)
        if schema["function"]["function"] is not _as_tuple or "items" not in listed:
            return listed
        return {"anyOf": [listed["items"], listed]}


def plan_schema() -> dict[str, Any]:
    """The schema of a `plan.yaml`. `clauses` may stand in the file beside it."""
    schema = Plan.model_json_schema(by_alias=True, schema_generator=_Generator)
    properties = schema["properties"]
    del properties["digest"]
    schema["required"].remove("clauses")
    named = {"type": "string", "pattern": "^[A-Za-z0-9_]{1,63}$"}
    properties["jurisdiction"] = {"anyOf": [named, properties["jurisdiction"]]}
    for key, part in properties.items():
        if f"schema.{key}" in CATALOGUES["zh"]:
            part["description"] = text(f"schema.{key}")
    schema["description"] = text("schema.plan")
    return {"$schema": DIALECT, **_without_titles(schema)}


def clauses_schema() -> dict[str, Any]:
    """The schema of a `clauses.yaml`: the two parts of a plan that it may hold."""
    whole = plan_schema()
    return whole | {
        "properties": {key: whole["properties"][key] for key in CLAUSE_KEYS},
        "required": ["clauses"],
        "$defs": {name: whole["$defs"][name] for name in ("Clause", "NotEncoded")},
        "description": text("schema.clause_file"),
    }


def calling_schema() -> dict[str, Any]:
    """The schema of a `calling.yaml`."""
    schema = CallingRules.model_json_schema(by_alias=True, schema_generator=_Generator)
    del schema["properties"]["digest"]
    schema["required"].remove("digest")
    schema["description"] = text("schema.calling")
    return {"$schema": DIALECT, **_without_titles(schema)}


def monitors_schema() -> dict[str, Any]:
    """The schema of a `monitors.yaml`."""
    return _companion(MonitorRules, "schema.monitors")


def sheet_schema() -> dict[str, Any]:
    """The schema of an evaluation sheet."""
    return _companion(EvaluationSheet, "schema.sheet")


def _companion(model: type[BaseModel], words: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True, schema_generator=_Generator)
    del schema["properties"]["digest"]
    schema["description"] = text(words)
    return {"$schema": DIALECT, **_without_titles(schema)}


SCHEMAS = {
    "plan.schema.json": plan_schema,
    "clauses.schema.json": clauses_schema,
    "calling.schema.json": calling_schema,
    "monitors.schema.json": monitors_schema,
    "evaluation_sheet.schema.json": sheet_schema,
}
"""The files in `plans/` that hold the schemas."""


def schema_json(name: str) -> str:
    """The schema as the file `name` of `SCHEMAS` holds it."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _without_titles(node: Any) -> Any:
    """The schema without the titles that only repeat a key in capitals."""
    if isinstance(node, list):
        return [_without_titles(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    return {
        key: _without_titles(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
    }


if __name__ == "__main__":
    print(schema_json(sys.argv[1]), end="")
