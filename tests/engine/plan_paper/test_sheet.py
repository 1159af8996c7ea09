"""The sheet that a plan's owner signs: every clause, every reading, every reason, once."""

from __future__ import annotations

import re

import pytest

from engine.plan_paper.sheet import lettered, ranges, sheet
from engine.plan_paper.words import Words
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
        assert reading.text in re.sub(r"\b[a-z]\) ", "", line)
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


@pytest.mark.parametrize("name", SHIPPED)
def test_every_question_of_the_editors_is_a_line_with_its_own_answer(name: str) -> None:
    plan = plan_of(name)
    asked = (ROOT / "plans" / name / "open_questions.md").read_text(encoding="utf-8")
    made = sheet(plan, questions=asked)
    words = [row.words for row in made.rows]
    lines = asked.partition("## English summary")[0].splitlines()
    heads = {at for at, line in enumerate(lines) if line.startswith("| ---")}
    heads |= {at - 1 for at in heads}
    told = [line for at, line in enumerate(lines) if line.startswith("| ") and at not in heads]
    items = [line for line in lines if re.match(r"\d+\. \*\*", line)]
    assert len(told) + len(items) > 20
    for line in told:
        about, question, reading = (cell.strip() for cell in line.strip("|").split("|"))
        said = f"关于{about}：{question}。系统这样办：{reading}。这样办对不对？"
        assert any(said in one for one in words), line
    for line in items:
        said = line.partition("**")[2].replace("**", "")
        assert any(said in one for one in words), line
    english = sheet(plan, questions=asked, language="en")
    assert str(len(told) + len(items)) in english.guide[-1]
    assert len(english.rows) == len(sheet(plan, language="en").rows)


def test_a_question_stands_at_the_clause_or_article_that_it_is_about() -> None:
    made = sheet(plan_of("coal_mine"), questions=QUESTIONS)
    found = {
        row.words: page.heading
        for page in made.pages
        for block in page.blocks
        for row in block.rows
    }
    at = {words: heading for words, heading in found.items() if words.startswith("【请确认】")}
    assert any("三级是否包含四级各项" in one and at[one].startswith("5.3.2　") for one in at)
    assert any("两家都报" in one and "第 8 条" in at[one] for one in at)
    assert at[next(one for one in at if "2021年是否仍然有效" in one)] == "其他请确认的问题"


def test_what_the_program_refuses_of_itself_stands_on_the_first_page() -> None:
    guide = "".join(sheet(plan_of("production_safety")).guide)
    assert "省级指挥部、国家指挥部行使指挥权期间，系统不登记启动响应、调整响应" in guide
    assert "行使指挥权期间" not in "".join(sheet(plan_of("grain")).guide)
    assert "“研判”是接到报告以后" in guide


def test_a_reading_of_several_propositions_has_letters() -> None:
    assert lettered("甲（一；二；三）；乙。") == "甲（一；二；三）；乙。"
    assert lettered("甲（一；二）；乙；丙。") == "a) 甲（一；二）；b) 乙；c) 丙。"
    assert lettered("A; b (x; y); c.") == "a) A; b) b (x; y); c) c."


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


def test_lines_in_a_row_are_named_by_the_first_and_the_last() -> None:
    w = Words(plan_of("coal_mine"), "zh")
    assert ranges(w, [7, 3, 4, 5, 9, 10]) == "3 至 5、7、9、10"
    assert ranges(w, [2, 2]) == "2"
    assert ranges(Words(plan_of("coal_mine"), "en"), [1, 2, 3]) == "1 to 3"


def test_a_report_of_a_series_names_the_lines_of_the_others() -> None:
    made = {row.words: row for row in sheet(plan_of("coal_mine")).rows}
    of_set = [row for words, row in made.items() if "是同一组，同一时间只报其中一项" in words]
    assert len(of_set) == 5
    first, second = of_set[:2]
    assert f"与第 {second.mark} 至 {int(first.mark) + 4} 行的报告是同一组" in first.words
