"""Attachments on the page: chosen, dropped, pasted and sent; a failed one is never lost."""

from collections.abc import Iterator

import pytest
from playwright.async_api import BrowserContext, FilePayload, Route, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import Screen
from tests.support import attached_files as files

DROP = """(area, name) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(PDF)], name));
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  area.dispatchEvent(new DragEvent("drop", how));
}""".replace("PDF", str(list(files.PDF)))
PASTE = """() => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(PNG)], "image.png", { type: "image/png" }));
  dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, cancelable: true }));
}""".replace("PNG", str(list(files.png())))


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("attachments"), names=("duty",))
    yield town
    town.server.stop()


async def tab_of(office: BrowserContext, town: Town, incident: dict[str, str]) -> Screen:
    screen = await Screen.of(office, town.url, f"/#/incident/{incident['id']}/attachments")
    if await screen("signin-name").count() or not await screen("attachments").count():
        await screen("signin-name").or_(screen("attachments")).first.wait_for()
    if await screen("signin-name").count():
        await screen("signin-name").fill("duty")
        await screen("signin-password").fill(PASSWORD)
        await screen("signin-submit").click()
    await expect(screen("attachment-drop-area")).to_be_visible()
    return screen


async def test_files_are_chosen_dropped_and_pasted_and_go_out_together(
    office: BrowserContext, town: Town
) -> None:
    incident = town.open("coal_mine", title="某煤矿透水", facts={"deaths": 3})
    screen = await tab_of(office, town, incident)
    chosen = [payload("北门.jpg", files.jpeg(position=True)), payload("现场.jpg", files.PROGRAM)]
    await screen("attachment-file").set_input_files(chosen)
    await screen("attachment-drop-area").evaluate(DROP, "扫描.pdf")
    await screen.page.evaluate(PASTE)
    await expect(screen("attachment-queue").locator("li")).to_have_count(4)
    await screen("pending-北门.jpg").get_by_test_id("attachment-note").fill("水位到门槛")
    await screen("attachment-send").click()
    # The program is refused in words, and stays; the others are attached.
    await expect(screen("pending-现场.jpg")).to_contain_text("是程序")
    await expect(screen("attachment-list").locator("> li")).to_have_count(3)
    await expect(screen("attachment-list")).to_contain_text("水位到门槛")
    await expect(screen("attachment-list")).to_contain_text("拍摄位置已去除")
    await expect(screen("attachment-queue").locator("li")).to_have_count(1)
    await screen("attachment-drop").click()
    await expect(screen("attachment-queue")).to_have_count(0)
    assert [one["type"] for one in town.journal(incident)].count("attachment_added") == 3
    picture = screen("attachment-list").locator("img").first
    await expect(picture).to_have_js_property("complete", True)


async def test_a_failed_file_keeps_its_note_over_a_reload_and_counts_once(
    office: BrowserContext, town: Town
) -> None:
    incident = town.open("coal_mine", title="某煤矿冒顶", facts={"deaths": 3})
    screen = await tab_of(office, town, incident)

    async def answer_is_lost(route: Route) -> None:
        if route.request.method == "POST":
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await screen.page.route("**/attachments", answer_is_lost)
    await screen("attachment-file").set_input_files([payload("罐笼.jpg", files.jpeg(salt=b"1"))])
    await screen("attachment-note").fill("签字单")
    await screen("attachment-send").click()
    await expect(screen("pending-罐笼.jpg")).to_contain_text("不会重复")
    await screen.page.unroute("**/attachments")
    await screen.page.reload()
    await expect(screen("attachment-note")).to_have_value("签字单")
    await screen("attachment-send").click()
    await expect(screen("attachment-queue")).to_have_count(0)
    await expect(screen("attachment-list")).to_contain_text("签字单")
    types = [one["type"] for one in town.journal(incident)]
    assert types.count("attachment_added") == 1


async def test_a_file_is_attached_to_an_entry_of_the_journal(
    office: BrowserContext, town: Town
) -> None:
    incident = town.open("coal_mine", title="某煤矿瓦斯", facts={"deaths": 3})
    said = town.command(incident, "add_log_entry", text="矿方传来照片").json()["events"][-1]["seq"]
    screen = await tab_of(office, town, incident)
    await screen(f"attach-{said}").click()
    await expect(screen("attachment-drop-area")).to_contain_text(f"第 {said} 条")
    await screen("attachment-file").set_input_files([payload("a.jpg", files.jpeg(salt=b"2"))])
    await screen("attachment-send").click()
    await expect(screen("attachment-list")).to_contain_text(f"附于第 {said} 条")
    data = town.journal(incident)[-1]["data"]
    assert data["belongs_to"] == said
    await expect(screen(f"open-{town.journal(incident)[-1]['seq']}")).to_be_visible()
