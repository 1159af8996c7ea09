"""The roster on the page: kept, imported, swapped by two, and an alarm where nobody is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import Workbook
from playwright.async_api import Browser, BrowserContext, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import Screen

ZONE = ZoneInfo("Asia/Shanghai")
PEOPLE = {"zhang": ("张三", "duty"), "li": ("李四", "commander"), "boss": ("王建国", None)}
HEAD = ("日期", "时间", "带班领导", "值班员")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    names = ("duty", "viewer", "commander")
    town = found_town(tmp_path_factory.mktemp("roster"), names=names)
    with town.client("duty") as client:
        for number, (id_, (name, account)) in enumerate(PEOPLE.items()):
            body = {
                "unit": "市应急局",
                "post": "值班室",
                "person": name,
                "rank": number + 1,
                "channels": [{"kind": "mobile", "address": f"1383570000{number}"}],
                **({"account": account} if account else {}),
            }
            assert client.put(f"/api/contacts/{id_}", json=body).status_code == 200
    yield town
    town.server.stop()


async def signed_in(office: BrowserContext, town: Town, name: str) -> Screen:
    screen = await Screen.of(office, town.url, "/#/roster")
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    return screen


def sheet(file: Path, *rows: tuple[str, ...]) -> Path:
    book = Workbook()
    for row in (HEAD, *rows):
        book.worksheets[0].append([*row])
    book.save(file)
    return file


@cache
def today() -> datetime:
    """The day on which these tests began; they may end on the next."""
    return datetime.now(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


def day(number: int) -> str:
    return (today() + timedelta(days=number)).date().isoformat()


async def test_a_roster_is_imported_changed_and_its_gap_is_an_alarm(
    office: BrowserContext, town: Town, tmp_path: Path
) -> None:
    screen = await signed_in(office, town, "duty")
    await expect(screen("on-duty-none")).to_contain_text("还没有值班表")

    await screen("roster-import-open").click()
    bad = sheet(tmp_path / "bad.xlsx", (day(0), "00:00-24:00", "王建军", "张三"))
    await screen("roster-file").set_input_files(bad)
    await expect(screen("sheet-errors")).to_contain_text("C2 通讯录里没有“王建军”。最接近的是")
    await expect(screen("roster-take")).to_be_disabled()
    rows = [(day(n), "00:00-24:00", "王建国", "张三") for n in range(-1, 3)]
    good = sheet(tmp_path / "good.xlsx", *rows, (day(3), "00:00-24:00", "王建国", "李四"))
    await screen("roster-file").set_input_files(good)
    await expect(screen("sheet-changes").locator("li")).to_have_count(5)
    await screen("roster-take").click()
    await expect(screen("roster-import")).to_have_count(0)
    await expect(screen("on-duty-duty_officers")).to_contain_text("13835700000")
    await expect(screen("on-duty-line")).to_contain_text("张三")
    await expect(screen("roster-sign")).to_have_count(0)

    # Tomorrow nobody comes before two o'clock.
    await screen("roster-week").click()
    await expect(screen("week-board")).to_be_visible()
    shown = screen(f"day-{day(1)}")
    if not await shown.count():
        await screen("roster-after").click()
    await shown.get_by_test_id("shift-change").click()
    await screen("shift-begins").fill(f"{day(1)}T02:00")
    await screen("shift-standby").fill("ls")
    await screen("shift-standby-li").click()
    await screen("shift-submit").click()
    await expect(screen("shift-window")).to_have_count(0)
    await expect(shown).to_contain_text("没有值班员")
    await expect(screen("roster-sign")).to_contain_text("没有带班领导")


async def test_a_swap_takes_both_and_the_calendar_is_shown_once(
    office: BrowserContext, browser: Browser, town: Town
) -> None:
    body = {"leader": ["boss"], "name": "夜班"}
    for number, who in ((5, "zhang"), (6, "li")):
        times = {"starts_at": f"{day(number)}T18:00+08:00", "ends_at": f"{day(number)}T23:00+08:00"}
        with town.client("duty") as client:
            put = client.put(f"/api/roster/n{number}", json=times | body | {"duty_officers": [who]})
            assert put.status_code == 200, put.text
    asking = await signed_in(office, town, "duty")
    await asking("roster-month").click()
    await expect(asking("roster-table")).to_be_visible()
    if day(5)[:7] != day(0)[:7]:  # not by what is shown: the shifts come after their table
        await asking("roster-after").click()
    await asking("shift-n5").get_by_test_id("shift-swap").click()
    await asking("swap-taker").select_option("li")
    await asking("swap-note").fill("看病")
    await asking("swap-submit").click()
    await expect(asking("swaps")).to_contain_text("等对方同意")

    other = await browser.new_context(locale="zh-CN")
    answering = await signed_in(other, town, "commander")
    await answering("swap-consent").click()
    await expect(answering("swaps")).to_contain_text("已换")
    await other.close()
    shifts = town.get("/api/roster").json()["shifts"]
    assert next(one for one in shifts if one["id"] == "n5")["duty_officers"][0]["contact"] == "li"

    await asking("feed-make").click()
    address = await asking("feed-address").input_value()
    assert town.get(address.removeprefix(town.url), None).text.startswith("BEGIN:VCALENDAR")
    await asking("feed-end").click()
    await expect(asking("feed-address")).to_have_count(0)


async def test_who_is_off_shift_is_told_quietly_and_the_wall_shows_no_number(
    office: BrowserContext, town: Town
) -> None:
    moved: dict[str, Any] = {
        "starts_at": f"{day(0)}T00:00+08:00",
        "ends_at": f"{day(2)}T00:00+08:00",
        "leader": ["boss"],
        "duty_officers": ["li"],
    }
    first, last = (datetime.fromisoformat(moved[edge]) for edge in ("starts_at", "ends_at"))
    with town.client("duty") as client:
        for one in client.get("/api/roster").json()["shifts"]:
            begins, ends = (datetime.fromisoformat(one[edge]) for edge in ("starts_at", "ends_at"))
            if begins < last and ends > first:
                assert client.delete(f"/api/roster/{one['id']}").status_code == 204
        assert client.put("/api/roster/today", json=moved).status_code == 200
    screen = await signed_in(office, town, "duty")
    await expect(screen("off-shift")).to_have_text("您现在不当班")
    await screen.page.goto(f"{town.url}/#/roster/print/{day(0)[:7]}")
    await expect(screen("sheet")).to_contain_text("值班表（")
    await screen.page.goto(f"{town.url}/#/wall")
    await expect(screen("wall-duty")).to_contain_text("李四")
    await expect(screen("wall-duty")).not_to_contain_text("138")
