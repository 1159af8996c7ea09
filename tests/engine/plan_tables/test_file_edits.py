"""Values of a YAML file changed in place: comments, layout and every other byte stay."""

from __future__ import annotations

from typing import Any

import pytest

from engine.plan.yaml_tree import parse
from engine.plan_tables.file_edits import CannotEdit, edited

FILE = """\
# 开头的说明
id: one          # 编号
list:
  - {id: a, text: 甲, clause: "1.1"}   # 第一条
  - id: b
    text: '乙'
    words: [x, "y"]
    # 中间的说明
    lines:
      - 第一
      - 第二
    deep: {minutes: 60, of: received}
alone: x
"""


def after(path: tuple[Any, ...], value: Any) -> list[tuple[str, str]]:
    """The lines that one change makes different: before, after."""
    new = edited(FILE.encode(), {path: value}).decode()
    assert lookup(parse(new.encode(), "new"), path) == (
        tuple(value) if isinstance(value, list) and len(value) > 1 else value
    ) or isinstance(value, list)
    old, found = FILE.splitlines(), new.splitlines()
    if len(old) == len(found):
        return [(a, b) for a, b in zip(old, found, strict=True) if a != b]
    return [("", line) for line in found if line not in old]


def lookup(tree: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        tree = tree[step]
    return tree


def test_nothing_changed_is_the_same_file() -> None:
    assert edited(FILE.encode(), {}) == FILE.encode()
    assert edited(b"\xef\xbb\xbf" + FILE.encode(), {}) == b"\xef\xbb\xbf" + FILE.encode()


@pytest.mark.parametrize(
    ("path", "value", "line"),
    [
        (("id",), "two", "id: two          # 编号"),
        (("list", 0, "text"), "丙", '  - {id: a, text: 丙, clause: "1.1"}   # 第一条'),
        (("list", 0, "text"), "a, b", '  - {id: a, text: "a, b", clause: "1.1"}   # 第一条'),
        (("list", 0, "clause"), "1.2", '  - {id: a, text: 甲, clause: "1.2"}   # 第一条'),
        (("list", 1, "text"), "it's", "    text: 'it''s'"),
        (("list", 1, "words"), ["z", "w: v"], '    words: [z, "w: v"]'),
        (("list", 1, "deep", "minutes"), 30, "    deep: {minutes: 30, of: received}"),
        (("list", 1, "lines"), ["一"], "      - 一"),
        (("list", 1, "name"), "新", "    name: 新"),
        (("list", 1, "deep", "days"), 3, "    deep: {minutes: 60, of: received, days: 3}"),
        (("list", 0, "flag"), True, '  - {id: a, text: 甲, clause: "1.1", flag: true}   # 第一条'),
        (("alone",), ["x", "y"], "alone: [x, y]"),
    ],
)
def test_only_the_line_of_the_value_changes(path: Any, value: Any, line: str) -> None:
    assert [new for _, new in after(path, value)] == [line]


@pytest.mark.parametrize(
    "words",
    ["1.10", "08:00", "yes: no", "# x", "- x", "{x}", "null", "true", "'", '"', "a #b", "= 1"],
)
def test_words_that_yaml_would_read_otherwise_are_quoted(words: str) -> None:
    new = edited(FILE.encode(), {("alone",): words})
    assert parse(new, "new")["alone"] == words


def test_several_changes_do_not_move_each_other() -> None:
    values = {("list", 1, "text"): "很长的一段文字", ("id",): "longer", ("alone",): "y"}
    tree = parse(edited(FILE.encode(), values), "new")
    assert (tree["id"], tree["list"][1]["text"], tree["alone"]) == ("longer", "很长的一段文字", "y")


def test_a_place_that_is_not_there_is_a_defect() -> None:
    with pytest.raises(CannotEdit):
        edited(FILE.encode(), {("list", 9, "text"): "x"})
