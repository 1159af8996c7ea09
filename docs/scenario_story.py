"""A drill planner writes a scenario, as a short story for the examples of the documentation."""

from __future__ import annotations

from typing import Any

from docs.recorder import PASSWORD, Recorder

SMALL: dict[str, Any] = {
    "format": "2",
    "id": "night_flood",
    "title": "夜间透水小演练",
    "start": "2026-12-17T00:20:00+08:00",
    "end_day": 1,
    "people": {
        "duty": {"roles": ["duty_officer"]},
        "commander": {"roles": ["coal_mine:commander"]},
    },
    "incidents": {
        "mine": {
            "plan": "coal_mine",
            "by": "duty",
            "title": "某煤矿透水",
            "division": "141029",
            "occurred_minutes_ago": 40,
            "received_minutes_ago": 5,
            "facts": {"trapped": 4},
        }
    },
    "injects": [
        {
            "id": "water_rises",
            "at": {"day": 1, "time": "01:10"},
            "from": "矿调度室",
            "to": "duty",
            "means": "phone",
            "text": "水位每小时升三十厘米。",
            "expected": {"action": "催调排水设备并记录", "by": "duty", "within_minutes": 15},
        }
    ],
    "simulated": {"reporters": {"punctuality": 85}},
}


def scenarios(told: Recorder) -> None:
    """Kept, refused to who comes second, checked with a slip in it, tried, removed."""
    name = "qin"
    account = {"name": name, "password": PASSWORD, "roles": ["controller"]}
    told.ask("POST /api/accounts", account, by="zhang", keep=False)
    signing = {"name": name, "password": PASSWORD}
    told.tokens[name] = told.ask("POST /api/session", signing, keep=False)["token"]
    note = {"place": ["injects", 0], "text": "矿上的人不知道这是演练"}
    body: dict[str, Any] = {"scenario": SMALL, "notes": [note]}
    wrong = {"scenario": SMALL | {"title": "", "end_day": 0}}
    told.ask("GET /api/scenarios", by="xiangning")
    told.ask("GET /api/scenarios/choices", by=name)
    told.ask("GET /api/scenarios/choices", by="wang")
    save, one = "PUT /api/scenarios/{scenario}", "night_flood"
    told.ask(save, body, by=name, scenario=one)
    told.ask(save, {}, by=name, scenario=one)
    told.ask(save, body, by="wang", scenario=one)
    told.ask(save, body, by=name, scenario="mine_flood_night")
    told.ask("GET /api/scenarios", by=name)
    told.ask("GET /api/scenarios/{scenario}", by=name, scenario=one)
    told.ask("GET /api/scenarios/{scenario}", by=name, scenario="nosuch")
    told.ask("POST /api/scenarios/check", body | wrong, by=name)
    told.ask("POST /api/scenarios/check", {"scenario": []}, by=name)
    cut = {"file": "dGl0bGU6IOWknOmXtA==", "kind": "yaml", "compare": "night_flood"}
    told.ask("POST /api/scenarios/read", cut, by=name)
    told.ask("POST /api/scenarios/read", {"file": "导调单.xlsx", "kind": "xlsx"}, by=name)
    told.ask("POST /api/scenarios/try", {"scenario": SMALL, "seed": 3}, by=name)
    told.ask("POST /api/scenarios/try", wrong, by=name)
    told.ask("GET /api/scenarios/try/progress", by=name)
    told.ask("GET /api/scenarios/try/progress", by="wang")
    told.ask("GET /api/scenarios/{scenario}/file.{form}", by=name, form="yaml", scenario="nosuch")
    for _ in range(2):
        told.ask("DELETE /api/scenarios/{scenario}", by=name, scenario=one)
