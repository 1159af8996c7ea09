"""The sheet that a plan's owner signs: every clause, every reading, every reason, once."""

from __future__ import annotations

import pytest

from engine.plan_paper.sheet import sheet
from tests.engine.drill.golden import ROOT
from tests.engine.plan_paper.test_rule_lines import OTHERS, SHIPPED, plan_of

QUESTIONS = (ROOT / "plans" / "coal_mine" / "open_questions.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [*SHIPPED, *OTHERS])
def test_each_clause_reading_and_reason_has_its_place(name: str) -> None:
    plan = plan_of(name)
    made = sheet(plan)
    headings = [page.heading for page in made.pages]
    for clause in plan.clauses:
        (heading,) = [one for one in headings if one.partition("　")[0] == clause.number]
        assert clause.heading in heading
    words = [row.words for row in made.rows]
    for reading in plan.assumptions:
        (line,) = [one for one in words if one.startswith(f"【读法 {reading.id}】")]
        assert reading.text in line
    for excuse in plan.not_encoded:
        assert any(excuse.why in one and "没有编成规则" in one for one in words)


def test_lines_are_numbered_through_and_found_from_other_clauses() -> None:
    made = sheet(plan_of("coal_mine"))
    assert [row.mark for row in made.rows] == [str(n + 1) for n in range(len(made.rows))]
    (page,) = [page for page in made.pages if page.heading.startswith("2.3.2　")]
    (rescue,) = [row for row in made.rows if "抢救遇险人员，救治伤员" in row.words]
    assert rescue not in page.blocks[0].rows
    assert rescue.mark in page.foot[0]


def test_what_only_a_law_says_stands_after_the_clauses() -> None:
    made = sheet(plan_of("coal_mine"))
    laws = [page for page in made.pages if page.heading.startswith("《")]
    assert "国务院令第493号" in laws[0].heading
    assert any("事故次日起 30 天内" in row.words for page in laws for row in page.blocks[0].rows)


def test_the_clauses_own_wording_stands_where_it_is_known() -> None:
    made = sheet(plan_of("coal_mine"), {"4.2": "原文的一段。"})
    assert {page.original for page in made.pages if page.heading.startswith("4.2")} == {
        "原文的一段。"
    }
    assert all(not page.original for page in sheet(plan_of("coal_mine")).pages)


def test_a_reading_has_the_question_of_the_plan_s_editors() -> None:
    words = {row.words for row in sheet(plan_of("coal_mine"), questions=QUESTIONS).rows}
    assert any("【读法 A8】问题：办公室主任有两位。" in one for one in words)
    plain = {row.words for row in sheet(plan_of("coal_mine")).rows}
    assert any("【读法 A8】原文没有说清" in one for one in plain)


def test_a_clause_that_the_plan_does_not_list_is_not_lost() -> None:
    plan = plan_of("coal_mine")
    stray = plan.measures[0].model_copy(update={"clause": ("9.9",)})
    made = sheet(plan.model_copy(update={"measures": (stray,)}))
    assert "9.9（不在条款目录里）" in [page.heading for page in made.pages]


def test_the_same_plan_makes_the_same_sheet_and_says_which_plan_it_is() -> None:
    plan = plan_of("grain")
    assert sheet(plan) == sheet(plan)
    assert plan.version in sheet(plan).running
    assert plan.digest[:16] in sheet(plan).running
