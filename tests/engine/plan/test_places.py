"""Names of places, and from a level and a sub-state to a position."""

from __future__ import annotations

import pytest

from engine.errors import InvalidInput
from engine.plan.model import split_position
from engine.plan.names import place_name
from engine.plan.places import position_of
from tests.engine.stories import real_plans

GRAIN, SAFETY = real_plans()["grain"], real_plans()["production_safety"]


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        ("assessing", "研判", "assessing"),
        ("warning", "预警", "warning"),
        ("ended", "响应结束", "ended"),
        ("closed", "办结", "closed"),
        ("IV", "Ⅳ级（县（市、区）级）", "Level IV (county)"),
        ("III.tense", "Ⅲ级（市级） 紧张状态", "Level III (municipal) Tense"),
    ],
)
def test_every_place_has_its_name(place: str, zh: str, en: str) -> None:
    assert place_name(GRAIN, place) == zh
    assert place_name(GRAIN, place, "en") == en


def test_a_level_and_a_sub_state_make_a_position_and_come_apart_again() -> None:
    for plan in real_plans().values():
        for position in plan.positions:
            assert position_of(plan, *split_position(position)) == position


@pytest.mark.parametrize(
    ("plan", "level", "sub_state", "code", "sentence"),
    [
        (
            SAFETY,
            "3",
            None,
            "unknown_level",
            "预案“临汾市生产安全事故应急预案”没有“3”级。可用：IV、III、II、I。",
        ),
        (
            GRAIN,
            "III",
            None,
            "sub_state_missing",
            "III级分为几种状态，须指明其一：tense 紧张状态、urgent 紧急状态、critical 特急状态。",
        ),
        (
            GRAIN,
            "III",
            "calm",
            "unknown_sub_state",
            "III级没有“calm”状态。可用：tense 紧张状态、urgent 紧急状态、critical 特急状态。",
        ),
        (SAFETY, "III", "tense", "sub_state_unexpected", "III级不分状态，不要填“tense”。"),
    ],
)
def test_what_the_plan_does_not_have_is_answered_with_what_it_has(
    plan: object, level: str, sub_state: str | None, code: str, sentence: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        position_of(plan, level, sub_state)  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.sentence()) == (code, sentence)
