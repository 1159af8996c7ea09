"""Reports that follow on other reports, and reporters that a list of divisions names."""

from __future__ import annotations

from engine.plan.model import Plan
from engine.presentation.slot_view import slot_view
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of

JIA, YI, BING = "990001", "990002", "990003"

REPORTS = """
    reports:
      - id: counties
        name: 涉及县上报
        reporters: {divisions_in: places}
        recipients: office
        at: responding
        cadence: {within_minutes: 60}
        clause: "1"
      - id: hourly
        name: 涉及县三小时报
        reporters: {divisions_in: places}
        recipients: office
        at: responding
        cadence: {every_hours: 3}
        clause: "1"
      - id: others
        name: 其余县日报
        reporters: {divisions: all, divisions_not_in: places}
        recipients: office
        at: responding
        cadence: {daily: ["18:00"]}
        data_until: "17:30"
        clause: "1"
      - id: onward
        name: 转报
        reporters: {units: office}
        recipients: town_hall
        at: responding
        cadence: {within_minutes: 20, after_report_of: counties}
        clause: "1"
      - id: detail
        name: 详报
        reporters: {divisions: all}
        recipients: office
        at: responding
        cadence: {within_minutes: 240, after_report_of: counties}
        clause: "1"
"""


def plan() -> Plan:
    """A plan whose reporters are on a list."""
    return plan_of(reports=REPORTS)


def test_nobody_owes_while_the_list_is_unknown_and_those_left_out_are_all(tell: Tell) -> None:
    story = tell(plan())
    story.desk.opens()
    story.commander.activates("low")
    assert story.reporters("counties") == set()
    assert story.reporters("others") == {JIA, YI, BING}


def test_who_comes_onto_the_list_owes_and_who_was_on_it_is_not_asked_again(tell: Tell) -> None:
    story = tell(plan())
    story.desk.opens(places=[YI])
    story.commander.activates("low")
    story.reporter(YI).reports("counties", YI)
    story.clock.to("09:30")
    story.desk.records(places=[JIA, YI])
    assert story.ledger("counties", YI) == ["08 10:00 submitted"]
    assert story.ledger("counties", JIA) == ["08 10:30 owed"]


def test_who_joins_a_duty_of_hours_joins_its_hours(tell: Tell) -> None:
    story = tell(plan())
    story.desk.opens(places=[YI])
    story.commander.activates("low")
    story.clock.to("13:30")
    story.desk.records(places=[JIA, YI])
    assert story.ledger("hourly", JIA) == ["08 15:00 owed"]
    story.clock.to("15:30")
    assert story.ledger("hourly", JIA) == ["08 15:00 overdue", "08 18:00 owed"]


def test_a_list_and_an_exemption_hold_together(tell: Tell) -> None:
    story = tell(plan())
    story.desk.opens(places=[JIA, YI])
    story.commander.activates("low")
    story.director.does("set_reporters", reporters=[JIA], obligation="hourly", reason="断电")
    assert story.reporters("hourly") == {JIA}
    story.desk.records(places=[YI])
    assert story.reporters("hourly") == set()
    assert story.reporters("others") == {JIA, BING}


def test_each_report_is_passed_on_and_asks_its_reporter_for_more(tell: Tell) -> None:
    story = tell(plan())
    story.desk.opens(places=[JIA, YI])
    story.commander.activates("low")
    story.clock.to("09:15")
    story.reporter(JIA).reports("counties", JIA, at="09:10")
    assert story.ledger("onward", "office") == ["08 09:30 owed"]
    assert story.ledger("detail", JIA) == ["08 13:10 owed"]
    assert story.ledger("detail", YI) == []
    story.reporter(YI).reports("counties", YI, at="09:10")
    assert story.ledger("onward", "office") == ["08 09:30 owed"]


def test_a_report_that_comes_in_after_the_duty_is_over_is_not_passed_on(tell: Tell) -> None:
    story = tell(plan())
    story.desk.opens(places=[JIA])
    story.commander.activates("low")
    story.clock.to("10:30")
    story.commander.ends()
    story.desk.does("submit_report", slot=story.open_slots("counties", JIA)[0].id)
    assert story.ledger("onward", "office") == []


