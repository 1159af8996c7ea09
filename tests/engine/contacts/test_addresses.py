"""Numbers as people type them, in one form; and what of them a stranger sees."""

from __future__ import annotations

import pytest

from engine.contacts.addresses import masked, read_address, tel_uri
from engine.contacts.contact import Channel, ChannelKind


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("mobile", "13835700001", "13835700001"),
        ("mobile", "+86 138-3570-0001", "13835700001"),
        ("mobile", "１３８３５７００００１", "13835700001"),
        ("mobile", " 138 3570 0001 ", "13835700001"),
        ("mobile", "+852 5123 4567", "+85251234567"),
        ("mobile", "1383570000", None),
        ("mobile", "12835700001", None),
        ("mobile", "0357-2091110", None),
        ("landline", "0357-2091110", "0357-2091110"),
        ("landline", "（0357）2091110", "0357-2091110"),
        ("landline", "+86 357 2091110", "0357-2091110"),
        ("landline", "010 63400000", "010-63400000"),
        ("landline", "0357-2091110转123", "0357-2091110转123"),
        ("landline", "0357—2091110 ext 8", "0357-2091110转8"),
        ("landline", "2091110", "2091110"),
        ("landline", "12350", "12350"),
        ("landline", "119", "119"),
        ("landline", "0357", None),
        ("landline", "值班室", None),
        ("fax", "0357-2091111", "0357-2091111"),
        ("satellite", "+8816 0000 0000", "+881600000000"),
        ("satellite", "13490000000", "13490000000"),
        ("satellite", "0357-2091110", None),
        ("mail", "Duty@Example.cn", "Duty@Example.cn"),
        ("mail", "duty@example", None),
        ("mail", "duty example@example.cn", None),
        ("dingtalk", "manager4220", "manager4220"),
        ("wecom", "两个 词", None),
        ("feishu", "", None),
    ],
)
def test_one_form_for_each_number(kind: ChannelKind, typed: str, kept: str | None) -> None:
    assert read_address(kind, typed) == kept
    if kept is not None:
        assert read_address(kind, kept) == kept


@pytest.mark.parametrize(
    ("kind", "address", "dialled", "seen"),
    [
        ("mobile", "13835700001", "tel:13835700001", "138*****001"),
        ("landline", "0357-2091110转12", "tel:03572091110;ext=12", "0357-****110"),
        ("landline", "12350", "tel:12350", "***350"),
        ("satellite", "+881600000000", "tel:+881600000000", "+88*******000"),
        ("mail", "duty@example.cn", None, "d***@example.cn"),
        ("fax", "0357-2091111", None, "0357-****111"),
        ("wecom", "wang", None, "***ang"),
    ],
)
def test_what_is_dialled_and_what_a_stranger_sees(
    kind: ChannelKind, address: str, dialled: str | None, seen: str
) -> None:
    channel = Channel(kind, address)
    assert tel_uri(channel) == dialled
    assert masked(channel) == seen
    hidden = sum(one == "*" for one in seen)
    assert hidden >= 3
