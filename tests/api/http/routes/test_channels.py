"""Channels over HTTP: who sees them, who tests them, and what is never told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.calling.channels.listener import Listener, listening
from tests.api.town import ADMIN, Town, eventually, found_town, refused

TOKEN = "t0ken-of-the-robot"


@dataclass(frozen=True)
class Office:
    town: Town
    platform: Listener

    def test(self, channel: str, body: Any, name: str = ADMIN, **headers: str) -> Any:
        return self.town.post(f"/api/channels/{channel}/test", body, name, **headers)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with listening() as platform:
        town = found_town(
            tmp_path_factory.mktemp("channels"),
            names=("duty", "viewer", "auditor", "commander"),
            env={
                "ZHIBAN_DINGTALK_URL": platform.url,
                "ZHIBAN_DINGTALK_TOKEN": TOKEN,
                "ZHIBAN_SMS_GATEWAY_URL": platform.url,
                "ZHIBAN_MAIL_HOST": "127.0.0.1",
            },
        )
        yield Office(town, platform)
        town.server.stop()


def listed(office: Office, name: str = "duty", **headers: str) -> dict[str, Any]:
    with office.town.client(name, **headers) as client:
        answer = client.get("/api/channels")
    assert answer.status_code == 200, answer.text
    return {one["name"]: one for one in answer.json()["channels"]}


def test_the_desk_sees_what_is_set_up_and_what_the_others_lack(office: Office) -> None:
    channels = listed(office)
    assert [name for name, one in channels.items() if one["set_up"]] == [
        "desk",
        "sink",
        "dingtalk",
        "sms_gateway",
    ]
    assert channels["mail"] == {
        "name": "mail",
        "title": "邮件",
        "set_up": False,
        "why": "缺少设置：ZHIBAN_MAIL_FROM",
        "address": "needed",
        "receipts": False,
        "last": None,
    }
    english = listed(office, **{"Accept-Language": "en"})
    assert english["voice"]["why"] == "not set up"
    assert channels["dingtalk"]["receipts"]
    assert (channels["dingtalk"]["address"], channels["desk"]["address"]) == ("possible", "none")
    assert listed(office, "auditor") == channels
    for name in ("viewer", "commander"):
        refused(office.town.get("/api/channels", name), 403, "general_role_required")


def test_an_administrator_tests_and_everybody_at_the_desk_sees_the_result(office: Office) -> None:
    office.platform.says({"errcode": 310000, "errmsg": f"keywords not in content {TOKEN}"})
    answer = office.test("dingtalk", {"address": "138 3570 0001"})
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["result"] == "refused"
    assert told["sentence"] == "被拒绝 — 对方拒收：310000 keywords not in content ***"
    assert office.platform.last.json["at"]["atMobiles"] == ["13835700001"]
    assert listed(office)["dingtalk"]["last"] == told
    office.platform.says({"errcode": 0, "errmsg": "ok"})
    assert office.test("dingtalk", {}).json()["result"] == "sent"
    assert listed(office)["dingtalk"]["last"]["result"] == "sent"
    assert office.test("sink", {}).json()["result"] == "sent"
    assert office.test("desk", {}).json()["result"] == "sent"
    refused(office.test("dingtalk", {}, "duty"), 403, "general_role_required")
    refused(office.test("dingtalk", {}, "auditor"), 403, "general_role_required")


def test_what_cannot_be_tested_is_refused(office: Office) -> None:
    office.platform.says({})
    unset = refused(office.test("wecom", {}), 409, "channel_not_set_up")
    assert "没有设置" in unset["detail"]
    refused(office.test("sms_gateway", {}), 422, "bad_value")
    refused(office.test("sms_gateway", {"address": "0357-2091110"}), 422, "bad_value")
    refused(office.test("desk", {"address": "13835700001"}), 422, "bad_value")
    unknown = office.test("pigeon", {})
    assert unknown.status_code == 422
    assert office.platform.got == []


def test_the_key_of_a_robot_stands_in_no_log_and_no_answer(office: Office) -> None:
    office.platform.says({"errcode": 0, "errmsg": "ok"})
    assert TOKEN not in office.test("dingtalk", {}).text
    assert TOKEN not in str(listed(office, ADMIN))

    def told() -> list[dict[str, Any]]:
        return office.town.server.events()

    # The log is written behind the answer.
    eventually(lambda: any(line["event"] == "channel_tested" for line in told()))
    assert TOKEN not in str(told())
