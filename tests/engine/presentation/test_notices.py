"""A figure fell without a word: the reply asks, where reports rest on it."""

from __future__ import annotations

from typing import Any

import pytest

from engine.presentation.notices import Notice, notices
from engine.service import Outcome
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story

BUREAU = "city_emergency_bureau"


@pytest.fixture
def safety(tell: Tell) -> Story:
    """Three dead: the province is owed reports."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=3, received="08:50", division=QUWO)
    return story


def asked(outcome: Outcome, language: str = "zh") -> list[Notice]:
    return notices(outcome.plan, outcome.before, outcome.events, language)


def falls(story: Story, **facts: Any) -> Outcome:
    return story.desk.does("record_facts", facts=facts)


def test_it_names_figures_entry_and_the_reports_that_stay_owed(safety: Story) -> None:
    outcome = falls(safety, deaths=1)
    (notice,) = asked(outcome)
    assert (notice["code"], notice["seq"]) == ("lowered_without_word", outcome.after.seq)
    assert "死亡人数由 3 人 改为 1 人" in notice["detail"]
    assert "书面报告省应急厅" in notice["detail"]
    assert "请由值班员更正" in notice["detail"]
    for id_ in notice["kept"]:
        assert outcome.after.slots[id_].state == "owed"
    assert any("province_written" in id_ for id_ in notice["kept"])
    english = asked(outcome, "en")[0]["detail"]
    assert "Still owed because of the old figure: " in english
    assert "Written report to the province" in english


def test_the_correction_that_it_asks_for_releases_what_it_names(safety: Story) -> None:
    (notice,) = asked(falls(safety, deaths=1))
    safety.desk.records(deaths=1, correction=True, source="值班员")
    states = {id_: safety.incident.slots[id_].state for id_ in notice["kept"]}
    assert set(states.values()) == {"superseded"}


def test_whoever_was_told_would_be_owed_a_correction(safety: Story) -> None:
    safety.desk.reports("province_written", BUREAU)
    (notice,) = asked(falls(safety, deaths=1))
    assert "还应向已获知原数字的" in notice["detail"]
    assert "省应急厅" in notice["detail"].partition("已获知")[2]


def test_what_lapses_from_now_on_is_named(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(city_deems_municipal=True, counties_in_emergency=[QUWO], division=QUWO)
    story.chief.activates("III", "tense")
    for notice in asked(falls(story, counties_in_emergency=[])):
        assert notice["kept"] or "不再应报" in notice["detail"]


def test_the_source_of_the_old_figure_is_the_one_to_correct_it(safety: Story) -> None:
    safety.desk.records(deaths=4, source="县应急局")
    (notice,) = asked(safety.desk.does("record_facts", facts={"deaths": 1}, source="医院"))
    assert "请由县应急局更正" in notice["detail"]


def test_nothing_is_asked_where_it_makes_no_difference(safety: Story) -> None:
    safety.desk.records(at_risk=2)
    assert asked(falls(safety, at_risk=1)) == []


@pytest.mark.parametrize("correction", [False, True])
def test_nothing_is_asked_of_one_who_has_said(safety: Story, correction: bool) -> None:
    assert asked(safety.desk.records(deaths=1, correction=correction, source="值班员")) == []


def test_nothing_is_asked_when_an_incident_is_opened(tell: Tell) -> None:
    story = tell("production_safety")
    assert asked(story.desk.opens(deaths=3)) == []
