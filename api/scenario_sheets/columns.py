"""The sheets of a scenario and their columns: one row an entry, one column a key.

A key inside another is written with a dot (`at.day`). What has no column of its own kind is written
as YAML on one line, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Form = Literal["words", "whole", "yes", "list", "yaml", "expected", "means", "clock", "start"]
"""How a cell holds its value: words, a whole number, 是, words with 、 between them, YAML on one
line, what is expected as words or YAML, a means of `drill.means.*`, a clock time, or an instant."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the key that it holds, how, and how wide it is shown."""

    heading: str
    key: str
    form: Form = "words"
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title, the section of the scenario, and its columns."""

    title: str
    section: str
    columns: tuple[Column, ...]
    named: bool = False
    """True where the entries have names, which stand in the first column (`NAME`)."""


NAME = "*"
"""The key of the column that holds the name of an entry."""

NOTE = "#"
"""The key of the column that holds the comment above an entry."""

HEAD = "情景"
"""The sheet of what stands once in a scenario: key in the first column, value in the second."""

HEAD_KEYS: Mapping[str, tuple[str, Form]] = {
    "格式": ("format", "words"),
    "编号": ("id", "words"),
    "预案": ("plan", "words"),
    "名称": ("title", "words"),
    "名称（英文）": ("title_en", "words"),
    "开始时间": ("start", "start"),
    "共几天": ("end_day", "whole"),
    "随机种子": ("seed", "whole"),
    "接报": ("open", "yaml"),
    "说明": (NOTE, "words"),
}

_OPENING = (
    Column("预案", "plan"),
    Column("名称", "title", width=28),
    Column("类型", "kind"),
    Column("行政区划", "division"),
    Column("地点", "place", width=24),
    Column("接报人", "by"),
    Column("发生于几分钟前", "occurred_minutes_ago", "whole"),
    Column("接报于几分钟前", "received_minutes_ago", "whole"),
    Column("情况", "facts", "yaml", 28),
    Column("报告人", "caller", "yaml", 24),
    Column("第几天", "at.day", "whole", 8),
    Column("时刻", "at.time", "clock", 8),
    Column("之后", "after", "yaml", 24),
)

_INJECT = (
    Column("编号", "id"),
    Column("事件", "incident", width=10),
    Column("第几天", "at.day", "whole", 8),
    Column("时刻", "at.time", "clock", 8),
    Column("之后", "after", "yaml", 24),
    Column("到达状态", "on_state", "yaml", 20),
    Column("条件", "when", "yaml", 30),
    Column("备用", "pool", "yes", 6),
    Column("分支", "branch", width=10),
    Column("来自", "from"),
    Column("发给", "to"),
    Column("方式", "means", "means", 8),
    Column("内容", "text", width=44),
    Column("内容（英文）", "text_en", width=44),
    Column("情况", "facts", "yaml", 22),
    Column("来源", "source"),
    Column("应有的反应", "expected", "expected", 44),
    Column("不公开", "hidden", "yes", 8),
)

_STEP = (
    Column("第几天", "day", "whole", 8),
    Column("从第几天到第几天", "days", "yaml", 10),
    Column("时刻", "at", "clock", 8),
    Column("事件", "incident", width=10),
    Column("由谁", "by"),
    Column("动作", "do", "yaml", 60),
    Column("报送", "submit", "yaml", 44),
    Column("应当拒绝", "refused", width=18),
)

_SIMULATED = (
    Column("按时（%）", "punctuality", "whole", 10),
    Column("提前几分钟", "lead_minutes", "yaml", 12),
    Column("迟多少分钟", "late_minutes", "yaml", 12),
    Column("不报或不到（%）", "absent", "whole", 14),
    Column("报错数字（%）", "wrong_figures", "whole", 14),
    Column("多久后更正", "corrected_after_minutes", "yaml", 12),
    Column("会做什么", "does", "yaml", 24),
    Column("几分钟内做", "answer_minutes", "yaml", 12),
    Column("不同意（%）", "refuses", "whole", 10),
)

_BRANCH = (
    Column("名称", "title", width=20),
    Column("名称（英文）", "title_en", width=20),
    Column("条件", "when", "yaml", 34),
    Column("机会（%）", "chance", "whole", 10),
    Column("岔口", "fork"),
)

_PERSON = (
    Column("岗位", "roles", "list", 40),
    Column("行政区划", "division"),
    Column("单位", "unit"),
)

_REMARK = Column("说明", NOTE, width=30)


def _named(title: str, section: str, columns: tuple[Column, ...]) -> Sheet:
    return Sheet(title, section, (Column("编号", NAME), *columns, _REMARK), named=True)


SHEETS = (
    Sheet("导调单", "injects", (*_INJECT, _REMARK)),
    _named("事件", "incidents", _OPENING),
    _named("人员", "people", _PERSON),
    _named("分支", "branches", _BRANCH),
    _named("模拟", "simulated", _SIMULATED),
    Sheet("步骤", "steps", (*_STEP, _REMARK)),
)
"""The sheets after the head, the list of injects first: it is what people open the file for."""

ORDER = ("format", "id", "plan", "title", "title_en", "start", "end_day", "seed", "people", "open")
"""The keys of a scenario file in the order in which they are written; the others follow."""
