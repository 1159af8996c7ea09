"""A server calls by its own modem and its own gateway, without any network: both are real here."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from api.settings import SHIPPED_PLANS
from tests.api.calling.channels.modem import Phone, phone_in, switched_on, with_the_daemon
from tests.api.calling.channels.telephone import Telephone, telephone
from tests.api.calling.channels.test_voice import with_telephones
from tests.api.town import Town, eventually, found_town

RULES = """
format: "1"
assumptions: [{id: Y1, text: 带班领导一分钟内应答}]
rules:
  - id: leader
    name: 接报后叫应带班领导
    on: opened
    assumption: Y1
    answer_within_s: 60
    steps:
      - {who: {on_duty: leader}, channels: [voice, sms]}
"""
NUMBER = "13835700009"
LEADER = {
    "unit": "市政府",
    "post": "带班领导",
    "person": "赵红",
    "channels": [{"kind": "mobile", "address": NUMBER}],
}


@dataclass(frozen=True)
class Office:
    town: Town
    phone: Phone
    telephone: Telephone

    def call_of(self, incident: dict[str, Any]) -> dict[str, Any]:
        asked = {"incident": incident["id"]}
        (call,) = self.town.get("/api/calls", params=asked).json()["calls"]
        found: dict[str, Any] = call
        return found

    def answered(self, incident: dict[str, Any]) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            call = self.call_of(incident)
            return call if call["state"] == "answered" else None

        found: dict[str, Any] = eventually(look)
        return found


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("by-telephone")
    plans = folder / "plans"
    shutil.copytree(SHIPPED_PLANS, plans, ignore=shutil.ignore_patterns("__pycache__"))
    (plans / "calling.yaml").write_text(RULES, encoding="utf-8")
    with (
        switched_on(phone_in(folder / "phone")) as phone,
        telephone(folder / "baresip", NUMBER, "auto") as found,
    ):
        env = {
            "ZHIBAN_PLANS_DIR": str(plans),
            "ZHIBAN_CALL_RULES": "true",
            "ZHIBAN_CALL_GAP_S": "0",
            "ZHIBAN_SMS_CONFIG": str(phone.config),
            "ZHIBAN_VOICE_HOST": found.host,
            "ZHIBAN_VOICE_USER": "zhiban",
            "ZHIBAN_VOICE_TALK_S": "20",
        }
        town = found_town(folder, env=env, names=("duty",))
        with town.client("duty") as client:
            assert client.put("/api/contacts/zhao", json=LEADER).status_code == 200
        yield Office(town, phone, found)
        town.server.stop()


def code_in(content: str) -> str:
    """The four digits of an SMS, from its field in UTF-16."""
    fields = re.findall(r"^Text\d\d = ([0-9A-F]+)$", content, re.MULTILINE)
    text = "".join(bytes.fromhex(field).decode("utf-16-be") for field in fields)
    # The daemon may have written the message more than once into its file.
    (code,) = set(re.findall(r"回([0-9]{4})", text))
    return code


@with_the_daemon
@with_telephones
def test_a_key_on_the_telephone_answers(office: Office) -> None:
    incident = office.town.open(title="火灾")
    assert office.telephone.hears() > 0
    office.telephone.does("sndcode", "1")
    call = office.answered(incident)
    assert call["answered_by"] == "赵红"
    assert "voice" in [one["channel"] for one in call["attempts"]]


@with_the_daemon
@with_telephones
def test_a_reply_by_sms_answers(office: Office) -> None:
    before = set(office.phone.names("sent"))
    incident = office.town.open(title="透水")
    (name,) = eventually(lambda: set(office.phone.names("sent")) - before)
    sent = office.phone.folder / "sent" / name
    code = code_in(sent.read_text(encoding="utf-8", errors="replace"))
    office.phone.receives("+86" + NUMBER, f"收到 {code}")
    call = office.answered(incident)
    assert (call["means"], call["answered_by"]) == ("sms", "赵红")
