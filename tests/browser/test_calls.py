"""Calls on the page: whom to reach now, the one press, what is typed beside it, and the record."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Route, expect

from api.settings import SHIPPED_PLANS
from tests.api.calling.channels.listener import listening
from tests.api.town import ADMIN, PASSWORD, Town, eventually, found_town
from tests.browser.screen import Screen

RULES = """
format: "1"
assumptions: [{id: Y1, text: 接报后叫带班领导}]
rules:
  - id: leader
    name: 接报后叫应带班领导
    on: opened
    assumption: Y1
    answer_within_s: %(answer)d
    give_up_after_s: %(give_up)d
    steps:
      - {who: {on_duty: leader}, channels: [voice, desk]}
      - {who: {on_duty: standby}, channels: [desk], after_s: %(next)d}
"""
SLOW = {"answer": 1200, "give_up": 600, "next": 900}
"""Nothing but a press changes a call while it is looked at."""
FAST = {"answer": 30, "give_up": 30, "next": 10}
SPEED = 10
"""Exercises run so much faster: a call is given up after four seconds, and a report is owed only
minutes later, when the slowest page has been looked at."""

BOOK: dict[str, dict[str, Any]] = {
    "lead": {"unit": "市政府", "post": "带班领导", "person": "张建国"},
    "stand": {"unit": "市政府", "post": "备班人员", "person": "李卫东"},
}
NUMBER = "13835700001"


def settings_of(folder: Path, times: dict[str, int]) -> dict[str, str]:
    """A server with one rule, and the shipped plans."""
    plans = folder / "plans"
    shutil.copytree(SHIPPED_PLANS, plans, ignore=shutil.ignore_patterns("__pycache__"))
    (plans / "calling.yaml").write_text(RULES % times, encoding="utf-8")
    return {"ZHIBAN_PLANS_DIR": str(plans), "ZHIBAN_CALL_RULES": "true"}


def fill_book(town: Town) -> None:
    number = {"channels": [{"kind": "mobile", "address": NUMBER}]}
    with town.client(ADMIN) as client:
        for id_, contact in BOOK.items():
            answer = client.put(f"/api/contacts/{id_}", json=contact | number)
            assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("calls")
    with listening() as listener:
        hook = {
            "ZHIBAN_WEBHOOK_URL": f"{listener.url}/hook",
            "ZHIBAN_WEBHOOK_SECRET": "whsec_" + base64.b64encode(bytes(32)).decode(),
        }
        town = found_town(folder, env=settings_of(folder, SLOW) | hook, names=("duty",))
        fill_book(town)
        yield town
        town.server.stop()


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server for exercises whose clock runs fast."""
    folder = tmp_path_factory.mktemp("drill")
    clock = ("--clock-start", datetime.now(UTC).isoformat(), "--clock-speed", str(SPEED))
    town = found_town(folder, *clock, env=settings_of(folder, FAST), names=("duty",))
    fill_book(town)
    yield town
    town.server.stop()


async def at(office: BrowserContext, town: Town, path: str, name: str = "duty") -> Screen:
    screen = await Screen.of(office, town.url, path)
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    return screen


