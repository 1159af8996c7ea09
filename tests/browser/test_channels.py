"""The test button of every channel, and what the other side said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import BrowserContext, expect

from tests.api.calling.channels.listener import Listener, listening
from tests.api.town import ADMIN, PASSWORD, Town, found_town
from tests.browser.screen import Screen


@pytest.fixture(scope="module")
def platform() -> Iterator[Listener]:
    with listening() as platform:
        yield platform


@pytest.fixture(scope="module")
def town(platform: Listener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    env = {
        "ZHIBAN_DINGTALK_URL": platform.url,
        "ZHIBAN_DINGTALK_TOKEN": "t0ken",
        "ZHIBAN_SMS_GATEWAY_URL": platform.url,
        "ZHIBAN_MAIL_HOST": "127.0.0.1",
    }
    town = found_town(tmp_path_factory.mktemp("channels"), env=env, names=("duty", "auditor"))
    yield town
    town.server.stop()


async def signed_in(office: BrowserContext, town: Town, name: str) -> Screen:
    screen = await Screen.of(office, town.url, "/#/admin/channels")
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("channels")).to_contain_text("值班台人工呼叫")
    return screen


async def test_a_test_says_what_the_other_side_answered(
    office: BrowserContext, town: Town, platform: Listener
) -> None:
    screen = await signed_in(office, town, ADMIN)
    robot, gateway = screen("channel-dingtalk"), screen("channel-sms_gateway")
    await expect(screen("channel-mail")).to_contain_text("缺少设置：ZHIBAN_MAIL_FROM")
    await expect(screen("channel-mail").get_by_test_id("channel-test")).to_have_count(0)

    platform.says({"errcode": 310000, "errmsg": "sign not match"})
    await robot.get_by_test_id("channel-test").click()
    await robot.get_by_test_id("channel-send").click()
    await expect(robot.get_by_test_id("channel-last")).to_contain_text("310000 sign not match")
    platform.says({"errcode": 0, "errmsg": "ok"})
    await robot.get_by_test_id("channel-test").click()
    await robot.get_by_test_id("channel-send").click()
    await expect(robot.get_by_test_id("channel-last")).to_contain_text("已送出")
    assert platform.last.json["msgtype"]

    # A number that no gateway is asked about.
    platform.says({})
    await gateway.get_by_test_id("channel-test").click()
    await gateway.get_by_test_id("channel-address").fill("0357-2091110")
    await gateway.get_by_test_id("channel-send").click()
    await expect(gateway).to_contain_text("手机号")
    assert platform.got == []


async def test_an_auditor_sees_channels_and_tests_none(office: BrowserContext, town: Town) -> None:
    screen = await signed_in(office, town, "auditor")
    await expect(screen("channel-desk")).to_contain_text("已设置")
    await expect(screen("channel-test")).to_have_count(0)
