"""Questions of a plan's editors: tables and numbered items, with the clauses that they name."""

from __future__ import annotations

from engine.plan_paper.questions import Question, questions_of
from tests.engine.plan_paper.test_rule_lines import plan_of

TABLE = """
| 条款 | 问题 | 现在的读法 |
| --- | --- | --- |
| 5.3.2(2) | 谁到场 | 指挥长（A8） |
| 第21号令第8条 | 几点 | 立即 |
| 第99号令 | 有效吗 | 有效 |
"""


def test_a_table_s_rows_are_questions_but_not_its_heading() -> None:
    assert questions_of(plan_of("coal_mine"), TABLE) == [
        Question("5.3.2(2)", "谁到场", "指挥长（A8）", ("5.3.2(2)",), ("A8",)),
        Question("第21号令第8条", "几点", "立即", ("order_21:8",)),
        Question("第99号令", "有效吗", "有效"),
    ]


def test_an_item_stands_at_the_clause_that_it_names_or_at_that_of_its_reading() -> None:
    plan = plan_of("coal_mine")
    named, read, silent = questions_of(
        plan, "1. **甲**。见 4.2。\n2. **乙（A20）**。15时。\n3. **丙**。无。\n说明。"
    )
    assert (named.words, named.reading, named.clause) == ("甲", "。见 4.2。", ("4.2",))
    assert read.clause == ("5.1", "order_21:11")
    assert silent.clause == ()
    assert questions_of(plan, "") == []
