"""A live drill on a real server: one controller, a clock that survives a kill, the same journal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from engine.drill.runner import run
from engine.drill.scenario import load_scenario
from engine.instants import from_text, to_text
from engine.plan.loader import load_plans
from tests.api.town import Town, eventually, found_town
from tests.support.cli import zhiban
from tests.support.drill import WORD, DrillServer

SCENARIO = "coal_roof_fall"


def served(folder: Path, *options: str) -> DrillServer:
    return DrillServer(folder, SCENARIO, ("--simulate", "all", *options)).start()


def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def undisturbed() -> list[str]:
    plans = load_plans(Path("plans"))
    script = load_scenario(Path("plans/drills") / f"{SCENARIO}.yaml", plans)
    return [event.hash for event in run(script, plans).events]


def test_a_killed_drill_goes_on_to_the_second_and_keeps_the_journal_of_a_batch_run(
    tmp_path: Path,
) -> None:
    drill = served(tmp_path)
    drill.control("start")
    drill.control("step", minutes=90)
    drill.control("pause", reason="吃饭")
    stood = drill.view()
    drill.kill()
    drill.start()
    after = drill.view()
    for name in ("state", "clock", "controller", "speed", "note"):
        assert after[name] == stood[name], name
    assert [one["action"] for one in after["log"]] == ["take_over", "start", "step", "pause"]

    drill.control("resume")
    before = from_text(drill.view()["clock"])
    drill.kill()
    drill.start()
    gone_on = from_text(drill.view()["clock"])
    # The time of the outage is no drill time; at most the last second is played again.
    assert before - timedelta(seconds=2) <= gone_on
    assert drill.view()["state"] == "running"

    drill.control("jump", to=stood["ends"])
    eventually(lambda: drill.hashes() == undisturbed())
    verified = zhiban(drill.folder, "journal", "verify", ZHIBAN_DATABASE_URL=drill.database_url)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    _ended_by_the_command_line(drill)


OPENED = 4
"""The drill's version once it has begun and its incident is open."""


def test_one_controller_at_a_time_and_an_abort_word_that_ends_everything(tmp_path: Path) -> None:
    drill = served(tmp_path)
    _time_stands_before_the_start(drill)
    refused(drill.control("start", by="duty"), 403, "general_role_required")
    assert drill.control("start").json()["controller"] == "controller"
    # The incident is opened beside the answer to the start.
    eventually(lambda: drill.call("GET", "/api/incidents", "duty").json()["incidents"])
    eventually(lambda: drill.view()["version"] == OPENED)
    version = drill.view()["version"]

    refused(drill.control("pause", by="controller-2"), 409, "drill_has_controller")
    refused(drill.control("take_over", by="controller-2"), 409, "drill_controller_here")
    refused(drill.control("hand_over", account="duty"), 422, "drill_heir")
    refused(drill.control("start"), 409, "drill_not_now")
    refused(drill.control("step"), 422, "drill_minutes")
    refused(drill.control("jump"), 422, "drill_jump_where")
    refused(drill.control("jump", to="2020-01-01T00:00:00Z"), 422, "drill_jump_outside")
    refused(drill.control("jump", target="next_inject"), 409, "drill_nothing_ahead")
    refused(drill.control("inject", inject="none"), 404, "drill_inject_unknown")
    refused(drill.control("speed"), 422, "drill_speed")
    refused(drill.control("cast", part="nobody", holder="person"), 422, "drill_part")
    refused(drill.control("abort", word="停"), 422, "drill_wrong_word")
    assert drill.view()["version"] == version

    drill.control("hand_over", account="controller-2")
    refused(drill.control("pause"), 409, "drill_has_controller")
    assert drill.control("word", by="controller-2", word="收兵").json()["word"] == "收兵"
    assert drill.view("duty")["word"] is None
    assert drill.control("abort", by="evaluator", word="收兵").json()["state"] == "aborted"
    refused(drill.control("resume", by="controller-2"), 409, "drill_over")
    commands = f"/api/incidents/{_incident(drill)['id']}/commands"
    refused(
        drill.call("POST", commands, "duty", {"command": "add_log_entry", "text": "还在"}),
        409,
        "drill_over",
    )
    entered = drill.hashes()
    assert entered
    drill.stop()


def _incident(drill: DrillServer) -> dict[str, Any]:
    found: dict[str, Any] = drill.call("GET", "/api/incidents", "evaluator").json()["incidents"][0]
    return found


