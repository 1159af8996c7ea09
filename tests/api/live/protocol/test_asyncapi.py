"""The AsyncAPI document says what the code does."""

from __future__ import annotations

import json
from typing import Any, get_args, get_origin

import orjson
import pytest
from pydantic import TypeAdapter, ValidationError
from typing_extensions import get_type_hints

from api.live.protocol import messages
from api.live.protocol.list_deltas import merge
from api.live.protocol.message_shapes import ASYNCAPI, CLIENT_FRAMES, SERVER_FRAMES, ListChanges
from docs import asyncapi_document
from docs.asyncapi_document import CLOSE_CODES, examples
from engine.presentation.incident_shapes import IncidentView
from tests.api.http.openapi.test_document import CLOSED, nodes, vague

DOCUMENT = orjson.loads(ASYNCAPI.read_bytes())
MESSAGES = DOCUMENT["components"]["messages"]
EXAMPLES = [
    (name, example["payload"]) for name, one in MESSAGES.items() for example in one["examples"]
]


@pytest.mark.parametrize(("name", "frame"), [pair for pair in EXAMPLES if pair[0] in CLIENT_FRAMES])
def test_the_clients_examples_can_be_read(name: str, frame: dict[str, Any]) -> None:
    parsed = messages.parse(json.dumps(frame))
    assert type(parsed).__name__.lower() == name
    for key in frame.keys() & {"after", "epoch", "deltas", "token"}:
        assert getattr(parsed, key) == frame[key]


def test_every_kind_of_frame_and_close_code_is_described() -> None:
    kinds = {kind.__name__.lower() for kind in messages.ClientFrame.__args__}
    assert set(CLIENT_FRAMES) == kinds
    made = {
        "hello",
        "snapshot",
        "event",
        "heartbeat",
        "resync",
        "pong",
        "error",
        "journal",
        "drill",
        "drill_message",
    }
    assert set(SERVER_FRAMES) == made
    numbers = {value for value in vars(messages).values() if isinstance(value, int)}
    codes = {number for number in numbers if 1000 < number < 5000}
    assert set(CLOSE_CODES) == codes


def fits(shape: Any, value: Any) -> None:
    TypeAdapter(list[shape], config=CLOSED).validate_json(orjson.dumps([value]))


@pytest.mark.parametrize(("name", "frame"), EXAMPLES)
def test_examples_have_their_shape(name: str, frame: dict[str, Any]) -> None:
    fits((CLIENT_FRAMES | SERVER_FRAMES)[name], frame)
    with pytest.raises(ValidationError):
        fits((CLIENT_FRAMES | SERVER_FRAMES)[name], frame | {"unknown": 1})


def test_the_example_of_an_event_leads_from_one_whole_view_to_the_next() -> None:
    before = examples()["snapshot"][0]["incidents"][0]
    whole, parts = (merge(before, frame) for frame in examples()["event"])
    for after in (whole, parts):
        assert after is not None
        assert after["version"] == before["version"] + 1
        fits(IncidentView, after)
    gone = examples()["event"][1]["items"]["next_slots"]["gone"]
    assert gone[0] in {slot["id"] for slot in before["next_slots"]}
    assert gone[0] not in {slot["id"] for slot in parts["next_slots"]}


def test_every_list_of_rows_with_ids_may_come_in_parts() -> None:
    parts = get_type_hints(IncidentView)
    rows = {name: get_args(kind) for name, kind in parts.items() if get_origin(kind) is list}
    ids = {name for name, (row,) in rows.items() if "id" in getattr(row, "__annotations__", ())}
    assert get_type_hints(ListChanges).keys() == ids | {"from"}


def test_nothing_is_just_an_object() -> None:
    assert [path for path, node in nodes(DOCUMENT) if vague(node)] == []
    schemas = DOCUMENT["components"]["schemas"]
    open_to_all = {name for name, one in schemas.items() if not one.keys() - {"description"}}
    assert open_to_all == {"JsonValue"}


def test_of_an_events_view_no_field_is_required() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    view = schemas["EventMessage"]["properties"]["view"]["$ref"].rpartition("/")[2]
    assert "required" not in schemas[view]
    assert schemas[view]["properties"] == schemas["IncidentView"]["properties"]


def test_every_reference_leads_somewhere() -> None:
    for _, node in nodes(DOCUMENT):
        if "$ref" in node:
            found: Any = DOCUMENT
            for step in node["$ref"].removeprefix("#/").split("/"):
                found = found[step]


def test_the_file_is_current() -> None:
    assert ASYNCAPI.read_text(encoding="utf-8") == asyncapi_document.text()
