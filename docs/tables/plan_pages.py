"""One page for each shipped plan: its lifecycle, drawn and in words, and its coverage.

Whole files, made from the plans alone. They are in Chinese, because the plans are.
"""

from __future__ import annotations

from collections.abc import Iterator

from docs.tables.markdown import table
from docs.tables.plans import shipped
from engine.lifecycle.diagram import mermaid, rows, svg
from engine.plan.model import Plan
from engine.plan.places import place_name
from engine.plan_review.clause_coverage import Totals, markdown, totals

FOLDER = "reference/plans"

MADE = "<!-- 由 docs/generate.py 从预案文件生成，不要手改。 -->"


def files() -> Iterator[tuple[str, str]]:
    """Each file below `docs/` with its content."""
    for plan in shipped().values():
        yield f"{FOLDER}/{plan.id}.md", _page(plan)
        yield f"{FOLDER}/{plan.id}.svg", svg(plan)


def overview() -> str:
    """Every shipped plan with its totals and its page."""
    listed = [
        (
            f"[{plan.title}](plans/{plan.id}.md)",
            plan.version,
            "、".join(level.name for level in plan.levels),
            *(getattr(totals(plan), name) for name in Totals.__slots__),
        )
        for plan in shipped().values()
    ]
    sums = [sum(row[column] for row in listed) for column in range(3, 3 + len(Totals.__slots__))]
    head = ("预案", "版本", "级别", "末级条款", "已编码", "不编码", "遗漏", "引用条款的规则")
    return table(head, [*listed, ("合计", "", "", *sums)])


def _page(plan: Plan) -> str:
    document = plan.document
    steps = table(
        ("指令", "从", "到", "谁", "条款"),
        [
            (
                "、".join(row.commands),
                "、".join(place_name(plan, place) for place in row.sources),
                "、".join(place_name(plan, place) for place in row.targets),
                "；".join(row.authority),
                row.clause,
            )
            for row in rows(plan)
        ],
    )
    parts = [
        f"# {plan.title}：响应流程和条款覆盖",
        MADE,
        f"预案 `{plan.id}`，{plan.version} 版；{document.number}，{document.issued} 印发。"
        f"规则文件：[plans/{plan.id}/plan.yaml](../../../plans/{plan.id}/plan.yaml)。"
        "正式文字以印发的文件为准。",
        "## 响应流程",
        f"![{plan.title}的响应流程]({plan.id}.svg)",
        steps,
        "同一张表，画成 Mermaid 状态图：",
        f"```mermaid\n{mermaid(plan).rstrip()}\n```",
        "## 条款覆盖",
        "每一条末级条款，要么至少有一条规则引用它，要么写明为什么不编码；"
        "每一条规则至少引用一条条款。两边有一处空缺，`zhiban plan check` 和测试都不通过。"
        "“解读”是原文没有说清时的理解，见 "
        "[where plans are silent](../../explanation/where-plans-are-silent.md)。",
        "\n".join(markdown(plan)),
    ]
    return "\n\n".join(parts) + "\n"
