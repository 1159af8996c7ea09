"""What people see of a live drill with several incidents: which one an inject is about, and since
when a call that waits to be opened has come."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.drill import DrillServer

TWO = """\
format: "2"
id: two_calls
title: 先后两起
start: "2026-11-03T08:00:00+08:00"
end_day: 1
people:
  duty: {roles: [duty_officer]}
  office: {roles: [duty_officer]}
incidents:
  later: {plan: coal_mine, by: duty, title: 冒顶, division: "141033", occurred_minutes_ago: 10,
          received_minutes_ago: 2, at: {day: 1, time: "08:20"}}
  sooner: {plan: grain, by: office, title: 抢购, division: "141081", occurred_minutes_ago: 25,
           received_minutes_ago: 6}
injects:
  - {id: first_one, at: {day: 1, time: "08:30"}, text: 井下又有响声}
"""


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrillServer]:
    """Somebody has the part of the duty officer; the program opens the other incident."""
    folder = tmp_path_factory.mktemp("two")
    file = Path(folder) / "two_calls.yaml"
    file.write_text(TWO, encoding="utf-8")
    served = DrillServer(folder, str(file), ("--simulate", "office")).start()
    assert served.control("start").status_code == 200
    assert served.control("pause").status_code == 200
    yield served
    served.stop()


def opening(drill: DrillServer) -> dict[str, Any]:
    (found,) = drill.view("duty")["openings"]
    told: dict[str, Any] = found
    return told


def test_a_call_that_waits_happened_when_it_happened_however_long_it_waits(
    drill: DrillServer,
) -> None:
    drill.control("jump", to="2026-11-03T00:20:00Z")
    assert opening(drill)["occurred_at"] == "2026-11-03T00:10:00Z"
    drill.control("step", minutes=45)
    assert opening(drill)["occurred_at"] == "2026-11-03T00:10:00Z"


def test_an_inject_is_about_the_incident_of_its_scenario_and_not_about_the_one_opened_first(
    drill: DrillServer,
) -> None:
    drill.control("jump", to="2026-11-03T01:30:00Z")
    seen = drill.view()
    (inject,) = seen["injects"]
    assert (inject["status"], inject["plan"], inject["incident"]) == ("given", "coal_mine", None)
    assert seen["openings"]
