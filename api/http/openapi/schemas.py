"""JSON Schemas of the shapes that answers have, made from their types by pydantic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode
from pydantic_core import core_schema
from typing_extensions import override

DOCSTRINGS = ConfigDict(use_attribute_docstrings=True)
MODE: JsonSchemaMode = "serialization"


class AnswerSchema(GenerateJsonSchema):
    """What is sent: parts of a plan are sent whole, but without what is null."""

    @override
    def field_is_required(
        self,
        field: core_schema.ModelField | core_schema.DataclassField | core_schema.TypedDictField,
        total: bool,
    ) -> bool:
        """A field of a plan's part is required unless its default is null."""
        if field["type"] != "model-field":
            return super().field_is_required(field, total)
        schema = field["schema"]
        return schema["type"] != "default" or schema.get("default", ...) is not None

    @override
    def field_title_should_be_set(self, schema: Any) -> bool:
        """No titles: they would only repeat the names."""
        return False


def adapter(shape: type) -> TypeAdapter[Any]:
    """Pydantic's adapter of a list of the shape. A TypedDict itself takes no configuration."""
    return TypeAdapter(list[shape], config=DOCSTRINGS)  # type: ignore[valid-type]


def schemas_of(models: Mapping[str, type]) -> dict[str, Any]:
    """The schemas of these shapes and of all that they hold, by name."""
    adapters = [(name, MODE, adapter(model)) for name, model in models.items()]
    _, found = TypeAdapter.json_schemas(
        adapters, ref_template="#/components/schemas/{model}", schema_generator=AnswerSchema
    )
    schemas: dict[str, Any] = found["$defs"]
    if missing := models.keys() - schemas.keys():
        raise ValueError(f"two shapes have one name: {sorted(missing)}")
    return schemas
