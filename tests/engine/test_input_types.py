"""Types of values that come in from outside: what each takes, and where it is used."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from engine.incident.commands import COMMANDS, OpenIncident
from engine.input_types import CONTROLS, Instant, Name, Required, Words, controls_in

INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)

OUTSIDE = [
    "0001-01-01T00:00:00+08:00",
    "1949-01-01T07:59:59+08:00",
    "2201-01-01T00:00:00Z",
    "9999-12-31T23:59:59-08:00",
]
INSIDE = ["1949-01-01T08:00:00+08:00", "2021-07-19T08:00:00+08:00", "2201-01-01T07:59:59+08:00"]


def refusals(adapter: TypeAdapter[Any], value: Any) -> list[str]:
    with pytest.raises(ValidationError) as wrong:
        adapter.validate_python(value)
    return [error["type"] for error in wrong.value.errors()]


@pytest.mark.parametrize("words", OUTSIDE)
def test_an_instant_outside_the_years_is_refused(words: str) -> None:
    assert refusals(INSTANT, words) == ["instant_outside_calendar"]


@pytest.mark.parametrize("words", INSIDE)
def test_the_years_are_those_of_utc(words: str) -> None:
    assert INSTANT.validate_python(words) == datetime.fromisoformat(words)


def test_a_naive_instant_is_refused() -> None:
    assert refusals(INSTANT, "2021-07-19T08:00:00") == ["timezone_aware"]


INSTANTS = [
    (kind, name)
    for kind in (OpenIncident, *COMMANDS.values())
    for name, field in kind.model_fields.items()
    if "datetime" in str(field.annotation).lower()
]


@pytest.mark.parametrize(("kind", "name"), INSTANTS)
def test_every_instant_of_a_request_is_bounded(kind: Any, name: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        kind.model_validate({name: OUTSIDE[0]})
    assert ((name,), "instant_outside_calendar") in [
        (error["loc"], error["type"]) for error in wrong.value.errors()
    ]


WORDS: TypeAdapter[str] = TypeAdapter(Words)
REQUIRED: TypeAdapter[str] = TypeAdapter(Required)

REFUSED = [*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]
REFUSED += [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]


def test_exactly_the_controls_and_turns_of_direction_are_refused() -> None:
    found = [code for code in range(0x11000) if CONTROLS.search(chr(code))]
    assert found == REFUSED


@pytest.mark.parametrize("code", REFUSED)
def test_a_text_with_one_of_them_is_refused(code: int) -> None:
    words = f"透水{chr(code)}事故"
    for adapter in (WORDS, REQUIRED, TypeAdapter(Name)):
        assert refusals(adapter, words) == ["text_with_controls"]
    assert controls_in({"现场": ["一", words]})
    assert controls_in({words: 1})


def test_lines_and_tabs_belong_to_texts() -> None:
    words = "第一行\r\n第二行\t列"
    assert REQUIRED.validate_python(words) == words
    assert not controls_in({"现场": [words, 1, None, True]})


@pytest.mark.parametrize("words", ["\u200b", "\u200b \u2060", "\ufeff", "\u3164", "\u00ad\u200d"])
def test_a_required_text_shows_something(words: str) -> None:
    for adapter in (REQUIRED, TypeAdapter(Name)):
        assert refusals(adapter, words) == ["text_without_visible"]
    assert REQUIRED.validate_python(f"{words}井") == f"{words}井"


def test_an_emoji_of_joined_signs_is_a_text() -> None:
    words = "\U0001f469\u200d\U0001f692"
    assert REQUIRED.validate_python(words) == words


TEXTS = [
    (kind, name)
    for kind in (OpenIncident, *COMMANDS.values())
    for name, field in kind.model_fields.items()
    if field.annotation in (str, str | None) and name not in ("command", "anchor", "sha256")
]


@pytest.mark.parametrize(("kind", "name"), TEXTS)
def test_every_text_of_a_request_is_without_controls(kind: Any, name: str) -> None:
    with pytest.raises(ValidationError) as wrong:
        kind.model_validate({name: "\u202e一"})
    assert ((name,), "text_with_controls") in [
        (error["loc"], error["type"]) for error in wrong.value.errors()
    ]


@pytest.mark.parametrize(
    "given",
    [
        {"command": "record_facts", "facts": {"sector": "\x1b[2J"}},
        {"command": "submit_report", "content": {"现场": ["\u202e一"]}},
        {"command": "form_group", "group": "g", "members": ["\x9b31m"]},
    ],
)
def test_texts_inside_values_are_too(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as wrong:
        COMMANDS[given["command"]].model_validate(given)
    assert [error["type"] for error in wrong.value.errors()] == ["text_with_controls"]
