"""The browser of the tests is a real one, and it has Chinese characters."""

from playwright.async_api import Page

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
