"""Refusals in English name posts, levels, reports and units as the plan does in English."""

from __future__ import annotations

import re

import pytest

from engine.errors import ZhibanError
from engine.messages import InBoth, text
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YAODU, Story

CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def chinese_in(refusal: ZhibanError) -> list[str]:
    return CHINESE.findall(refusal.sentence("en"))


@pytest.fixture
def grain(tell: Tell) -> Story:
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(price_rise_percent=35, received="08:30", division=QUWO)
    return story


def test_a_missing_post_is_named_in_english(grain: Story) -> None:
    refusal = grain.county(QUWO).is_refused(
        "role_required", "activate_response", level="III", sub_state="tense"
    )
    assert "Chief commander" in refusal.sentence("en")
    assert chinese_in(refusal) == []
    assert "总指挥" in refusal.sentence("zh")


def test_levels_and_steps_are_named_in_english(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    level = {"level": "III", "sub_state": "tense"}
    assert chinese_in(grain.chief.is_refused("already_at", "activate_response", **level)) == []
    refusal = grain.chief.is_refused("transition_not_possible", "close_incident")
    assert chinese_in(refusal) == []


def test_a_report_and_its_reporter_are_named_in_english(grain: Story) -> None:
    grain.chief.activates("III", "tense")
    slot = grain.open_slots("county_daily", YAODU)[0].id
    refusal = grain.reporter(QUWO).is_refused("not_the_reporter", "submit_report", slot=slot)
    assert chinese_in(refusal) == []
    assert "尧都区" in refusal.sentence("zh")
    refusal = grain.desk.is_refused(
        "kind_settles_nothing", "submit_report", slot=slot, kind="final"
    )
    assert chinese_in(refusal) == []


def test_an_approval_names_level_and_posts(tell: Tell) -> None:
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=12, received="08:50", division=QUWO)
    refusal = story.commander.is_refused("approval_missing", "activate_response", level="II")
    assert chinese_in(refusal) == []


def test_without_english_the_chinese_name_stands() -> None:
    assert InBoth("某组").english == "某组"
    found = text("error.group_formed", "en", group=InBoth("某组", "Some group"), clause="1")
    assert "Some group" in found
    assert "某组" in text("error.group_formed", "zh", group=InBoth("某组", "x"), clause="1")
