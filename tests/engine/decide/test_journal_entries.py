"""Keeping the record: figures, log, strikes, confirmations, delegations, absences."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from engine.errors import InvalidInput
from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YICHENG, Story


@pytest.fixture
def safety(tell: Tell) -> Story:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=2, received="08:30", division=QUWO)
    return story


# ── figures ─────────────────────────────────────────────────────────────────


def test_figures_are_entered_with_source_and_instant(safety: Story) -> None:
    (event,) = safety.desk.records(missing=1, source="现场指挥部", as_of="08:50").events
    assert (event.type, event.clause) == ("facts_recorded", None)
    assert event.data["facts"] == {"missing": 1}
    assert event.data["source"] == "现场指挥部"
    assert event.data["as_of"] == "2021-11-08T00:50:00Z"


def test_without_a_source_it_is_the_post_of_whoever_enters_it(safety: Story) -> None:
    assert safety.desk.records(missing=1).events[0].data["source"] == "值班员"
    (event,) = safety.person("张三", "commander").records(missing=2).events
    assert (event.actor, event.data["source"]) == ("张三", "市指挥部指挥长")


def test_figures_to_come_are_refused(safety: Story) -> None:
    refusal = safety.desk.is_refused(
        "future_instant",
        "record_facts",
        facts={"missing": 1},
        as_of=safety.clock.now + timedelta(seconds=1),
    )
    assert refusal.field == "as_of"


def test_figures_say_when_they_were_received_by_default_now(safety: Story) -> None:
    (event,) = safety.desk.records(missing=1, received="08:40").events
    assert event.data["received_at"] == "2021-11-08T00:40:00Z"
    assert event.data["corrects"] == []
    (event,) = safety.desk.records(missing=2).events
    assert event.data["received_at"] == "2021-11-08T01:00:00Z"
    assert safety.view["figures"]["missing"]["received_at"] == "2021-11-08T01:00:00Z"
    assert safety.view["figures"]["deaths"]["received_at"] == "2021-11-08T00:30:00Z"


@pytest.mark.parametrize(
    ("minutes", "code"), [(1, "future_instant"), (-31, "instants_reversed"), (-30, None)]
)
def test_figures_are_received_after_the_incident_and_not_in_the_future(
    safety: Story, minutes: int, code: str | None
) -> None:
    fields = {"facts": {"missing": 1}, "received_at": safety.clock.now + timedelta(minutes=minutes)}
    if code is None:
        safety.desk.does("record_facts", **fields)
        return
    refusal = safety.desk.is_refused(code, "record_facts", **fields)
    assert refusal.field == "received_at"


def test_a_correction_names_the_entries_whose_figures_were_never_true(safety: Story) -> None:
    wrong = safety.desk.records(deaths=12, missing=1, source="村民").events[-1]
    safety.desk.records(missing=2, source="村民")
    (event,) = safety.desk.records(deaths=1, source="村民", correction=True).events
    assert event.data["corrects"] == [wrong.seq]
    assert safety.incident.known()["deaths"] == 1
    assert safety.incident.known()["missing"] == 2
    words = sentence(safety.plan, event)
    assert words == "记录情况：死亡人数 1 人（来源：村民），更正第 2 条：原填数字从未属实"
    assert "correcting entry 2" in sentence(safety.plan, event, "en")


def test_a_wrong_figure_names_its_field(safety: Story) -> None:
    refusal = safety.desk.is_refused("unknown_fact", "record_facts", facts={"dead": 3})
    assert refusal.field == "facts.dead"
    assert "deaths" in refusal.sentence()


def test_any_post_of_the_plan_keeps_the_record(safety: Story) -> None:
    for person in (safety.director, safety.commander, safety.chief, safety.on_site):
        person.records(missing=1)
        person.does("add_log_entry", text="x")


def test_a_county_keeps_the_record_only_where_it_is_concerned(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.county(QUWO).records(counties_in_emergency=[QUWO])
    story.county(YICHENG).is_refused("outside_division", "add_log_entry", text="x")


# ── strikes ─────────────────────────────────────────────────────────────────


def test_an_entry_is_struck_once_with_its_reason_and_stays_readable(safety: Story) -> None:
    entry = safety.desk.does("add_log_entry", text="误记").events[0]
    (event,) = safety.desk.strikes(entry.seq).events
    assert (event.type, event.data["seq"], event.data["struck"]) == (
        "entry_struck",
        entry.seq,
        "log_entry_added",
    )
    assert safety.events[entry.seq - 1] == entry
    refusal = safety.desk.is_refused("already_struck", "strike_entry", seq=entry.seq, reason="x")
    assert refusal.allowed


def test_decisions_reports_and_what_time_has_entered_are_not_struck(safety: Story) -> None:
    safety.director.activates("IV")
    safety.desk.does("submit_report", kind="urgent")
    safety.clock.to("15:00")
    for event in safety.events:
        refusal = safety.desk.is_refused("cannot_strike", "strike_entry", seq=event.seq, reason="x")
        assert refusal.facts["type"] == event.type
    assert {e.type for e in safety.events} >= {
        "incident_opened",
        "response_activated",
        "report_submitted",
        "report_due_soon",
    }


def test_a_strike_is_not_struck(safety: Story) -> None:
    entry = safety.desk.does("add_log_entry", text="误记").events[0]
    strike = safety.desk.strikes(entry.seq).events[0]
    safety.desk.is_refused("cannot_strike", "strike_entry", seq=strike.seq, reason="x")


def test_an_entry_that_is_not_there_is_not_found(safety: Story) -> None:
    refusal = safety.desk.is_refused("entry_not_found", "strike_entry", seq=99, reason="x")
    assert refusal.facts["last"] == 1
    safety.director.is_refused("entry_not_found", "confirm_recorded_order", seq=99)


def test_only_recorded_orders_are_confirmed(safety: Story) -> None:
    safety.director.is_refused("not_recorded_order", "confirm_recorded_order", seq=1)


# ── delegations and absences ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"role": "mayor"}, "unknown_role", "role"),
        ({"until": "09:00"}, "past_instant", "until"),
        ({"until": "08:00"}, "past_instant", "until"),
    ],
)
@pytest.mark.parametrize("command", ["delegate_role", "record_absence"])
def test_a_role_is_left_to_another_until_an_instant_to_come(
    safety: Story, command: str, fields: dict[str, Any], code: str, field: str
) -> None:
    right = {"role": "office_director", "until": "18:00"}
    chosen: dict[str, Any] = {**right, **fields}
    chosen["until"] = safety.past(chosen["until"])
    if command == "delegate_role":
        chosen["to"] = "副职"
    assert safety.director.is_refused(code, command, **chosen).field == field


@pytest.mark.parametrize("command", ["delegate_role", "record_absence"])
@pytest.mark.parametrize(
    ("until", "accepted"),
    [
        ("2022-11-09T01:00:00Z", True),
        ("2022-11-09T01:00:01Z", False),
        ("2121-11-08T18:00:00+08:00", False),
        ("2200-12-31T23:59:59Z", False),
    ],
)
def test_a_role_is_left_to_another_for_a_year_at_most(
    safety: Story, command: str, until: str, accepted: bool
) -> None:
    chosen: dict[str, Any] = {"role": "office_director", "until": datetime.fromisoformat(until)}
    if command == "delegate_role":
        chosen["to"] = "副职"
    if accepted:
        safety.director.does(command, **chosen)
        return
    refusal = safety.director.is_refused("instant_too_far", command, **chosen)
    assert isinstance(refusal, InvalidInput)
    assert (refusal.field, refusal.facts["limit"]) == ("until", "2022-11-09 09:00:00+08:00")


def test_a_delegation_names_role_account_instant_and_clause(safety: Story) -> None:
    (event,) = safety.director.does(
        "delegate_role",
        role="production_safety:office_director",
        to="副职",
        until=safety.past("18:00"),
        reason="外出",
    ).events
    assert (event.type, event.clause) == ("role_delegated", "2.1、附件2")
    assert event.data["delegated_role"] == "office_director"
    assert event.data["until"] == "2021-11-08T10:00:00Z"


def test_an_absence_is_recorded_by_the_desk_or_any_post(safety: Story) -> None:
    until = safety.past("18:00")
    (event,) = safety.desk.does("record_absence", role="commander", until=until).events
    assert (event.type, event.data["absent_role"]) == ("absence_recorded", "commander")
    safety.chief.does("record_absence", role="commander", until=until)


# ── when all is over ────────────────────────────────────────────────────────


def test_nothing_new_is_entered_once_all_is_over(safety: Story) -> None:
    safety.director.closes()
    safety.desk.does("add_log_entry", text="补记")
    safety.clock.passes(days=31)
    until = safety.clock.now + timedelta(days=1)
    for command, fields in {
        "record_facts": {"facts": {"deaths": 3}},
        "add_log_entry": {"text": "x"},
        "strike_entry": {"seq": 2, "reason": "x"},
        "record_absence": {"role": "commander", "until": until},
    }.items():
        refusal = safety.desk.is_refused("watch_over", command, **fields)
        assert "伤亡补报期已过" in refusal.sentence()
    safety.commander.is_refused(
        "watch_over", "delegate_role", role="commander", to="副职", until=until
    )


def test_a_recorded_order_may_be_signed_even_then(safety: Story) -> None:
    order = safety.desk.orders("office_director", "close_incident").events[0]
    safety.clock.passes(days=31)
    safety.director.does("confirm_recorded_order", seq=order.seq)
    assert safety.view["unsigned"] == []
