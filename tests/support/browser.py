"""A real Chromium for the tests.

Debian's or any other installed Chromium is taken first (``ZHIBAN_TEST_CHROMIUM`` names another),
then the one that playwright has downloaded. Of two that are installed the one without windows:
the same engine and the same network, but a window of the whole browser, which nobody sees, costs
more than the page in it. ``python -m tests.support.browser`` prints which one the tests would
use, or fails; the bootstrap asks it.
"""

import contextlib
import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, TypedDict

from playwright import async_api, sync_api

WITHOUT_WINDOWS = "chromium-headless-shell"
"""Debian's package and program; playwright's own download is of this kind too."""

NAMES = (
    WITHOUT_WINDOWS,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # The page shows no transitions then, and no test waits for their end.
    "--force-prefers-reduced-motion",
    # A browser under test has no business on the network.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


PATIENCE_MS = 60_000
"""How long a machine under load may take over one press, one page or one file."""


class LaunchOptions(TypedDict, total=False):
    """What ``chromium.launch`` is called with."""

    headless: bool
    args: list[str]
    executable_path: str


def find_chromium() -> str | None:
    """The installed Chromium; None if only playwright's own can help."""
    named = os.environ.get("ZHIBAN_TEST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def launch_options() -> LaunchOptions:
    """How Chromium is started. Its sandbox is given up for root only, who cannot have one."""
    args = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else [*FLAGS]
    options = LaunchOptions(headless=True, args=args)
    if found := find_chromium():
        options["executable_path"] = found
    return options


@contextlib.asynccontextmanager
async def open_chromium() -> AsyncIterator[async_api.Browser]:
    """A browser for tests."""
    async with async_api.async_playwright() as playwright:
        browser = await playwright.chromium.launch(**launch_options())
        try:
            yield _patient(browser)
        finally:
            await browser.close()


def _patient(browser: async_api.Browser) -> async_api.Browser:
    """Every window of it waits so long: playwright's own half minute is not always enough."""
    made = browser.new_context

    async def new_context(**options: Any) -> async_api.BrowserContext:
        context = await made(**options)
        context.set_default_timeout(PATIENCE_MS)
        return context

    browser.new_context = new_context  # type: ignore[method-assign]
    return browser


@contextlib.contextmanager
def open_chromium_sync() -> Iterator[sync_api.Browser]:
    """A browser for scripts, such as one that takes the pictures of the manual.

    Not for tests: while it is open, no event loop of theirs can run.
    """
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launch_options())
        try:
            yield browser
        finally:
            browser.close()


def downloaded_chromium() -> str | None:
    """The Chromium that playwright has downloaded, if it has and can run at all."""
    # Whatever stops playwright here, such as a missing library, the answer is: no browser.
    with contextlib.suppress(Exception), sync_api.sync_playwright() as playwright:
        path = playwright.chromium.executable_path
        return path if Path(path).exists() else None
    return None


if __name__ == "__main__":
    print(find_chromium() or downloaded_chromium() or sys.exit(1))
