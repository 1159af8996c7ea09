"""Who reports what to whom by when (traps 42 to 52)."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story
from tests.plans.traps.marks import reading, trap
from tests.plans.traps.telling import (
    ACCIDENTS,
    BUREAU,
    GRAIN,
    SAFETY,
    at,
    due,
    measures,
    opens_at,
    recommended,
)

OFFICE = "headquarters_office"
DEPARTMENT = "city_development_and_reform"


@pytest.fixture
def grain(tell: Tell) -> Story:
    """A grain incident in Quwo, opened at 08:00."""
    story = tell(GRAIN, "2021-11-08 08:00")
    story.desk.opens(division=QUWO)
    return story


@trap(42, clause=["PS 5.1", "CM 5.1"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_at_once_has_no_number_and_never_falls_overdue(tell: Tell, plan_id: str) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=1)
    assert due(story, "first_city_government")[BUREAU].immediately
    story.clock.passes(days=3)
    assert due(story, "first_city_government")[BUREAU].state == "owed"
    assert measures(story, "5.1")["inform_members"]["modality"] == "as_needed"


@trap(43, clause=["GR 4.3.1(2)", "GR 4.3.3(3)", "GR 4.4.4"])
@pytest.mark.parametrize(
    ("position", "county", "members"),
    [
        ("III.tense", ["08 15:00", "09 15:00", "10 15:00"], []),
        ("III.urgent", ["08 15:00", "09 15:00", "10 15:00"], []),
        (
            "III.critical",
            ["08 10:00", "08 16:00", "09 10:00", "09 16:00", "10 10:00", "10 16:00"],
            ["08 15:00", "09 15:00", "10 15:00"],
        ),
        ("IV", ["08 15:00", "10 15:00"], []),
    ],
)
def test_three_days_of_the_grain_plan_owe_exactly_these_reports(
    tell: Tell, position: str, county: list[str], members: list[str]
) -> None:
    story = at(tell(GRAIN, "2021-11-08 08:00"), position)
    story.clock.to("2021-11-10 20:00")
    assert story.series("county_market", QUWO, "overdue") == [f"{row} overdue" for row in county]
    assert [
        row for row in story.ledger("member_daily", "transport_bureau") if "overdue" in row
    ] == [f"{row} overdue" for row in members]


@trap(44, clause=["GR 4.3.1(2)", "GR 4.3.3(3)", "GR 4.4.4"])
@pytest.mark.parametrize(
    ("position", "counties", "digest"),
    [
        (
            "III.tense",
            "county_daily",
            {
                "chief_commander",
                "deputy_chief_commanders",
                "provincial_headquarters_office",
                "member_units",
            },
        ),
        (
            "III.critical",
            "county_half_day",
            {"chief_commander", "deputy_chief_commanders", "provincial_headquarters_office"},
        ),
        ("IV", "county_two_day", {"city_headquarters"}),
    ],
)
def test_counties_members_and_office_report_to_different_people(
    grain: Story, position: str, counties: str, digest: set[str]
) -> None:
    story = at(grain, position)
    assert set(due(story, counties)[QUWO].recipients) == {"local_government", "city_headquarters"}
    slots = [s for s in story.incident.slots.values() if s.series == "office_digest"]
    assert [set(slot.recipients) for slot in slots] == [digest]
    members = due(story, "member_daily").values()
    assert {slot.recipients for slot in members} <= {(OFFICE,)}


@trap(45, clause="GR 4.3.3(3)")
@reading("A15", clause="GR 4.3.3(3)")
def test_member_units_owe_fixed_times_in_the_critical_state_only(grain: Story) -> None:
    members = {unit.id for unit in grain.plan.units if unit.member}
    opens_at(grain, "III.tense")
    for state in ("urgent", "critical", "tense"):
        grain.clock.passes(minutes=1)
        grain.chief.adjusts("III", state)
        assert ("member_daily" in grain.incident.duties) == (state == "critical")
    assert set(due(grain, "member_daily")) == members, "what was owed before stays owed (A13)"
    grain.clock.to("2021-11-09 16:00")
    assert grain.ledger("member_daily", "transport_bureau") == ["08 15:00 overdue"]


@trap(46, clause="GR 4.4.4")
@reading("A12", "A14", clause="GR 4.4.4")
@pytest.mark.parametrize(
    ("opened", "expected"),
    [
        ("13:59", ["08 15:00 owed"]),
        ("14:00", ["08 15:00 owed"]),
        ("14:01", ["08 15:00 not_owed", "09 15:00 owed"]),
        ("14:50", ["08 15:00 not_owed", "09 15:00 owed"]),
        ("15:00", ["09 15:00 owed"]),
        ("15:30", ["09 15:00 owed"]),
    ],
)
def test_the_first_reporting_day_is_today_or_tomorrow_for_all_17_counties(
    tell: Tell, opened: str, expected: list[str]
) -> None:
    story = at(tell(GRAIN, f"2021-11-08 {opened}"), "IV")
    counties = story.plan.division_by_code
    assert len(counties) == 17
    for county in counties:
        assert story.series("county_market", county) == expected
    story.clock.to("2021-11-12 16:00")
    first = 8 if len(expected) == 1 and expected[0].startswith("08") else 9
    days = [row.split()[0] for row in story.series("county_market", QUWO, "overdue")]
    assert days == [f"{day:02d}" for day in range(first, 13, 2)]


@trap(47, clause=["GR 4.3.2(2)", "GR 4.3.3(3)"])
@reading("A13", clause=["GR 4.3.3(3)", "GR 4.4.4"])
@pytest.mark.parametrize(
    ("before", "changed", "after", "expected"),
    [
        ("III.tense", "13:00", "III.critical", ["08 16:00 owed"]),
        ("III.tense", "15:30", "III.critical", ["08 15:00 overdue", "09 10:00 owed"]),
        ("III.critical", "13:00", "III.tense", ["08 10:00 overdue", "08 15:00 owed"]),
        (
            "III.critical",
            "14:30",
            "III.tense",
            ["08 10:00 overdue", "08 16:00 owed", "09 15:00 owed"],
        ),
        ("III.tense", "13:00", "III.urgent", ["08 15:00 owed"]),
    ],
)
def test_what_was_pending_is_replaced_the_same_day_or_stays_owed_and_overdue_stays_overdue(
    grain: Story, before: str, changed: str, after: str, expected: list[str]
) -> None:
    story = at(grain, before)
    story.clock.to(changed)
    story.chief.adjusts("III", after.partition(".")[2])
    assert story.series("county_market", QUWO, "owed", "overdue") == expected


@trap(48, clause=["GR 4.3.1(2)", "GR 4.3.3(3)", "GR 4.4.4"])
@pytest.mark.parametrize("position", ["III.tense", "III.critical", "IV"])
def test_an_urgent_report_at_any_time_never_replaces_the_fixed_one(
    grain: Story, position: str
) -> None:
    story = at(grain, position)
    before = story.series("county_market", QUWO)
    story.reporter(QUWO).does("submit_report", kind="urgent", content="突发抢购")
    assert story.series("county_market", QUWO) == before


@trap(49, clause="GR 4.5")
def test_the_hour_runs_from_the_receipt_and_not_from_the_event(tell: Tell) -> None:
    story = tell(GRAIN, "2021-11-08 09:00")
    story.desk.opens(division=QUWO, occurred="06:00", received="08:30")
    for reporter in (QUWO, DEPARTMENT):
        assert story.ledger("one_hour", reporter) == ["08 09:30 owed"]
    slot = due(story, "one_hour")[QUWO]
    assert set(slot.recipients) == {"city_government", "superior_government"}
    note = str(story.plan.report_by_id["one_hour"].note)
    for words in ("先电话后书面", "先简后详", "涉密"):
        assert words in note


@trap(49, clause="GR 4.5")
@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("09:29:59.999999", "submitted"),
        ("09:30:00", "submitted"),
        ("09:30:00.000001", "submitted_late"),
    ],
)
def test_the_hour_is_kept_at_its_last_instant_and_missed_right_after_it(
    tell: Tell, moment: str, state: str
) -> None:
    story = tell(GRAIN, "2021-11-08 08:40")
    story.desk.opens(division=QUWO, received="08:30")
    story.clock.to(moment)
    story.reporter(QUWO).reports("one_hour", QUWO)
    assert story.ledger("one_hour", QUWO) == [f"08 09:30 {state}"]


@trap(50, clause=["GR 4.5", "GR 2.1(5)"])
def test_the_headquarters_reports_up_without_a_number_and_to_the_province_when_it_must(
    grain: Story,
) -> None:
    story = at(grain, "III.tense")
    assert due(story, "headquarters_to_city")["city_headquarters"].immediately
    to_province = ("headquarters_to_province_urgent", "headquarters_to_province_no_effect")
    assert not [due(story, id_) for id_ in to_province if due(story, id_)]
    story.chief.adjusts("III", "urgent")
    story.desk.records(beyond_city_capacity=True)
    for id_ in to_province:
        slot = due(story, id_)["city_headquarters"]
        assert (slot.immediately, slot.recipients) == (True, ("provincial_headquarters",))


@trap(51, clause=["GR 3.2", "GR 3.2(1)", "GR 3.2(2)", "GR 3.2(3)"])
def test_three_kinds_of_triggers_make_the_county_verify_and_the_office_propose(
    grain: Story,
) -> None:
    verify = measures(grain)["county_verify"]
    assert (verify["clause"], verify["immediately"]) == ("3.2、3.2(1)、3.2(2)、3.2(3)", True)
    slot = due(grain, "county_to_office")[QUWO]
    assert (slot.immediately, slot.recipients) == (True, (OFFICE,))
    assert "第一时间报总指挥" in measures(grain, "3.2(3)")["office_propose"]["text"]
    grain.director.recommends("III", "tense")
    assert grain.view["pending"]["recommended_by"] == "office_director"


@trap(52, clause=["PS order_493:13", "PS order_21:11", "CM order_493:13"])
@reading("A19", clause=["PS order_493:13", "CM order_493:13"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_death_on_day_six_lifts_the_class_after_closing_and_opens_nothing_by_itself(
    tell: Tell, plan_id: str
) -> None:
    story = at(tell(plan_id), "IV", deaths=2)
    story.director.confirms_all_end_conditions()
    story.director.ends()
    story.director.closes()
    story.clock.passes(days=6)
    story.desk.records(deaths=3)
    assert story.ledger("casualty_change_city", BUREAU) == ["15 00:00 owed"]
    assert (recommended(story), story.place) == ("III", "closed")
    story.clock.passes(days=1)
    assert story.place == "closed"
    story.commander.activates("III")


@trap(42, clause=["PS order_21:8", "PS order_493:11"])
@pytest.mark.parametrize(("deaths", "phone"), [(2, []), (3, ["08 09:30 owed"])])
def test_the_hours_that_the_plan_does_not_name_come_from_the_orders(
    tell: Tell, deaths: int, phone: list[str]
) -> None:
    story = tell(SAFETY, "2021-11-08 09:00")
    story.desk.opens(division=QUWO, deaths=deaths, received="08:30")
    assert story.ledger("province_phone", BUREAU) == phone
