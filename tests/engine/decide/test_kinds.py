"""Which plan follows from a kind of event, and what is then known of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.clock import VirtualClock
from engine.decide.kinds import chosen_plan
from engine.errors import InvalidInput
from engine.incident.actors import Actor
from engine.incident.commands import OpenIncident
from engine.incident.state import Incident
from engine.memory import CountedIds, FixedPlans, MemoryJournal
from engine.service import Service
from tests.engine.stories import real_plans

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
DESK = Actor("值班员", frozenset({"duty_officer"}))
PLANS = real_plans()


def opened(**fields: Any) -> Incident:
    service = Service(FixedPlans(PLANS), VirtualClock(NOW, elapsed=lambda: 0.0), CountedIds())
    body = {"title": "某事件", "occurred_at": NOW, "received_at": NOW, "division": "141021"}
    return service.open_incident(MemoryJournal(), OpenIncident(**body, **fields), DESK).after


@pytest.mark.parametrize(
    ("kind", "plan"),
    [
        ("coal_mine", "coal_mine"),
        ("hazardous_chemicals", "production_safety"),
        ("road_traffic", "production_safety"),
        ("fire", "production_safety"),
        ("grain_market", "grain"),
    ],
)
def test_the_plan_follows_from_the_kind(kind: str, plan: str) -> None:
    chosen = chosen_plan(PLANS, None, kind, {})
    assert (chosen.plan.id, chosen.why) == (plan, "kind")
    assert chosen.kind is not None
    assert opened(kind=kind).plan == plan


def test_the_incident_keeps_the_kind_as_the_plan_named_it() -> None:
    told = opened(kind="fire", place="新田路", caller={"phone": "13800000000"}).told_at_opening
    assert told.kind is not None
    assert (told.kind.id, told.kind.name, told.kind.clause) == (
        "fire",
        "火灾",
        "1.5、order_493:13",
    )
    assert (told.place, dict(told.caller or {})) == (
        "新田路",
        {"name": "", "post": "", "phone": "13800000000"},
    )


def test_what_is_known_by_the_kind_is_known_and_a_word_of_the_client_goes_before() -> None:
    assert opened(kind="road_traffic").known() == {
        "sector": "道路交通",
        "road_traffic_or_fire": True,
    }
    said = opened(kind="road_traffic", facts={"road_traffic_or_fire": False, "sector": None})
    assert said.known() == {"road_traffic_or_fire": False}


def test_seven_days_of_watch_follow_from_a_fire() -> None:
    long, short = opened(kind="construction").watch_until, opened(kind="fire").watch_until
    assert long is not None
    assert short is not None
    assert (long - short).days == 23


def test_a_mine_that_the_city_does_not_supervise_comes_under_the_general_plan() -> None:
    chosen = chosen_plan(PLANS, None, "coal_mine", {"supervised_by_city": False})
    assert (chosen.plan.id, chosen.why) == ("production_safety", "general")
    unknown = chosen_plan(PLANS, None, "coal_mine", {})
    assert unknown.plan.id == "coal_mine"
    found = opened(kind="coal_mine", facts={"supervised_by_city": False})
    assert found.plan == "production_safety"
    assert found.told_at_opening.kind is not None
    assert found.told_at_opening.kind.name == "煤矿"


def test_a_client_that_names_the_plan_needs_no_kind() -> None:
    assert opened(plan="grain").told_at_opening.kind is None
    assert opened(plan="grain", kind="grain_market").told_at_opening.kind is not None
    assert opened(plan="grain", caller={}).told_at_opening.caller is None


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({}, "kind_missing", "kind"),
        ({"kind": "coalmine"}, "unknown_kind", "kind"),
        ({"plan": "production_safety", "kind": "coal_mine"}, "kind_of_another_plan", "plan"),
        ({"plan": "nowhere", "kind": "coal_mine"}, "unknown_plan", "plan"),
    ],
)
def test_what_does_not_fit_is_refused(fields: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        opened(**fields)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    if code == "unknown_kind":
        assert "coal_mine 煤矿" in refusal.value.sentence()
    if code == "kind_of_another_plan":
        assert "Coal" in refusal.value.sentence("en")
