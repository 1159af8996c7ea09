"""Small made-up plans, built through the loader, for the mechanics of the engine.

`plan_of(reports=…, lifecycle=…)` replaces whole sections of a small plan by YAML text.
The city `990000` of the zone Asia/Shanghai has three counties; an alarm rises from level
`low` to `high` and on to `top`.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

from engine.plan.loader import load_plan
from engine.plan.model import Plan

SECTIONS: dict[str, str] = {
    "identity": """
        format: "1"
        id: made_up
        version: "1"
        title: 试验预案
        number_prefix: TT
        zone: Asia/Shanghai
        document: {number: 试1号, issued: "2021-01-01", owner: 试验室}
    """,
    "jurisdiction": """
        jurisdiction:
          code: "990000"
          name: 某市
          divisions:
            - {code: "990001", name: 甲县}
            - {code: "990002", name: 乙县}
            - {code: "990003", name: 丙县}
    """,
    "clauses": """
        clauses:
          - {number: "1", heading: 全部}
    """,
    "coverage": """
        coverage: {special: false, clause: "1"}
    """,
    "roles": """
        roles:
          - {id: director, name: 主任, clause: "1"}
          - {id: commander, name: 指挥长, clause: "1"}
          - {id: county_post, name: 县指挥部, scope: division, clause: "1"}
    """,
    "units": """
        units:
          - {id: bureau, name: 某局, aliases: [某管理局], member: true}
          - {id: office, name: 办公室}
          - {id: town_hall, name: 市政府}
    """,
    "facts": """
        facts:
          - {id: dead, name: 死亡, kind: count, unit: 人, clause: "1"}
          - {id: hurt, name: 受伤, kind: count, unit: 人, clause: "1"}
          - {id: cost, name: 损失, kind: money, unit: 元, maximum: 1000, clause: "1"}
          - {id: swing, name: 波动, kind: number, minimum: -5, maximum: 5, clause: "1"}
          - {id: rise, name: 涨幅, kind: percent, clause: "1"}
          - {id: spills, name: 泄漏, kind: flag, clause: "1"}
          - {id: road, name: 道路交通, kind: flag, clause: "1"}
          - {id: sector, name: 行业, kind: text, clause: "1"}
          - {id: places, name: 涉及县, kind: divisions, clause: "1"}
          - id: signs
            name: 表现
            kind: choices
            choices: [{id: smoke, name: 烟}, {id: noise, name: 声}]
            clause: "1"
    """,
    "derived": """
        derived:
          - {id: people, name: 人数合计, unit: 人, sum_of: [dead, hurt], clause: "1"}
          - {id: counted, name: 计入县数, count_of: places, excluding: ["990003"], clause: "1"}
    """,
    "scales": """
        scales:
          - id: severity
            name: 等级
            clause: "1"
            classes:
              - {id: small, name: 小, when: {fact: dead, at_least: 1, below: 3}}
              - {id: large, name: 大, when: {fact: dead, at_least: 3}}
    """,
    "projections": "",
    "levels": """
        levels:
          - {id: low, name: 低级, colour: blue, clause: "1"}
          - id: high
            name: 高级
            clause: "1"
            sub_states: [{id: calm, name: 平缓}, {id: wild, name: 剧烈}]
          - {id: top, name: 最高级, clause: "1"}
    """,
    "lifecycle": """
        lifecycle:
          - {on: issue_warning, from: assessing, to: warning, by: director, desk: true, clause: "1"}
          - {on: lift_warning, from: warning, to: assessing, by: director, desk: true, clause: "1"}
          - on: activate_response
            from: [assessing, warning, ended, closed]
            to: [low, high, top]
            by: commander
            recommended_by: director
            clause: "1"
          - on: adjust_response
            from: [low, high, top]
            to: [low, high, top]
            by: commander
            recommended_by: director
            clause: "1"
          - {on: end_response, from: responding, to: ended, by: commander, clause: "1"}
          - {on: close_incident, from: [assessing, ended], to: closed, by: director, clause: "1"}
    """,
    "acts": """
        acts:
          - {on: [set_reporters, reanchor_cadence], by: director, desk: true, clause: "1"}
          - {on: [assume_command, hand_over_command, return_command], by: commander, clause: "1"}
          - {on: [form_group, change_group], by: commander, at: responding, clause: "1"}
          - {on: [complete_measure, waive_measure], by: director, desk: true, clause: "1"}
          - {on: confirm_end_condition, by: director, clause: "1"}
    """,
    "command": """
        command:
          initial: county
          holders:
            - {id: county, name: 县}
            - {id: city, name: 市}
            - {id: province, name: 省, superior: true}
            - {id: state, name: 国家, superior: true}
          blocked_while_superior_holds: [activate_response, adjust_response]
          clause: "1"
    """,
    "groups": """
        groups:
          - {id: rescue, name: 救援组, leader: 某局局长, members: [bureau, office], clause: "1"}
    """,
    "measures": """
        measures:
          - {id: call, text: 通知, unit: office, modality: required, at: low, clause: "1"}
          - {id: go, text: 赶赴, unit: bureau, modality: required, at: high, clause: "1"}
          - {id: all_in, text: 全力, unit: bureau, modality: required, at: top, clause: "1"}
    """,
    "inheritance": """
        inheritance:
          - {position: top, of: high, clause: "1"}
          - {position: high, of: low, clause: "1"}
    """,
    "reports": "",
    "reminders": """
        reminders: {due_soon_minutes: [30], overdue_again_minutes: [60], clause: "1"}
    """,
    "first_slot": """
        first_slot: {minimum_notice_minutes: 60, clause: "1"}
    """,
    "end_conditions": "",
    "casualty_watch": "",
}


def plan_of(**sections: str) -> Plan:
    """The made-up plan with these sections replaced (an unknown one is added)."""
    chosen = {**SECTIONS, **sections}
    words = "\n".join(dedent(section).strip("\n") for section in chosen.values())
    with TemporaryDirectory() as folder:
        file = Path(folder) / "plan.yaml"
        file.write_text(words, encoding="utf-8")
        return load_plan(file)
