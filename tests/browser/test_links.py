"""On the page incidents are linked that are open, and closed ones whose casualties are watched."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import WIDE

PATIENCE_MS = 60_000


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    found = found_town(tmp_path_factory.mktemp("links"), names=("duty",))
    yield found
    assert found.server.stop() == 0, found.server.log_tail()


def closed(town: Town, **changes: Any) -> dict[str, Any]:
    """An incident that has been closed without a response."""
    incident = town.open("production_safety", **changes)
    order = {"on_behalf_of": "office_director", "by_means": "phone", "reason": "处置完毕"}
    answer = town.command(incident, "close_incident", **order)
    assert answer.status_code == 200, answer.text
    return town.view(incident)


async def test_a_closed_incident_that_is_still_watched_can_be_linked(
    browser: Browser, own_town: Town
) -> None:
    watched = closed(own_town, title="已办结的事故", facts={"deaths": 1})
    assert (watched["stage"], watched["casualty_watching"]) == ("closed", True)
    exercise = closed(own_town, title="演练", exercise=True, facts={"deaths": 1})
    incident = own_town.open("production_safety")
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(reduced_motion="reduce", locale="zh-CN", viewport=WIDE)
    page = await context.new_page()
    await page.goto(f"{own_town.url}/#/incident/{incident['id']}")
    await page.get_by_test_id("signin-name").fill("duty")
    await page.get_by_test_id("signin-password").fill(PASSWORD)
    await page.get_by_test_id("signin-submit").click()
    await page.get_by_test_id("link").click()
    choice = page.get_by_test_id("field-other")
    await expect(choice).not_to_contain_text(exercise["number"])
    await choice.select_option(label=f"{watched['number']} 已办结的事故")
    await page.get_by_test_id("dialog-submit").click()
    await expect(page.get_by_test_id(f"link-{watched['number']}")).to_be_visible()
    linked = own_town.view(watched)["links"]
    assert [one["id"] for one in linked] == [incident["id"]]
    await context.close()
