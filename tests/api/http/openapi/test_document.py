"""The OpenAPI document: every answer has a shape, and every example fits it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from pydantic import ConfigDict, TypeAdapter

from api.http.openapi.document import FILE
from api.http.openapi.responses import MODELS
from docs import openapi_document
from docs.recorder import PASSWORD
from engine.incident.commands import COMMANDS
from tests.api.town import Town, refused
from tests.support.recording import recorded

DOCUMENT = orjson.loads(FILE.read_bytes())
OPEN = {"JsonValue"}
"""What a report says is the client's own: any JSON."""
CLOSED = ConfigDict(extra="forbid", strict=True)
ANSWERS = [
    (f"{method.upper()} {path}", status, response)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    for status, response in operation["responses"].items()
]


def nodes(part: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document, with where it stands; not what examples hold."""
    if isinstance(part, dict):
        yield path, part
        for key, inner in part.items():
            if key not in ("example", "examples"):
                yield from nodes(inner, f"{path}/{key}")
    elif isinstance(part, list):
        for number, inner in enumerate(part):
            yield from nodes(inner, f"{path}/{number}")


def vague(schema: dict[str, Any]) -> bool:
    """Whether the schema is of an object of which nothing is said."""
    values = schema.get("additionalProperties")
    return (
        schema.get("type") == "object"
        and not schema.get("properties")
        and values in (None, True, {})
    )


def test_nothing_is_just_an_object() -> None:
    assert [path for path, node in nodes(DOCUMENT) if vague(node)] == []
    assert vague({"type": "object"})


def test_nothing_is_left_open_but_what_clients_report() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    empty = {name for name, schema in schemas.items() if not schema.keys() - {"description"}}
    assert empty == OPEN
    unsaid = [path for path, node in nodes(DOCUMENT) if node.get("schema") == {}]
    assert unsaid == []


def test_every_reference_leads_somewhere() -> None:
    known = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    used = {node["$ref"] for _, node in nodes(DOCUMENT) if "$ref" in node}
    assert used <= known


BINARY = {"type": "string", "format": "binary"}


@pytest.mark.parametrize(("call", "status", "response"), ANSWERS)
def test_an_answer_has_a_shape_and_its_example_fits(
    call: str, status: str, response: dict[str, Any]
) -> None:
    if status in ("204", "303"):
        assert "content" not in response
        return
    for kind, content in response["content"].items():
        if not kind.endswith("json"):
            assert content["schema"] in ({"type": "string"}, BINARY)
            continue
        name = content["schema"]["$ref"].rpartition("/")[2]
        if status.startswith("2"):
            assert "example" in content
        if "example" in content:
            adapter(name).validate_json(orjson.dumps([content["example"]]))


def adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(list[MODELS[name]], config=CLOSED)  # type: ignore[name-defined]


def test_every_body_that_a_client_sends_is_shown_as_it_was_accepted() -> None:
    bodies = {
        f"{method.upper()} {path}": next(iter(operation["requestBody"]["content"].values()))
        for path, operations in DOCUMENT["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation
    }
    assert len(bodies) >= 6
    shown = {
        call: {name: one["value"] for name, one in body["examples"].items()}
        for call, body in bodies.items()
    }
    assert shown == recorded().requests
    assert shown["POST /api/incidents/{incident}/commands"].keys() == COMMANDS.keys()


def test_a_refused_body_is_not_recorded() -> None:
    refused = {"name": "nobody", "password": PASSWORD}
    assert "429" in recorded().answers["POST /api/session"]
    assert refused not in recorded().requests["POST /api/session"].values()


def test_the_document_is_made_the_same_again() -> None:
    """The file was made of another recording, by another process."""
    recorded()
    assert openapi_document.text().encode() == FILE.read_bytes()


def test_a_servers_answers_have_the_shapes(town: Town) -> None:
    """Not only the recorded ones: also those of a server in use, to each of its audiences."""
    view = town.open("coal_mine", facts={"deaths": 1})
    done = town.command(view, "add_log_entry", text="电话 13800138000").json()
    adapter("CommandDone").validate_json(orjson.dumps([done]))
    for name in ("duty", "viewer", "county", "reporter"):
        for path, shape in (
            (f"/api/incidents/{view['id']}", "IncidentView"),
            (f"/api/incidents/{view['id']}/events", "EventsPage"),
            ("/api/incidents?limit=3", "IncidentsPage"),
            ("/api/report-slots?limit=3", "SlotsPage"),
            ("/api/session", "Session"),
            ("/api/plans", "PlansPage"),
            ("/api/plans/grain", "PlanView"),
            ("/api/divisions", "DivisionsPage"),
        ):
            answer = town.get(path, name)
            assert answer.status_code == 200, (name, path, answer.text)
            adapter(shape).validate_json(orjson.dumps([answer.json()]))
    problem = refused(town.command(view, "end_response"), 409, "transition_not_possible")
    adapter("Problem").validate_json(orjson.dumps([problem]))


def test_what_any_request_can_meet_is_said_of_every_call() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            told = set(operation["responses"])
            assert told >= {"400", "408", "414", "422", "429", "431", "503"}, (method, path)
            assert method == "get" or told >= {"403", "413", "415"}, (method, path)


def test_a_call_for_one_role_says_403() -> None:
    answers = {call: status for call, status, _ in ANSWERS if status == "403"}
    assert answers.keys() >= {"GET /api/accounts", "GET /api/watchdog", "DELETE /api/session"}
