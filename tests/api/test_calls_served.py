"""A server calls: rules, address book and channels put together, and a listener that hears it."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.settings import SHIPPED_PLANS
from tests.api.calling.channels.listener import Listener, listening
from tests.api.town import Town, eventually, found_town
from tests.support import cli

RULES = """
format: "1"
assumptions: [{id: Y1, text: 带班领导一分钟内应答}]
rules:
  - id: leader
    name: 接报后叫应带班领导
    on: opened
    assumption: Y1
    answer_within_s: 60
    give_up_after_s: 86400
    steps:
      - {who: {on_duty: leader}, channels: [webhook, sms_gateway, desk]}
"""
LEADER = {
    "unit": "市政府",
    "post": "带班领导",
    "person": "赵红",
    "channels": [{"kind": "mobile", "address": "13835700009"}],
}
PUBLIC = "https://duty.example/zhiban"


@dataclass
class Office:
    """A town that calls, and what its listener hears."""

    town: Town
    listener: Listener
    folder: Path

    def told(self, number: str) -> dict[str, Any]:
        """What the webhook was told of an incident."""

        def look() -> Any:
            events = [one.json["data"] for one in self.listener.got if one.path == "/hook"]
            return [one for one in events if number in one["text"]]

        found: dict[str, Any] = eventually(look)[0]
        return found

    def calls(self, incident: dict[str, Any]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.town.get(
            "/api/calls", params={"incident": incident["id"]}
        ).json()["calls"]
        return found

    def page(self, told: dict[str, Any], method: str = "GET", **headers: str) -> httpx.Response:
        """The page behind a message's link, as a telephone gets it."""
        with self.town.client() as client:
            path = told["link"].removeprefix(PUBLIC)
            return client.request(method, path, headers=headers)


def settings_of(folder: Path, listener: Listener) -> dict[str, str]:
    """Settings of a server with rules of its own and channels that lead to the listener."""
    plans = folder / "plans"
    shutil.copytree(SHIPPED_PLANS, plans, ignore=shutil.ignore_patterns("__pycache__"))
    (plans / "calling.yaml").write_text(RULES, encoding="utf-8")
    return {
        "ZHIBAN_PLANS_DIR": str(plans),
        "ZHIBAN_CALL_RULES": "true",
        "ZHIBAN_PUBLIC_URL": PUBLIC,
        "ZHIBAN_CALL_GAP_S": "0",
        "ZHIBAN_WEBHOOK_URL": f"{listener.url}/hook",
        "ZHIBAN_WEBHOOK_SECRET": "whsec_" + base64.b64encode(bytes(32)).decode(),
        "ZHIBAN_SMS_GATEWAY_URL": f"{listener.url}/sms",
    }


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("calls-served")
    with listening() as listener:
        town = found_town(folder, env=settings_of(folder, listener), names=("duty",))
        with town.client("duty") as client:
            assert client.put("/api/contacts/zhao", json=LEADER).status_code == 200
        yield Office(town, listener, folder)
        town.server.stop()


def test_a_message_goes_out_and_its_link_answers_once(office: Office) -> None:
    incident = office.town.open(title="透水<b>&")
    told = office.told(incident["number"])
    assert told["link"].startswith(f"{PUBLIC}/answer/") and told["person"] == "赵红"
    for _ in range(2):
        shown = office.page(told)
        assert shown.status_code == 200 and '<form method="post">' in shown.text
        assert "透水&lt;b&gt;&amp;" in shown.text, "words are no markup"
    (call,) = office.calls(incident)
    assert call["state"] in ("queued", "calling"), "opening the page is no answer"
    pressed = office.page(told, "POST")
    assert pressed.status_code == 200 and "已应答，谢谢" in pressed.text
    (call,) = office.calls(incident)
    assert (call["state"], call["means"], call["answered_by"]) == ("answered", "link", "赵红")
    again = office.page(told, "POST")
    assert again.status_code == 409 and "已经结束" in again.text and "<form" not in again.text
    assert "answered at" in office.page(told, **{"Accept-Language": "en"}).text
    assert [one["type"] for one in office.town.journal(incident)].count("call_answered") == 1
    secret = told["link"].rpartition("/")[2]
    assert secret not in office.town.server.log.read_text(), "the secret stands in no log"


def test_a_link_after_the_end_says_why_there_is_nothing_to_answer(office: Office) -> None:
    incident = office.town.open()
    told = office.told(incident["number"])
    done = office.town.command(incident, "void_incident", reason="误报")
    assert done.status_code == 200, done.text
    page = office.page(told, "POST")
    assert page.status_code == 409 and "事件已作废" in page.text
    over = eventually(
        lambda: [
            one.json["data"]
            for one in office.listener.got
            if one.path == "/hook" and "原因已解除" in one.json["data"]["text"]
        ]
    )
    assert over[0]["link"] is None and incident["number"] in over[0]["text"]


def test_the_figures_for_machines_say_how_calls_stand(office: Office) -> None:
    office.told(office.town.open()["number"])

    def figures() -> Any:
        with office.town.client() as client:
            page = client.get("/metrics").text
        lines = dict(line.rsplit(" ", 1) for line in page.splitlines() if line[:1] != "#")
        sent = 'zhiban_call_attempts_total{channel="webhook",result="sent"}'
        good = float(lines["zhiban_calls_open"]) >= 1 and float(lines.get(sent, 0)) >= 1
        return good and lines

    lines = eventually(figures)
    assert "zhiban_calls_exhausted" in lines and "zhiban_calls_oldest_due_seconds" in lines


def test_an_exercise_is_heard_by_nobody(office: Office) -> None:
    incident = office.town.open(exercise=True)

    def sunk() -> Any:
        (call,) = office.calls(incident)
        return [one["channel"] for one in call["tried"]]

    assert eventually(sunk) == ["sink"]
    assert not [one for one in office.listener.got if incident["number"].encode() in one.body]


def test_the_rules_of_a_call_are_kept_and_verify_finds_everything_whole(office: Office) -> None:
    incident = office.town.open()
    (call,) = office.calls(incident)
    assert call["rule"] == "leader"
    done = cli.zhiban(office.folder, "journal", "verify")
    assert done.returncode == 0, done.stdout + done.stderr
