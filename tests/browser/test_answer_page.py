"""The page behind a message's link, on a telephone: 390 pixels, both languages, without scripts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.api.calling.channels.listener import listening
from tests.api.test_calls_served import LEADER, PUBLIC, Office, settings_of
from tests.api.town import found_town
from tests.support.axe import faults

PHONE = {"width": 390, "height": 844}
LONG = "乡宁县某煤矿井下发生透水事故，被困人数正在核实，初步了解为十二人，请立即到市应急指挥中心"
SHOTS = os.environ.get("ZHIBAN_TEST_SHOTS")


@pytest.fixture(scope="module")
def office_that_calls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("answer-page")
    with listening() as listener:
        town = found_town(folder, env=settings_of(folder, listener), names=("duty",))
        with town.client("duty") as client:
            assert client.put("/api/contacts/zhao", json=LEADER).status_code == 200
        yield Office(town, listener, folder)
        town.server.stop()


@pytest.mark.parametrize(
    ("language", "press", "thanks", "over"),
    [
        ("zh-CN", "我已收到，马上处理", "已应答，谢谢", "已经结束"),
        ("en-GB", "I have got it and act on it", "Answered, thank you", "no answer is needed"),
    ],
)
async def test_one_press_on_a_telephone_answers(
    browser: Browser,
    office_that_calls: Office,
    language: str,
    press: str,
    thanks: str,
    over: str,
) -> None:
    incident = office_that_calls.town.open(title=LONG)
    told = office_that_calls.told(incident["number"])
    url = office_that_calls.town.url + told["link"].removeprefix(PUBLIC)
    # Axe needs scripts of its own; the page is pressed where there are none.
    context = await browser.new_context(locale=language, viewport=PHONE)
    plain = await browser.new_context(locale=language, viewport=PHONE, java_script_enabled=False)
    try:
        page = await context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        await page.goto(url)
        assert await page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert await faults(page) == []
        await shot(page, f"answer_{language}")
        telephone = await plain.new_page()
        await telephone.goto(url)
        button = telephone.get_by_role("button", name=press)
        box = await button.bounding_box()
        assert box is not None and box["height"] >= 60 and box["y"] + box["height"] <= 844
        await button.click()
        await expect(telephone.get_by_role("status")).to_contain_text(thanks)
        await page.reload()
        await expect(page.get_by_role("status")).to_contain_text(over)
        await expect(page.get_by_role("button")).to_have_count(0)
        assert await faults(page) == []
        await shot(page, f"answered_{language}")
        assert complaints == [], "nothing that the policy of the page forbids"
    finally:
        await context.close()
        await plain.close()


async def shot(page, name: str) -> None:  # type: ignore[no-untyped-def]
    """A picture, where somebody wants to look."""
    if SHOTS:
        await page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))
