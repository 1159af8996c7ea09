"""What clients see: JSON-ready, in Chinese and English."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from engine.decide.allowed_commands import allowed_commands
from engine.incident.events import Event
from engine.presentation.incident_view import changed_parts, incident_view
from engine.presentation.plan_view import plan_view
from engine.presentation.slot_view import slot_view
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YAODU, Story, real_plans

CONTRACT = {
    "id",
    "number",
    "plan",
    "title",
    "exercise",
    "stage",
    "level",
    "sub_state",
    "command",
    "facts",
    "recommendation",
    "pending",
    "groups",
    "measures",
    "next_slots",
    "casualty_watch_until",
    "version",
}


@pytest.fixture
def grain(tell: Tell) -> Story:
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(price_rise_percent=35, division=QUWO, title="粮价上涨", received="08:40")
    return story


def assert_json(view: Any) -> None:
    """Nothing but JSON, and no blank of a sentence left open."""
    words = json.dumps(view, ensure_ascii=False, allow_nan=False)
    assert json.loads(words) == view
    assert "{name}" not in words


def test_the_view_has_what_the_contract_names(grain: Story) -> None:
    assert set(grain.view) >= CONTRACT
    assert_json(grain.view)


def test_the_view_before_any_level(grain: Story) -> None:
    view = grain.view
    assert view["number"] == "GR-2021-0001"
    assert view["plan"] == {"id": "grain", "version": "2021.5", "title": "临汾市粮食应急预案"}
    assert (view["stage"], view["level"], view["sub_state"]) == ("assessing", None, None)
    assert (view["place_name"], view["colour"]) == ("研判", "grey")
    assert view["command"]["held_by"] == "county"
    assert view["command"]["superior"] is False
    assert (view["division"], view["division_name"]) == (QUWO, "曲沃县")
    assert view["received_at"] == "2021-11-08T00:40:00Z"
    assert view["activated_at"] is None
    assert view["casualty_watch_until"] is None
    assert view["pending"] is None
    assert view["version"] == 1


def test_the_view_of_a_level_with_a_sub_state(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    view = grain.view
    assert (view["stage"], view["level"], view["sub_state"]) == ("responding", "III", "tense")
    assert "紧张状态" in view["place_name"]
    assert view["colour"] == "yellow"


def test_figures_carry_their_source_and_their_instant(grain: Story) -> None:
    grain.desk.records(beyond_county_capacity=True, source="曲沃县")
    view = grain.view
    assert view["facts"] == {"price_rise_percent": 35, "beyond_county_capacity": True}
    assert view["figures"]["beyond_county_capacity"] == {
        "value": True,
        "source": "曲沃县",
        "as_of": "2021-11-08T01:00:00Z",
        "received_at": "2021-11-08T01:00:00Z",
        "seq": 2,
        "name": "超过事发县（市）处置能力",
        "unit": None,
    }


def test_the_recommendation_lists_every_criterion_with_clause_and_reason(grain: Story) -> None:
    recommendation = grain.view["recommendation"]
    assert (recommendation["level"], recommendation["sub_state"]) == ("III", "tense")
    listed = {criterion["id"]: criterion for criterion in recommendation["criteria"]}
    tense = listed["tense_price"]
    assert tense["met"] is True
    assert tense["clause"] == "1.5.1(1)、8.1"
    assert tense["why"] == "一周内粮价累计涨幅 35，条件是30 %以上、不足 50 %"
    assert tense["assumption"] == ["A5"]
    assert listed["urgent_price"]["met"] is False
    assert listed["tense_counties"]["met"] is None
    assert {"province_declares", "state_declares"} <= set(listed)


def test_what_waits_for_a_decision_is_shown_with_the_command_it_waits_for(grain: Story) -> None:
    grain.director.recommends("III", "tense")
    assert grain.view["pending"] == {
        "command": "activate_response",
        "level": "III",
        "sub_state": "tense",
        "recommended_by": "office_director",
        "since": "2021-11-08T01:00:00Z",
        "approved_by": None,
        "approvals": [],
    }
    grain.county(QUWO).activates("IV")
    assert grain.view["pending"]["command"] == "adjust_response"


def test_every_open_slot_is_listed_overdue_first(grain: Story) -> None:
    grain.chief.activates("III", "critical")
    grain.clock.to("10:30")
    view = grain.view
    open_now = {s.id for s in grain.incident.slots.values() if s.state in ("owed", "overdue")}
    assert {slot["id"] for slot in view["next_slots"]} == open_now
    assert len(open_now) > 20
    states = [slot["state"] for slot in view["next_slots"]]
    assert states == sorted(states, key=lambda state: state != "overdue")
    assert view["open_slots"]["overdue"] >= 17
    total = view["open_slots"]["owed"] + view["open_slots"]["overdue"]
    assert total == len(
        [s for s in grain.incident.slots.values() if s.state in ("owed", "overdue")]
    )


def test_a_slot_is_as_the_contract_writes_it(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    (slot,) = grain.open_slots("county_daily", YAODU)
    assert slot_view(grain.plan, slot, grain.clock.now, exercise=False) == {
        "id": slot.id,
        "incident": grain.incident_id,
        "exercise": False,
        "obligation": "county_daily",
        "obligation_name": "县（市、区）粮食市场供应日报告",
        "series": "county_market",
        "reporter": YAODU,
        "reporter_name": "尧都区",
        "recipients": ["local_government", "city_headquarters"],
        "recipient_names": [
            grain.plan.name_of("local_government"),
            grain.plan.name_of("city_headquarters"),
        ],
        "due_at": "2021-11-08T07:00:00Z",
        "opens_at": "2021-11-08T01:00:00Z",
        "state": "owed",
        "submitted_at": None,
        "report_seq": None,
        "clause": "4.3.1(2)、4.3.2(2)",
        "immediately": False,
        "past_reminders": False,
        "reason": None,
        "kind": "scheduled",
        "means": "any",
        "content": ["市场供应", "出现的问题", "采取的应对措施"],
        "required": ["市场供应", "出现的问题", "采取的应对措施"],
        "nil": True,
        "data_until": None,
    }


def test_a_submitted_slot_shows_when_and_by_which_entry(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    event = grain.reporter(QUWO).reports("county_daily", QUWO).events[-1]
    slot = next(s for s in grain.incident.slots.values() if s.report_seq == event.seq)
    shown = slot_view(grain.plan, slot, grain.clock.now, exercise=False)
    assert (shown["state"], shown["report_seq"]) == ("submitted", event.seq)
    assert shown["submitted_at"] == "2021-11-08T01:00:00Z"


def test_measures_are_those_of_the_place_and_what_it_inherits(grain: Story) -> None:
    """GR 4.3.2(2), 4.3.3(2): critical includes urgent includes tense."""
    shown: dict[str, set[str]] = {}
    for sub_state in ("tense", "urgent", "critical"):
        command = grain.chief.adjusts if grain.incident.level else grain.chief.activates
        command("III", sub_state)
        shown[sub_state] = {measure["id"] for measure in grain.view["measures"]}
    assert shown["tense"] < shown["urgent"] < shown["critical"]


def test_a_settled_measure_says_how_and_when(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=2, division=QUWO)
    story.director.activates("IV")
    story.desk.does("complete_measure", measure="iv_track", note="电话")
    story.director.does("waive_measure", measure="iv_reinforce", note="力量足够")
    measures = {measure["id"]: measure for measure in story.view["measures"]}
    assert (measures["iv_track"]["done"], measures["iv_track"]["state"]) == (True, "done")
    assert measures["iv_track"]["note"] == "电话"
    assert (measures["iv_reinforce"]["done"], measures["iv_reinforce"]["state"]) == (
        False,
        "waived",
    )
    assert measures["iv_guide"]["state"] == "open"
    assert measures["iv_guide"]["modality"] == "required"


def test_groups_are_shown_as_planned_and_as_formed(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=3, division=QUWO)
    assert len(story.view["groups"]) == 9
    assert {group["formed"] for group in story.view["groups"]} == {False}
    story.commander.activates("III")
    story.commander.does("form_group", group="medical", leader="某主任")
    medical = next(g for g in story.view["groups"] if g["id"] == "medical")
    assert (medical["formed"], medical["leader"]) == (True, "某主任")
    assert medical["members"][0] == "市卫健委"


def test_classes_and_what_they_may_rise_to(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=2, missing=2, division=QUWO)
    view = story.view
    assert view["classes"]["severity"] == {
        "id": "ordinary",
        "name": "一般事故",
        "scale": "事故分级",
    }
    assert view["classes"]["hazard"] is None
    (rise,) = view["recommendation"]["may_rise_to"]
    assert (rise["class"], rise["level"]) == ("relatively_serious", "III")
    assert rise["clause"] == "附件1、order_493:12"


def test_end_conditions_are_those_of_the_place(grain: Story) -> None:
    assert grain.view["end_conditions"] == []
    grain.chief.activates("III", "tense")
    event = grain.chief.does("confirm_end_condition", condition="supply_stable").events[0]
    shown = {c["id"]: (c["confirmed"], c["seq"]) for c in grain.view["end_conditions"]}
    assert shown == {
        "supply_stable": (True, event.seq),
        "prices_steady": (False, None),
        "public_calm": (False, None),
        "state_lifted": (False, None),
    }


def test_the_casualty_watch_is_shown_with_its_end(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=2, division=QUWO)
    assert story.view["casualty_watch_until"] == "2021-12-08T16:00:00Z"
    assert story.view["casualty_watching"] is True


CHINESE = re.compile("[\u4e00-\u9fff]")


def names_in(view: dict[str, Any]) -> list[str]:
    """Every name that a plan gives in a view; not its groups' posts in words."""
    slots, measures = view["next_slots"], view["measures"]
    assert slots, "nothing to name"
    assert measures, "nothing to name"
    return [
        view["division_name"],
        *(slot[key] for slot in slots for key in ("obligation_name", "reporter_name")),
        *(name for slot in slots for name in slot["recipient_names"]),
        *(measure["unit"] for measure in measures),
        *(role["name"] for option in view["allowed"] for role in option["roles"]),
    ]