def record(town: Town, **wanted: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.get("/api/calls", params=wanted).json()["calls"]
    return found


async def test_one_press_answers_and_a_typed_note_survives_a_reload(
    office: BrowserContext, town: Town
) -> None:
    incident = town.open("coal_mine", facts={"trapped": 2}, title="煤矿透水")
    (call,) = record(town, incident=incident["id"])
    screen = await at(office, town, f"/#/incident/{incident['id']}")
    card = screen(f"call-{call['id']}")
    await expect(card.get_by_test_id("call-state")).to_have_attribute("data-state", "desk")
    await expect(card).to_contain_text("张建国")
    await expect(card.get_by_test_id("call-now")).to_contain_text("语音电话、值班台打电话，自 ")
    # The telephone is not set up: nobody has refused the call.
    await expect(card.locator(".call-failed")).to_have_text("没有配置语音电话")
    await expect(card.get_by_test_id("call-next")).to_contain_text("后叫 李卫东")
    await expect(card.get_by_role("timer")).to_contain_text(":")
    await expect(card.get_by_test_id("call-number").first).to_have_attribute(
        "href", f"tel:{NUMBER}"
    )
    await expect(screen("ends-calls")).to_have_attribute("data-desk", "1")
    await screen("call-note").fill("本人接听，十分钟后到")
    await screen.page.reload()
    await expect(screen("call-note")).to_have_value("本人接听，十分钟后到")
    await screen.press("call-reached")
    await expect(card).to_have_count(0)
    await expect(screen("ends-calls")).to_have_count(0)

    await screen("tab-calls").click()
    line = screen(f"record-{call['id']}")
    await expect(line).to_contain_text("电话应答 duty")
    await expect(line).to_contain_text("本人接听，十分钟后到")
    (answered,) = record(town, incident=incident["id"])
    assert (answered["state"], answered["means"]) == ("answered", "phone")
    assert answered["note"] == "本人接听，十分钟后到"
    await screen.page.goto(f"{town.url}/#/print/calls/{incident['id']}")
    await expect(screen("sheet")).to_contain_text("叫应记录")
    await expect(screen(f"record-{call['id']}")).to_contain_text("张建国")
    await expect(screen("print")).to_be_visible()


async def test_an_answer_that_the_page_sees_before_its_own_receipt_leaves_no_draft(
    office: BrowserContext, town: Town
) -> None:
    incident = town.open("coal_mine", facts={"trapped": 2}, title="煤矿起火")
    (call,) = record(town, incident=incident["id"])
    screen = await at(office, town, f"/#/incident/{incident['id']}")
    card = screen(f"call-{call['id']}")

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await expect(card).to_have_count(0)
        await route.fulfill(response=answer)

    await screen.page.route(f"**/api/calls/{call['id']}/answer", late)
    await screen("call-note").fill("知道了")
    await screen.press("call-reached")
    await expect(screen.page.get_by_text("已登记：张建国已应答")).to_be_visible()
    kept = "Object.keys(localStorage).filter(key => key.startsWith('zhiban.draft/'))"
    assert await screen.page.evaluate(kept) == []


async def test_a_note_is_kept_when_somebody_else_is_quicker(
    office: BrowserContext, town: Town
) -> None:
    incident = town.open("coal_mine", facts={"trapped": 2}, title="煤矿冒顶")
    (call,) = record(town, incident=incident["id"])
    screen = await at(office, town, "/#/calls")
    await screen(f"call-{call['id']}").get_by_test_id("call-note").fill("张说李在场")
    answer = town.post(f"/api/calls/{call['id']}/answer", {"means": "radio"}, ADMIN)
    assert answer.status_code == 200, answer.text
    card = screen(f"call-{call['id']}")
    await expect(card.get_by_test_id("call-settled")).to_contain_text(ADMIN)
    await screen.page.reload()
    await expect(card.get_by_test_id("call-note")).to_have_value("张说李在场")
    await card.get_by_test_id("call-note-keep").click()
    await expect(card).to_have_count(0)
    logged = [one for one in town.journal(incident) if one["type"] == "log_entry_added"]
    assert [one["data"]["text"] for one in logged] == ["叫应市政府 带班领导：张说李在场"]


async def test_somebody_is_called_by_hand_for_an_incident_and_for_none(
    office: BrowserContext, town: Town
) -> None:
    incident = town.open("coal_mine", facts={"trapped": 2}, title="煤矿火灾")
    screen = await at(office, town, f"/#/incident/{incident['id']}/calls")
    await screen("call-start").click()
    await screen("start-reason").fill("请到指挥部")
    await screen("start-submit").click()
    await expect(screen("start-call")).to_contain_text("请选择叫谁")
    await screen("start-find").fill("lwd")
    await screen("start-contact-stand").check()
    await screen("start-submit").click()
    await expect(screen("start-call")).to_have_count(0)
    (mine,) = [c for c in record(town, incident=incident["id"]) if c["trigger"] == "by_hand"]
    await screen.press(f"call-line-{mine['id']}")
    await expect(screen(f"call-{mine['id']}")).to_contain_text("请到指挥部")

    await screen("nav-calls").click()
    await screen("call-start").click()
    await screen("start-duty-leader").check()
    await screen("start-reason").fill("值班室停电")
    await screen("start-submit").click()
    (lamp,) = eventually(lambda: record(town, incident="none"))
    await screen.press(f"call-line-{lamp['id']}")
    await screen("call-means").select_option("in_person")
    await expect(screen("call-reached")).to_have_text("已当面联系到")
    await screen.press("call-reached")
    await expect(screen(f"call-{lamp['id']}")).to_have_count(0)
    assert [one["means"] for one in record(town, incident="none")] == ["in_person"]


async def test_an_exhausted_call_of_an_exercise_stays_until_it_is_answered_late(
    office: BrowserContext, drill: Town
) -> None:
    now = drill.get("/api/session").json()["server_time"]
    times = {"occurred_at": now, "received_at": now}
    facts = {"trapped": 2}
    incident = drill.open("coal_mine", exercise=True, title="煤矿演练", facts=facts, **times)
    eventually(lambda: record(drill, incident=incident["id"], state="exhausted"))
    (call,) = record(drill, incident=incident["id"])
    screen = await at(office, drill, f"/#/incident/{incident['id']}/calls")
    card = screen(f"call-{call['id']}")
    for _ in range(2):
        await expect(card.get_by_test_id("call-state")).to_have_attribute("data-state", "lost")
        await expect(card.get_by_test_id("call-over")).to_contain_text("没有再叫任何人")
        await expect(screen("ends-calls")).to_have_attribute("data-lost", "1")
        await screen.page.reload()
    # It says that it is none, and nobody dials a real number for it.
    await expect(card).to_contain_text("演练：没有向任何人发出")
    await expect(card.get_by_test_id("call-number")).to_have_count(0)
    await expect(screen(f"rail-{incident['number']}")).to_have_attribute("data-kind", "new")
    await screen("bell").click()
    await expect(screen("alarm-exhausted")).to_contain_text("【演练】叫应无人应答：张建国")
    await screen("bell-close").click()

    wall = await Screen.of(office, drill.url, "/#/wall")
    tile = wall(f"tile-{incident['number']}")
    await expect(tile.locator(".row-lost")).to_contain_text("叫应无人应答 1")
    await expect(tile.locator(".row-lost")).to_contain_text("带班领导")
    await expect(tile).not_to_contain_text("张建国")

    await screen.press("call-reached")
    await expect(screen("calls-none")).to_be_visible()
    await expect(screen(f"record-{call['id']}")).to_contain_text("超过时限")
    await expect(tile.locator(".row-lost")).to_have_count(0)


async def test_a_channel_is_tested_by_an_administrator(office: BrowserContext, town: Town) -> None:
    screen = await at(office, town, "/#/admin/channels", ADMIN)
    await expect(screen("channel-mail")).to_have_attribute("data-set-up", "false")
    await expect(screen("channel-desk").get_by_test_id("channel-test")).to_have_count(0)
    hook = screen("channel-webhook")
    await hook.get_by_test_id("channel-test").click()
    await hook.get_by_test_id("channel-send").click()
    await expect(hook.get_by_test_id("channel-last")).to_contain_text("已送出")
