"""Hand-over and shift log on the page: notes that stay, one who gives, one who takes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.api.town import ADMIN, Town, eventually, found_town
from tests.browser.every_page import sign_in
from tests.browser.screen import Screen


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("handover"), names=("duty", "viewer"))
    yield town
    town.server.stop()


async def at(browser: Browser, town: Town, name: str, path: str) -> Screen:
    """A window of its own for an account, on a page."""
    screen = await sign_in(browser, town.url, name, "light")
    await screen.page.goto(f"{town.url}/#{path}")
    return screen


async def test_one_gives_over_another_takes_and_what_changed_stands_first(
    browser: Browser, town: Town
) -> None:
    incident = town.open(facts={"deaths": 3}, title="化工厂爆炸")
    gives = await at(browser, town, "duty", "/handover")
    row = f"handover-{incident['number']}"
    await expect(gives(row)).to_contain_text("化工厂爆炸")
    await gives("handover-notes").fill("三号井继续抽水，每小时报一次水位")

    # What was typed stays over other pages and a reload.
    await gives("nav-contacts").click()
    await expect(gives("contacts")).to_be_visible()
    await gives("nav-duty").click()
    await expect(gives("handover-notes")).to_have_value("三号井继续抽水，每小时报一次水位")
    await gives.page.reload()
    await expect(gives("handover-notes")).to_have_value("三号井继续抽水，每小时报一次水位")
    await gives("handover-give").click()
    await expect(gives("handover-waiting")).to_contain_text("您已交班")
    await expect(gives("handover-sign")).to_have_count(0)
    await expect(gives("handover-notes")).to_have_count(0)

    takes = await at(browser, town, ADMIN, "/handover")
    await expect(takes("handover-words")).to_have_text("三号井继续抽水，每小时报一次水位")
    done = town.command(incident, "add_log_entry", text="消防已到现场")
    assert done.status_code == 200, done.text
    await takes.page.reload()
    await expect(takes("handover-waiting")).to_contain_text("处置记录新增")
    await takes("handover-sign").click()
    await expect(takes("handover-waiting")).to_have_count(0)
    await expect(takes("past-1")).to_contain_text("已交接")

    # The next one reads what has changed since, without a reload.
    await expect(takes("handover-changes")).to_contain_text("处置记录新增")
    voided = town.command(incident, "void_incident", reason="误开")
    assert voided.status_code == 200, voided.text
    await expect(takes("handover-changes")).to_contain_text("已办结")
    await expect(takes(row)).to_have_count(0)

    await takes("past-1").get_by_role("link").click()
    await expect(takes("handover-state")).to_have_text("已交接")
    await expect(takes(row)).to_contain_text("化工厂爆炸")
    await takes("handover-print").click()
    await expect(takes("sheet")).to_contain_text("交班人: duty")
    await expect(takes("print")).to_be_visible()


async def test_an_entry_is_written_found_struck_and_printed(browser: Browser, town: Town) -> None:
    screen = await at(browser, town, "duty", "/shift-log")
    await expect(screen("log-empty")).to_be_visible()
    for kind, words in (("weather", "暴雨橙色预警"), ("call", "省厅来电，询问降雨")):
        await screen("shiftlog-text").fill(words)
        await screen(f"kind-{kind}").check(force=True)
        await screen("shiftlog-submit").click()
        await expect(screen("log-entries")).to_contain_text(words)
        await expect(screen("shiftlog-text")).to_have_value("")
    await screen("log-earlier").click()
    await screen("shiftlog-text").fill("昨晚停过电")
    await screen("log-happened").fill("2026-01-02T03:04")
    await screen("shiftlog-submit").click()
    await expect(screen("log-entries")).to_contain_text("补记")

    await screen("log-kind").select_option("weather")
    rows = screen("log-entries").locator("li")
    await expect(rows).to_have_count(1)
    await screen("log-strike").click()
    await screen("log-strike-reason").fill("重复了")
    await screen("log-strike-yes").click()
    await expect(rows).to_have_attribute("data-struck", "true")
    await expect(rows).to_contain_text("duty 于")
    await screen("log-kind").select_option("")
    await screen("log-find").fill("降雨")
    await expect(rows).to_have_count(1)
    await screen("log-print").click()
    await expect(screen("sheet").locator("tbody tr")).to_have_count(1)

    await screen.page.goto(f"{town.url}/#/")
    await screen("list-search").fill("降雨")
    await expect(screen("search-hits")).to_contain_text("省厅来电，询问降雨")

    # A wall reads neither.
    wall = await at(browser, town, "viewer", "/shift-log")
    await expect(wall.page.get_by_text("由值班员、市一级的预案岗位")).to_be_visible()
    await expect(wall("nav-duty")).to_have_count(0)


async def test_a_sheet_that_nobody_signs_is_a_sign_on_every_page(
    browser: Browser, tmp_path: Path
) -> None:
    """On a clock that runs an hour in each second."""
    town = found_town(tmp_path, "--clock-start", "2026-11-30T08:00:00Z", "--clock-speed", "3600")
    try:
        assert not town.get("/api/handovers").json()["overdue"]
        made = town.post("/api/handovers", {"notes": ""})
        assert made.status_code == 201, made.text
        eventually(lambda: town.get("/api/handovers").json()["overdue"])
        screen = await at(browser, town, ADMIN, "/contacts")
        await expect(screen("handover-sign-overdue")).to_be_visible()
        await screen("handover-sign-overdue").get_by_role("link").click()
        await expect(screen("handover-overdue")).to_be_visible()
        await screen("handover-sign").click()
        await expect(screen("past-1")).to_contain_text("已交接")
        await expect(screen("handover-sign-overdue")).to_have_count(0)
    finally:
        town.server.stop()
