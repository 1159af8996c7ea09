"""The wall never lies: what the watchdog finds stands on every screen, in large letters."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.api.monitoring.watchdog.office import deaf_office, office, responding, tamper
from tests.api.town import Town

PATIENCE_MS = 60_000
KEEP = "CREATE TABLE kept AS SELECT * FROM report_slot WHERE id = ?"


@pytest.fixture
async def screen(browser: Browser) -> AsyncIterator[Page]:
    """A page on a wall."""
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": 1920, "height": 1080}
    )
    yield await context.new_page()
    await context.close()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with office(tmp_path) as found:
        yield found


@pytest.fixture
def deaf_town(tmp_path: Path) -> Iterator[Town]:
    with deaf_office(tmp_path) as found:
        yield found


def wall(town: Town) -> str:
    return f"{town.url}/#/wall?token={town.tokens['viewer']}"


async def test_the_wall_shows_a_difference_and_that_it_is_over(
    screen: Page, town: Town, tmp_path: Path
) -> None:
    incident = responding(town)
    slot = incident["next_slots"][0]["id"]
    await screen.goto(wall(town))
    await expect(screen.get_by_test_id(f"tile-{incident['number']}")).to_be_visible()
    sign = screen.get_by_test_id("watchdog")
    await expect(sign).to_have_count(0)
    tamper(tmp_path, KEEP, slot)
    tamper(tmp_path, "DELETE FROM report_slot WHERE id = ?", slot)
    await expect(sign).to_contain_text("台账核对报警：1 处不一致")
    await expect(sign).to_contain_text(f"{incident['number']} 台账缺少一项")
    await expect(sign).to_be_in_viewport()
    tamper(tmp_path, "INSERT INTO report_slot SELECT * FROM kept")
    await expect(sign).to_have_count(0)


async def test_the_wall_shows_that_nobody_audits_any_more(screen: Page, deaf_town: Town) -> None:
    await screen.goto(wall(deaf_town))
    await expect(screen.get_by_test_id("watchdog")).to_contain_text("台账核对已停止")
