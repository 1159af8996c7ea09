"""No duty is lost (A17, A26 to A30, A32): after the end, by corrections, at each rise."""

from __future__ import annotations

import pytest

from engine.evaluation.findings import report_findings
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story
from tests.plans.reading import row
from tests.plans.traps.marks import reading
from tests.plans.traps.telling import ACCIDENTS, BUREAU, COAL, GRAIN, SAFETY, at, opens_at
from tests.support.report_content import full

PROVINCE = ("province_phone", "province_written")
MINE_SAFETY = ("mine_safety_phone", "mine_safety_written")
TOLD = "provincial_emergency_department"


def ended(story: Story) -> Story:
    """The response over, by whomever the plan asks."""
    story.director.confirms_all_end_conditions()
    rule = row(story.plan, "end_response", story.place, "ended")
    assert rule is not None
    story.post(rule.by[0]).ends()
    return story


def ordinary(tell: Tell, plan_id: str, start: str = "2021-11-08 09:00") -> Story:
    """An ordinary accident at level IV, everything reported and over an hour later."""
    story = at(tell(plan_id, start), "IV", deaths=2)
    story.desk.reports("first_city_government", BUREAU)
    if plan_id == COAL:
        story.desk.reports("mine_safety_written", BUREAU)
    story.clock.passes(minutes=60)
    return ended(story)


def first_reports(story: Story) -> dict[str, list[str]]:
    """The telephone and written reports that the class asks for, by obligation."""
    names = PROVINCE + (MINE_SAFETY if story.plan.id == COAL else ())
    return {name: story.ledger(name, BUREAU) for name in names}


# ── the class rises after the end (A26) ─────────────────────────────────────


@reading("A26", clause=["PS order_493:13", "CM order_493:13"])
@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_third_death_after_the_end_owes_the_province_its_hour_and_its_two_hours(
    tell: Tell, plan_id: str, closed: bool
) -> None:
    story = ordinary(tell, plan_id)
    if closed:
        story.director.closes()
    story.clock.to("10:13")
    story.desk.records(deaths=3)
    found = first_reports(story)
    assert found["province_phone"] == ["08 11:13 owed"]
    assert found["province_written"] == ["08 12:13 owed"]
    if plan_id == COAL:
        assert found["mine_safety_phone"] == ["08 11:13 owed"]
        assert found["mine_safety_written"] == ["08 11:00 submitted"]
    assert story.ledger("casualty_change_province", BUREAU) == ["09 00:00 owed"]
    assert story.series("follow_up", BUREAU, "owed") == []
    story.clock.to("12:14")
    assert story.ledger("province_written", BUREAU) == ["08 12:13 overdue"]
    story.holds_together()


