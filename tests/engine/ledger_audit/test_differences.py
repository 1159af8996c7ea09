"""Defects of the ledger that the auditor has found, each told as the story that shows it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from engine.ledger_audit import differences
from engine.plan.model import Plan
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
from tests.engine.stories import QUWO, Story

BUREAU = "city_emergency_bureau"


def reporting(*rows: str, **sections: str) -> Plan:
    """A made-up plan with these reports; each row lacks name, recipients and clause."""
    common = 'name: 报告, recipients: town_hall, clause: "1"'
    lines = "\n".join(f"  - {{{row}, {common}}}" for row in rows)
    return plan_of(reports=f"reports:\n{lines}", **sections)


def agrees(story: Story) -> None:
    """The auditor has nothing to say."""
    story.wake()
    rows, now = story.journal.slots.values(), story.virtual.now
    differing = differences(story.plan, story.events, rows, now)
    assert [one.sentence(story.plan, "en") for one in differing] == []


def begun(tell: Tell, plan: Plan, level: str, start: str = "2021-11-08 09:00") -> Story:
    """A made-up incident at this level."""
    story = tell(plan, start)
    story.desk.opens()
    story.commander.activates(*level.split("."))
    return story


# ── once means once ─────────────────────────────────────────────────────────


def test_a_report_that_is_owed_again_is_not_reminded_of_again(tell: Tell) -> None:
    """A second change on the same day, when the reminder of the first was out already."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=2, division=QUWO)
    story.clock.to("23:35")
    for missing in (1, 2):
        story.desk.records(missing=missing)
        if missing == 1:
            story.desk.reports("casualty_change_city", BUREAU)
    story.clock.passes(minutes=1)
    assert story.ledger("casualty_change_city", BUREAU) == ["09 00:00 owed"]
    reminded = Counter(
        event.data["stage"]
        for event in story.events
        if event.type == "report_due_soon" and event.data["obligation"] == "casualty_change_city"
    )
    assert reminded == {0: 1}
    agrees(story)


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_a_report_that_is_in_stays_in_when_its_level_comes_back_at_once(
    tell: Tell, seconds: float
) -> None:
    """At the same instant it is the same report; within the same second another one."""
    plan = reporting("id: it, reporters: {units: office}, at: low, cadence: {immediately: true}")
    story = begun(tell, plan, "low")
    story.unit("office").reports("it", "office")
    story.commander.adjusts("top")
    story.clock.passes(seconds=seconds)
    story.commander.adjusts("low")
    expected = ["08 09:00 submitted", "08 09:00 owed"]
    assert story.ledger("it", "office") == (expected if seconds else expected[:1])
    agrees(story)


def test_each_report_is_passed_on_also_when_two_came_at_the_same_instant(tell: Tell) -> None:
    plan = reporting(
        'id: daily, reporters: {divisions: all}, at: low, cadence: {daily: ["15:00"]}',
        "id: it, reporters: {units: office}, at: low, "
        "cadence: {within_minutes: 60, after_report_of: daily}",
    )
    story = begun(tell, plan, "low")
    story.clock.to("10:00")
    story.desk.reports("daily", "990001")
    story.unit("office").reports("it", "office")
    story.clock.to("10:20")
    story.desk.reports("daily", "990002", at="10:00")
    assert story.ledger("it", "office") == ["08 11:00 owed"]
    agrees(story)


# ── what is due is due ──────────────────────────────────────────────────────

TWO_DAYS = 'id: it, reporters: {divisions: all}, at: low, cadence: {every_days: 2, at: "15:00"}'


def test_at_its_due_instant_a_report_is_neither_exempted_nor_moved(tell: Tell) -> None:
    for command in ("set_reporters", "reanchor_cadence"):
        story = begun(tell, reporting(TWO_DAYS), "low")
        story.clock.to("15:00")
        if command == "set_reporters":
            story.director.does(command, reporters=["990002"], obligation="it", reason="缩小")
        else:
            story.director.does(command, anchor="2021-11-09", reason="改期")
        assert story.ledger("it", "990001") == ["08 15:00 owed"]
        story.clock.ticks()
        assert story.ledger("it", "990001")[0] == "08 15:00 overdue"
        agrees(story)