@pytest.mark.parametrize(
    ("plan_id", "post", "place"),
    [
        ("production_safety", "commander", ("III",)),
        ("coal_mine", "commander", ("III",)),
        ("grain", "chief", ("III", "tense")),
    ],
)
def test_every_name_that_a_plan_has_in_english_is_shown_in_english(
    tell: Tell, plan_id: str, post: str, place: tuple[str, ...]
) -> None:
    """And the next one who asks for Chinese gets Chinese: what is kept is of one language."""
    story = tell(plan_id)
    facts: dict[str, Any] = {} if plan_id == "grain" else {"deaths": 3}
    story.desk.opens(division=QUWO, **facts)
    getattr(story, post).activates(*place)
    plan, incident, now = story.plan, story.incident, story.clock.now
    for _ in range(2):
        chinese = incident_view(plan, incident, now)
        english = incident_view(plan, incident, now, "en")
        assert all(CHINESE.search(name) for name in names_in(chinese))
        assert not any(CHINESE.search(name) for name in names_in(english))
    for group, shown in zip(plan.groups, english["groups"], strict=True):
        in_words = [one for one in group.members if one not in plan.unit_by_id]
        assert [name for name in shown["members"] if CHINESE.search(name)] == in_words
    here = incident_view(plan, replace(incident, division=plan.jurisdiction.code), now, "en")
    assert here["division_name"] == plan.jurisdiction.name_en


