"""Everything that a scenario file may hold has a field in the console, and its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from api.scenarios.checking import check
from api.scenarios.choices import REFUSALS, choices
from api.scenarios.command_fields import ENTRY_KEYS, KINDS, entry_keys, options_of
from engine.drill.scenario import Scenario
from engine.drill.scenario.writing import to_yaml
from engine.incident.commands import COMMANDS
from engine.incident.events import EVENT_TYPES
from engine.messages import keys_of
from tests.api.scenarios.every_value import EVERY_VALUE
from tests.support.plan_files import real_plans


def test_every_field_of_every_command_has_a_form() -> None:
    fields = {(name, key) for name, kind in COMMANDS.items() for key in kind.model_fields}
    assert {key for _, key in fields} - {"command"} == set(KINDS)
    for name, key in fields:
        shown = KINDS.get(key)
        assert bool(options_of(COMMANDS[name], key)) == (shown == "option" or key == "command")


def test_what_is_offered_has_words_in_both_languages() -> None:
    for language in ("zh", "en"):
        offered = choices(real_plans().values(), language)
        for command in offered["commands"]:
            for field in command["fields"]:
                assert bool(field["options"]) == (field["kind"] == "option")
        assert all("{" not in one["name"] for one in offered["refusals"])
        flood = next(one for one in offered["plans"] if one["id"] == "grain")
        assert any(one["content"] for one in flood["reports"])
    assert set(REFUSALS) <= {key.removeprefix("error.") for key in keys_of("error")}


def test_what_a_condition_asks_for_is_what_such_entries_hold() -> None:
    asked = {key for one in EVENT_TYPES for key in entry_keys(one)}
    assert asked == set(ENTRY_KEYS)
    assert entry_keys("facts_recorded")["facts"] == "facts"
    assert entry_keys("report_overdue")["reporter"] == "text"
    assert entry_keys("nosuch") == {}


def test_the_scenario_with_every_value_passes_the_check_and_leaves_no_field_out() -> None:
    """A new field of the format has to come in here, and so before the eyes of the page's test."""
    found = check(to_yaml(EVERY_VALUE), real_plans())
    assert [one.sentence() for one in found.faults] == []
    assert found.scenario is not None
    held = set(_held(EVERY_VALUE))
    assert {one for one in _fields(Scenario) if one not in ("plan", "open")} <= held
    commands = {one for kind in COMMANDS.values() for one in kind.model_fields}
    assert commands - {"post", "contact", "sha256"} <= held


def _held(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield key
            yield from _held(one)
    elif isinstance(value, list):
        for one in value:
            yield from _held(one)


def _fields(model: type[BaseModel], seen: frozenset[Any] = frozenset()) -> Iterator[str]:
    """The names of all fields of a model and of the models in it."""
    for key, field in model.model_fields.items():
        yield field.alias or key
        for one in _models(field.annotation):
            if one not in seen:
                yield from _fields(one, seen | {model, one})


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)