@reading("A26", clause=["PS order_21:11", "CM order_21:11"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_opening_again_changes_no_instant_and_asks_nothing_twice(tell: Tell, plan_id: str) -> None:
    story = ordinary(tell, plan_id)
    story.clock.to("10:13")
    story.desk.records(deaths=3)
    before = first_reports(story)
    story.clock.to("11:00")
    opens_at(story, "III")
    assert first_reports(story) == before
    assert story.ledger("first_city_government", BUREAU) == ["08 09:00 submitted"]
    assert story.series("follow_up", BUREAU, "owed") == ["08 15:00 owed"]
    story.desk.reports("province_phone", BUREAU)
    story.desk.reports("province_written", BUREAU)
    ended(story)
    opens_at(story, "III")
    assert first_reports(story)["province_phone"] == ["08 11:13 submitted"]
    story.holds_together()


@reading("A26", clause="PS order_21:8")
def test_over_midnight_and_the_end_of_a_month_the_hour_counts_from_the_receipt(tell: Tell) -> None:
    story = ordinary(tell, SAFETY, "2021-11-30 21:00")
    story.clock.to("2021-12-01 00:20")
    story.desk.records(deaths=3, received="2021-11-30 23:50")
    assert story.ledger("province_phone", BUREAU) == ["01 00:50 owed"]
    assert story.ledger("province_written", BUREAU) == ["01 01:50 owed"]
    # The change was known on the last day of November, and is late by its end.
    assert story.ledger("casualty_change_city", BUREAU) == ["01 00:00 overdue"]
    story.holds_together()


@reading("A26", clause=["PS order_493:13"])
@pytest.mark.parametrize(
    ("road", "day", "rows"),
    [
        (False, "2021-12-08 23:00", ["09 00:00 owed"]),
        (False, "2021-12-09 00:00", []),
        (True, "2021-11-15 23:00", ["16 00:00 owed"]),
        (True, "2021-11-16 00:00", []),
    ],
)
def test_only_within_the_casualty_watch_does_a_higher_class_ask_for_anything(
    tell: Tell, road: bool, day: str, rows: list[str]
) -> None:
    story = at(tell(SAFETY), "IV", deaths=2, road_traffic_or_fire=road)
    story.desk.reports("first_city_government", BUREAU)
    ended(story)
    story.clock.to(day)
    story.desk.records(deaths=3)
    assert story.ledger("province_phone", BUREAU) == rows
    story.holds_together()


# ── what the end does not end (A17) ─────────────────────────────────────────


@reading("A17", clause=["PS 5.3.5", "CM 5.3.6"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_ending_leaves_one_time_reports_owed_and_ends_those_of_a_cadence(
    tell: Tell, plan_id: str
) -> None:
    story = at(tell(plan_id), "III", deaths=3)
    ended(story)
    for rows in first_reports(story).values():
        assert [one[9:] for one in rows] == ["owed"]
    assert story.ledger("first_city_government", BUREAU) == ["08 09:00 owed"]
    assert story.series("follow_up", BUREAU) == ["08 15:00 ended"]
    story.director.closes()
    story.clock.passes(days=40)
    assert story.ledger("province_written", BUREAU) == ["08 11:00 overdue"]
    story.desk.reports("province_written", BUREAU)
    story.desk.reports("first_city_government", BUREAU)
    assert story.ledger("province_written", BUREAU) == ["08 11:00 submitted_late"]
    story.holds_together()


@reading("A17", clause="GR 4.7")
def test_the_hour_of_grain_outlives_the_response(tell: Tell) -> None:
    story = at(tell(GRAIN), "III.tense", price_rise_percent=35)
    story.chief.confirms_all_end_conditions()
    story.chief.ends()
    assert story.ledger("one_hour", QUWO) == ["08 10:00 owed"]
    assert story.ledger("county_daily", QUWO) == ["08 15:00 ended"]
    story.reporter(QUWO).reports("one_hour", QUWO)
    story.clock.to("11:00")
    opens_at(story, "III.tense")
    assert story.ledger("one_hour", QUWO) == ["08 10:00 submitted"]
    story.holds_together()


# ── corrected or changed (A27) ──────────────────────────────────────────────


@reading("A27", clause=["PS order_493:13", "CM order_493:13"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_rumour_that_is_corrected_is_owed_to_nobody_and_one_that_changed_to_all(
    tell: Tell, plan_id: str
) -> None:
    for correction, state in ((True, "superseded"), (False, "owed")):
        story = tell(plan_id)
        story.desk.opens(division=QUWO, deaths=0)
        story.desk.records(deaths=12, source="村民")
        story.clock.passes(minutes=10)
        story.desk.records(deaths=1, source="村民", correction=correction)
        for name, rows in first_reports(story).items():
            # One death is an ordinary accident, of which the mine safety body is told anyway.
            expected = "owed" if name == "mine_safety_written" else state
            assert [one[9:] for one in rows] == [expected], name
        story.holds_together()


@reading("A27", clause=["PS order_21:11", "CM order_21:11"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_whoever_was_told_is_owed_a_correction_and_nobody_else(tell: Tell, plan_id: str) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=0)
    story.desk.reports("first_city_government", BUREAU)
    story.desk.records(deaths=12, source="村民")
    story.desk.reports("province_phone", BUREAU)
    story.clock.passes(minutes=10)
    story.desk.records(deaths=1, source="村民", correction=True)
    (slot,) = story.open_slots("correction", BUREAU)
    assert slot.recipients == (TOLD,)
    assert story.ledger("province_written", BUREAU) == ["08 11:00 superseded"]
    story.desk.does(
        "submit_report", slot=slot.id, kind="correction", content=full(story.plan, slot.obligation)
    )
    assert story.ledger("correction", BUREAU) == ["08 09:10 submitted"]
    story.holds_together()


@reading("A27", clause="GR 4.5")
def test_a_call_for_help_to_the_province_is_taken_back_when_it_was_never_so(tell: Tell) -> None:
    story = at(tell(GRAIN), "III.tense")
    story.desk.records(beyond_city_capacity=True, source="市发展改革委")
    story.unit("city_headquarters").reports(
        "headquarters_to_province_no_effect", "city_headquarters"
    )
    story.desk.records(beyond_city_capacity=False, source="市发展改革委", correction=True)
    (slot,) = story.open_slots("correction", "headquarters_office")
    assert slot.recipients == ("provincial_headquarters",)
    story.holds_together()


@reading("A27", clause="PS order_21:11")
def test_another_source_never_corrects_the_first(tell: Tell) -> None:
    story = tell(SAFETY)
    story.desk.opens(division=QUWO, deaths=0)
    story.desk.records(deaths=12, source="村民")
    refusal = story.desk.is_refused(
        "corrected_by_another", "record_facts", facts={"deaths": 1}, source="医院", correction=True
    )
    assert "村民" in refusal.sentence()
    story.desk.records(deaths=1, source="医院")
    assert story.ledger("province_phone", BUREAU) == ["08 10:00 owed"]
    story.desk.is_refused(
        "nothing_to_correct", "record_facts", facts={"missing": 0}, source="医院", correction=True
    )


@reading("A27", clause="PS order_493:13")
def test_what_is_overdue_by_a_figure_that_was_never_true_is_released_as_well(tell: Tell) -> None:
    story = tell(SAFETY, "2021-11-30 22:30")
    story.desk.opens(division=QUWO, deaths=1)
    story.desk.reports("first_city_government", BUREAU)
    story.desk.records(deaths=12, source="村民")
    story.desk.records(deaths=1, source="村民")
    story.clock.to("2021-12-01 11:00")
    assert story.ledger("province_phone", BUREAU) == ["30 23:30 overdue"]
    story.desk.records(deaths=1, source="村民", correction=True)
    assert story.ledger("province_phone", BUREAU) == ["30 23:30 superseded"]
    assert story.ledger("province_written", BUREAU) == ["01 00:30 superseded"]
    assert story.ledger("casualty_change_city", BUREAU) == ["01 00:00 overdue"]
    story.holds_together()


@reading("A27", clause="PS order_493:13")
def test_what_was_true_before_the_wrong_figure_stays_owed(tell: Tell) -> None:
    story = tell(SAFETY)
    story.desk.opens(division=QUWO, deaths=3)
    story.clock.passes(minutes=5)
    story.desk.records(deaths=2, source="医院")
    story.clock.passes(minutes=5)
    story.desk.records(deaths=12, source="医院")
    story.desk.records(deaths=2, source="医院", correction=True)
    assert story.ledger("province_phone", BUREAU) == ["08 10:00 owed"]
    story.holds_together()


# ── again at each rise (A28) ────────────────────────────────────────────────


@reading("A28", clause="PS 5.3.3")
def test_level_one_after_level_two_is_told_to_the_province_again(tell: Tell) -> None:
    story = at(tell(SAFETY, "2021-11-30 23:40"), "II", deaths=10)
    story.desk.reports("province_level_opened", BUREAU)
    story.clock.to("2021-12-01 00:15")
    opens_at(story, "I")
    rows = ["30 23:40 submitted", "01 00:15 owed"]
    assert story.ledger("province_level_opened", BUREAU) == rows
    story.commander.adjusts("II")
    assert story.ledger("province_level_opened", BUREAU) == rows
    story.clock.passes(minutes=5)
    opens_at(story, "I")
    assert story.ledger("province_level_opened", BUREAU) == [*rows, "01 00:20 owed"]
    story.holds_together()


@reading("A28", clause="GR 4.5")
def test_tense_urgent_and_critical_are_told_to_city_and_province_each(tell: Tell) -> None:
    story = at(tell(GRAIN, "2021-11-30 22:00"), "III.tense")
    story.clock.passes(hours=1)
    opens_at(story, "III.urgent")
    story.clock.passes(hours=2)
    opens_at(story, "III.critical")
    times = ["30 22:00 owed", "30 23:00 owed", "01 01:00 owed"]
    assert story.ledger("headquarters_to_city", "city_headquarters") == times
    province = story.series("headquarters_to_province", "city_headquarters")
    assert province == times[1:]
    story.chief.adjusts("III", "urgent")
    assert story.ledger("headquarters_to_city", "city_headquarters") == times
    story.holds_together()


# ── follow-ups without a class (A29) ────────────────────────────────────────


@reading("A29", clause=["PS 5.1", "CM 5.1"])
@pytest.mark.parametrize(
    ("position", "hours"),
    [("IV", ["15:00"]), ("III", ["15:00"]), ("II", ["10:00", "16:00"]), ("I", ["10:00", "16:00"])],
)
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_a_response_without_a_class_is_followed_up_as_often_as_its_level_asks(
    tell: Tell, plan_id: str, position: str, hours: list[str]
) -> None:
    story = at(tell(plan_id, "2021-11-30 08:00"), position, at_risk=3)
    story.clock.to("20:00")
    assert story.series("follow_up", BUREAU, "overdue") == [f"30 {h} overdue" for h in hours]
    story.clock.to("2021-12-01 09:00")
    story.desk.records(deaths=1)
    assert story.series("follow_up", BUREAU, "owed") == ["01 15:00 owed"]
    story.holds_together()


@reading("A29", clause=["PS 5.1", "CM 5.1"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_without_a_response_and_without_a_class_nothing_is_followed_up(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, at_risk=3)
    assert story.series("follow_up", BUREAU) == []
    opens_at(story, "IV")
    ended(story)
    assert story.series("follow_up", BUREAU) == ["08 15:00 ended"]


# ── social impact (A30) ─────────────────────────────────────────────────────


@reading("A30", clause=["PS order_21:8", "CM order_21:8"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_social_impact_owes_the_province_a_call_whatever_the_class(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id, "2021-11-30 23:30")
    story.desk.opens(division=QUWO, deaths=0)
    story.clock.to("23:50")
    story.desk.records(social_impact=True, received="23:35")
    assert story.ledger("province_phone_social_impact", BUREAU) == ["01 00:35 owed"]
    assert story.ledger("province_phone", BUREAU) == []
    story.desk.reports("province_phone_social_impact", BUREAU)
    story.clock.to("2021-12-01 02:00")
    story.desk.records(deaths=3)
    assert story.ledger("province_phone", BUREAU) == ["01 03:00 owed"]
    story.holds_together()


@reading("A30", clause=["PS order_21:9", "CM order_21:9"])
@pytest.mark.parametrize("plan_id", ACCIDENTS)
def test_where_the_class_asks_for_the_call_already_it_is_asked_once(
    tell: Tell, plan_id: str
) -> None:
    story = tell(plan_id)
    story.desk.opens(division=QUWO, deaths=3, social_impact=True)
    assert story.ledger("province_phone", BUREAU) == ["08 10:00 owed"]
    assert story.ledger("province_phone_social_impact", BUREAU) == []


# ── at once, and not sent (A32) ─────────────────────────────────────────────


@reading("A32", clause=["PS 5.1", "CM 5.1", "GR 4.5"])
@pytest.mark.parametrize(
    ("plan_id", "obligation", "reporter"),
    [
        (SAFETY, "first_city_government", BUREAU),
        (COAL, "first_city_government", BUREAU),
        (GRAIN, "county_first", QUWO),
    ],
)
def test_a_report_owed_at_once_is_a_finding_after_its_last_reminder(
    tell: Tell, plan_id: str, obligation: str, reporter: str
) -> None:
    for minutes, kind in ((30, None), (31, "immediate_late"), (None, "immediate_missing")):
        story = tell(plan_id)
        story.desk.opens(division=QUWO)
        story.clock.passes(minutes=minutes or 300)
        if minutes is not None:
            story.desk.reports(obligation, reporter)
        found = report_findings(story.plan, story.journal.slots.values())
        kinds = [one.kind for one in found if one.facts["obligation"] == obligation]
        assert kinds == ([kind] if kind else [])
        rows = [s for s in story.view["next_slots"] if s["obligation"] == obligation]
        assert [one["past_reminders"] for one in rows] == ([] if minutes else [True])
