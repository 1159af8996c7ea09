"""What time adds at midnights on which a condition on dates changes."""

from __future__ import annotations

from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
from tests.engine.stories import Story
from tests.engine.test_timers import told

SEASON = """
    reports:
      - id: rain
        name: 汛期日报
        reporters: {units: bureau}
        recipients: office
        at: responding
        when: {between: ["06-01", "09-30"]}
        cadence: {daily: ["08:00"]}
        clause: "1"
      - id: summer
        name: 夏季值守
        reporters: {units: bureau}
        recipients: office
        at: responding
        when: {month_in: [6]}
        cadence: {immediately: true}
        clause: "1"
"""


def turns(story: Story) -> list[str]:
    return [
        f"{e.occurred_at.astimezone(story.zone):%Y-%m-%d %H:%M:%S.%f} {e.data['date']}"
        for e in story.events
        if e.type == "date_reached"
    ]


def test_a_season_begins_and_ends_at_the_midnights_of_the_zone(tell: Tell) -> None:
    story = tell(plan_of(reports=SEASON), "2021-05-30 09:00")
    story.desk.opens()
    story.commander.activates("low")
    story.clock.to("2021-05-31 23:59")
    assert story.incident.duties == {}
    story.clock.to("2021-06-01 00:00")
    assert turns(story) == ["2021-06-01 00:00:00.000000 2021-06-01"]
    assert story.ledger("rain", "bureau") == ["01 08:00 owed"]
    assert story.ledger("summer", "bureau") == ["01 00:00 owed"]
    story.clock.to("2021-09-30 23:59")
    assert set(story.incident.duties) == {"rain"}
    story.clock.to("2021-10-01 00:00")
    assert story.ledger("rain", "bureau")[-1] == "01 08:00 superseded"
    assert [one.split()[-1] for one in turns(story)] == ["2021-06-01", "2021-07-01", "2021-10-01"]
    story.commander.ends()
    story.director.closes()
    story.clock.to("2022-06-02 00:00")
    assert len(turns(story)) == 3


def test_a_season_that_a_power_cut_has_covered_is_entered_as_it_was(tell: Tell) -> None:
    stories = [tell(plan_of(reports=SEASON), "2021-05-30 09:00") for _ in range(2)]
    for story in stories:
        story.desk.opens()
        story.commander.activates("low")
    awake, dark = stories
    awake.clock.to("2021-10-05 09:00")
    dark.clock.sleeps_to("2021-10-05 09:00")
    assert told(awake) == told(dark)
    assert awake.journal.slots == dark.journal.slots


def test_an_incident_opened_in_the_season_owes_at_once(tell: Tell) -> None:
    story = tell(plan_of(reports=SEASON), "2021-06-01 00:00")
    story.desk.opens()
    story.commander.activates("low")
    assert set(story.incident.duties) == {"rain", "summer"}
    assert turns(story) == []


def test_what_the_season_asked_for_stays_owed_after_a_correction_beyond_it(tell: Tell) -> None:
    grave = SEASON.replace("at: responding", "at: [responding, ended]\n        until_sent: true")
    grave = grave.replace("{month_in: [6]}", "{all: [{month_in: [6]}, {fact: dead, at_least: 1}]}")
    grave = grave.replace(
        "        until_sent: true\n        when: {between", "        when: {between"
    )
    story = tell(plan_of(reports=grave), "2021-06-30 20:00")
    story.desk.opens(dead=1)
    story.commander.activates("low")
    story.clock.to("2021-07-01 09:00")
    story.desk.records(hurt=4)
    story.desk.records(hurt=2, correction=True)
    assert story.ledger("summer", "bureau") == ["30 20:00 owed"]
    story.desk.records(dead=0, correction=True)
    assert story.ledger("summer", "bureau") == ["30 20:00 superseded"]
