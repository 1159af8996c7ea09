"""Calls as clients see them: in their order, bounded, and in their language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from engine.incident.calls import Call, CallReason, CallStep
from engine.plan.loader import load_plan
from engine.presentation.call_text import post_words
from engine.presentation.calls_view import MOST, call_view, listed
from tests.engine.calling.books import SHIPPED

NOW = datetime(2026, 11, 30, 14, tzinfo=UTC)
PLAN = load_plan(SHIPPED / "coal_mine")
CALL = Call(
    id="i-c4",
    trigger="by_hand",
    subject=None,
    rule=None,
    rules_digest=None,
    reason=CallReason("by_hand", {"reason": "透水"}),
    cause_seq=None,
    post="市指挥部指挥长",
    person=None,
    steps=(
        CallStep(NOW, 1, None, "市指挥部指挥长", None, ("desk",)),
        CallStep(NOW, 1, "zhao", "市政府 带班领导", "赵红", ("voice",)),
    ),
    started_at=NOW,
    answer_by=NOW + timedelta(minutes=5),
    exhausts_at=NOW + timedelta(minutes=7),
    clause=None,
    exercise=False,
)


def test_a_post_that_nobody_answers_for_has_the_plans_english_name() -> None:
    shown = call_view(PLAN, CALL, "en")
    name = next(one.name_en for one in PLAN.roles if one.name == CALL.post)
    assert name and shown["post"] == name
    assert [step["post"] for step in shown["steps"]] == [name, "市政府 带班领导"]
    assert shown["persons"] == {"zhao": "赵红"}
    assert call_view(PLAN, CALL, "zh")["post"] == CALL.post


@pytest.mark.parametrize(
    ("post", "words"),
    [
        ("带班领导", "the leader on duty"),
        ("乡宁县", "Xiangning County"),
        ("某厂 门卫", "某厂 门卫"),
    ],
)
def test_names_in_english(post: str, words: str) -> None:
    assert post_words(PLAN, post, "en") == words


def test_what_belongs_to_no_plan_keeps_its_words() -> None:
    assert post_words(None, "乡宁县", "en") == "乡宁县"
    assert post_words(None, "值班员", "en") == "the duty officers"


def test_open_calls_stand_first_by_deadline_then_those_given_up_then_the_newest() -> None:
    def one(id_: str, minutes: int, **changes: object) -> Call:
        at = NOW + timedelta(minutes=minutes)
        return replace(CALL, id=id_, started_at=at, answer_by=at, **changes)  # type: ignore[arg-type]

    settled = [one(f"a{n:03}", n, state="answered") for n in range(MOST)]
    calls = [*settled, one("lost", 1, state="exhausted"), one("late", 9), one("soon", 3)]
    ids = [call.id for call in listed(calls)]
    assert ids[:4] == ["soon", "late", "lost", f"a{MOST - 1:03}"]
    assert len(ids) == MOST
