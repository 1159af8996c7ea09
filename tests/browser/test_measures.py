"""Measures on the page: what is overdue, what has to be verified, and what was done late."""

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.api.test_measures_served import ORDER, limited_plans
from tests.api.town import PASSWORD, Town, ago, found_town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A server whose plan for accidents has time limits."""
    folder = tmp_path_factory.mktemp("limits")
    found = found_town(folder, env={"ZHIBAN_PLANS_DIR": str(limited_plans(folder))})
    yield found
    assert found.server.stop() == 0


async def signed_in(office: BrowserContext, town: Town, path: str) -> Page:
    page = await office.new_page()
    await page.goto(town.url + path)
    await page.get_by_test_id("signin-name").fill("duty")
    await page.get_by_test_id("signin-password").fill(PASSWORD)
    await page.get_by_test_id("signin-submit").click()
    return page


async def test_the_list_shows_limits_lateness_and_what_is_to_be_verified(
    office: BrowserContext, town: Town
) -> None:
    incident = town.open(title="某厂爆炸事故", facts={"deaths": 1})
    assert town.command(incident, "activate_response", level="IV", **ORDER).is_success
    page = await signed_in(office, town, f"/#/incident/{incident['id']}/measures")
    running = page.get_by_test_id("measure-iv_work_group")
    await expect(running.get_by_test_id("countdown")).to_contain_text(re.compile(r"剩 5\d:"))
    await expect(running).to_contain_text("60 分钟内")
    unsure = page.get_by_test_id("measure-iv_reinforce")
    await expect(unsure.get_by_test_id("measure-unsure")).to_contain_text("请核实：被困人数")

    assert town.command(incident, "record_facts", facts={"trapped": 2}).is_success
    await expect(unsure.get_by_test_id("measure-unsure")).to_be_hidden()
    await expect(unsure).to_contain_text("适用条件：被困人数 1 人以上")


async def test_an_overdue_measure_stands_first_and_is_done_late(
    office: BrowserContext, town: Town
) -> None:
    """Received two hours ago, and ninety minutes were given."""
    times = {"occurred_at": ago(hours=3), "received_at": ago(hours=2)}
    incident = town.open(title="某厂泄漏事故", facts={"deaths": 1}, **times)
    page = await signed_in(office, town, f"/#/incident/{incident['id']}/measures")
    first = page.get_by_test_id("measures").locator("li").first
    await expect(first).to_have_attribute("data-testid", "measure-notify_authorities")
    await expect(first).to_have_attribute("data-state", "overdue")
    await expect(first).to_contain_text("逾期未办")
    await expect(first).to_contain_text("接报后 90 分钟内")
    await expect(page.get_by_test_id("measures-overdue")).to_have_text("逾期 1")
    entry = page.get_by_test_id("journal").locator("[data-type=measure_overdue]")
    await expect(entry).to_contain_text("措施逾期未办：书面通知公安")
    await expect(entry).to_contain_text("前办结")
    await page.get_by_test_id("complete-notify_authorities").click()
    await page.get_by_test_id("dialog-submit").click()
    done = page.get_by_test_id("measure-notify_authorities")
    await expect(done).to_have_attribute("data-state", "done_late")
    await expect(done).to_contain_text("逾期完成")
    await expect(page.get_by_test_id("measures-overdue")).to_be_hidden()
