"""The answer is lost on its way, and the officer presses again: it counts once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Route, expect

from tests.browser.screen import MINE, XIANGNING, Screen
from tests.support.server import ServerProcess


@asynccontextmanager
async def the_answer_lost(officer: Screen, path: str) -> AsyncIterator[list[tuple[str, Any]]]:
    """The server carries out the first request to `path`, and the page hears nothing of it.

    Gives the keys and bodies that were sent.
    """
    sent: list[tuple[str, Any]] = []

    async def handle(route: Route) -> None:
        if route.request.method != "POST":
            return await route.continue_()
        sent.append((route.request.headers["idempotency-key"], route.request.post_data_json))
        if len(sent) > 1:
            return await route.continue_()
        answer = await route.fetch()
        assert answer.ok
        await route.abort("connectionreset")

    await officer.page.route(path, handle)
    yield sent
    await officer.page.unroute(path)


async def told(officer: Screen, path: str) -> Any:
    """What the server answers to the page's own account."""
    answer = await officer.page.request.get(f"{officer.url}/api/incidents{path}")
    return await answer.json()


async def at_the_desk(office: BrowserContext, desk: ServerProcess) -> Screen:
    officer = await Screen.of(office, desk.url)
    await officer.sign_in()
    return officer


async def test_one_call_makes_one_incident(office: BrowserContext, desk: ServerProcess) -> None:
    officer = await at_the_desk(office, desk)
    before = len((await told(officer, ""))["incidents"])
    await officer("open-incident").click()
    await officer("open-kind-coal_mine").check()
    await officer("open-division").select_option(XIANGNING)
    await officer("open-title").fill(MINE)
    await officer("open-exercise").check()
    async with the_answer_lost(officer, "**/api/incidents") as sent:
        await officer("open-submit").click()
        await expect(officer("lost")).to_contain_text("不会重复记录")
        await officer("open-submit").click()
        await expect(officer("incident-title")).to_have_text(MINE)
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert len((await told(officer, ""))["incidents"]) == before + 1


@pytest.mark.parametrize("what", ["entry", "figures", "report", "decision"])
async def test_one_press_makes_one_entry(
    office: BrowserContext, desk: ServerProcess, what: str
) -> None:
    officer = await at_the_desk(office, desk)
    number = await officer.take_the_call(exercise=True, trapped=1)
    window, submit, entry = "dialog", "dialog-submit", "log_entry_added"
    if what == "entry":
        await officer("add-log").click()
        await officer("field-text").fill("救护队已出发")
    elif what == "figures":
        await officer("facts-edit").click()
        await officer("fact-trapped").fill("2")
        await officer("facts-receipt-now").check()
        window, submit, entry = "facts-form", "facts-submit", "facts_recorded"
    elif what == "report":
        await officer.at("reports")
        await officer("extra-report").click()
        await officer("dialog").locator("textarea").first.fill("已到现场")
        entry = "report_submitted"
    else:
        await officer("act-activate_response-IV").click()
        await expect(officer("order")).to_be_visible()
        entry = "response_activated"
    before = await count(officer, number, entry)
    async with the_answer_lost(officer, "**/commands") as sent:
        await officer(submit).click()
        await expect(officer(window).get_by_test_id("lost")).to_be_visible()
        # The fields can no longer be written: the keyboard is where it can go on.
        await expect(officer(submit)).to_be_focused()
        await officer.page.keyboard.press("Enter")
        await expect(officer(window)).to_be_hidden()
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert await count(officer, number, entry) == before + 1


async def count(officer: Screen, number: str, type_: str) -> int:
    """How many entries of this type the journal has."""
    events = (await told(officer, f"/{number}/events"))["events"]
    return sum(event["type"] == type_ for event in events)
