"""Roles and posts, and the states of a report slot."""

from __future__ import annotations

from typing import get_args

from docs.tables.markdown import code, codes, table
from docs.tables.plans import shipped
from engine.incident.actors import GENERAL_ROLES
from engine.presentation.slot_view import SlotState

GENERAL = {
    "duty_officer": (
        "值班员",
        "Opens incidents, records facts, log entries and reports, carries out rules marked "
        "`desk`, and records the orders of any post. Holds no post by this role.",
    ),
    "viewer": ("只读", "Reads everything, commands nothing. Wall screens."),
    "controller": (
        "导调员",
        "In exercises the powers of the duty officer; nothing on real incidents.",
    ),
    "admin": ("管理员", "Looks after accounts. No command on incidents by this role."),
    "evaluator": (
        "评估员",
        "Reads exercises, whole, and nothing else; writes their evaluation, commands nothing.",
    ),
    "auditor": (
        "审计员",
        "Reads everything and the server journal, writes nothing.",
    ),
    "reporter": (
        "报告员",
        "Submits reports for the account's own division or unit; no other command.",
    ),
}

SLOT_STATES = {
    "upcoming": ("未到期", "Owed later: its period has not begun. Read from `owed` by the clock."),
    "owed": ("待报", "Its period has begun and nothing has come in yet."),
    "submitted": ("已报", "Came in at or before the due instant."),
    "submitted_late": ("迟报", "Came in after the due instant."),
    "overdue": ("逾期", "The due instant has passed and nothing has come in. Still to be given."),
    "superseded": ("被取代", "Another cadence, or another anchor day, owes it now."),
    "not_owed": ("无须报", "Too near to the opening, or the reporter is exempt."),
    "ended": ("随响应结束", "The response ended before it was due."),
}

SLOT_REASONS = {
    "too_near": ("not_owed", "nearer to the opening than the plan's `first_slot` notice (A11)"),
    "exempted": ("not_owed", "`set_reporters` left the reporter out (A14)"),
    "cadence_changed": ("superseded", "the level changed and another cadence owes one (A13)"),
    "reanchored": ("superseded", "`reanchor_cadence` moved the days (A12)"),
    "condition_lapsed": ("superseded", "the obligation's own condition no longer holds"),
    "response_ended": ("ended", "the response ended or the incident was closed (A17)"),
    "voided": ("ended", "the incident was voided: opened by mistake or twice"),
    "corrected": ("superseded", "only a figure that was corrected asked for it (A27)"),
    "known_late": ("overdue", "it was past already when it was entered; kept when reported"),
}


def general_roles() -> str:
    """The roles that the program itself knows."""
    rows = [(code(role), *GENERAL[role]) for role in GENERAL_ROLES]
    return table(("role", "中文", "may"), rows)


def posts() -> str:
    """The posts of the shipped plans, as an account's role is written."""
    rows = [
        (
            code(f"{plan.id}:{role.id}"),
            role.name,
            "、".join(role.holders),
            "own division" if role.scope == "division" else "everywhere",
            "yes" if role.signs_in else "no, its declarations are recorded",
            role.citation,
        )
        for plan in shipped().values()
        for role in plan.roles
    ]
    return table(("role", "岗位", "held by", "acts", "signs in", "clause"), rows)


def slot_states() -> str:
    """The states of a report slot."""
    rows = [(code(state), *SLOT_STATES[state]) for state in get_args(SlotState)]
    return table(("state", "中文", "meaning"), rows)


def slot_reasons() -> str:
    """Why a slot was settled without a report."""
    rows = [(code(reason), codes([state]), why) for reason, (state, why) in SLOT_REASONS.items()]
    return table(("reason", "with state", "when"), rows)
