"""What commands are made of: their base, and values that several share."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    JsonValue,
    StringConstraints,
    WithJsonSchema,
)

from engine.input_types import (
    Instant,
    Name,
    Required,
    Words,
    value_without_controls,
    without_controls,
)


def _storable(value: JsonValue) -> JsonValue:
    """Refuse what the journal could not hold: not-a-number, infinity, lone surrogates."""
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return value


ReportedValue = Annotated[
    Any,
    AfterValidator(value_without_controls),
    WithJsonSchema(
        {
            "description": "by the fact's kind; null makes it unknown again",
            "anyOf": [
                {"type": "boolean"},
                {"type": "number"},
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
                {"type": "null"},
            ],
        }
    ),
]
"""A fact's value. The plan says what it may be: `engine.conditions.fact_values` checks it."""


Means = Literal["phone", "radio", "in_person", "written"]


ReportKind = Literal["scheduled", "urgent", "nil", "first", "follow_up", "final", "correction"]


class Request(BaseModel):
    """Base of all requests: frozen, and closed to unknown fields.

    Its validator is built with the class, although a drill uses few: `defer_build` would let the
    first request of an officer wait for it, and pydantic warn in the middle of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")


class Command(Request):
    """Base of all commands on an incident; see the module for the order fields."""

    command: str
    on_behalf_of: Name | None = None
    by_means: Means | None = None
    ordered_at: Instant | None = None


Place = Annotated[
    str,
    StringConstraints(max_length=300, strip_whitespace=True),
    AfterValidator(without_controls),
]
"""Where something happened, in words."""


class Caller(Request):
    """The person who told the duty desk of an incident, as far as he says who he is."""

    name: Words = ""
    post: Words = ""
    phone: Words = ""


class ToldBy(Request):
    """The person who gave a report by telephone."""

    name: Name
    post: Words = ""
    phone: Words = ""


class ReportFields(Command):
    """Base of commands that submit reports.

    `content` is an object by the names of the plan's fields. A field that is not yet known
    is answered with 待核实 (`not_yet_known`). `scheduled` means the slot's own kind.
    """

    kind: ReportKind = "scheduled"
    content: Annotated[
        JsonValue, AfterValidator(_storable), AfterValidator(value_without_controls)
    ] = None
    submitted_at: Instant | None = None
    told_by: ToldBy | None = None
    note: Words = ""


class StopDecision(Request):
    """The government's decision to stop, such as the search for one who is never found."""

    document: Required
    reason: Required
