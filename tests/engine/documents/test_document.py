"""Documents as values: what a page can show, what is blank, what their hash covers."""

from __future__ import annotations

from dataclasses import replace

from engine.documents.document import (
    Document,
    Paragraph,
    Signature,
    Table,
    Value,
    blank,
    printable,
    value,
)

PAPER = Document(
    kind="briefing",
    name="情况简报",
    title=value("某煤矿冒顶", 1),
    number=value("CM-2026-0001", 1),
    exercise=False,
    recipients=(),
    parts=(
        Paragraph("伤亡", (value("死亡人数 3 人", 4), blank("missing", "失联人数")), "伤亡"),
        Paragraph("简要经过", (blank("简要经过"),), "简要经过"),
        Table("变化", ("项目",), ((value("5", 7),),)),
    ),
    office="市应急管理局",
    day=value("2026年11月3日", 7),
)


def test_a_page_shows_no_controls_no_halves_and_no_word_marks() -> None:
    assert printable("冒\x07顶\x0c\x00\x1b[31m\r\n停\u2028电\u202e\ud800\ufffe") == "冒顶[31m\n停电"
    assert printable("<w:br/> {{ office }} {%p if x %}") == "<w:br/> {{ office }} {%p if x %}"
    assert len(printable("名" * 300)) == 300


def test_what_nobody_knows_is_counted_and_is_no_zero() -> None:
    assert PAPER.blanks == ("missing", "简要经过")
    assert PAPER.blank_words == ("失联人数", "简要经过")
    assert PAPER.report_content == {
        "伤亡": "死亡人数 3 人失联人数【待填】",
        "简要经过": "【待填】",
    }
    figures = {one.name: one.figure for one in PAPER.fields}
    assert figures == {"missing": True, "伤亡": False, "简要经过": False}


def test_a_document_names_the_entries_that_it_rests_on() -> None:
    assert PAPER.seqs == (1, 4, 7)


def test_the_hash_changes_with_any_word_and_any_entry() -> None:
    other = replace(PAPER, parts=(Paragraph("伤亡", (value("死亡人数 3 人", 5),)),))
    signed = replace(PAPER, signature=Signature(value("王某", 9), value("今日", 9), 9))
    digests = {
        PAPER.digest,
        replace(PAPER, title=value("另一事件", 1)).digest,
        replace(PAPER, exercise=True).digest,
        other.digest,
        signed.digest,
    }
    assert len(digests) == 5
    assert replace(PAPER).digest == PAPER.digest


def test_a_value_names_each_entry_once() -> None:
    assert value("x", 3, 3, 1) == Value("x", (3, 1))
