"""The AsyncAPI document says what the code does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.live import protocol
from api.live.asyncapi import CLIENT_FRAMES, CLOSE_CODES, SERVER_FRAMES, document
from api.live.deltas import merge

MESSAGES = document()["components"]["messages"]
EXAMPLES = [
    (name, example["payload"]) for name, one in MESSAGES.items() for example in one["examples"]
]


@pytest.mark.parametrize(("name", "frame"), [pair for pair in EXAMPLES if pair[0] in CLIENT_FRAMES])
def test_the_clients_examples_can_be_read(name: str, frame: dict[str, Any]) -> None:
    parsed = protocol.parse(json.dumps(frame))
    assert type(parsed).__name__.lower() == name
    for key in frame.keys() & {"after", "epoch", "deltas", "token"}:
        assert getattr(parsed, key) == frame[key]


def test_every_kind_of_frame_and_close_code_is_described() -> None:
    kinds = {kind.__name__.lower() for kind in protocol.ClientFrame.__args__}
    assert set(CLIENT_FRAMES) == kinds
    made = {"hello", "snapshot", "event", "heartbeat", "resync", "pong", "error"}
    assert set(SERVER_FRAMES) == made
    codes = {value for value in vars(protocol).values() if isinstance(value, int) and value > 1000}
    assert set(CLOSE_CODES) == codes


@pytest.mark.parametrize(("name", "frame"), EXAMPLES)
def test_examples_have_what_their_schema_asks_for(name: str, frame: dict[str, Any]) -> None:
    payload = MESSAGES[name]["payload"]
    assert set(payload["required"]) <= frame.keys() <= payload["properties"].keys()
    assert payload["properties"]["type"] == {"const": frame["type"]} == {"const": name}


def test_the_example_of_an_event_can_be_merged() -> None:
    slots = [{"id": f"k3v9x2.{letter}"} for letter in "acde"]
    whole = {"id": "k3v9x2", "version": 11, "next_slots": slots}
    frame = SERVER_FRAMES["event"][0][1]
    after = merge(whole, frame)
    assert after is not None
    assert [slot["id"][-1] for slot in after["next_slots"]] == ["c", "d", "e", "b"]


def test_references_lead_somewhere() -> None:
    shape = document()
    for operation in shape["operations"].values():
        for reference in operation["messages"]:
            found: Any = shape
            for step in reference["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            assert found["$ref"].startswith("#/components/messages/")
