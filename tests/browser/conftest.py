"""An office with a browser, and a server with one duty officer."""

import shutil
from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    expect,
)

from tests.browser.screen import HEARTBEAT, OFFICER, PASSWORD, PATIENCE_MS, WIDE, zhiban
from tests.support import shared
from tests.support.server import ServerProcess, start_zhiban


@pytest.fixture(autouse=True)
def patience() -> None:
    """How long a machine under load may take to show something."""
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture
async def office(browser: Browser) -> AsyncIterator[BrowserContext]:
    """A browser in an office whose own clock and zone are of no importance."""
    context = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", timezone_id="America/New_York", viewport=WIDE
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    await context.close()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the server of these tests keeps everything; an account is there, made once."""
    file = tmp_path_factory.mktemp("desk") / "desk.db"
    with shared.alone_with("desk.db") as kept:
        if not kept.exists():
            account = ("user", "add", OFFICER, "--role", "duty_officer", "--password-stdin")
            zhiban(f"sqlite:///{kept}", *account, words=PASSWORD)
        shutil.copy(kept, file)
    return f"sqlite:///{file}"


@pytest.fixture(scope="module")
def desk(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """A server with one duty officer, for all tests: each takes calls of its own."""
    folder = tmp_path_factory.mktemp("server")
    server = start_zhiban(folder, "--database-url", database, env=HEARTBEAT)
    yield server
    server.stop()
