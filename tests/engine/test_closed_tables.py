"""Tables over a closed set hold all of it: a new kind cannot be forgotten in one of them."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from engine import decide
from engine.conditions import evaluation, explanations
from engine.incident.commands import COMMANDS
from engine.incident.events import EVENT_TYPES
from engine.ledger_audit import due_instants as audited
from engine.messages import CATALOGUES
from engine.plan import cadences, expressions
from engine.plan.cadences import Cadence
from engine.plan.expressions import Expression
from engine.plan.part import Part
from engine.plan_checks.size_limits import CONDITIONS
from engine.reporting import due_instants
from tests.engine.plan_checks.ids.test_annotations import models
from tests.support.plan_files import small_plan


def kinds(union: Any) -> set[type[Part]]:
    """The models of an annotated union."""
    return {get_args(branch)[0] for branch in get_args(get_args(union)[0])}


CADENCES: dict[type[Part], dict[str, Any]] = {
    cadences.Daily: {"daily": ["15:00"]},
    cadences.EveryDays: {"every_days": 2, "at": "15:00"},
    cadences.EveryHours: {"every_hours": 6},
    cadences.Within: {"within_minutes": 60},
    cadences.TimesPerDay: {"times_per_day": 2},
    cadences.Immediately: {"immediately": True},
    cadences.SameDay: {"same_day": "24:00", "on_change_of": ["deaths"]},
    cadences.AfterLast: {"after_last": "daily", "minutes": 120},
}
ONCE = {cadences.Within, cadences.Immediately, cadences.SameDay}


@pytest.mark.parametrize("kind", sorted(kinds(Cadence), key=lambda kind: kind.__name__))
def test_the_ledger_and_the_auditor_know_every_cadence(kind: type[Part]) -> None:
    written = {k: tuple(v) if isinstance(v, list) else v for k, v in CADENCES[kind].items()}
    report = small_plan().reports[0].model_copy(update={"cadence": kind(**written)})
    periodic = kind not in ONCE
    assert (kind in cadences.RECURRING) == periodic
    assert due_instants.is_periodic(report) == audited.is_periodic(report) == periodic


@pytest.mark.parametrize(("module", "union"), [(cadences, Cadence), (expressions, Expression)])
def test_every_kind_can_be_told_by_its_keys(module: Any, union: Any) -> None:
    assert module._KIND_OF_TYPE.keys() == kinds(union)
    tags = {get_args(branch)[1].tag for branch in get_args(get_args(union)[0])}
    assert set(module._KIND_OF_TYPE.values()) == tags


def test_every_condition_is_judged_and_put_into_words() -> None:
    assert len(kinds(Expression)) > 10
    assert evaluation._JUDGES.keys() == kinds(Expression)
    assert explanations._WORDS.keys() == kinds(Expression)


def test_every_command_has_a_decider() -> None:
    # A file comes by an upload of its own, not as the body of a command.
    decided = COMMANDS.keys() - {"open_incident"} | {"add_attachment"}
    assert decide._DECIDERS.keys() == decided


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_event_has_a_sentence_and_a_headline(language: str) -> None:
    told = {key for key in CATALOGUES[language] if key.startswith("event.")}
    sentences = {f"event.{type_}" for type_ in EVENT_TYPES}
    assert told == sentences | {f"{key}.headline" for key in sentences}


def test_every_part_that_holds_a_condition_is_limited_in_size() -> None:
    conditions = kinds(Expression)
    holding = {
        model: tuple(n for n, f in model.model_fields.items() if in_union(f.annotation))
        for model in models() - conditions
    }
    assert {model: names for model, names in holding.items() if names} == CONDITIONS


def in_union(annotation: Any) -> bool:
    return annotation is expressions.All or any(map(in_union, get_args(annotation)))
