"""Time limits of measures, told as stories: when they begin, move, stop and are late."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from engine.ledger_audit import differences
from engine.plan.model import Plan
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
from tests.engine.stories import Story

GRAVE = "when: {fact: dead, at_least: 3}"


def limited(*rows: str, **sections: str) -> Plan:
    common = 'text: 办事, text_en: Do it, unit: office, modality: required, clause: "1"'
    lines = [f"  - {{{row}, {common}}}" for row in rows]
    return plan_of(measures="\n".join(["measures:", *lines]), **sections)


def begun(tell: Tell, plan: Plan, start: str = "2021-11-08 09:00", **opens: Any) -> Story:
    story = tell(plan, start)
    story.desk.opens(**opens)
    return story


def row(story: Story, measure: str = "it") -> dict[str, Any]:
    found = [one for one in story.view["measures"] if one["id"] == measure]
    return found[0] if found else {}


def reminders(story: Story) -> list[str]:
    """Each reminder of a measure: "08 09:30 measure_due_soon"."""
    return [
        f"{e.occurred_at.astimezone(story.zone):%d %H:%M} {e.type}"
        for e in story.events
        if e.type in ("measure_due_soon", "measure_overdue")
    ]


def due(story: Story, measure: str = "it") -> str:
    at = story.incident.measure_clocks[measure].due_at
    assert at is not None
    return f"{at.astimezone(story.zone):%m-%d %H:%M}"


def check(story: Story) -> None:
    """The auditor agrees with the journal, every instant counting."""
    slots = [s for s in story.journal.slots.values() if s.incident == story.incident_id]
    found = differences(story.plan, story.events, slots, story.clock.now, timedelta())
    assert [one.sentence(story.plan) for one in found] == []


# ── from when ───────────────────────────────────────────────────────────────


def test_it_counts_from_the_opening_of_the_level_over_midnight_and_month_end(tell: Tell) -> None:
    plan = limited("id: it, at: low, within: {minutes: 60}")
    story = begun(tell, plan, "2021-11-30 23:00")
    assert row(story) == {}
    story.clock.to("23:40")
    story.commander.activates("low")
    assert due(story) == "12-01 00:40"
    assert (row(story)["state"], row(story)["due_at"]) == ("open", "2021-11-30T16:40:00Z")
    assert "60 分钟" in row(story)["limit"]
    story.clock.to("2021-12-01 00:40")
    assert reminders(story) == ["01 00:10 measure_due_soon"]
    story.clock.ticks()
    assert reminders(story) == ["01 00:10 measure_due_soon", "01 00:40 measure_overdue"]
    assert row(story)["state"] == "overdue"
    check(story)


def test_done_at_the_very_instant_is_in_time_and_a_moment_later_is_late(tell: Tell) -> None:
    plan = limited(
        "id: it, at: low, within: {minutes: 60}", "id: two, at: low, within: {minutes: 60}"
    )
    story = begun(tell, plan)
    story.commander.activates("low")
    story.clock.to("10:00")
    story.desk.does("complete_measure", measure="it")
    story.clock.ticks()
    story.desk.does("complete_measure", measure="two")
    assert (row(story)["state"], row(story, "two")["state"]) == ("done", "done_late")
    assert row(story, "two")["done"] is True
    overdue = [e.data["measure"] for e in story.events if e.type == "measure_overdue"]
    assert overdue == ["two"]
    check(story)


def test_an_order_that_was_given_in_time_is_in_time_though_entered_late(tell: Tell) -> None:
    story = begun(tell, limited("id: it, at: low, within: {minutes: 60}"))
    story.commander.activates("low")
    story.clock.to("10:20")
    assert row(story)["state"] == "overdue"
    story.desk.orders("director", "complete_measure", at="09:50", measure="it")
    assert row(story)["state"] == "done"
    check(story)


def test_it_counts_from_the_receipt_whatever_level_is_opened_when(tell: Tell) -> None:
    """Raising, lowering and re-opening move nothing; the reminders are not sent again."""
    plan = limited("id: it, at: responding, within: {minutes: 120, of: received}")
    story = begun(tell, plan, received="08:30")
    story.clock.to("09:10")
    story.commander.activates("low")
    assert due(story) == "11-08 10:30"
    story.commander.adjusts("top")
    story.clock.to("10:05")
    story.commander.ends()
    story.commander.activates("low")
    assert due(story) == "11-08 10:30"
    story.clock.to("11:00")
    story.commander.ends()
    assert row(story) == {}
    story.commander.activates("top")
    assert (due(story), row(story)["state"]) == ("11-08 10:30", "overdue")
    story.clock.to("13:00")
    assert reminders(story) == ["08 10:00 measure_due_soon", "08 10:30 measure_overdue"]
    check(story)


def test_it_counts_from_what_happened(tell: Tell) -> None:
    plan = limited("id: it, at: assessing, within: {days: 1, of: occurred}")
    story = begun(tell, plan, "2021-11-08 00:30", occurred="2021-11-07 23:50", received="00:10")
    assert due(story) == "11-09 00:00"


def test_a_limit_that_counts_from_the_opening_begins_anew_when_it_is_opened_again(
    tell: Tell,
) -> None:
    story = begun(tell, limited("id: it, at: responding, within: {minutes: 60}"))
    story.commander.activates("low")
    story.clock.to("09:20")
    story.commander.adjusts("top")
    assert due(story) == "11-08 10:00"
    story.clock.to("09:40")
    story.commander.ends()
    story.clock.to("11:00")
    assert reminders(story) == ["08 09:30 measure_due_soon"]
    story.commander.activates("low")
    assert (due(story), row(story)["state"]) == ("11-08 12:00", "open")
    story.clock.to("12:30")
    assert reminders(story)[1:] == ["08 11:30 measure_due_soon", "08 12:00 measure_overdue"]
    check(story)


# ── conditions ──────────────────────────────────────────────────────────────


def test_it_counts_from_the_figure_that_asks_for_it(tell: Tell) -> None:
    """While the figure is unknown the time stands still; then it counts from its receipt."""
    plan = limited(
        f"id: it, at: assessing, {GRAVE}, within: {{minutes: 60, of: received}}",
        f"id: two, at: assessing, {GRAVE}, within: {{minutes: 60}}",
    )
    story = begun(tell, plan, received="08:00")
    assert (row(story)["condition_met"], row(story)["due_at"]) == (None, None)
    assert "死亡" in row(story)["condition"]
    story.clock.to("12:00")
    assert reminders(story) == []
    story.desk.records(dead=3, received="11:40")
    assert (due(story), due(story, "two")) == ("11-08 12:40", "11-08 13:00")
    assert row(story)["condition_met"] is True
    check(story)


def test_what_was_known_before_the_level_was_opened_counts_from_then(tell: Tell) -> None:
    """The office knew at 10:00; the level comes so late that the time is past at once."""
    plan = limited(f"id: it, at: low, {GRAVE}, within: {{minutes: 60, of: received}}")
    story = begun(tell, plan)
    story.clock.to("10:00")
    story.desk.records(dead=4)
    story.clock.to("12:00")
    story.commander.activates("low")
    (entry,) = [e for e in story.events if e.type == "measure_overdue"]
    assert entry.data["known_late"] is True
    assert (due(story), row(story)["state"]) == ("11-08 11:00", "overdue")
    assert reminders(story) == ["08 11:00 measure_overdue"]
    check(story)


def test_a_condition_that_lapses_stops_the_clock_and_begins_it_anew(tell: Tell) -> None:
    plan = limited(f"id: it, at: assessing, {GRAVE}, within: {{minutes: 60}}")
    story = begun(tell, plan, dead=3)
    story.clock.to("09:20")
    story.desk.records(dead=2)
    story.clock.to("11:00")
    assert (reminders(story), row(story)) == ([], {})
    story.desk.records(dead=5)
    assert due(story) == "11-08 12:00"
    story.clock.to("11:59")
    story.desk.records(dead=6)
    assert due(story) == "11-08 12:00"
    check(story)


def test_time_itself_may_meet_the_condition(tell: Tell) -> None:
    """Three hours at the level; without power the journal is the same."""
    plan = limited("id: it, at: low, when: {lasting: low, hours: 3}, within: {minutes: 60}")
    told = []
    for way in ("to", "sleeps_to"):
        story = begun(tell, plan)
        story.commander.activates("low")
        getattr(story.clock, way)("14:00")
        told.append([(e.type, e.occurred_at, e.data) for e in story.events])
        assert reminders(story) == ["08 12:30 measure_due_soon", "08 13:00 measure_overdue"]
        check(story)
    assert told[0] == told[1]


# ── what ends it ────────────────────────────────────────────────────────────


def test_the_end_of_the_response_ends_what_is_open(tell: Tell) -> None:
    story = begun(tell, limited("id: it, at: responding, within: {minutes: 60}"))
    story.commander.activates("low")
    story.clock.to("09:50")
    story.commander.ends()
    story.clock.to("12:00")
    story.director.closes()
    story.clock.passes(days=3)
    assert reminders(story) == ["08 09:30 measure_due_soon"]
    assert story.view["measures"] == []
    check(story)


def test_settled_there_is_nothing_to_remind_of_until_the_entry_is_struck(tell: Tell) -> None:
    story = begun(tell, limited("id: it, at: low, within: {minutes: 60}"))
    story.commander.activates("low")
    (entry,) = story.desk.does("waive_measure", measure="it", note="不需要").events
    story.clock.to("11:00")
    assert (reminders(story), row(story)["state"]) == ([], "waived")
    story.desk.strikes(entry.seq)
    assert reminders(story) == ["08 10:00 measure_overdue"]
    assert row(story)["state"] == "overdue"
    check(story)


def test_the_limit_is_kept_with_what_was_done(tell: Tell) -> None:
    """Done late stays done late, though another level has begun its clock anew."""
    story = begun(tell, limited("id: it, at: low, within: {minutes: 30}"))
    story.commander.activates("low")
    story.clock.to("10:00")
    story.desk.does("complete_measure", measure="it")
    story.commander.ends()
    story.clock.to("15:00")
    story.commander.activates("low")
    assert (row(story)["state"], row(story)["due_at"]) == ("done_late", "2021-11-08T01:30:00Z")
    check(story)


def test_a_month_after_the_end(tell: Tell) -> None:
    plan = limited("id: it, at: ended, within: {months: 1}")
    story = begun(tell, plan, "2022-01-31 20:00")
    story.commander.activates("low")
    story.commander.ends()
    assert due(story) == "03-01 00:00"
    story.clock.to("2022-03-01 00:01")
    assert reminders(story) == ["28 23:30 measure_due_soon", "01 00:00 measure_overdue"]
    check(story)
