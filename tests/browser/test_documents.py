"""Documents on the page: what is missing is written, the page shows it, and it is signed."""

from collections.abc import Iterator

import pytest
from playwright.async_api import BrowserContext, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import Screen

WORDS = "已派出两支矿山救护队 <b>&</b>"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("documents"), names=("duty", "commander"))
    yield town
    town.server.stop()


async def test_a_report_is_filled_in_looked_at_and_signed(
    office: BrowserContext, town: Town
) -> None:
    facts = {"deaths": 3, "trapped": 5}
    incident = town.open("coal_mine", title="某煤矿透水", facts=facts, exercise=True)
    path = f"/#/incident/{incident['id']}/documents"
    screen = await Screen.of(office, town.url, path)
    await screen("signin-name").fill("commander")
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("document-first_report")).to_contain_text("待填 3 处")
    await expect(screen("document-activation_notice")).to_be_disabled()
    paper = screen.page.frame_locator("[data-testid=document-page]")
    await expect(paper.locator("body")).to_contain_text("死亡人数 3 人")
    await expect(paper.locator("mark")).to_have_count(3)
    await expect(screen("document-sign")).to_have_count(0)

    # What is typed and not saved is still there after a reload.
    await screen.page.locator(".document-fields textarea").first.fill(WORDS)
    await screen.page.reload()
    await expect(screen.page.locator(".document-fields textarea").first).to_have_value(WORDS)
    for box in await screen.page.locator("[data-testid^=figure-]").all():
        await box.check()
    await screen("document-save").click()
    await expect(paper.locator("body")).to_contain_text(WORDS)
    await expect(paper.locator("mark")).to_have_count(0)
    await screen("read-aloud").locator("summary").click()
    await expect(screen("reading")).to_contain_text("失联人数 待核实")

    async with screen.page.expect_download() as begun:
        await screen("document-docx").click()
    name = (await begun.value).suggested_filename
    assert name == f"演练_{incident['number']}_突发事件信息快报.docx"

    await screen("document-sign").click()
    await screen("document-sign-yes").click()
    await expect(screen("documents-signed")).to_contain_text("突发事件信息快报.pdf")
    types = [event["type"] for event in town.journal(incident)]
    assert types[-2:] == ["report_submitted", "document_signed"]
