"""Two officers at once: what a sender has not seen stops him where it matters, and only there."""

from __future__ import annotations

import pytest

from engine.errors import StaleVersion
from engine.memory import MemoryCallingBook
from tests.engine.calling.books import DUTY, PEOPLE, shipped
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story


@pytest.fixture(params=["production_safety", "coal_mine"])
def story(tell: Tell, request: pytest.FixtureRequest) -> Story:
    told = tell(request.param)
    told.desk.opens(division=QUWO, trapped=3)
    return told


def test_figures_that_somebody_has_changed_meanwhile_are_not_overwritten(story: Story) -> None:
    seen = story.incident.seq
    story.director.records(trapped=6)
    log = len(story.journal.log)
    with pytest.raises(StaleVersion) as refusal:
        story.desk.does("record_facts", facts={"trapped": 4, "deaths": 1}, expected_version=seen)
    assert refusal.value.code == "figures_changed"
    who = story.director.actor.name
    assert refusal.value.facts["changes"] == f"被困人数 6 人（{who}，2021-11-08 09:00:00+08:00）"
    assert len(story.journal.log) == log
    assert story.incident.known()["trapped"] == 6


def test_figures_are_not_stopped_by_entries_about_other_things(story: Story) -> None:
    seen = story.incident.seq
    story.director.activates("IV")
    story.desk.does("add_log_entry", text="接电话")
    story.director.records(deaths=1)
    story.desk.does("record_facts", facts={"trapped": 4}, expected_version=seen)
    assert story.incident.known() == {"trapped": 4, "deaths": 1}


def test_a_withdrawn_figure_counts_as_changed(story: Story) -> None:
    seen = story.incident.seq
    story.director.records(trapped=None)
    with pytest.raises(StaleVersion) as refusal:
        story.desk.does("record_facts", facts={"trapped": 4}, expected_version=seen)
    assert "被困人数 未知" in refusal.value.facts["changes"]


def test_a_struck_figure_no_longer_stops_anybody(story: Story) -> None:
    seen = story.incident.seq
    story.director.records(trapped=6)
    story.desk.strikes(story.incident.seq)
    story.desk.does("record_facts", facts={"trapped": 4}, expected_version=seen)
    assert story.incident.known()["trapped"] == 4


@pytest.mark.parametrize("ahead", [1, 90])
def test_nobody_has_seen_a_version_that_is_to_come(story: Story, ahead: int) -> None:
    with pytest.raises(StaleVersion) as refusal:
        story.desk.does(
            "record_facts", facts={"trapped": 4}, expected_version=story.incident.seq + ahead
        )
    assert refusal.value.code == "stale_version"


def test_a_decision_still_rests_on_the_whole_incident(story: Story) -> None:
    seen = story.incident.seq
    story.desk.does("add_log_entry", text="接电话")
    with pytest.raises(StaleVersion) as refusal:
        story.director.activates("IV", expected_version=seen)
    assert refusal.value.code == "stale_version"


def test_who_was_called_meanwhile_stops_no_decision() -> None:
    """While telephones ring, entries come by the second; nobody could decide anything."""
    story = Story("coal_mine", calling=MemoryCallingBook(shipped(), PEOPLE, DUTY))
    story.desk.opens(division=QUWO, trapped=3)
    seen = story.incident.seq
    call = next(iter(story.incident.calls))
    for _ in range(2):
        story.service.record_attempt(
            story.journal, story.incident.id, call, step=0, channel="voice", outcome="no_answer"
        )
    story.director.activates("IV", expected_version=seen)
    assert story.incident.level == "IV"
    story.desk.does("add_log_entry", text="接电话")
    with pytest.raises(StaleVersion):
        story.desk.does("add_log_entry", text="又一个", expected_version=seen)
