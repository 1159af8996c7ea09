"""Which figures become smaller by an entry."""

from __future__ import annotations

from typing import Any

import pytest

from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YICHENG, Story


@pytest.fixture
def safety(tell: Tell) -> Story:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=3, trapped=2, social_impact=True, received="08:50", division=QUWO)
    return story


def data(
    story: Story, as_of: str | None = None, correction: bool | None = None, **facts: Any
) -> Any:
    instant = story.past(as_of) if as_of else None
    told = {"facts": facts, "as_of": instant, "correction": correction}
    return story.desk.does("record_facts", **told).events[0].data


def test_a_figure_that_falls_without_a_word_is_marked(safety: Story) -> None:
    found = data(safety, deaths=1, trapped=5, missing=0, social_impact=False)
    assert found["lowered"] == ["deaths", "social_impact"]
    assert found["corrects"] == []


@pytest.mark.parametrize("facts", [{"deaths": 3}, {"deaths": 4}, {"missing": 1}, {"deaths": None}])
def test_what_does_not_fall_is_not_marked(safety: Story, facts: dict[str, Any]) -> None:
    assert "lowered" not in data(safety, **facts)


def test_a_word_is_a_word(safety: Story) -> None:
    assert "lowered" not in data(safety, correction=False, deaths=2)
    assert (
        "lowered"
        not in safety.desk.records(deaths=1, correction=True, source="值班员").events[0].data
    )


def test_a_figure_of_an_earlier_time_takes_nobodys_place(safety: Story) -> None:
    safety.clock.to("10:00")
    assert data(safety, deaths=4)["facts"] == {"deaths": 4}
    assert "lowered" not in data(safety, as_of="09:30", deaths=1)
    assert data(safety, deaths=2)["lowered"] == ["deaths"]


def test_a_list_that_loses_something_is_smaller(tell: Tell) -> None:
    grain = tell("grain")
    grain.desk.opens(counties_in_emergency=[QUWO, YICHENG], division=QUWO)
    assert "lowered" not in data(grain, counties_in_emergency=[YICHENG, QUWO])
    assert data(grain, counties_in_emergency=[YICHENG])["lowered"] == ["counties_in_emergency"]


def test_the_journal_says_that_nobody_said(safety: Story) -> None:
    (event,) = safety.desk.does("record_facts", facts={"deaths": 1}).events
    assert "死亡人数变小，未说明是否更正，按情况有变记录" in sentence(safety.plan, event)
    assert "went down; nothing says whether as a correction" in sentence(safety.plan, event, "en")
