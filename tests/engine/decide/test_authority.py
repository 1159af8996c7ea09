"""Who may: posts, the desk, recorded orders, counties, exercises, readers."""

from __future__ import annotations

from typing import Any

import pytest

from engine.errors import InvalidInput, NotAllowed
from engine.incident.actors import Actor
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YAODU, YICHENG, Story


@pytest.fixture
def safety(tell: Tell) -> Story:
    """An accident in Quwo, received at 08:30 and opened at 09:00."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=2, received="08:30", division=QUWO)
    return story


# ── posts and the desk ──────────────────────────────────────────────────────


def test_the_post_that_the_clause_names_may_and_acts_in_that_role(safety: Story) -> None:
    (event,) = safety.director.activates("IV").events[:1]
    assert (event.role, event.clause) == ("office_director", "5.3.1")
    assert "signed" not in event.data


@pytest.mark.parametrize("role", ["commander", "chief_commander", "on_site_commander"])
def test_another_post_may_not_however_high(safety: Story, role: str) -> None:
    refusal = safety.post(role).is_refused("role_required", "activate_response", level="IV")
    assert isinstance(refusal, NotAllowed)
    assert refusal.clause == "5.3.1"
    assert refusal.facts["who"] == "市指挥部办公室主任"


def test_a_refusal_says_what_is_possible_now_and_by_whom(safety: Story) -> None:
    refusal = safety.desk.is_refused("role_required", "activate_response", level="IV")
    option = next(o for o in refusal.allowed if o.get("level") == "IV")
    assert option["command"] == "activate_response"
    assert option["roles"] == [{"id": "office_director", "name": "市指挥部办公室主任"}]
    assert option["desk"] is False


def test_the_desk_may_alone_what_the_plan_leaves_to_it(safety: Story) -> None:
    (event,) = safety.desk.does("issue_warning").events
    assert event.role == "duty_officer"
    safety.desk.does("lift_warning")


def test_a_post_of_another_plan_is_no_post_here(safety: Story) -> None:
    other = safety.person("别处的主任", "grain:office_director")
    other.is_refused("role_required", "activate_response", level="IV")


def test_an_account_with_two_posts_acts_in_the_one_that_is_asked_for(safety: Story) -> None:
    both = safety.person("一肩挑", "office_director", "commander", "duty_officer")
    assert both.activates("IV").events[0].role == "office_director"
    assert both.adjusts("III").events[0].role == "commander"
    assert both.does("add_log_entry", text="x").events[0].role == "office_director"


@pytest.mark.parametrize("role", ["viewer", "admin"])
def test_readers_and_administrators_command_nothing(safety: Story, role: str) -> None:
    reader = safety.person("旁观", role)
    for command, fields in {
        "activate_response": {"level": "IV"},
        "record_facts": {"facts": {"deaths": 3}},
        "add_log_entry": {"text": "x"},
        "submit_report": {},
        "confirm_recorded_order": {"seq": 1},
    }.items():
        reader.is_refused("read_only", command, **fields)


def test_an_account_without_any_role_commands_nothing(safety: Story) -> None:
    safety.person("无名").is_refused("read_only", "add_log_entry", text="x")


def test_an_administrator_who_is_on_duty_commands_as_duty_officer(safety: Story) -> None:
    both = safety.person("值班管理员", "admin", "duty_officer")
    assert both.does("add_log_entry", text="x").events[0].role == "duty_officer"


def test_a_reporter_reports_and_does_nothing_else(safety: Story) -> None:
    reporter = safety.reporter(QUWO)
    reporter.does("submit_report", kind="urgent", content="新情况")
    reporter.is_refused("read_only", "record_facts", facts={"deaths": 3})
    reporter.is_refused("read_only", "activate_response", level="IV")


# ── recorded orders ─────────────────────────────────────────────────────────


def test_the_desk_records_an_order_given_by_telephone(safety: Story) -> None:
    safety.clock.to("09:20")
    (event,) = safety.desk.orders(
        "office_director", "activate_response", level="IV", at="09:05"
    ).events
    assert event.actor == "值班员"
    assert event.role == "office_director"
    assert event.occurred_at == safety.past("09:05")
    assert event.recorded_at == safety.clock.now
    assert event.data["on_behalf_of"] == "office_director"
    assert event.data["by_means"] == "phone"
    assert event.data["ordered_at"] == "2021-11-08T01:05:00Z"
    assert event.data["signed"] is False
    (waiting,) = safety.view["unsigned"]
    assert (waiting["seq"], waiting["role"]) == (event.seq, "office_director")
    assert waiting["under"] is None
    assert safety.incident.activated_at == safety.past("09:05")


def test_an_order_without_an_instant_was_given_now(safety: Story) -> None:
    (event,) = safety.desk.orders("office_director", "activate_response", level="IV").events
    assert event.occurred_at == event.recorded_at == safety.clock.now


def test_a_role_may_be_written_with_its_plan(safety: Story) -> None:
    order = "production_safety:office_director"
    (event,) = safety.desk.orders(order, "activate_response", level="IV").events
    assert event.data["on_behalf_of"] == "office_director"


def test_the_holder_confirms_what_was_recorded_for_him(safety: Story) -> None:
    (event,) = safety.desk.orders("office_director", "activate_response", level="IV").events
    safety.desk.is_refused("not_the_holder", "confirm_recorded_order", seq=event.seq)
    safety.commander.is_refused("not_the_holder", "confirm_recorded_order", seq=event.seq)
    safety.director.does("confirm_recorded_order", seq=event.seq)
    assert safety.view["unsigned"] == []
    safety.director.is_refused("not_recorded_order", "confirm_recorded_order", seq=event.seq)


def test_nobody_confirms_on_behalf_of_the_holder(safety: Story) -> None:
    (event,) = safety.desk.orders("office_director", "activate_response", level="IV").events
    safety.desk.is_refused(
        "not_the_holder",
        "confirm_recorded_order",
        seq=event.seq,
        on_behalf_of="office_director",
        by_means="phone",
    )


def test_only_the_desk_records_orders(safety: Story) -> None:
    order: dict[str, Any] = {
        "level": "III",
        "on_behalf_of": "commander",
        "by_means": "phone",
    }
    for person in (safety.director, safety.commander, safety.chief):
        person.is_refused("order_not_recordable", "activate_response", **order)
    safety.person("导调员", "controller").is_refused(
        "order_not_recordable", "activate_response", **order
    )
    safety.person("大屏", "viewer").is_refused("read_only", "activate_response", **order)


def test_an_order_counts_only_from_the_role_that_may_give_it(safety: Story) -> None:
    refusal = safety.desk.is_refused(
        "ordered_by_another",
        "activate_response",
        level="III",
        on_behalf_of="office_director",
        by_means="phone",
    )
    assert refusal.facts["who"] == "市指挥部指挥长"


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"on_behalf_of": "mayor", "by_means": "phone"}, "unknown_role", "on_behalf_of"),
        ({"on_behalf_of": "commander"}, "by_means_missing", "by_means"),
        ({"by_means": "phone"}, "means_without_order", "on_behalf_of"),
        ({"ordered_at": "09:00"}, "means_without_order", "on_behalf_of"),
        (
            {"on_behalf_of": "commander", "by_means": "phone", "ordered_at": "09:01"},
            "future_instant",
            "ordered_at",
        ),
        (
            {"on_behalf_of": "commander", "by_means": "phone", "ordered_at": "08:29"},
            "instants_reversed",
            "ordered_at",
        ),
    ],
)
def test_an_order_is_described_completely(
    safety: Story, fields: dict[str, Any], code: str, field: str
) -> None:
    if "ordered_at" in fields:
        fields = {**fields, "ordered_at": safety.past(fields["ordered_at"])}
    refusal = safety.desk.is_refused(code, "activate_response", level="III", **fields)
    assert isinstance(refusal, InvalidInput)
    assert refusal.field == field


def test_an_order_may_have_been_given_between_receipt_and_opening(safety: Story) -> None:
    (event,) = safety.desk.orders(
        "office_director", "activate_response", level="IV", at="08:30"
    ).events
    assert event.occurred_at == safety.incident.received_at


def test_what_the_province_declares_is_recorded_and_waits_for_no_signature(tell: Tell) -> None:
    """The province never signs in, so nothing may wait for its signature, or alarm."""
    story = tell("grain")
    story.desk.opens(division=QUWO)
    (event,) = story.desk.orders("province", "activate_response", level="II").events
    assert story.place == "II"
    assert event.data["signed"] is False
    assert story.view["unsigned"] == []
    story.clock.passes(days=2)
    assert story.event_types("signature_overdue") == []


# ── counties ────────────────────────────────────────────────────────────────


def test_a_county_acts_on_incidents_of_its_own_division(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    refusal = story.county(YICHENG).is_refused("outside_division", "activate_response", level="IV")
    assert "翼城县" in refusal.sentence()
    story.county(QUWO).activates("IV")
    assert story.place == "IV"


def test_a_county_that_the_emergency_has_reached_may_act_too(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.desk.records(counties_in_emergency=[QUWO, YICHENG])
    story.county(YICHENG).activates("IV")
    story.desk.records(counties_in_emergency=[QUWO])
    story.county(YICHENG).is_refused("outside_division", "end_response")


def test_a_county_post_without_a_division_acts_nowhere(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.post("county_headquarters").is_refused(
        "outside_division", "activate_response", level="IV"
    )


def test_only_a_county_concerned_confirms_an_order_recorded_for_the_county(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    (event,) = story.desk.orders("county_headquarters", "activate_response", level="IV").events
    story.county(YAODU).is_refused("outside_division", "confirm_recorded_order", seq=event.seq)
    story.county(QUWO).does("confirm_recorded_order", seq=event.seq)


# ── exercises ───────────────────────────────────────────────────────────────


def test_the_controller_acts_only_on_exercises(safety: Story, tell: Tell) -> None:
    safety.person("导调员", "controller").is_refused("exercise_only", "add_log_entry", text="x")
    both = safety.person("两职", "controller", "duty_officer")
    both.is_refused("role_required", "activate_response", level="IV")
    drill = tell("production_safety")
    controller = drill.person("导调员", "controller")
    controller.opens(exercise=True, deaths=2, division=QUWO)
    controller.does("issue_warning")
    (event,) = controller.orders("office_director", "activate_response", level="IV").events
    assert event.actor == "导调员"
    controller.is_refused("role_required", "adjust_response", level="III")


def test_what_an_account_is() -> None:
    actor = Actor("某人", frozenset({"duty_officer", "grain:office_director", "grain2:x"}))
    assert actor.is_a("duty_officer")
    assert not actor.is_a("controller")
    assert actor.posts("grain") == {"office_director"}
    assert actor.posts("coal_mine") == frozenset()
