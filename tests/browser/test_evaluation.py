"""An evaluator with a tablet: one press a score, remarks that outlive the network."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, Route, expect

from tests.api.town import Town, ago, eventually, found_town
from tests.browser.every_page import sign_in
from tests.browser.screen import Screen

NAMES = ("duty", "evaluator", "director", "admin", "reporter")


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
    await row.get_by_role("button", name="列入改进").click()
    await tablet("improve-action").fill("值班台贴上号码")
    await tablet("improve-due").fill("2027-01-31")
    await tablet("improve-keep").click()
    await expect(tablet("improvements").locator("li")).to_contain_text("值班台贴上号码")


async def test_scores_and_notes_wait_for_the_network_and_are_not_lost(
    browser: Browser, town: Town
) -> None:
    drill = town.open("coal_mine", title="断网演练", facts={"deaths": 3}, exercise=True)
    tablet = await at(browser, town, "evaluator", f"/evaluation/{drill['id']}")
    await tablet("note-open-3").click()
    await tablet("note-3").fill("先问了人数")
    await tablet.page.route("**/api/drill/*", cut)
    await tablet("score-3-1").click()
    await tablet("score-3-3").click()
    await expect(tablet("score-waits-3")).to_contain_text("还没有送到服务器")
    await tablet("note-open-4").click()
    await tablet("note-4").fill("没有给分的备注")
    await tablet("tab-conclusion").click()
    await tablet("grade-reason").fill("写了一半的理由")
    await tablet("improve-finding").fill("写了一半的问题")
    await tablet.page.reload()
    await expect(tablet("score-3-3")).to_have_attribute("aria-pressed", "true")
    await expect(tablet("score-waits-3")).to_be_visible()
    await expect(tablet("note-4")).to_have_value("没有给分的备注")
    await tablet("tab-conclusion").click()
    await expect(tablet("grade-reason")).to_have_value("写了一半的理由")
    await expect(tablet("improve-finding")).to_have_value("写了一半的问题")
    await tablet("tab-sheet").click()
    await tablet.page.unroute("**/api/drill/*", cut)
    await tablet.page.evaluate("dispatchEvent(new Event('online'))")
    await expect(tablet("score-waits-3")).to_have_count(0)
    assert eventually(lambda: scores(town, drill["id"])) == {"3": (3, "先问了人数")}
    await tablet("score-4-5").click()
    await expect(tablet("score-4-5")).to_have_attribute("aria-pressed", "true")
    assert eventually(lambda: len(scores(town, drill["id"])) == 2)
    assert scores(town, drill["id"])["4"] == (5, "没有给分的备注")


async def test_evidence_and_another_run_are_a_press_away(browser: Browser, town: Town) -> None:
    facts = {"deaths": 3}
    late = town.open(
        "coal_mine", title="迟报", facts=facts, exercise=True, received_at=ago(minutes=90)
    )
    prompt = town.open(
        "coal_mine", title="正常", facts=facts, exercise=True, received_at=ago(minutes=1)
    )
    tablet = await at(browser, town, "evaluator", f"/evaluation/{late['id']}")
    await tablet("shows-1-report").locator("summary").click()
    await tablet("shows-1-report").get_by_test_id("evidence-1").first.click()
    await expect(tablet("evidence-window")).to_contain_text(late["number"])
    await expect(tablet("evidence-journal")).to_have_attribute(
        "href", f"#/incident/{late['id']}/journal"
    )
    await tablet.page.keyboard.press("Escape")
    await tablet("tab-times").click()
    await tablet("response-times").get_by_test_id("evidence-1").first.click()
    await expect(tablet("evidence-window").locator("h3")).not_to_be_empty()
    await tablet.page.keyboard.press("Escape")
    await tablet("tab-compare").click()
    await tablet("compare-before").select_option(prompt["id"])
    new = tablet("compare-findings").locator("li[data-turn='new']")
    await expect(new.first).to_contain_text("电话快报")
    await expect(tablet("compare-tasks").locator("tr[data-trend='worse']").first).to_be_visible()
    run = town.get(f"/api/incidents/{prompt['id']}/evaluation.json", "evaluator").content
    file = {"name": "run.json", "mimeType": "application/json", "buffer": run}
    await tablet("compare-picker").set_input_files(file)  # type: ignore[arg-type]
    await expect(tablet("compare-heads")).to_contain_text(prompt["number"])
    async with tablet.page.expect_download() as kept:
        await tablet("compared-docx").click()
    assert (await kept.value).suggested_filename.endswith(".docx")
    wrong = {"name": "wrong.json", "mimeType": "application/json", "buffer": b"{}"}
    await tablet("compare-picker").set_input_files(wrong)  # type: ignore[arg-type]
    await expect(tablet("compare")).to_contain_text("wrong.json 里没有一次演练")


async def test_an_administrator_marks_an_improvement_as_done(browser: Browser, town: Town) -> None:
    drill = town.open("coal_mine", title="改进演练", exercise=True)
    body = {"key": "improve-901", "finding": "电话快报迟了", "action": "贴上号码"}
    body |= {"owner": "市应急管理局", "due": "2026-12-31", "incident": drill["id"]}
    assert town.post("/api/drill/improvements", body, "evaluator").status_code == 201
    desk = await at(browser, town, "admin", "/improvements")
    await desk("settle-improve-901").click()
    await desk("settle-note-improve-901").fill("号码已贴")
    await desk.page.reload()
    await desk("settle-improve-901").click()
    await expect(desk("settle-note-improve-901")).to_have_value("号码已贴")
    await desk("settle-keep-improve-901").click()
    await expect(desk("improvement-improve-901")).to_contain_text("已落实（admin）：号码已贴")
    tablet = await at(browser, town, "evaluator", f"/evaluation/{drill['id']}")
    await tablet("tab-conclusion").click()
    await expect(tablet("improvement-improve-901")).to_contain_text("号码已贴")
    await expect(tablet("settle-improve-901")).to_have_count(0)


async def test_who_owns_an_improvement_finds_it(browser: Browser, town: Town) -> None:
    """A county that only reports is led there from its page, as long as something is open."""
    drill = town.open("coal_mine", title="县里演练", exercise=True)
    body = {"finding": "县里没有报", "action": "值班表贴上墙", "due": "2026-12-31"}
    for key, owner in (("improve-911", "曲沃县、指挥部办公室主任"), ("improve-912", "别的单位")):
        told = {**body, "key": key, "owner": owner, "incident": drill["id"]}
        assert town.post("/api/drill/improvements", told, "evaluator").status_code == 201
    county = await at(browser, town, "reporter", "/")
    await county("own-improvements").click()
    await expect(county("settle-improve-911")).to_be_visible()
    await expect(county("improvement-improve-912")).to_have_count(0)
    await expect(county("nav-improvements")).to_have_attribute("aria-current", "page")
    await county("settle-improve-911").click()
    await county("settle-note-improve-911").fill("已贴")
    await county("settle-keep-improve-911").click()
    await expect(county("improvement-improve-911")).to_contain_text("已贴")
    await expect(county("nav-improvements")).to_have_count(0)


async def test_the_quiet_list_leads_to_the_evaluation(browser: Browser, town: Town) -> None:
    real = town.open("coal_mine", title="冒顶", facts={"deaths": 3}, received_at=ago(minutes=90))
    desk = await at(browser, town, "duty", f"/incident/{real['id']}")
    await expect(desk("glances")).to_contain_text("过了时限，记录里还没有")
    await desk("language").click()
    await expect(desk("glances")).to_contain_text("is past its time and not in the record")
    await desk("language").click()
    await expect(desk("glances")).to_contain_text("过了时限，记录里还没有")
    await desk("glances-all").click()
    await expect(desk("evaluation-page")).to_contain_text(real["number"])
    await desk("tab-times").click()
    await expect(desk("response-times")).to_contain_text("还没有启动响应")


def remarks(town: Town, incident: str) -> list[str]:
    found = town.get(f"/api/incidents/{incident}/evaluation.json", "evaluator").json()
    return [one["text"] for one in found["remarks"]]


def scores(town: Town, incident: str) -> dict[str, tuple[int | None, str]]:
    found = town.get(f"/api/incidents/{incident}/evaluation.json", "evaluator").json()
    items = [
        one for sheet in found["sheets"] for head in sheet["headings"] for one in head["items"]
    ]
    return {
        one["number"]: (one["score"]["points"], one["score"]["note"])
        for one in items
        if one["score"]
    }