def test_a_slot_says_up_to_when_its_figures_count(tell: Tell) -> None:
    story = tell(plan())
    story.desk.opens()
    story.commander.activates("low")
    (slot,) = story.open_slots("others", JIA)
    assert (
        slot_view(story.plan, slot, story.virtual.now, exercise=False)["data_until"]
        == "2021-11-08T09:30:00Z"
    )


def test_a_periodic_report_whose_condition_lapses_is_superseded(tell: Tell) -> None:
    story = tell(
        plan_of(
            reports="""
                reports:
                  - id: until_stopped
                    name: 直到堵住
                    reporters: {units: bureau}
                    recipients: office
                    at: [responding, ended]
                    when: {unless: {fact: spills, is: false}}
                    cadence: {daily: ["15:00"]}
                    clause: "1"
            """
        )
    )
    story.desk.opens()
    story.commander.activates("low")
    story.desk.records(spills=False)
    assert story.ledger("until_stopped", "bureau") == ["08 15:00 superseded"]
    story.desk.records(spills=True)
    assert story.ledger("until_stopped", "bureau") == ["08 15:00 owed"]


TIERS = """
    jurisdiction:
      code: "990000"
      name: 某省
      divisions:
        - {code: "990001", name: 甲县, parent: "990010"}
        - {code: "990002", name: 乙县, parent: "990020"}
        - {code: "990003", name: 丙县, parent: "990020"}
        - {code: "990010", name: 子市}
        - {code: "990020", name: 丑市}
"""
ZI, CHOU = "990010", "990020"
UPWARD = """
    reports:
      - id: counties
        name: 县报市
        reporters: {divisions: lowest}
        recipients: office
        at: responding
        cadence: {within_minutes: 60}
        clause: "1"
      - id: cities
        name: 市报省
        reporters: {divisions: parent_of_reporter}
        recipients: town_hall
        at: responding
        cadence: {within_minutes: 30, after_report_of: counties}
        clause: "1"
      - id: of_place
        name: 事发地所在市报省
        reporters: {divisions: parent_of_incident}
        recipients: town_hall
        at: responding
        cadence: {within_minutes: 40}
        clause: "1"
"""


def test_only_the_parent_of_who_reported_owes_the_next_tier(tell: Tell) -> None:
    story = tell(plan_of(reports=UPWARD, jurisdiction=TIERS))
    story.desk.opens()
    story.commander.activates("low")
    assert story.reporters("counties") == {JIA, YI, BING}
    story.clock.to("09:10")
    story.reporter(JIA).reports("counties", JIA)
    assert story.ledger("cities", ZI) == ["08 09:40 owed"]
    assert story.ledger("cities", CHOU) == []
    story.clock.to("09:20")
    story.reporter(YI).reports("counties", YI)
    story.clock.to("09:25")
    story.reporter(BING).reports("counties", BING)
    assert story.ledger("cities", CHOU) == ["08 09:50 owed", "08 09:55 owed"]
    assert story.ledger("cities", ZI) == ["08 09:40 owed"]
    assert story.ledger("cities", JIA) == []


def test_a_city_that_is_exempted_passes_nothing_on(tell: Tell) -> None:
    story = tell(plan_of(reports=UPWARD, jurisdiction=TIERS))
    story.desk.opens()
    story.commander.activates("low")
    story.director.does("set_reporters", reporters=[CHOU], obligation="cities", reason="断电")
    story.reporter(JIA).reports("counties", JIA)
    story.reporter(YI).reports("counties", YI)
    assert story.ledger("cities", ZI) == []
    assert story.ledger("cities", CHOU) == ["08 09:30 owed"]


def test_the_parent_of_where_it_happened_owes(tell: Tell) -> None:
    story = tell(plan_of(reports=UPWARD, jurisdiction=TIERS))
    story.desk.opens(division=BING)
    story.commander.activates("low")
    assert story.reporters("of_place") == {CHOU}


def test_above_a_city_nobody_of_the_plan_owes(tell: Tell) -> None:
    story = tell(plan_of(reports=UPWARD, jurisdiction=TIERS))
    story.desk.opens(division=ZI)
    story.commander.activates("low")
    assert story.reporters("of_place") == set()
