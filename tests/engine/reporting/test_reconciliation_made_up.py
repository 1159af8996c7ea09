"""Mechanics of the ledger of reports, on made-up plans."""

from __future__ import annotations

from engine.incident.state import Slot
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
from tests.engine.stories import QUWO

# ── mechanics, on made-up plans ─────────────────────────────────────────────


def reports(*rows: str) -> str:
    """The reports section of a made-up plan; each row lacks clause and recipients."""
    lines = [f'- {{{row}, recipients: town_hall, clause: "1"}}' for row in rows]
    return "\n".join(["reports:", *(f"  {line}" for line in lines)])


def test_a_report_every_few_hours_keeps_its_grid_when_a_county_comes_back(tell: Tell) -> None:
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {divisions: all}, at: low, cadence: {every_hours: 6}"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("low")
    assert story.ledger("it", "990001") == ["08 15:00 owed"]
    story.director.does("set_reporters", reporters=["990002"], obligation="it", reason="范围缩小")
    story.clock.to("12:00")
    story.director.does("set_reporters", reporters=None, obligation="it", reason="恢复")
    assert story.ledger("it", "990001") == ["08 15:00 owed"]
    story.clock.to("16:00")
    assert story.ledger("it", "990001") == ["08 15:00 overdue", "08 21:00 owed"]


def test_a_reminder_never_comes_before_its_period_has_begun(tell: Tell) -> None:
    """An early report makes the next slot long before anybody needs to be reminded of it."""
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: low, cadence: {every_hours: 1}, "
            "due_soon_minutes: [90]"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("low")
    story.clock.to("09:10")
    story.unit("office").reports("it", "office")
    assert story.event_types("report_due_soon") == ["report_due_soon"]
    story.clock.to("09:59")
    assert story.event_types("report_due_soon") == ["report_due_soon"]
    story.clock.to("10:00")
    assert story.event_types("report_due_soon") == ["report_due_soon"] * 2
    assert all(event.occurred_at <= event.recorded_at for event in story.events)


def test_an_immediate_duty_that_comes_back_is_owed_again_once(tell: Tell) -> None:
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: high, cadence: {immediately: true}"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.unit("office").reports("it", "office")
    story.clock.to("10:00")
    story.commander.adjusts("high", "wild")
    assert story.ledger("it", "office") == ["08 09:00 submitted"]
    story.commander.adjusts("low")
    story.clock.to("11:00")
    story.commander.adjusts("high", "calm")
    assert story.ledger("it", "office") == ["08 09:00 submitted", "08 11:00 owed"]


def test_an_immediate_report_still_unsent_when_its_level_comes_back_is_owed_once(
    tell: Tell,
) -> None:
    """One report will do for both openings; two open rows for one thing would be noise."""
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: high, cadence: {immediately: true}"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("high", "calm")
    story.commander.adjusts("low")
    assert story.ledger("it", "office") == ["08 09:00 owed"]
    story.clock.to("11:00")
    story.commander.adjusts("high", "calm")
    assert story.ledger("it", "office") == ["08 09:00 owed"]


def test_a_report_owed_on_escalation_is_owed_only_when_raised(tell: Tell) -> None:
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: high.calm, "
            "cadence: {immediately: true}, only_when_raised: true"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens()
    story.commander.activates("high", "wild")
    story.commander.adjusts("high", "calm")
    assert story.ledger("it", "office") == []
    story.commander.adjusts("low")
    story.commander.adjusts("high", "calm")
    assert story.ledger("it", "office") == ["08 09:00 owed"]


def test_after_each_change_of_a_figure_so_many_minutes(tell: Tell) -> None:
    plan = plan_of(
        reports=reports(
            "id: it, name: 报告, reporters: {units: office}, at: low, "
            "cadence: {within_minutes: 30, on_change_of: dead}"
        )
    )
    story = tell(plan, "2021-11-08 09:00")
    story.desk.opens(dead=1)
    story.commander.activates("low")
    assert story.ledger("it", "office") == []
    story.desk.records(dead=1)
    assert story.ledger("it", "office") == []
    story.desk.records(dead=2)
    story.clock.to("09:10")
    story.desk.records(dead=3)
    assert story.ledger("it", "office") == ["08 09:30 owed", "08 09:40 owed"]


def test_a_slot_reads_as_upcoming_until_its_period_begins(tell: Tell) -> None:
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(division=QUWO)
    story.chief.activates("III", "tense")
    slot: Slot = story.open_slots("county_daily", QUWO)[0]
    assert slot.state_at(story.clock.now) == "owed"
    assert slot.opens_at == story.clock.now