def test_a_new_anchor_does_not_let_off_what_it_asks_for_as_well(tell: Tell) -> None:
    """Half an hour before, the office confirms today as a reporting day."""
    story = begun(tell, reporting(TWO_DAYS), "low")
    story.clock.to("14:30")
    story.director.does("reanchor_cadence", anchor="2021-11-08", reason="重申")
    assert story.ledger("it", "990001") == ["08 15:00 owed"]
    story.clock.to("15:10")
    assert story.ledger("it", "990001") == ["08 15:00 overdue", "10 15:00 owed"]
    agrees(story)


# ── who is on the list ──────────────────────────────────────────────────────


def test_who_is_off_the_list_when_a_duty_comes_back_owes_nothing_from_before(tell: Tell) -> None:
    plan = reporting(
        'id: it, reporters: {divisions_in: places}, at: low, cadence: {daily: ["15:00"]}'
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens(places=["990001", "990002"])
    story.commander.activates("low")
    story.commander.adjusts("top")
    story.desk.records(places=["990002"])
    story.clock.to("10:00")
    story.commander.adjusts("low")
    assert story.ledger("it", "990001") == ["08 15:00 not_owed"]
    assert story.ledger("it", "990002") == ["08 15:00 owed"]
    agrees(story)


def test_who_comes_to_owe_the_report_of_a_day_does_not_owe_the_older_one_as_well(
    tell: Tell,
) -> None:
    """The lower level leaves 15:00 owed; then the county is to report at 16:00."""
    plan = reporting(
        'id: old, series: s, reporters: {divisions: all}, at: low, cadence: {daily: ["15:00"]}',
        'id: it, series: s, reporters: {divisions: all}, at: top, cadence: {daily: ["16:00"]}',
    )
    story = begun(tell, plan, "low")
    story.director.does("set_reporters", reporters=["990002"], obligation="it", reason="缩小")
    story.clock.to("13:00")
    story.commander.adjusts("top")
    assert story.series("s", "990001") == ["08 15:00 owed"]
    story.director.does("set_reporters", reporters=None, obligation="it", reason="恢复")
    assert story.series("s", "990001") == ["08 15:00 superseded", "08 16:00 owed"]
    agrees(story)


def test_a_new_anchor_keeps_the_digest_of_reports_that_were_due_today(tell: Tell) -> None:
    """The office confirms the day at 16:15: what came at 15:00 is summed up at 17:00."""
    plan = reporting(
        TWO_DAYS,
        "id: digest, reporters: {units: office}, at: low, cadence: {after_last: it, minutes: 120}",
    )
    story = begun(tell, plan, "low")
    story.clock.to("16:15")
    story.director.does("reanchor_cadence", anchor="2021-11-08", reason="重申")
    assert story.ledger("digest", "office") == ["08 17:00 owed"]
    agrees(story)


def exempted_until(story: Story, obligation: str, clock: str) -> None:
    """The office does not owe it from now to `clock`."""
    story.director.does("set_reporters", reporters=["bureau"], obligation=obligation, reason="免")
    story.clock.to(clock)
    story.director.does("set_reporters", reporters=None, obligation=obligation, reason="恢复")


def test_who_joins_shortly_before_the_hour_owes_from_the_next_one(tell: Tell) -> None:
    """A11, also for a report every few hours."""
    plan = reporting(
        "id: it, reporters: {units: [office, bureau]}, at: low, cadence: {every_hours: 6}"
    )
    story = begun(tell, plan, "low")
    exempted_until(story, "it", "14:30")
    assert story.ledger("it", "office") == ["08 15:00 not_owed", "08 21:00 owed"]
    assert story.ledger("it", "bureau") == ["08 15:00 owed"]
    agrees(story)


def test_a_level_that_comes_back_within_the_hour_does_not_begin_its_report_anew(
    tell: Tell,
) -> None:
    """Tomorrow's report is still ahead, so today's was too near from the first time on."""
    plan = reporting(
        'id: it, reporters: {units: office}, at: low, cadence: {daily: ["15:00"]}',
    )
    story = begun(tell, plan, "low", "2021-11-08 14:12")
    for level in ("top", "low"):
        story.clock.passes(minutes=1)
        story.commander.adjusts(level)
    assert story.ledger("it", "office") == ["08 15:00 not_owed", "09 15:00 owed"]
    agrees(story)


@pytest.mark.parametrize(
    ("back", "expected"),
    [("15:30", ["08 17:00 owed"]), ("16:30", ["08 17:00 not_owed", "09 17:00 owed"])],
)
def test_who_joins_after_the_last_county_report_still_owes_the_digest_of_the_day(
    tell: Tell, back: str, expected: list[str]
) -> None:
    """A16: there are reports of the day to sum up, and an hour and a half to do it."""
    plan = reporting(
        'id: daily, reporters: {divisions: all}, at: low, cadence: {daily: ["15:00"]}',
        "id: it, reporters: {units: [office, bureau]}, at: low, "
        "cadence: {after_last: daily, minutes: 120}",
    )
    story = begun(tell, plan, "low")
    exempted_until(story, "it", back)
    assert story.ledger("it", "office") == expected
    agrees(story)


# ── days and hours ──────────────────────────────────────────────────────────


def test_a_digest_that_begins_later_counts_the_days_of_what_it_follows(tell: Tell) -> None:
    plan = reporting(
        TWO_DAYS.replace("at: low", "at: [low, top]"),
        "id: digest, reporters: {units: office}, at: top, cadence: {after_last: it, minutes: 120}",
    )
    story = begun(tell, plan, "low")
    story.clock.to("2021-11-09 09:00")
    story.commander.adjusts("top")
    assert story.ledger("digest", "office") == ["10 17:00 owed"]
    assert story.ledger("it", "990001")[-1] == "10 15:00 owed"
    agrees(story)


def test_what_time_changes_is_the_same_with_and_without_a_power_cut(tell: Tell) -> None:
    """A duty that begins after twenty hours at a level, and one that ends then."""
    plan = reporting(
        "id: later, reporters: {units: office}, at: high, "
        'when: {lasting: high, hours: 20}, cadence: {daily: ["09:00"]}',
        "id: earlier, reporters: {units: office}, at: high, "
        'when: {unless: {lasting: high, hours: 20}}, cadence: {daily: ["11:00"]}',
    )
    ledgers, entries = [], []
    for powered in (True, False):
        story = begun(tell, plan, "high.calm")
        (story.clock.to if powered else story.clock.sleeps_to)("2021-11-12 10:00")
        agrees(story)
        ledgers.append([story.ledger(id_, "office") for id_ in ("later", "earlier")])
        entries.append([(event.type, event.occurred_at, event.data) for event in story.events])
    assert ledgers[0] == ledgers[1]
    assert entries[0] == entries[1]
    assert ledgers[0][1] == ["08 11:00 overdue", "09 11:00 superseded"]
    assert ledgers[0][0][0] == "09 09:00 overdue"


def test_a_watch_that_was_over_long_ago_moves_nothing_back(tell: Tell) -> None:
    """That it was a traffic accident is told on the tenth day; its watch took seven."""
    plan = reporting(
        'id: it, reporters: {divisions: all}, at: low, cadence: {daily: ["15:00"]}',
        casualty_watch="""
            casualty_watch:
              days: 30
              shorter_days: 7
              shorter_when: {fact: road, is: true}
              clause: "1"
        """,
    )
    story = begun(tell, plan, "low")
    story.clock.to("2021-11-18 09:00")
    story.commander.adjusts("top")
    assert story.ledger("it", "990001")[-1] == "18 15:00 owed"
    story.desk.records(road=True)
    assert not story.incident.watching
    assert story.ledger("it", "990001")[-1] == "18 15:00 owed"
    agrees(story)


# ── 立即 ────────────────────────────────────────────────────────────────────


def test_a_row_that_hides_an_unsent_immediate_report_is_told(tell: Tell) -> None:
    """Its stage alone says that its last reminder is past; the journal says how many there were."""
    plan = reporting("id: it, reporters: {units: office}, at: low, cadence: {immediately: true}")
    story = begun(tell, plan, "low")
    story.clock.passes(hours=3)
    agrees(story)
    (row,) = (slot for slot in story.journal.slots.values() if slot.immediately)
    assert story.view["open_slots"] == {"owed": 1, "overdue": 0, "past_reminders": 1}
    wrong = [replace(row, stage=row.stage - 1)]
    (found,) = differences(story.plan, story.events, wrong, story.virtual.now)
    assert found.kind == "wrong_reminders"
    assert found.facts == {"expected": row.stage, "found": row.stage - 1}
    assert f"{row.stage} reminders should have been sent" in found.sentence(plan, "en")
    story.desk.reports("it", "office")
    assert story.view["open_slots"]["past_reminders"] == 0