def _time_stands_before_the_start(drill: DrillServer) -> None:
    assert drill.view()["word"] == WORD
    seen = drill.view("duty")
    assert (seen["state"], seen["clock"]) == ("ready", seen["begins"])
    assert [(one["part"], one["holder"]) for one in seen["parts"]] == [("duty", "simulated")]
    assert (seen["log"], seen["word"], seen["may"]) == ([], None, [])
    assert drill.call("GET", "/api/incidents", "duty").json()["incidents"] == []
    opening: dict[str, Any] = {
        "plan": "coal_mine",
        "title": "试",
        "division": "141033",
        "exercise": True,
        "occurred_at": seen["clock"],
        "received_at": seen["clock"],
        "facts": {},
    }
    refused(drill.call("POST", "/api/incidents", "duty", opening), 409, "drill_stands")
    assert drill.hashes() == []


def _ended_by_the_command_line(drill: DrillServer) -> None:
    asked = {"ZHIBAN_URL": drill.url, "ZHIBAN_TOKEN": drill.token("controller")}
    wrong = zhiban(drill.folder, "drill", "end", "--abort", "不是", **asked)
    assert (wrong.returncode, "口令不对" in wrong.stderr) == (1, True)
    assert drill.view()["state"] == "running"
    done = zhiban(drill.folder, "drill", "end", "--reason", "到点", **asked)
    assert (done.returncode, done.stdout.strip()) == (0, "演练已结束。")
    assert (drill.view()["state"], drill.view()["note"]) == ("ended", "到点")
    drill.stop()
    again = zhiban(
        drill.folder,
        "drill",
        "serve",
        SCENARIO,
        "--database-url",
        drill.database_url,
        "--port",
        "0",
    )
    assert again.returncode == 1
    assert "已经结束" in again.stderr


def test_a_real_incident_pauses_the_drill_and_asks(tmp_path: Path) -> None:
    folder = tmp_path / "real"
    folder.mkdir()
    real = found_town(folder, names=("duty", "viewer"))
    options = ("--real", real.server.url, "--real-token", real.tokens["viewer"])
    drill = served(tmp_path, *options)
    real.open(exercise=True, title="别处的演练")
    drill.control("start")
    assert drill.view()["watches"] is True
    happened = real.open(title="真有煤矿透水")
    eventually(lambda: drill.view()["alarm"])
    seen = drill.view()
    assert (seen["state"], seen["alarm"]) == ("paused", f"{happened['number']} 真有煤矿透水")
    assert drill.view("duty")["alarm"] == seen["alarm"]
    assert drill.control("resume", reason="另有人处置").json()["alarm"] is None
    _opened_in_reality_while_the_drill_was_down(drill, real)
    real.server.stop()
    eventually(lambda: not drill.view()["reached"])
    assert drill.view()["state"] == "running"
    drill.stop()


ORDERED = {"on_behalf_of": "office_director", "by_means": "phone"}


def _opened_in_reality_while_the_drill_was_down(drill: DrillServer, real: Town) -> None:
    drill.kill()
    happened = real.open(title="演练服务器断电时发生")
    drill.start()
    eventually(lambda: drill.view()["alarm"])
    seen = drill.view()
    assert (seen["state"], seen["alarm"]) == (
        "paused",
        f"{happened['number']} 演练服务器断电时发生",
    )
    drill.control("resume")
    drill.kill()
    # Opened and closed again: it is in no list of what is open now.
    over = real.open(title="断电时已办结")
    closed = real.command(over, "close_incident", reason="误报", **ORDERED)
    assert closed.json()["incident"]["stage"] == "closed", closed.text
    drill.start()
    eventually(lambda: drill.view()["alarm"])
    assert drill.view()["alarm"] == f"{over['number']} 断电时已办结"
    drill.control("resume")
    drill.kill()
    drill.start()
    eventually(lambda: drill.view()["reached"])
    # What has been answered is not asked again.
    assert (drill.view()["alarm"], drill.view()["state"]) == (None, "running")


def test_corrections_that_the_simulated_had_planned_are_there_after_a_kill(tmp_path: Path) -> None:
    plans = load_plans(Path("plans"))
    script = load_scenario(Path("plans/drills/storm_two_incidents.yaml"), plans)
    batch = [event for one in run(script, plans).every for event in one.events]
    corrected = {
        (one.incident, one.data["corrects"])
        for one in batch
        if one.data.get("kind") == "correction"
    }
    wrong = [one.recorded_at for one in batch if (one.incident, one.seq) in corrected]
    assert wrong
    drill = DrillServer(tmp_path, "storm_two_incidents", ("--simulate", "all")).start()
    drill.control("start")
    drill.control("jump", to=to_text(min(wrong)))
    drill.control("pause")
    drill.kill()
    drill.start()
    drill.control("resume")
    drill.control("jump", to=drill.view()["ends"])
    whole = sorted(event.hash for event in batch)
    eventually(lambda: sorted(drill.hashes()) == whole)
    drill.stop()
