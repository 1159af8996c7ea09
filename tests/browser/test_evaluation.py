"""An evaluator with a tablet: one press a score, remarks that outlive the network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Route, expect

from tests.api.town import Town, ago, eventually, found_town
from tests.browser.every_page import sign_in
from tests.browser.screen import Screen

NAMES = ("duty", "evaluator", "director")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("evaluation"), names=NAMES)
    yield town
    town.server.stop()


async def at(browser: Browser, town: Town, name: str, path: str) -> Screen:
    """A tablet of its own for an account, on a page."""
    screen = await sign_in(browser, town.url, name, "light")
    await screen.page.set_viewport_size({"width": 1024, "height": 768})
    await screen.page.goto(f"{town.url}/#{path}")
    return screen


async def cut(route: Route) -> None:
    """No network."""
    await route.abort()


async def test_an_evaluator_scores_remarks_without_a_network_and_lists_an_improvement(
    browser: Browser, town: Town
) -> None:
    facts = {"deaths": 3}
    drill = town.open(
        "coal_mine", title="冒顶演练", facts=facts, exercise=True, received_at=ago(minutes=90)
    )
    tablet = await at(browser, town, "evaluator", f"/evaluation/{drill['id']}")
    await tablet("score-3-5").click()
    await expect(tablet("score-3-5")).to_have_attribute("aria-pressed", "true")

    await tablet.page.route("**/api/drill/remarks", cut)
    await tablet("remark-text").fill("对讲机两次没有应答")
    await tablet("remark-keep").click()
    await expect(tablet("remark-waiting")).to_contain_text("还没有送到服务器")
    await tablet("remark-text").fill("指挥长先问")
    await tablet.page.reload()
    await expect(tablet("remark-waiting")).to_contain_text("对讲机两次没有应答")
    await expect(tablet("remark-text")).to_have_value("指挥长先问")
    assert remarks(town, drill["id"]) == []
    await tablet.page.unroute("**/api/drill/remarks", cut)
    await tablet.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(tablet("remark-list")).to_contain_text("对讲机两次没有应答")
    await expect(tablet("remark-waiting")).to_have_count(0)
    assert eventually(lambda: remarks(town, drill["id"])) == ["对讲机两次没有应答"]

    await tablet("tab-expected").click()
    row = tablet("expected").locator("tr[data-verdict='missing']").first
    await expect(row).to_contain_text("电话快报")
    await row.get_by_role("button").click()
    await tablet("improve-action").fill("值班台贴上号码")
    await tablet("improve-due").fill("2027-01-31")
    await tablet("improve-keep").click()
    await expect(tablet("improvements").locator("li")).to_contain_text("值班台贴上号码")


async def test_the_quiet_list_leads_to_the_evaluation(browser: Browser, town: Town) -> None:
    real = town.open("coal_mine", title="冒顶", facts={"deaths": 3}, received_at=ago(minutes=90))
    desk = await at(browser, town, "duty", f"/incident/{real['id']}")
    await expect(desk("glances")).to_contain_text("过了时限，记录里还没有")
    await desk("glances-all").click()
    await expect(desk("evaluation-page")).to_contain_text(real["number"])
    await desk("tab-times").click()
    await expect(desk("response-times")).to_contain_text("还没有启动响应")


def remarks(town: Town, incident: str) -> list[str]:
    found = town.get(f"/api/incidents/{incident}/evaluation.json", "evaluator").json()
    return [one["text"] for one in found["remarks"]]
