"""What machines are told: figures at /metrics, and one line of JSON for each request."""

import re
from pathlib import Path
from typing import Any

from tests.api.town import Town, eventually, found_town, refused
from tests.support.server import start_zhiban

ORDER = {"on_behalf_of": "office_director", "by_means": "phone"}
START, LATER = "2021-07-19T08:00:00+08:00", "2021-07-21T08:00:00+08:00"


def figure(town: Town, name: str) -> float:
    """A figure by its name and labels, as the page has them."""
    page = town.get("/metrics", None).text
    found = re.search(rf"^{re.escape(name)} (\S+)$", page, re.MULTILINE)
    assert found, f"{name} is not among\n{page}"
    return float(found[1])


def test_the_writers_work_is_counted(town: Town) -> None:
    jobs = figure(town, "zhiban_writer_batch_jobs_sum")
    incident = town.open()
    assert town.command(incident, "add_log_entry", text="已核实").is_success
    assert figure(town, "zhiban_writer_batch_jobs_sum") >= jobs + 2
    assert figure(town, "zhiban_writer_batch_seconds_sum") > 0
    assert figure(town, "zhiban_writer_waiting") == 0
    assert figure(town, "zhiban_due_lag_seconds") < 60
    head = town.get("/api/health/ready", None).json()["cursor"]
    eventually(lambda: figure(town, "zhiban_journal_cursor") >= head)


def test_what_was_recorded_late_is_counted_by_how_late(tmp_path: Path) -> None:
    clock = ("--clock-speed", "0", "--clock-start")
    town = found_town(tmp_path, *clock, START)
    incident = town.open(exercise=True, facts={"deaths": 1}, occurred_at=START, received_at=START)
    assert town.command(incident, "activate_response", level="IV", **ORDER).is_success
    town.server.kill()
    town.server = start_zhiban(tmp_path, *clock, LATER)
    try:
        late = [one for one in town.journal(incident) if one["role"] == "system"]
        assert figure(town, "zhiban_due_recorded_seconds_count") == len(late) > 0
        assert figure(town, 'zhiban_due_recorded_seconds_bucket{le="10.0"}') == 0
        assert figure(town, "zhiban_due_recorded_seconds_sum") > 3600
        assert figure(town, "zhiban_due_lag_seconds") == 0
    finally:
        assert town.server.stop() == 0


def test_each_request_is_one_line_with_its_id_and_its_incident(tmp_path: Path) -> None:
    town = found_town(tmp_path, env={"ZHIBAN_LOG_FORMAT": "json"})
    try:
        incident = town.open()
        path = f"/api/incidents/{incident['id']}/commands"
        body = {"command": "add_log_entry", "text": "已核实"}
        known = {"X-Request-Id": "call-2026-11-23"}
        assert town.post(path, body, **known).headers["x-request-id"] == "call-2026-11-23"
        refused(town.post("/api/incidents", {}), 422, "missing_field")
        opened, commanded, invalid = eventually(lambda: requests(town)[-3:])
        assert opened["incident"] == commanded["incident"] == incident["id"]
        assert commanded["request"] == "call-2026-11-23"
        assert len({line["request"] for line in (opened, commanded, invalid)}) == 3
        assert "incident" not in invalid
        assert (commanded["status"], invalid["status"]) == (200, 422)
    finally:
        assert town.server.stop() == 0


def requests(town: Town) -> list[dict[str, Any]]:
    """The lines about requests, once the last one is there."""
    found = [line for line in town.server.events() if line["event"] == "request"]
    return found if found and found[-1]["status"] == 422 else []
