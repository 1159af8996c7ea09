"""A picture of every page and window at four sizes, to be looked at: an artifact, never committed.

    python -m tests.browser.pictures FOLDER [--language zh en] [--only NAME ...] [--theme light]

Plays on a server of its own, on a fresh database in a temporary folder. Each file is called
`NAME-LANGUAGE-WIDTHxHEIGHT.png`. Wall screens are taken at the sizes of walls. Not collected
by pytest.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import ViewportSize, expect

from tests.api.town import Town, found_town
from tests.browser.every_page import Stop, furnish, go, sign_in, stops
from tests.browser.screen import Screen
from tests.support.browser import open_chromium

PATIENCE_MS = 60_000
DESKS: tuple[ViewportSize, ...] = (
    {"width": 1366, "height": 768},
    {"width": 1920, "height": 1080},
    {"width": 768, "height": 1024},
    {"width": 390, "height": 844},
)
WALLS: tuple[ViewportSize, ...] = (
    {"width": 1366, "height": 768},
    {"width": 1920, "height": 1080},
    {"width": 3840, "height": 2160},
    {"width": 390, "height": 844},
)
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


async def take(screen: Screen, stop: Stop, name: str, language: str, folder: Path) -> None:
    """The page as it stands, at each size; what scrolls is seen from its top."""
    for size in WALLS if stop.path.startswith("/#/wall") else DESKS:
        await screen.page.set_viewport_size(size)
        await screen.page.evaluate(DRAWN)
        await expect(screen(stop.seen).first).to_be_visible()
        file = folder / f"{name}-{language}-{size['width']}x{size['height']}.png"
        await screen.page.screenshot(path=file)
    await screen.page.set_viewport_size(DESKS[0])


async def walk(town: Town, options: argparse.Namespace) -> int:
    """Every stop in every language; how many pictures were not to be had."""
    ids, missed = furnish(town), 0
    async with open_chromium() as browser:
        screens: dict[str | None, Screen] = {}
        for name, stop in stops().items():
            if options.only and name not in options.only:
                continue
            if stop.account not in screens:
                screens[stop.account] = await sign_in(
                    browser, town.url, stop.account, options.theme
                )
            screen = screens[stop.account]
            for language in options.language:
                try:
                    await go(screen, stop, ids, language)
                    await take(screen, stop, name, language, options.folder)
                except (AssertionError, TimeoutError) as wrong:
                    missed += 1
                    print(f"{name} {language}: {wrong}", file=sys.stderr)
            if sys.stdout.isatty():
                print(name, flush=True)
    return missed


def main() -> int:
    """Take them all; 1 if a page could not be shown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", nargs="+", choices=("zh", "en"), default=["zh", "en"])
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with tempfile.TemporaryDirectory() as folder:
        town = found_town(Path(folder), names=("duty", "viewer", "reporter", "evaluator"))
        try:
            return 1 if asyncio.run(walk(town, options)) else 0
        finally:
            town.server.stop()


if __name__ == "__main__":
    sys.exit(main())
