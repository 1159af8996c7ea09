"""The fixtures that every test may use, and the rule that CI skips nothing."""

import contextlib
import gc
import os
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Protocol

import pytest
import structlog
from hypothesis import HealthCheck, settings
from playwright.async_api import Browser, Page

from tests.support import forks, shared
from tests.support.browser import open_chromium
from tests.support.order import longest_first
from tests.support.postgres import PostgresServer, running_postgres
from tests.support.server import NO_CALLS, ServerProcess, start_zhiban

# How long an example takes says something of the machine, nothing of the program. And all runs
# try the same, unless `tests.benchmarks.long_searches` looks for what is new.
settings.register_profile(
    "repeated",
    deadline=None,
    derandomize="ZHIBAN_MODEL_EXAMPLES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeated")

# Logged by a test itself, a traceback would be drawn with all local values: seconds for each.
structlog.configure(
    [
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)

# Servers in the process of a test, like all others (`NO_CALLS`).
os.environ.update(NO_CALLS)

IN_CI = bool(os.environ.get("CI"))
forks.allow()


# ── CI skips nothing ────────────────────────────────────────────────────────


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a skipped test has failed: what it needs was not there."""
    report = yield
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI skips nothing: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a file that skips itself as a whole."""
    report = yield
    if IN_CI and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI skips nothing: {report.longrepr}"
    return report


# ── The garbage collector ───────────────────────────────────────────────────


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What was collected stays until the end, so the garbage collector need not look through it.

    A full collection of 12,000 tests and all modules takes a third of a second of processor time.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


# ── The longest first ───────────────────────────────────────────────────────


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every process of a run finds the same order."""
    longest_first(items)


# ── What tests have to tell ─────────────────────────────────────────────────


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests left with `record_property("table", …)`, on whatever worker they ran."""
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        for name, words in report.user_properties:
            if name == "table":
                terminalreporter.section(report.nodeid)
                terminalreporter.write_line(str(words))


# ── What the processes of a run share ───────────────────────────────────────


@pytest.fixture(scope="session", autouse=True)
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this run, for all processes of pytest-xdist."""
    own = tmp_path_factory.getbasetemp()
    shared.folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    return shared.folder


# ── PostgreSQL ──────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL for all tests of this worker."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """The database that `postgres_url` clones: empty here, overridden where tables are needed."""
    return "template1"


@pytest.fixture
def postgres_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """The address of a database for this test alone."""
    database = postgres_server.clone(postgres_template)
    yield postgres_server.url(database)
    postgres_server.drop(database)


# ── Browser ─────────────────────────────────────────────────────────────────


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests of this worker; awaited like everything of playwright's."""
    async with open_chromium() as chromium:
        yield chromium


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page with cookies and storage of its own, in a Chinese office."""
    context = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    yield await context.new_page()
    await context.close()


# ── Server ──────────────────────────────────────────────────────────────────


class StartServer(Protocol):
    """What the fixture `server_process` gives."""

    def __call__(self, *arguments: str, env: dict[str, str] | None = None) -> ServerProcess:
        """Start `zhiban serve ARGUMENTS`; return when it is live."""


@pytest.fixture
def server_process(tmp_path: Path) -> Iterator[StartServer]:
    """Starts real servers, and stops them at the end of the test."""
    with contextlib.ExitStack() as running:

        def start(*arguments: str, env: dict[str, str] | None = None) -> ServerProcess:
            server = start_zhiban(tmp_path, *arguments, env=env)
            running.callback(server.stop)
            return server

        yield start
