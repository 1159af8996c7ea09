"""Take the pictures of the documentation: the first incident, played on a real server.

    python docs/pictures.py

Makes a server on a fresh database in a temporary folder, plays `tutorial/first-incident.md`
step by step in a real Chromium, and writes `images/*.png`, with those of `wall_pictures.py` and
`drill_pictures.py`. It needs what the tests need (`python3 x.py test` installs it). A step that
the page does not allow any more stops it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from docs.drill_pictures import drills
from docs.wall_pictures import walls
from tests.support.browser import open_chromium_sync
from tests.support.server import ZHIBAN, start_zhiban

IMAGES = Path(__file__).resolve().parent / "images"
OFFICER, WORDS = "王值班", "春眠不觉晓处处闻啼鸟"
TITLE, XIANGNING = "乡宁县某煤矿顶板事故", "141029"
DIRECTOR, COMMANDER, ON_SITE = "office_director", "commander", "on_site_commander"
MS_UNTIL_NOTES_ARE_GONE = 5000


class Story:
    """The tutorial's steps, on one page of a browser."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    def the(self, name: str) -> Locator:
        """What the page calls by this name."""
        return self.page.get_by_test_id(name)

    def sign_in(self) -> None:
        """登录."""
        self.page.goto(self.url)
        self.the("signin-name").fill(OFFICER)
        self.the("signin-password").fill(WORDS)
        self.the("signin-submit").click()
        expect(self.the("account")).to_have_text(OFFICER)

    def take_the_call(self) -> None:
        """接报 / 新建."""
        self.the("open-incident").click()
        self.the("open-kind-coal_mine").check()
        self.the("open-division").select_option(XIANGNING)
        self.the("open-place").fill("某煤矿")
        self.the("fact-trapped").fill("2")
        self.the("open-caller-post").fill("煤矿调度室")
        self.the("open-title").fill(TITLE)
        expect(self.the("open-level")).to_be_visible()
        self.picture("opening")
        self.the("open-submit").click()
        self.the("open-confirm").click()
        expect(self.the("incident-title")).to_have_text(TITLE)

    def order(self, button: str, role: str, reason: str) -> None:
        """代录命令."""
        self.the(button).first.click()
        expect(self.the("order")).to_be_visible()
        self.the("order-role").select_option(role)
        self.the("field-reason").fill(reason)
        self.the("dialog-submit").click()
        expect(self.the("dialog")).to_be_hidden()

    def confirm(self, button: str) -> None:
        """What the desk does alone."""
        self.the(button).first.click()
        self.the("dialog-submit").click()
        expect(self.the("dialog")).to_be_hidden()

    def record(self, **figures: int) -> None:
        """填报新情况."""
        self.the("facts-edit").click()
        for fact, value in figures.items():
            self.the(f"fact-{fact}").fill(str(value))
        self.the("facts-source").fill("现场指挥部电话")
        self.the("facts-receipt-now").check()
        if self.the("facts-lowering").is_visible():
            self.the("facts-lowering-changed").check()
        self.the("facts-submit").click()
        expect(self.the("facts-form")).to_be_hidden()

    def at(self, tab: str) -> None:
        """Another part of the incident."""
        self.the(f"tab-{tab}").click()
        expect(self.the("incident-page").locator(f"[data-tab={tab}]")).to_be_visible()

    def report_to_the_city(self) -> None:
        """报送 the first report."""
        self.the("report-first_city_government").click()
        self.the("dialog").locator("textarea").first.fill(f"{TITLE}，五人被困，正在组织救援")
        for unknown in self.the("dialog").locator("[data-testid^=to-verify-]").all()[1:]:
            unknown.click()
        self.the("dialog-submit").click()
        expect(self.the("dialog")).to_be_hidden()

    def picture(self, name: str) -> None:
        """The page from its top, as `images/NAME.png`."""
        self.page.evaluate("window.scrollTo(0, 0)")
        self.page.wait_for_timeout(MS_UNTIL_NOTES_ARE_GONE)
        self.page.screenshot(path=IMAGES / f"{name}.png")

    def order_form(self) -> None:
        """The form of a recorded order, as a picture."""
        self.the("act-activate_response-IV").first.click()
        expect(self.the("order")).to_be_visible()
        self.the("field-reason").fill("两人被困")
        self.picture("order-form")
        self.the("dialog-cancel").click()
        self.the("draft-discard").click()
        expect(self.the("dialog")).to_be_hidden()

    def briefing(self) -> None:
        """The sheet for superiors, as a picture."""
        address = self.page.url.replace("#/incident/", "#/print/briefing/")
        sheet = self.page.context.new_page()
        sheet.set_viewport_size({"width": 860, "height": 1180})
        sheet.goto(address)
        expect(sheet.get_by_test_id("sheet")).to_contain_text(TITLE)
        sheet.screenshot(path=IMAGES / "briefing.png")
        sheet.close()


def play(browser: Browser, url: str) -> None:
    """The whole story, with its pictures."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    story = Story(context.new_page(), url)
    story.sign_in()
    story.take_the_call()
    story.order_form()
    story.order("act-activate_response-IV", DIRECTOR, "两人被困")
    story.record(trapped=5)
    story.order("act-recommend_activation-III", DIRECTOR, "五人被困")
    story.picture("incident")
    story.order("act-activate_response-III", COMMANDER, "同意")
    story.briefing()
    story.at("reports")
    story.picture("board")
    story.report_to_the_city()
    story.at("measures")
    story.confirm("complete-iii_notify")
    story.at("groups")
    story.confirm("form-rescue")
    story.at("picture")
    story.picture("axis")
    story.at("overview")
    story.record(trapped=0, deaths=1)
    story.at("measures")
    for condition in ("all_found", "threat_removed"):
        story.confirm(f"confirm-{condition}")
    story.at("overview")
    story.order("act-end_response", ON_SITE, "被困人员全部救出")
    expect(story.the("stage")).to_have_attribute("data-stage", "ended")
    story.order("act-close_incident", DIRECTOR, "归档")
    expect(story.the("stage")).to_have_attribute("data-stage", "closed")
    context.close()


def main() -> int:
    """Play the story on a server of its own."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/story.db"
        account = ["user", "add", OFFICER, "--role", "duty_officer", "--password-stdin"]
        subprocess.run(  # noqa: S603 - our own program
            [ZHIBAN, *account, "--database-url", database], input=WORDS, text=True, check=True
        )
        server = start_zhiban(Path(folder), "--database-url", database)
        try:
            with open_chromium_sync() as browser:
                play(browser, server.url)
                walls(browser)
                drills(browser)
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
