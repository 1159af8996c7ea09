"""Two administrators on the page: a proposal, its confirmation, and the order that follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, expect

from tests.api.town import ADMIN, PASSWORD, Town, found_town, sign_in
from tests.browser.screen import Screen
from tests.support.cli import zhiban

CHIEF = "production_safety:chief_commander"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server-journal")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Town]:
    town = found_town(folder, names=("duty", "admin", "auditor", "commander"))
    yield town
    town.server.stop()


async def signed_in(office: BrowserContext, town: Town, name: str, path: str = "/") -> Screen:
    await office.clear_cookies()
    screen = await Screen.of(office, town.url, path)
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    return screen


def propose(town: Town, name: str) -> Any:
    body = {"name": name, "password": PASSWORD, "roles": [CHIEF], "reason": "市里任命"}
    answer = town.post("/api/accounts", body, ADMIN)
    assert answer.status_code == 202, answer.text
    return answer.json()["proposal"]


def disable(folder: Path) -> None:
    done = zhiban(folder, "user", "disable", "commander", "--reason", "手机丢了")
    assert done.returncode == 0, done.stderr


async def test_the_second_administrator_confirms_on_the_page(
    office: BrowserContext, town: Town
) -> None:
    propose(town, "chief")
    mine = await signed_in(office, town, ADMIN, "/#/server-journal")
    await expect(mine("proposal-chief")).to_contain_text("总指挥")
    await expect(mine("confirm-proposal")).to_have_count(0)
    other = await signed_in(office, town, "admin", "/#/server-journal")
    await other("confirm-proposal").click()
    await expect(other("proposal-chief")).to_have_count(0)
    newest = other.page.locator("[data-type=account_created]").first
    await expect(newest).to_contain_text("新建账号“chief”")
    await expect(newest).to_contain_text(f"提出人：“{ADMIN}”")
    await expect(newest).to_contain_text("admin（网页）")


async def test_an_order_shows_that_its_post_was_given_just_before(
    office: BrowserContext, town: Town
) -> None:
    proposal = propose(town, "chief2")["id"]
    made = town.post(f"/api/account-proposals/{proposal}/confirm", {}, "admin")
    assert made.status_code == 200, made.text
    sign_in(town, "chief2")
    incident = town.open(facts={"deaths": 12})
    town.command(incident, "recommend_activation", "commander", level="II", reason="12 人死亡")
    done = town.command(incident, "approve_activation", "chief2", reason="同意")
    assert done.status_code == 200, done.text
    screen = await signed_in(office, town, "duty", f"/#/incident/{incident['id']}")
    entry = screen.page.locator("[data-type=activation_approved]")
    await expect(entry.get_by_test_id("post-given")).to_contain_text("授予")
    await expect(screen("nav-admin")).to_have_count(0)


async def test_a_change_by_the_command_line_stands_on_the_screens_of_administrators(
    office: BrowserContext, town: Town, folder: Path
) -> None:
    before = await signed_in(office, town, "auditor")
    await expect(before("nav-admin")).to_be_visible()
    await expect(before("break-glass")).to_have_count(0)
    disable(folder)
    for name in ("auditor", "admin"):
        screen = await signed_in(office, town, name)
        await expect(screen("break-glass")).to_contain_text("服务器命令行上改动了账号")
        await screen("nav-admin").click()
        await screen("admin-journal").click()
        entry = screen.page.locator("[data-type=account_disabled]")
        await expect(entry).to_contain_text("理由：手机丢了")
    duty = await signed_in(office, town, "duty")
    await expect(duty("break-glass")).to_have_count(0)
    assert town.get("/api/health/ready", None).json()["break_glass"]["changes"] == 2
