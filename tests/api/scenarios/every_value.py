"""A scenario that holds a value of every kind that the file format allows, and passes the check.

It is there to be opened, changed at one place and kept; nobody plays it.
"""

from __future__ import annotations

from typing import Any

ONE = "2026-12-17T00:20:00+08:00"
LATER = "2026-12-17T12:00:00+08:00"

PEOPLE = {
    "duty": {"roles": ["duty_officer"]},
    "commander": {"roles": ["coal_mine:commander", "coal_mine:office_director"]},
    "county": {"roles": ["reporter"], "division": "141029"},
    "bureau": {"roles": ["reporter"], "unit": "city_emergency_bureau"},
}
CALL = {"by": "duty", "occurred_minutes_ago": 40, "received_minutes_ago": 5}
INCIDENTS = {
    "mine": {
        **CALL,
        "plan": "coal_mine",
        "title": "某煤矿透水",
        "division": "141029",
        "kind": "coal_mine",
        "place": "二采区",
        "caller": {"name": "张某", "post": "矿调度员", "phone": "0357-0000000"},
        "facts": {"trapped": 4, "direct_loss_yuan": 1200000, "beyond_city_capacity": False},
    },
    "run": {
        **CALL,
        "plan": "grain",
        "title": "抢购粮食",
        "division": "141081",
        "at": {"day": 1, "time": "06:00"},
        "facts": {
            "counties_in_emergency": ["141081", "141082"],
            "symptoms": ["sales_up"],
            "price_rise_percent": 12.5,
        },
    },
    "late": {
        **CALL,
        "plan": "grain",
        "title": "又一处抢购",
        "division": "141082",
        "after": {"inject": "water", "minutes": 60},
    },
}
BRANCHES = {
    "worse": {"title": "恶化", "title_en": "Worse", "chance": 40, "fork": "way"},
    "better": {
        "title": "好转",
        "fork": "way",
        "when": {"missing": "facts_recorded", "minutes": 90},
    },
    "by_hand": {"title": "由导调员定"},
}
INJECTS: list[dict[str, Any]] = [
    {
        "id": "water",
        "incident": "mine",
        "at": {"day": 1, "time": "01:10"},
        "from": "矿调度室",
        "to": "duty",
        "means": "phone",
        "text": "水位上升。",
        "text_en": "The water rises.",
        "facts": {"trapped": 5, "missing": None},
        "source": "矿调度室",
        "hidden": True,
        "expected": [
            {
                "action": "记录并催调排水设备",
                "action_en": "Record it and ask for pumps",
                "by": "duty",
                "within_minutes": 15,
                "clause": "5.3.2",
                "do": {"command": "record_facts", "facts": {"trapped": 5}, "correction": False},
            },
            {"action": "报告指挥长"},
        ],
    },
    {"id": "kept", "pool": True, "text": "家属到矿上。", "branch": "by_hand"},
    {"id": "state", "on_state": {"place": "III", "minutes": 10}, "text": "省里来电。"},
    {
        "id": "after",
        "after": {"start": True, "minutes": 30},
        "text": "记者到场。",
        "branch": "worse",
    },
    {
        "id": "then",
        "after": {"incident": "run", "minutes": 5},
        "text": "涨价。",
        "branch": "better",
    },
    {
        "id": "asked",
        "text": "为什么没有报？",
        "when": {
            "any": [
                {
                    "event": "report_overdue",
                    "with": {"reporter": "141029", "immediately": False},
                    "times": 2,
                    "incident": "run",
                },
                {
                    "all": [
                        {"event": "facts_recorded", "with": {"facts": {"deaths": 1}}},
                        {
                            "event": "group_formed",
                            "role": "commander",
                            "with": {"members": ["市应急局", "消防救援支队"]},
                            "minutes": 5,
                        },
                        {"missing": "response_activated", "since": "water", "minutes": 45},
                    ]
                },
            ]
        },
    },
]
SIMULATED: dict[str, Any] = {
    "reporters": {
        "punctuality": 82,
        "absent": 4,
        "wrong_figures": 5,
        "lead_minutes": [10, 50],
        "late_minutes": [2, 180],
        "corrected_after_minutes": [30, 60],
    },
    "duty": {"does": ["injects", "measures"], "answer_minutes": [3, 30]},
    "commander": {"does": ["decisions", "groups"], "refuses": 15, "absent": 5},
}
COMMANDS: list[dict[str, Any]] = [
    {
        "command": "record_facts",
        "facts": {"deaths": 1, "missing": None},
        "source": "现场",
        "as_of": ONE,
        "received_at": ONE,
        "correction": True,
        "note": "核实",
        "on_behalf_of": "commander",
        "by_means": "phone",
        "ordered_at": ONE,
    },
    {"command": "activate_response", "level": "III", "reason": "四人被困"},
    {"command": "hand_over_command", "to": "province"},
    {
        "command": "change_group",
        "group": "rescue",
        "leader": "现场负责人",
        "members": ["city_emergency_bureau", "某煤矿救护队"],
    },
    {"command": "complete_measure", "measure": "iv_work_group", "note": "已派"},
    {
        "command": "submit_report",
        "kind": "correction",
        "corrects": 3,
        "content": {"简要经过": "透水"},
        "submitted_at": ONE,
        "told_by": {"name": "李某", "post": "值班长", "phone": "1"},
        "slot": "x",
    },
    {
        "command": "set_reporters",
        "reporters": ["city_emergency_bureau", "141029"],
        "obligation": "first_city_government",
        "reason": "只要这些",
    },
    {"command": "reanchor_cadence", "anchor": "2026-12-18", "reason": "改期"},
    {
        "command": "confirm_end_condition",
        "condition": "all_found",
        "stop_decision": {"document": "市政府纪要", "reason": "无法搜寻"},
    },
    {"command": "void_incident", "reason": "重复", "duplicate_of": "@run"},
    {"command": "strike_entry", "seq": 3, "reason": "记错"},
    {"command": "delegate_role", "role": "commander", "to": "county", "until": LATER},
    {"command": "link_incidents", "other": "@run"},
    {"command": "edit_document", "document": "briefing", "fields": {"标题": "简报"}},
    {"command": "destroy_attachment", "attachment": 4, "order_number": "令1", "reason": "误传"},
    {"command": "start_call", "on_duty": "leader", "reason": "叫人"},
    {"command": "answer_call", "call": "c", "means": "phone"},
]
STEPS: list[dict[str, Any]] = [
    *({"day": 1, "at": "02:00", "by": "duty", "do": one} for one in COMMANDS),
    {
        "day": 1,
        "at": "02:10",
        "by": "duty",
        "do": {"command": "issue_warning", "grade": "red"},
        "refused": "role_required",
    },
    {
        "day": 1,
        "at": "07:00",
        "incident": "run",
        "by": "duty",
        "do": {"command": "adjust_response", "level": "III", "sub_state": "tense"},
    },
    {
        "days": [1, 2],
        "at": "14:30",
        "incident": "run",
        "submit": {
            "obligation": "county_daily",
            "reporters": "all",
            "except": ["141030", "141032"],
            "spread_minutes": 20,
        },
    },
    {
        "day": 2,
        "at": "16:00",
        "incident": "run",
        "submit": {
            "obligation": "county_daily",
            "reporters": ["141081", "141082"],
            "due": "15:00",
            "due_day": 1,
            "kind": "nil",
            "content": {"库存": "充足"},
        },
    },
]
EVERY_VALUE: dict[str, Any] = {
    "format": "2",
    "id": "every_value",
    "title": "各种取值",
    "title_en": "Every kind of value",
    "start": ONE,
    "end_day": 2,
    "seed": 7,
    "people": PEOPLE,
    "incidents": INCIDENTS,
    "branches": BRANCHES,
    "injects": INJECTS,
    "simulated": SIMULATED,
    "steps": STEPS,
}
