"""A measure's time limit on a real server, over a power cut at the end of a month."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.api.town import Town, found_town, refused
from tests.support.plan_files import PLANS
from tests.support.server import start_zhiban

ORDER = {"on_behalf_of": "office_director", "by_means": "phone"}
LIMITS = {
    "iv_work_group": "within: {minutes: 60}",
    "notify_authorities": "within: {minutes: 90, of: received}",
    "iv_reinforce": "when: {fact: trapped, at_least: 1}",
}


def limited_plans(folder: Path) -> Path:
    """The shipped plans, with limits on some measures of the plan for accidents."""
    plans = folder / "plans"
    shutil.copytree(PLANS, plans)
    file = plans / "production_safety" / "plan.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    for measure, limit in LIMITS.items():
        (at,) = [i for i, line in enumerate(lines) if f"{{id: {measure}," in line]
        lines[at] = lines[at].replace(", clause:", f", {limit}, clause:", 1)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return plans


def measure(town: Town, incident: dict[str, Any], id_: str) -> dict[str, Any]:
    found = [one for one in town.view(incident)["measures"] if one["id"] == id_]
    return found[0] if found else {}


def marks(town: Town, incident: dict[str, Any]) -> list[tuple[str, str]]:
    kinds = ("measure_due_soon", "measure_overdue")
    told = [e for e in town.journal(incident) if e["type"] in kinds]
    return [(e["data"]["measure"], e["occurred_at"]) for e in told]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_limit_runs_out_while_the_server_is_down(
    tmp_path: Path, database: str, request: pytest.FixtureRequest
) -> None:
    env = {"ZHIBAN_PLANS_DIR": str(limited_plans(tmp_path))}
    url = f"sqlite:///{tmp_path / 'zhiban.db'}"
    if database == "postgresql":
        url = request.getfixturevalue("postgres_url")
    start, later = "2021-08-31T23:20:00+08:00", "2021-09-01T01:00:00+08:00"
    clock = ("--database-url", url, "--clock-speed", "0", "--clock-start")
    town = found_town(tmp_path, *clock, start, env=env)
    incident = town.open(exercise=True, facts={"deaths": 1}, occurred_at=start, received_at=start)
    assert town.command(incident, "activate_response", level="IV", **ORDER).is_success
    assert measure(town, incident, "iv_work_group")["due_at"] == "2021-08-31T16:20:00Z"
    assert measure(town, incident, "iv_reinforce")["condition_met"] is None
    assert town.command(incident, "record_facts", facts={"trapped": 0}).is_success
    assert measure(town, incident, "iv_reinforce") == {}
    done = town.command(incident, "complete_measure", measure="iv_reinforce", note="已办")
    assert "被困" in refused(done, 409, "measure_not_asked")["detail"]
    town.server.kill()
    town.server = start_zhiban(tmp_path, *clock, later, env=env)
    try:
        assert marks(town, incident) == [
            ("iv_work_group", "2021-08-31T15:50:00Z"),
            ("notify_authorities", "2021-08-31T16:20:00Z"),
            ("iv_work_group", "2021-08-31T16:20:00Z"),
            ("notify_authorities", "2021-08-31T16:50:00Z"),
        ]
        assert measure(town, incident, "iv_work_group")["state"] == "overdue"
        done = town.command(incident, "complete_measure", measure="iv_work_group", note="已到")
        assert done.is_success, done.text
        assert measure(town, incident, "iv_work_group")["state"] == "done_late"
    finally:
        assert town.server.stop() == 0
