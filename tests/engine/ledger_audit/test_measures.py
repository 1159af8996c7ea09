"""The auditor on reminders of measures: those that are missing, doubled, late or unasked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from engine.incident.events import Event
from engine.ledger_audit import differences, examine
from engine.messages import CATALOGUES
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
from tests.engine.stories import Story

MINUTE = timedelta(minutes=1)
PLAN = plan_of(
    measures="""
        measures:
          - id: it
            text: 派人到场
            text_en: Send people
            unit: [office, bureau]
            modality: required
            at: low
            within: {minutes: 60}
            clause: "1"
    """
)


@pytest.fixture
def story(tell: Tell) -> Story:
    """The time has run out at ten; it is a quarter past."""
    told = tell(PLAN)
    told.desk.opens()
    told.commander.activates("low")
    told.clock.to("10:15")
    return told


def audit(
    story: Story,
    events: Sequence[Event] | None = None,
    *,
    now: datetime | None = None,
    tolerance: timedelta = timedelta(),
) -> list[str]:
    """The kinds of what differs, each with a whole sentence in both languages."""
    found = differences(PLAN, events or story.events, [], now or story.clock.now, tolerance)
    for one in found:
        assert (one.key.obligation, one.key.reporter) == ("it", "office")
        assert "派人到场" in one.sentence(PLAN)
        assert all("{" not in one.sentence(PLAN, language) for language in CATALOGUES)
        assert "Send people" in one.sentence(PLAN, "en")
    return [one.kind for one in found]


def without(story: Story, type_: str) -> list[Event]:
    return [event for event in story.events if event.type != type_]


def test_a_journal_that_is_right_shows_nothing(story: Story) -> None:
    assert audit(story) == []


def test_an_overdue_mark_that_is_missing_is_found(story: Story) -> None:
    assert audit(story, without(story, "measure_overdue")) == ["measure_overdue_mark_missing"]


def test_a_reminder_that_is_missing_is_found(story: Story) -> None:
    assert audit(story, without(story, "measure_due_soon")) == ["measure_reminder_missing"]


def test_a_mark_that_is_there_twice_is_found(story: Story) -> None:
    (mark,) = [e for e in story.events if e.type == "measure_overdue"]
    assert audit(story, [*story.events, mark]) == ["measure_reminder_unexpected"]


def test_a_mark_of_another_instant_is_found(story: Story) -> None:
    """Where it should be nothing is, and what is there nobody asked for."""
    (mark,) = [e for e in story.events if e.type == "measure_overdue"]
    moved = replace(mark, data={**mark.data, "due_at": "2021-11-08T02:05:00Z"})
    kinds = audit(story, [*without(story, "measure_overdue"), moved])
    assert kinds == ["measure_overdue_mark_missing", "measure_reminder_unexpected"]


def test_a_mark_of_what_was_done_is_found(story: Story, tell: Tell) -> None:
    (mark,) = [e for e in story.events if e.type == "measure_overdue"]
    done = tell(PLAN)
    done.desk.opens()
    done.commander.activates("low")
    done.desk.does("complete_measure", measure="it")
    assert audit(done, [*done.events, mark], now=story.clock.now) == ["measure_reminder_unexpected"]


def test_time_may_take_a_minute_to_be_written_down(story: Story) -> None:
    events = without(story, "measure_overdue")
    due = story.instant("2021-11-08 10:00")
    assert audit(story, events, now=due + MINUTE / 2, tolerance=MINUTE) == []
    assert audit(story, events, now=due + 2 * MINUTE, tolerance=MINUTE) != []


def test_an_examination_looks_again_when_a_measure_falls_due(story: Story) -> None:
    before = [e for e in story.events if e.type in ("incident_opened", "response_activated")]
    at = before[-1].recorded_at
    assert examine(PLAN, before, [], at).next_due == story.instant("2021-11-08 10:00")
    assert examine(PLAN, story.events, [], story.clock.now).next_due is None
