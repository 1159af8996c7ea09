"""The columns of a roster's sheet: what an office's own table has, in its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.roster.shift import DutyPost

Meaning = Literal["day", "weekday", "name", "hours", "members", "note", "id"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, other headings that mean the same, and what its cells hold."""

    heading: str
    meaning: Meaning
    post: DutyPost | None = None
    other: tuple[str, ...] = ()
    width: int = 14


COLUMNS = (
    Column("日期", "day", other=("date", "值班日期"), width=12),
    Column("星期", "weekday", other=("weekday", "周"), width=16),
    Column("班次", "name", other=("shift", "班别"), width=8),
    Column("时间", "hours", other=("hours", "时段", "值班时间", "起止时间"), width=18),
    Column("带班领导", "members", "leader", ("leader", "带班", "值班领导", "带班负责人"), 16),
    Column("值班员", "members", "duty_officers", ("officers", "值班人员", "值班", "值班人"), 22),
    Column("备班", "members", "standby", ("standby", "备班人员", "备勤", "备勤人员"), 18),
    Column("备注", "note", other=("note", "说明"), width=20),
    Column("编号", "id", other=("id",), width=14),
)
"""In the order in which they are written. `编号` is how a shift that comes back is known."""


def heading_key(words: str) -> str:
    """A heading without spaces, marks and what stands in brackets."""
    plain = unicodedata.normalize("NFKC", words)
    return re.sub(r"[\s*:/、]|\(.*?\)", "", plain).casefold()


BY_HEADING: Mapping[str, Column] = {
    heading_key(words): column for column in COLUMNS for words in (column.heading, *column.other)
}
REQUIRED = ("日期", "值班员")
