"""Finished journals under an amended plan, and what that means for who owes what."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.plan_review.duty_changes import duty_changes, lines
from engine.plan_review.replay import replay
from tests.engine.drill.golden import SCENARIOS, play
from tests.engine.plan_review.test_changes import amended
from tests.engine.stories import real_plans

PLANS = real_plans()
EARLIER = ('cadence: {daily: ["15:00"]}', 'cadence: {daily: ["14:00"]}')


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_drill_replayed_under_its_own_plan_deviates_in_nothing(scenario: str) -> None:
    drill = play(scenario)
    assert replay(drill.plan, drill.plan, drill.events) == []


def test_a_replay_lists_each_deadline_that_would_have_moved(tmp_path: Path) -> None:
    """紧张 and 紧急 owed 12 days of county reports; each is dropped at 15:00, added at 14:00."""
    new = amended(tmp_path, "grain", EARLIER)
    found = replay(PLANS["grain"], new, play("grain_run").events)
    counties = [d for d in found if d.subject.startswith("county_daily ")]
    assert {d.kind for d in counties} == {"deadline_added", "deadline_dropped"}
    assert sum(d.kind == "deadline_added" for d in counties) == 12 * 17
    assert sum(d.kind == "deadline_dropped" for d in counties) == 12 * 17


def test_a_replay_lists_an_act_that_another_authority_would_have_had(tmp_path: Path) -> None:
    drill = play("coal_roof_fall")
    passage = ("to: [ended], by: [office_director]", "to: [ended], by: [commander]")
    new = amended(tmp_path, "coal_mine", passage)
    found = replay(PLANS["coal_mine"], new, drill.events)
    assert [(d.kind, d.before, d.after) for d in found] == [
        ("authority", "office_director", "commander")
    ]


def test_the_summary_pairs_what_was_dropped_with_what_was_added(tmp_path: Path) -> None:
    new = amended(tmp_path, "grain", EARLIER)
    found, refused = duty_changes(PLANS["grain"], new, play("grain_run").events)
    (moved,) = [one for one in found if one.obligation == "county_daily"]
    assert (moved.kind, len(moved.reporters), len(moved.dues)) == ("moves", 17, 12 * 17)
    assert all(was and now and (was - now).total_seconds() == 3600 for was, now in moved.dues)
    assert refused == []


def test_the_summary_names_what_disappears_for_whom_and_which_act_would_be_refused(
    tmp_path: Path,
) -> None:
    passages = (
        ("  days: 30\n", "  days: 3\n"),
        ("to: [ended], by: [office_director]", "to: [ended], by: [commander]"),
    )
    drill = play("coal_roof_fall")
    new = amended(tmp_path, "coal_mine", *passages)
    words = "\n".join(lines(PLANS["coal_mine"], new, "顶板冒落", drill.events))
    assert "  不再应报：伤亡变化当日续报省应急厅，市应急管理局，共 1 次" in words
    assert "  新版会拒绝第 " in words
    assert "原由 市指挥部办公室主任，新版 市指挥部指挥长" in words
    same = list(lines(PLANS["coal_mine"], PLANS["coal_mine"], "顶板冒落", drill.events, "en"))
    assert same[1:] == ["  The same reports are owed."]


LIMITED = (
    "modality: required, at: [assessing, responding]",
    "modality: required, within: {minutes: 60}, at: [assessing, responding]",
)


def test_a_time_limit_that_one_edition_has_appears_disappears_and_moves(tmp_path: Path) -> None:
    old, events = PLANS["production_safety"], play("chemical_explosion").events
    new = amended(tmp_path / "new", "production_safety", LIMITED)
    longer = LIMITED[1].replace("60", "90")
    other = amended(tmp_path / "other", "production_safety", (LIMITED[0], longer))
    (added,) = [d for d in replay(old, new, events) if d.kind.startswith("limit_")]
    assert (added.kind, added.subject, added.before) == ("limit_added", "notify_authorities", "—")
    for before, after, words in (
        (old, new, "多出措施时限：书面通知公安、人社、工会、检察机关，共 1 次"),
        (new, old, "不再有措施时限：书面通知公安、人社、工会、检察机关"),
        (new, other, "措施时限改期：书面通知公安、人社、工会、检察机关，共 1 次"),
    ):
        assert words in "\n".join(lines(before, after, "爆炸", events))
    assert list(lines(new, new, "爆炸", events, "en"))[1:] == ["  The same reports are owed."]
