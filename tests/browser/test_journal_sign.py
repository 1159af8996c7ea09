"""Screens that were shown a journal say so when its end is gone; and that a loss was admitted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import Screen
from tests.support.cli import zhiban
from tests.support.server import start_zhiban


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("journal-sign")


@pytest.fixture(scope="module")
def town(folder: Path) -> Iterator[Town]:
    town = found_town(folder, names=("duty", "auditor", "viewer"))
    yield town
    town.server.stop()


def cut(file: Path) -> None:
    """Take away all links but the first five, as somebody with all rights could."""
    with closing(sqlite3.connect(file)) as database:
        for action in ("update", "delete"):
            database.execute(f"DROP TRIGGER chain_link_no_{action}")
        database.execute("DELETE FROM chain_link WHERE position > 5")
        database.commit()


async def signed_in(office: BrowserContext, town: Town, name: str) -> Screen:
    await office.clear_cookies()
    screen = await Screen.of(office, town.url, "/")
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    return screen


async def test_a_journal_that_was_cut_is_told_on_every_screen_that_had_seen_more(
    office: BrowserContext, town: Town, folder: Path
) -> None:
    town.open(title="被删的事件")
    screen = await signed_in(office, town, "duty")
    wall = await Screen.of(office, town.url, f"/#/wall?token={town.tokens['viewer']}")
    remembered = "Object.keys(localStorage).some((key) => key.startsWith('zhiban.chain.'))"
    for one in (screen, wall):
        await one.page.wait_for_function(remembered)
        await expect(one("journal-broken")).to_have_count(0)
    town.server.stop()
    cut(folder / "zhiban.db")
    town.server = start_zhiban(folder, port=town.server.port)
    for one in (screen, wall):
        await expect(one("journal-broken")).to_contain_text("记录可能被删改")
    await expect(wall("journal-accept")).to_have_count(0)
    await screen("journal-accept").click()
    await expect(screen("journal-broken")).to_have_count(0)


async def test_a_loss_that_was_admitted_is_shown_until_the_auditor_has_seen_it(
    office: BrowserContext, town: Town, folder: Path
) -> None:
    screen = await signed_in(office, town, "auditor")
    done = zhiban(folder, "db", "renew-epoch", "--reason", "主备切换")
    assert done.returncode == 0, done.stderr
    await expect(screen("journal-lost")).to_contain_text("有记录丢失")
    await expect(screen("journal-broken")).to_have_count(0)
    await screen("journal-acknowledge").click()
    await expect(screen("journal-lost")).to_have_count(0)