@pytest.mark.parametrize("plan_id", ["production_safety", "coal_mine", "grain"])
def test_the_view_reads_in_english_too(tell: Tell, plan_id: str) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO)
    view = incident_view(story.plan, story.incident, story.clock.now, "en")
    assert_json(view)
    assert view["place_name"] == "assessing"
    assert view["plan"]["title"] == story.plan.title_en
    for criterion in view["recommendation"]["criteria"]:
        assert criterion["text"].isascii() or "—" in criterion["text"]


def test_only_changed_parts_are_sent(grain: Story) -> None:
    before = grain.view
    grain.desk.does("add_log_entry", text="x")
    assert changed_parts(before, grain.view) == {"version": 2}
    assert changed_parts(None, before) == before
    assert changed_parts(before, before) == {}


def test_what_is_possible_is_part_of_the_view(grain: Story) -> None:
    assert grain.view["allowed"] == allowed_commands(grain.plan, grain.incident)


@pytest.mark.parametrize("plan_id", ["production_safety", "coal_mine", "grain"])
def test_a_plan_is_shown_whole(plan_id: str) -> None:
    plan = real_plans()[plan_id]
    view = plan_view(plan)
    assert_json(view)
    assert [position["id"] for position in view["positions"]] == list(plan.positions)
    assert len(view["cadences"]) == len(plan.reports)
    assert all(criterion["clause"] for criterion in view["criteria"])
    assert all(cadence["clause"] for cadence in view["cadences"])
    ids = {criterion["id"] for criterion in view["criteria"]}
    assert len(ids) == len(view["criteria"])
    assert_json(plan_view(plan, "en"))


def test_a_plan_shows_what_the_program_reckons_beside_what_the_plan_says() -> None:
    view = plan_view(real_plans()["coal_mine"])
    (people,) = [one for one in view["criteria"] if one["id"] == "iii_people"]
    assert people["text"] == "涉险、被困、失联3至9人"
    assert people["reckoned"] == "涉险、被困、失联人数合计 3 人以上、不足 10 人"
    (phone,) = [one for one in view["cadences"] if one["id"] == "province_phone"]
    assert phone["reckoned"] == "接报后 60 分钟内"
    assert phone["owed_when"] == "煤矿事故分级为较大事故或更高"


def test_a_view_after_a_journey_through_the_journal_is_the_same(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    shapes = [json.loads(json.dumps(event.to_json())) for event in grain.events]
    assert [Event.from_json(shape) for shape in shapes] == grain.events
