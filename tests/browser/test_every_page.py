"""Every page and window: nothing that axe objects to, no Chinese in English, all in its place.

Every page in Chinese and in English; in Chinese in both themes too. Colours are the same in both
languages: they are looked at in Chinese, and of the second theme nothing else. What people typed
here is in English, so any Chinese on an English page is a text of ours without English; what is
Chinese by its nature says so (`lang`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, ViewportSize

from tests.api.town import Town, found_town
from tests.browser.every_page import Stop, furnish, go, sign_in, stops
from tests.browser.screen import Screen
from tests.support.axe import COLOURS, faults

STOPS = stops()
DARK = "(is) => document.documentElement.classList.toggle('dark', is)"

CHINESE = r"""() => {
  const found = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (/[\u3400-\u9fff]/.test(node.data)) found.push(node.data.trim());
      return;
    }
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (/^zh/.test(node.getAttribute('lang') ?? '')) return;
    if (['SCRIPT', 'STYLE'].includes(node.tagName)) return;
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
      const text = node.getAttribute(name) ?? '';
      if (/[\u3400-\u9fff]/.test(text)) found.push(`${name}=${text}`);
    }
    node.childNodes.forEach(walk);
  };
  walk(document.body);
  return [...new Set(found)];
}"""

SIZES: tuple[ViewportSize, ...] = (
    {"width": 390, "height": 844},
    {"width": 768, "height": 1024},
    {"width": 1366, "height": 768},
)
"""A phone, a tablet, an office screen: the last, because the pages are read at that size."""
OUT_OF_PLACE = """() => {
  const wrong = [];
  const bar = document.querySelector('.topbar');
  if (document.documentElement.scrollWidth > innerWidth) wrong.push('the page scrolls sideways');
  if (bar && innerWidth >= 1366 && bar.offsetHeight > 56) wrong.push('the bar takes two rows');
  for (const dialog of document.querySelectorAll('.bell-panel, .el-dialog')) {
    const { left, right } = dialog.getBoundingClientRect();
    if (left < 0 || right > innerWidth) wrong.push(`${dialog.className} sticks out`);
    const close = dialog.querySelector('button').getBoundingClientRect();
    const hit = document.elementFromPoint(close.x + close.width / 2, close.y + close.height / 2);
    if (!dialog.contains(hit)) wrong.push(`${dialog.className} is covered`);
  }
  return wrong;
}"""
"""English words are the longest: what has room in English has it in Chinese."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("every-page")
    rules = {"ZHIBAN_CALL_RULES": "true"}
    made = found_town(folder, env=rules, names=("duty", "viewer", "reporter", "evaluator"))
    yield made
    made.server.stop()


@pytest.fixture(scope="module")
def ids(town: Town) -> dict[str, str]:
    return furnish(town)


class Windows:
    """One window for each account, kept from page to page."""

    def __init__(self, browser: Browser, url: str) -> None:
        self._browser, self._url = browser, url
        self._open: dict[str | None, Screen] = {}

    async def of(self, stop: Stop) -> Screen:
        if stop.account not in self._open:
            self._open[stop.account] = await sign_in(
                self._browser, self._url, stop.account, "light"
            )
        return self._open[stop.account]

    async def close(self) -> None:
        for screen in self._open.values():
            await screen.page.context.close()


@pytest.fixture
async def windows(browser: Browser, town: Town) -> AsyncIterator[Windows]:
    made = Windows(browser, town.url)
    yield made
    await made.close()


async def test_no_page_has_what_axe_objects_to_nor_chinese_in_english(
    windows: Windows, ids: dict[str, str]
) -> None:
    wrong: dict[str, list[str]] = {}
    for name, stop in STOPS.items():
        screen = await windows.of(stop)
        for language in ("zh", "en"):
            await go(screen, stop, ids, language)
            if stop.another:
                continue
            if language == "en":
                wrong[f"{name} en"] = await faults(screen.page, without=COLOURS)
                continue
            wrong[f"{name} zh"] = await faults(screen.page)
            await screen.page.evaluate(DARK, True)
            wrong[f"{name} zh dark"] = await faults(screen.page, *COLOURS)
            await screen.page.evaluate(DARK, False)
        # The page is still the English one.
        wrong[f"{name} Chinese"] = await screen.page.evaluate(CHINESE)
        for size in SIZES:
            await screen.page.set_viewport_size(size)
            wrong[f"{name} {size['width']}"] = await screen.page.evaluate(OUT_OF_PLACE)
    told = [f"{page}: {fault}" for page, faults_ in wrong.items() for fault in faults_]
    assert not told, "\n".join(told)
