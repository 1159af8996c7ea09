"""The reporting board: rows of what is still awaited, with who is missing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.incident.state import OPEN_SLOT_STATES
from engine.presentation.reporting_view import reporting_view
from tests.engine.conftest import Tell
from tests.engine.stories import Story
from tests.support.report_content import full

COUNTIES = 17


@pytest.fixture
def grain(tell: Tell) -> Story:
    story = tell("grain")
    story.desk.opens()
    story.chief.activates("III", "tense")
    return story


def row(story: Story, obligation: str = "county_daily", nth: int = 0) -> dict[str, object]:
    rows = [one for one in story.view["reporting"] if one["obligation"] == obligation]
    return rows[nth]


def report(story: Story, number: int) -> None:
    """The first counties, by code, report for the earliest due instant."""
    slots = sorted(
        (
            s
            for s in story.incident.slots.values()
            if s.obligation == "county_daily" and s.state in OPEN_SLOT_STATES
        ),
        key=lambda s: (s.due_at, s.reporter),
    )
    for slot in slots[:number]:
        content = full(story.plan, slot.obligation)
        story.desk.does("submit_report", slot=slot.id, content=content)


def test_a_row_counts_who_has_reported_and_names_who_is_missing(grain: Story) -> None:
    grain.clock.to("14:00")
    report(grain, 9)
    found = row(grain)
    assert (found["total"], found["submitted"], found["late"]) == (COUNTIES, 9, 0)
    awaited = {slot["reporter"] for slot in grain.view["next_slots"]}
    assert len(found["missing"]) == COUNTIES - 9
    assert set(found["missing"]) <= awaited


def test_who_was_in_time_still_counts_after_the_due_instant(grain: Story) -> None:
    grain.clock.to("14:00")
    report(grain, 9)
    grain.clock.to("16:00")
    found = row(grain)
    assert (found["total"], found["submitted"], found["late"]) == (COUNTIES, 9, 0)
    report(grain, 2)
    found = row(grain)
    assert (found["total"], found["submitted"], found["late"]) == (COUNTIES, 11, 2)


def test_a_row_leaves_the_board_and_the_state_once_nobody_is_missing(grain: Story) -> None:
    grain.clock.to("16:00")
    due = row(grain)["due_at"]
    report(grain, COUNTIES)
    assert due not in {one["due_at"] for one in grain.view["reporting"]}
    grain.desk.does("add_log_entry", text="已收齐")
    now = grain.virtual.now
    kept = [s for s in grain.incident.slots.values() if s.obligation == "county_daily"]
    assert [s for s in kept if s.due_at < now] == []


def test_an_exempt_county_is_not_counted(grain: Story) -> None:
    codes = [division.code for division in grain.plan.jurisdiction.divisions]
    grain.director.does("set_reporters", reporters=codes[:5], reason="只涉及五县")
    assert row(grain)["total"] == 5


def test_today_is_on_the_board_however_many_are_overdue(grain: Story) -> None:
    """Twenty overdue reports used to push the seventeen of today off the view."""
    for _ in range(2):
        grain.clock.sleeps_to((grain.clock.now + timedelta(days=1)).strftime("%Y-%m-%d 14:48"))
    overdue = [one for one in grain.view["next_slots"] if one["state"] == "overdue"]
    today = [one for one in grain.view["next_slots"] if one["state"] == "owed"]
    assert len(overdue) >= COUNTIES
    assert len([one for one in today if one["obligation"] == "county_daily"]) == COUNTIES
    assert row(grain, nth=-1)["missing"]


def test_names_are_in_the_readers_language(grain: Story) -> None:
    (zh, *_), (en, *_) = (reporting_view(grain.plan, grain.incident, lang) for lang in ("zh", "en"))
    assert zh["name"] != en["name"]
    assert zh["id"] == en["id"]
