"""Diagrams hold exactly the steps of the table, and nothing in them overlaps."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from playwright.async_api import Page

from engine.lifecycle.diagram import mermaid, rows, states, svg
from engine.lifecycle.svg_chart import Chart, Column, Line, draw, wrap
from engine.lifecycle.table import expand
from engine.plan.loader import load_plan
from engine.plan.model import Plan
from tests.support.plan_files import SHIPPED, small_plan

NS = {"svg": "http://www.w3.org/2000/svg"}


@pytest.fixture(params=SHIPPED, ids=lambda file: file.parent.name)
def plan(request: pytest.FixtureRequest) -> Plan:
    return load_plan(request.param)


def edges(words: str) -> list[tuple[str, str]]:
    return re.findall(r"^    s_(\S+) --> s_(\S+) : ", words, re.MULTILINE)


# ── Mermaid ─────────────────────────────────────────────────────────────────


def test_mermaid_has_one_edge_for_each_step_of_the_table(plan: Plan) -> None:
    expected = {
        (id(s.row), s.source.replace(".", "_"), s.target.replace(".", "_")) for s in expand(plan)
    }
    drawn = edges(mermaid(plan))
    assert len(drawn) == len(expected)
    assert set(drawn) == {(source, target) for _, source, target in expected}


def test_mermaid_names_states_authorities_and_clauses() -> None:
    words = mermaid(load_plan(SHIPPED[-1]))
    assert 'state "三级响应" as s_III' in words
    assert (
        "s_IV --> s_II : 启动响应/调整响应 · 建议：市指挥部指挥长 · "
        "批准：市应急救援总指挥部总指挥 · 决定：市指挥部指挥长 · 5.3.3、5.3.4"
    ) in words


def test_mermaid_has_no_character_that_it_would_read_as_its_own() -> None:
    words = mermaid(small_plan(("name: 总指挥", 'name: "总: 指;挥#\\"x\\""')))
    labels = [line.partition(" : ")[2] for line in words.splitlines() if " --> s_" in line]
    assert labels
    assert not [label for label in labels if re.search(r'[:;"#]', label)]


# ── SVG ─────────────────────────────────────────────────────────────────────


def test_svg_describes_every_row_for_those_who_do_not_see_it(plan: Plan) -> None:
    root = ElementTree.fromstring(svg(plan))  # noqa: S314 - our own output
    title, description = root.find("svg:title", NS), root.find("svg:desc", NS)
    assert title is not None and title.text == f"{plan.title} · 响应流程"
    assert description is not None and description.text is not None
    assert root.get("role") == "img"
    assert set((root.get("aria-labelledby") or "").split()) == {
        title.get("id"),
        description.get("id"),
    }
    lines = description.text.splitlines()
    assert len(lines) == len(plan.lifecycle)
    for line, row in zip(lines, plan.lifecycle, strict=True):
        assert row.citation in line
        assert all(plan.name_of(role) in line for role in (*row.by, *row.approved_by))


def test_svg_marks_the_sources_and_the_targets_of_each_row(plan: Plan) -> None:
    root = ElementTree.fromstring(svg(plan))  # noqa: S314 - our own output
    filled = [c for c in root.findall("svg:circle", NS) if c.get("stroke") is None]
    hollow = [c for c in root.findall("svg:circle", NS) if c.get("stroke") is not None]
    table = rows(plan)
    assert len(filled) == sum(len(row.targets) for row in table)
    assert len(hollow) == sum(len(row.sources) for row in table)
    assert len({c.get("cx") for c in (*filled, *hollow)}) == len(states(plan))
    assert len({c.get("cy") for c in hollow}) == len(table)


def test_svg_is_self_contained_and_always_the_same(plan: Plan) -> None:
    drawn = svg(plan)
    assert drawn == svg(plan)
    assert not re.search(r"href|url\(|<script|<style|<image|@import", drawn)


def test_names_are_escaped() -> None:
    drawn = svg(small_plan(("title: 小预案", 'title: "<b>&\\"预案"')))
    root = ElementTree.fromstring(drawn)  # noqa: S314 - our own output
    assert (root.findtext("svg:title", namespaces=NS) or "").startswith('<b>&"预案')


def test_a_row_that_leads_between_its_own_places_has_both_marks() -> None:
    line = Line(("调整",), ("决定：甲",), "1", ("a", "b"), ("a", "b"))
    chart = Chart(
        "c", "图", "版本 1", "", [Column("a", "甲", "red"), Column("b", "乙", "none")], [line]
    )
    assert draw(chart).count("<polygon") == 2
    assert draw(chart).count('r="7.5"') == 2


def test_english_names_are_used_where_the_plan_has_them() -> None:
    plan = load_plan(SHIPPED[-1])
    assert "Director of the Headquarters Office" in svg(plan, "en")
    assert "recommended by Commander" in mermaid(plan, "en")


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_nothing_overlaps_in_a_browser(plan: Plan, language: str, page: Page) -> None:
    await page.set_content(f"<body style='margin:0'>{svg(plan, language)}")
    boxes = await page.evaluate(
        """() => Array.from(document.querySelectorAll('svg text'), text => {
            const box = text.getBBox();
            return [text.textContent, box.x, box.y, box.x + box.width, box.y + box.height];
        })"""
    )
    width = await page.evaluate("() => document.querySelector('svg').viewBox.baseVal.width")
    lifelines = await page.evaluate(
        """() => Math.min(...Array.from(document.querySelectorAll('svg circle'),
            circle => circle.cx.baseVal.value))"""
    )
    assert len(boxes) > 20
    for index, (words, left, top, right, bottom) in enumerate(boxes):
        assert left >= 0 and right <= width, words
        for other, x1, y1, x2, y2 in boxes[index + 1 :]:
            apart = right <= x1 or x2 <= left or bottom <= y1 + 4 or y2 <= top + 4
            assert apart, (words, other)
    rows_text = [box for box in boxes if box[1] < 30 and box[2] > 120 and box[4] < boxes[-1][2]]
    assert all(right < lifelines - 8 for _, _, _, right, _ in rows_text)


@pytest.mark.parametrize(
    ("signatures", "words"),
    [("all", "共同签署：总指挥、副总指挥"), ("succession", "决定：总指挥、副总指挥（前者缺位")],
)
def test_joint_signatures_and_successions_are_told(signatures: str, words: str) -> None:
    deputy = (
        'name: 总指挥, clause: "1"}',
        'name: 总指挥, clause: "1"}, {id: vice, name: 副总指挥, clause: "1"}',
    )
    row = ("by: chief, clause", f"by: [chief, vice], signatures: {signatures}, clause")
    assert words in mermaid(small_plan(deputy, row))


# ── wrapping ────────────────────────────────────────────────────────────────


def test_lines_break_between_chinese_characters_and_between_words() -> None:
    assert wrap("一二三四五六", 45, 14) == ["一二三", "四五六"]
    assert wrap("level four and five", 70, 14) == ["level", "four", "and five"]
    assert wrap("", 50, 14) == [""]


def test_marks_stay_with_the_character_they_belong_to() -> None:
    assert wrap("一二三，四", 45, 14) == ["一二", "三，四"]
    assert wrap("一二（三）", 45, 14) == ["一二", "（三）"]
