"""The columns of the sheet: what an office's own telephone list has, in its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from engine.contacts.contact import ChannelKind

Meaning = (
    Literal["unit", "division", "post", "person", "rank", "roles", "account", "note", "id"]
    | Literal["channel"]
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, other headings that mean the same, and what its cells hold."""

    heading: str
    meaning: Meaning
    channel: ChannelKind | None = None
    other: tuple[str, ...] = ()
    width: int = 14


COLUMNS = (
    Column("单位", "unit", other=("unit", "部门", "单位名称"), width=24),
    Column("地区", "division", other=("division", "县市区", "县区", "行政区划"), width=10),
    Column("岗位", "post", other=("post", "职务", "职务岗位"), width=16),
    Column("姓名", "person", other=("person", "name", "联系人"), width=10),
    Column("顺位", "rank", other=("rank", "顺序"), width=6),
    Column("手机", "channel", "mobile", ("mobile", "手机号", "手机号码", "移动电话"), 15),
    Column("值班电话", "channel", "landline", ("landline", "电话", "办公电话", "固定电话"), 18),
    Column("卫星电话", "channel", "satellite", ("satellite",)),
    Column("传真", "channel", "fax", ("fax",)),
    Column("邮箱", "channel", "mail", ("mail", "email", "e-mail", "电子邮箱"), 24),
    Column("钉钉", "channel", "dingtalk", ("dingtalk",)),
    Column("企业微信", "channel", "wecom", ("wecom",)),
    Column("飞书", "channel", "feishu", ("feishu",)),
    Column("预案岗位", "roles", other=("roles",), width=30),
    Column("账号", "account", other=("account",)),
    Column("备注", "note", other=("note", "说明"), width=24),
    Column("编号", "id", other=("id",), width=14),
)
"""In the order in which they are written. `编号` is how a sheet that comes back is known."""

REQUIRED = ("单位", "岗位")

BY_HEADING: Mapping[str, Column] = {
    name.casefold(): column for column in COLUMNS for name in (column.heading, *column.other)
}
