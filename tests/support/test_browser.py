"""The browser of the tests is a real one, and it has Chinese characters."""

from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.support.browser import WITHOUT_WINDOWS, find_chromium

# A character that no font has is drawn as the same box as any other such character.
DRAWN_DIFFERENTLY = """
([one, other]) => {
  const draw = (text) => {
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    pen.font = "40px sans-serif";
    pen.fillText(text, 10, 60);
    return canvas.toDataURL();
  };
  return draw(one) !== draw(other);
}
"""


async def test_a_page_with_chinese_is_rendered(page: Page) -> None:
    await page.goto("data:text/html;charset=utf-8,<title>值班</title><h1>市应急管理局</h1>")
    assert await page.title() == "值班"
    assert await page.get_by_role("heading", name="市应急管理局").is_visible()


async def test_chinese_characters_have_a_font(page: Page) -> None:
    assert await page.evaluate(DRAWN_DIFFERENTLY, ["煤", "粮"])
    assert not await page.evaluate(DRAWN_DIFFERENTLY, ["\U000e0fff", "\U000e0ffe"])


async def test_the_page_is_in_chinese_time(page: Page) -> None:
    zone = "() => Intl.DateTimeFormat().resolvedOptions().timeZone"
    assert await page.evaluate(zone) == "Asia/Shanghai"


def test_of_two_the_one_without_windows_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZHIBAN_TEST_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() is None
    for name in ("chromium", WITHOUT_WINDOWS):
        (tmp_path / name).touch(mode=0o755)
        assert find_chromium() == str(tmp_path / name)
