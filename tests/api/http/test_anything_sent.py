"""Whatever is sent, the answer is a problem: never a 500, never a change by accident."""

import os
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.incident.commands import COMMANDS
from tests.api.town import Live, Town, opening

SOME_WORDS = ["", "III", "commander", "office_director", "phone", "2021-07-19T08:00:00+08:00"]
words = st.text(max_size=20) | st.sampled_from(SOME_WORDS)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | words
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
fields = {name for kind in COMMANDS.values() for name in kind.model_fields}
quick = settings(max_examples=int(os.environ.get("ZHIBAN_MODEL_EXAMPLES", "50")))


@pytest.fixture(scope="module")
def duty(town: Town) -> Iterator[httpx.Client]:
    """A client of the duty officer's that keeps its connection."""
    with town.client("duty") as client:
        yield client


@pytest.fixture(scope="module")
def commands(town: Town) -> str:
    """Where the commands of one incident go."""
    return f"/api/incidents/{town.open()['id']}/commands"


@quick
@given(
    command=st.sampled_from(sorted(COMMANDS)) | words,
    body=st.dictionaries(st.sampled_from(sorted(fields)) | words, values, max_size=5),
)
def test_any_command_is_answered(
    duty: httpx.Client, commands: str, command: str, body: dict[str, Any]
) -> None:
    answer = duty.post(commands, json=body | {"command": command})
    assert answer.status_code in (200, 403, 404, 409, 422), answer.text
    if answer.status_code != 200:
        assert answer.json()["detail"]


@quick
@given(changes=st.dictionaries(st.sampled_from(sorted(opening())), values, max_size=3))
def test_any_opening_is_answered(duty: httpx.Client, changes: dict[str, Any]) -> None:
    answer = duty.post("/api/incidents", json=opening() | changes)
    assert answer.status_code in (201, 409, 422), answer.text


@quick
@given(
    path=st.sampled_from(["/api/incidents", "/api/report-slots", "/api/incidents/x/events"]),
    query=st.dictionaries(
        st.sampled_from(
            ["state", "plan", "exercise", "cursor", "limit", "after", "incident", "due_before"]
        ),
        words | st.integers().map(str),
        max_size=3,
    ),
)
def test_any_query_is_answered(duty: httpx.Client, path: str, query: dict[str, str]) -> None:
    answer = duty.get(path, params=query)
    assert answer.status_code in (200, 404, 422), answer.text


@quick
@given(frames=st.lists(values, min_size=1, max_size=5))
def test_any_frame_is_answered(town: Town, frames: list[Any]) -> None:
    with town.live() as live:
        answered(live, frames)


def answered(live: Live, frames: list[Any]) -> None:
    for frame in frames:
        live.send(frame)
        assert live.wait_for("error")["code"]
    live.send({"type": "ping"})
    assert live.wait_for("pong")
