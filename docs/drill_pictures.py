"""The pictures of drills: the controller's page in a drill and in a replay, and the evaluation.

    python -m docs.drill_pictures

A short drill is played on a server of its own, and its journal is replayed on another.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from docs.wall_pictures import SMALLER
from tests.support import forks
from tests.support.browser import open_chromium_sync
from tests.support.drill import DrillServer
from tests.support.server import ZHIBAN

IMAGES = Path(__file__).resolve().parent / "images"
SCENARIO, TITLE = "mine_fire_handed_up", "霍州市某煤矿皮带巷着火"
WIDTH = 1366
PLAYED = ("commander", "chief", "site")


class Seat:
    """One of the drill's people in a browser."""

    def __init__(self, browser: Browser, drill: DrillServer, name: str, path: str) -> None:
        context = browser.new_context(
            viewport={"width": WIDTH, "height": 768},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        self.page: Page = context.new_page()
        self.page.goto(f"{drill.url}/#{path}")
        self.the("signin-name").fill(name)
        self.the("signin-password").fill(drill.passwords[name])
        self.the("signin-submit").click()
        expect(self.the("account")).to_have_text(name)

    def the(self, name: str) -> Locator:
        """What the page calls by this name."""
        return self.page.get_by_test_id(name)

    def press(self, *names: str) -> None:
        """One after the other."""
        for name in names:
            self.the(name).first.click()

    def picture(self, name: str) -> None:
        """The page from its top, with fewer colours, as `images/NAME.png`."""
        self.page.evaluate("document.getElementById('main').scrollTo(0, 0)")
        self.page.wait_for_timeout(800)
        words = base64.b64encode(self.page.screenshot()).decode()
        data = f"data:image/png;base64,{words}"
        smaller = self.page.evaluate(SMALLER, [data, WIDTH])
        (IMAGES / f"{name}.png").write_bytes(base64.b64decode(smaller))


def take_the_call(duty: Seat) -> None:
    """接报登记."""
    duty.press("drill-open-incident")
    duty.the("open-kind-coal_mine").check()
    duty.the("open-division").select_option("141082")
    duty.the("open-title").fill(TITLE)
    duty.the("fact-trapped").fill("32")
    duty.press("open-submit")
    expect(duty.the("incident-title")).to_have_text(TITLE)


def remark(judges: Seat, words: str) -> None:
    """记一条观察."""
    judges.the("remark-text").fill(words)
    judges.press("remark-keep")
    expect(judges.the("remark-list")).to_contain_text(words)


def conduct(browser: Browser, drill: DrillServer) -> None:
    """The controller's page while a drill runs, and the evaluation of it."""
    controls = Seat(browser, drill, "controller", "/drill")
    duty = Seat(browser, drill, "duty", "/")
    Seat(browser, drill, "director", "/")
    judges = Seat(browser, drill, "evaluator", "/evaluation")
    controls.press("drill-start")
    take_the_call(duty)
    expect(controls.the("drill-give-next")).to_be_visible()
    expect(controls.the("sees-duty")).to_contain_text(TITLE)
    controls.picture("drill-controller")
    remark(judges, "值班员复述了被困人数，并问清了联系人")
    # Nobody reports, so that something is missing.
    controls.press("cast-reporters")
    controls.the("drill-step-minutes").select_option("240")
    for _ in range(2):
        controls.press("drill-step")
        controls.page.wait_for_timeout(800)
    remark(judges, "指挥长到场后先问通风情况，对讲机两次没有应答")
    judges.page.reload()
    judges.press("tab-expected")
    expect(judges.the("expected")).to_contain_text("没有记录")
    judges.picture("evaluation")
    controls.press("drill-end", "drill-end-yes")


def replay(browser: Browser, folder: Path) -> None:
    """The controller's page in the middle of a replay."""
    out = folder / "record"
    done = forks.run([ZHIBAN, "drill", "run", "mine_flood_night", "--out", str(out)])
    if done.returncode:
        sys.exit(done.stderr)
    drill = DrillServer(folder, str(out), verb="replay").start()
    try:
        controls = Seat(browser, drill, "controller", "/drill")
        controls.press("drill-start", "drill-pause")
        controls.page.get_by_role("button", name="放到这里").nth(20).click()
        expect(controls.page.get_by_text("放到这里了")).to_be_visible()
        controls.picture("replay-controller")
    finally:
        drill.stop()


def drills(browser: Browser) -> None:
    """All of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "drill").mkdir()
        (folder / "replay").mkdir()
        options = tuple(word for part in PLAYED for word in ("--simulate", part))
        drill = DrillServer(folder / "drill", SCENARIO, options).start()
        try:
            conduct(browser, drill)
        finally:
            drill.stop()
        replay(browser, folder / "replay")


def main() -> int:
    """Take them."""
    with open_chromium_sync() as browser:
        drills(browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
