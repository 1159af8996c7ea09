"""Splitting a plan's text by clause, and comparing it with a plan's index."""

import pytest

from engine.plan.clauses import (
    Difference,
    catalogue_of,
    differences,
    hash_clause,
    index_of,
    normalise,
    split_source,
)
from engine.plan.model import Clause, Plan

INVENTED = """# 某市花盆坠落应急预案

某字〔2030〕1号 · 说明不属于任何条款。

## 1 总则

### 1.1 目的

减少花盆坠落。

## 2 处置

各单位准备。

### 2.1 启动

#### 2.1.1

园艺师到场。

#### 2.1.2 二级

由园艺师决定:

(1)通知楼长,
并记录时间。

(2)封闭花坛。

最后一段仍属于第二项。

## 附件1 花盆分级

| 级 | 盆 |
| --- | --- |
| 大 | 3个以上 |

## 附件

2 示意图。
"""


def plan_with(**hashes: str | None) -> Plan:
    """A plan of nothing but a clause index: the numbers, with `_` for `.`, and hashes."""
    clauses = tuple(
        Clause(number=number.strip("c").replace("_", "."), heading="题", sha256=sha256)
        for number, sha256 in hashes.items()
    )
    return Plan.model_construct(clauses=clauses)


def test_each_clause_has_its_own_text_and_no_more() -> None:
    texts = split_source(INVENTED)
    assert texts["1.1"] == "减少花盆坠落。"
    assert texts["2"] == "各单位准备。"
    assert texts["2.1.1"] == "园艺师到场。"
    assert texts["附件"] == "2 示意图。"
    assert texts["附件1"].splitlines()[-1] == "| 大 | 3个以上 |"


def test_clauses_come_in_the_order_of_the_text() -> None:
    assert list(split_source(INVENTED)) == [
        "1", "1.1", "2", "2.1", "2.1.1", "2.1.2", "2.1.2(1)", "2.1.2(2)", "附件1", "附件",
    ]  # fmt: skip


def test_a_clause_that_only_heads_others_has_an_empty_text() -> None:
    assert split_source(INVENTED)["1"] == ""
    assert split_source(INVENTED)["2.1"] == ""


def test_an_item_runs_to_the_next_item_or_to_the_end_of_its_clause() -> None:
    texts = split_source(INVENTED)
    assert texts["2.1.2(1)"] == "(1)通知楼长,\n并记录时间。"
    assert texts["2.1.2(2)"] == "(2)封闭花坛。\n\n最后一段仍属于第二项。"


def test_a_clause_holds_its_items_too() -> None:
    texts = split_source(INVENTED)
    assert texts["2.1.2"].startswith("由园艺师决定:")
    assert texts["2.1.2(2)"] in texts["2.1.2"]


def test_items_in_full_width_brackets_are_items() -> None:
    assert "3(1)" in split_source("## 3 处置\n\n（1）封闭花坛。\n")


def test_what_stands_before_the_first_clause_belongs_to_none() -> None:
    assert not any("2030" in text for text in split_source(INVENTED).values())


def test_a_text_without_clauses_splits_into_nothing() -> None:
    assert split_source("# 题目\n\n没有条款。\n") == {}
    assert split_source("") == {}


def test_a_heading_without_a_number_stays_in_the_clause_above_it() -> None:
    assert split_source("## 3 处置\n\n### 说明\n\n注意。\n")["3"] == "### 说明\n\n注意。"


def test_a_number_that_occurs_twice_is_refused_because_a_citation_would_be_ambiguous() -> None:
    with pytest.raises(ValueError, match=r"clause 2\.1 occurs twice"):
        split_source("### 2.1 甲\n\n一。\n\n### 2.1 乙\n\n二。\n")


@pytest.mark.parametrize(
    "other",
    [
        "封闭花坛,清点(1)盆。",
        "封闭花坛，清点（1）盆。",
        "封闭花坛,\n清点(１) 盆。",
        "\u3000封闭花坛，清点(1)盆。",
    ],
)
def test_printing_does_not_change_a_hash(other: str) -> None:
    assert hash_clause(other) == hash_clause("封闭花坛,清点(1)盆。")


@pytest.mark.parametrize(
    "other", ["封闭花坛,清点(2)盆。", "封闭花坛,清点(1)盆", "封闭花坛。清点(1)盆。"]
)
def test_any_other_character_changes_the_hash(other: str) -> None:
    assert hash_clause(other) != hash_clause("封闭花坛,清点(1)盆。")


def test_normalised_text_has_no_spaces_and_no_full_width_forms() -> None:
    assert normalise(" Ⅲ级\n（１）　x ") == "III级(1)x"


def test_a_hash_is_64_hexadecimal_digits_and_the_same_every_time() -> None:
    assert hash_clause("花盆") == hash_clause("花盆")
    assert len(hash_clause("花盆")) == 64
    assert set(hash_clause("花盆")) <= set("0123456789abcdef")


def test_the_index_finds_clauses_by_number_in_the_order_of_the_file() -> None:
    plan = plan_with(c2=None, c1_1=hash_clause("减少花盆坠落。"))
    assert list(index_of(plan)) == ["2", "1.1"]
    assert index_of(plan)["1.1"].heading == "题"


def test_a_plan_made_from_the_text_has_no_differences() -> None:
    plan = plan_with(c1=None, c1_1=hash_clause("减少花盆坠落。"))
    assert differences(plan, {"1": "", "1.1": "减少花盆\n坠落。"}) == ()


def test_a_changed_clause_is_named() -> None:
    plan = plan_with(c1_1=hash_clause("减少花盆坠落。"), c1_2=hash_clause("属地负责。"))
    texts = {"1.1": "杜绝花盆坠落。", "1.2": "属地负责。"}
    assert differences(plan, texts) == (Difference("1.1", "changed"),)


def test_a_clause_that_the_text_lacks_and_one_that_the_index_lacks_are_named() -> None:
    plan = plan_with(c1_1=hash_clause("减少花盆坠落。"))
    assert differences(plan, {"1.3": "新增。"}) == (
        Difference("1.1", "missing"),
        Difference("1.3", "new"),
    )


def test_a_clause_without_a_hash_is_no_difference_until_its_text_turns_up() -> None:
    plan = plan_with(c附件4=None)
    assert differences(plan, {}) == ()
    assert differences(plan, {"附件4": "条件。"}) == (Difference("附件4", "unhashed"),)


def test_items_that_the_index_does_not_list_are_covered_by_their_clause() -> None:
    plan = plan_with(c1_1=hash_clause("(1)甲。"))
    assert differences(plan, split_source("### 1.1 题\n\n(1)甲。\n")) == ()
    assert differences(plan, split_source("### 1.1 题\n\n(1)乙。\n")) == (
        Difference("1.1", "changed"),
    )


def test_a_text_gives_the_catalogue_that_agrees_with_it() -> None:
    found = catalogue_of(INVENTED)
    plan = plan_with().model_copy(update={"clauses": tuple(found)})
    assert differences(plan, split_source(INVENTED)) == ()
    headings = {clause.number: clause.heading for clause in found}
    assert headings["1.1"] == "目的"
    assert headings["2.1.1"] == "2.1.1"
    assert headings["2.1.2(1)"] == "通知楼长"
    assert next(clause.sha256 for clause in found if clause.number == "1") is None
