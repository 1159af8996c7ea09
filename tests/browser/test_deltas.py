"""The page keeps what it shows from small changes: what it has is what a fresh read gives."""

import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Browser, Page, WebSocketRoute, expect

from tests.api.town import PASSWORD, Town, found_town
from tests.browser.screen import WIDE
from tests.support.report_content import answers

PATIENCE_MS = 60_000
ORDERED = {"by_means": "phone", "reason": "抢购"}
VERSION = "version => window.held()?.version >= version"

HELD = """id => {
  // What the components are given, without anything in the page that is there for tests.
  window.held = () => {
    const seen = [document.querySelector('#app')._vnode];
    while (seen.length) {
      const one = seen.pop();
      if (!one || typeof one !== 'object') continue;
      if (one.component?.props?.view?.id === id) return one.component.props.view;
      if (one.component) seen.push(one.component.subTree);
      if (Array.isArray(one.children)) seen.push(...one.children);
      if (one.suspense?.activeBranch) seen.push(one.suspense.activeBranch);
    }
  };
}"""

Frame = dict[str, Any]
Change = Callable[[Frame], Frame | None]


def as_it_is(frame: Frame) -> Frame:
    return frame


@dataclass
class Line:
    """The way between page and server: what went over it, and what happens to frames."""

    sent: list[Frame] = field(default_factory=list)
    heard: list[Frame] = field(default_factory=list)
    change: Change = as_it_is
    refuse: bool = False
    page_side: WebSocketRoute | None = None

    async def meet(self, page_side: WebSocketRoute) -> None:
        if self.refuse:
            await page_side.close(code=1012)
            return
        self.page_side = page_side
        server_side = page_side.connect_to_server()

        def from_page(words: str | bytes) -> None:
            self.sent.append(json.loads(words))
            server_side.send(words)

        def from_server(words: str | bytes) -> None:
            frame = self.change(json.loads(words))
            if frame is not None:
                self.heard.append(frame)
                page_side.send(json.dumps(frame))

        page_side.on_message(from_page)
        server_side.on_message(from_server)

    def snapshots(self) -> int:
        return sum(frame["type"] == "snapshot" for frame in self.heard)

    def changed_in_parts(self) -> int:
        return sum("items" in frame for frame in self.heard)


@pytest.fixture(scope="module")
def own_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    found = found_town(tmp_path_factory.mktemp("deltas"), names=("duty",))
    yield found
    assert found.server.stop() == 0, found.server.log_tail()


@pytest.fixture
def incident(own_town: Town) -> dict[str, Any]:
    """A response that asks every county for reports."""
    opened = own_town.open("grain")
    activate(own_town, opened)
    return own_town.view(opened)


@dataclass
class Desk:
    """An officer's page that shows one incident."""

    page: Page
    line: Line
    town: Town
    incident: dict[str, Any]

    async def shows_what_is(self, language: str = "zh") -> None:
        """Wait until the page has caught up; it then has exactly what a fresh read gives."""
        path = f"/api/incidents/{self.incident['id']}"
        while True:
            fresh = self.town.get(path, headers={"Accept-Language": language}).json()
            await self.page.wait_for_function(VERSION, arg=fresh["version"], timeout=PATIENCE_MS)
            held = await self.page.evaluate("window.held()")
            # Time makes entries too: one may have come in between.
            if held["version"] == fresh["version"]:
                break
        assert held == fresh


@pytest.fixture
async def desk(browser: Browser, own_town: Town, incident: dict[str, Any]) -> AsyncIterator[Desk]:
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(reduced_motion="reduce", locale="zh-CN", viewport=WIDE)
    page, line = await context.new_page(), Line()
    await page.route_web_socket(re.compile("/api/live"), line.meet)
    await page.goto(f"{own_town.url}/#/incident/{incident['id']}")
    await page.get_by_test_id("signin-name").fill("duty")
    await page.get_by_test_id("signin-password").fill(PASSWORD)
    await page.get_by_test_id("signin-submit").click()
    await expect(page.get_by_test_id("incident-number")).to_have_text(incident["number"])
    await expect(page.get_by_test_id("connection")).to_have_attribute("data-state", "live")
    await page.evaluate(HELD, incident["id"])
    yield Desk(page, line, own_town, incident)
    await context.close()


def activate(town: Town, incident: dict[str, Any], sub_state: str = "tense") -> None:
    place = {"level": "III", "sub_state": sub_state}
    verb = "activate" if sub_state == "tense" else "adjust"
    orders = (
        ("recommend_activation", "office_director"),
        (f"{verb}_response", "chief_commander"),
    )
    for command, role in orders:
        answer = town.command(incident, command, on_behalf_of=role, **place, **ORDERED)
        assert answer.status_code == 200, answer.text


def work(town: Town, incident: dict[str, Any], reports: int = 3) -> None:
    """Reports, figures, measures and entries, as they come in during a shift."""
    view = town.view(incident)
    done = [one["id"] for one in view["measures"] if not one["done"]][:2]
    slots = view["next_slots"][1 : 1 + reports]
    for number, slot in enumerate(slots):
        content = {"text": f"第{number}份"} | answers(slot["required"])
        fields = {"slot": slot["id"], "kind": "scheduled", "content": content}
        assert town.command(incident, "submit_report", **fields).status_code == 200
        assert town.command(incident, "add_log_entry", text=f"第{number}条").status_code == 200
    for measure in done:
        told = town.command(incident, "complete_measure", measure=measure, note="已办")
        assert told.status_code == 200, told.text
    facts = {"price_rise_percent": 31 + len(view["struck"]), "counties_in_emergency": ["141021"]}
    assert town.command(incident, "record_facts", facts=facts, source="发改委").status_code == 200


async def test_after_many_commands_the_page_has_what_a_fresh_read_gives(desk: Desk) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    for _ in range(3):
        work(desk.town, desk.incident)
        await desk.shows_what_is()
    activate(desk.town, desk.incident, "urgent")
    await desk.shows_what_is()
    assert desk.line.changed_in_parts() >= 9
    assert desk.line.snapshots() == 1
    assert not [url for url in asked if url.endswith(f"/incidents/{desk.incident['id']}")]


async def test_after_a_cut_connection_it_goes_on_where_it_was(desk: Desk) -> None:
    work(desk.town, desk.incident)
    await desk.shows_what_is()
    desk.line.refuse = True
    assert desk.line.page_side is not None
    await desk.line.page_side.close(code=1012)
    await expect(desk.page.get_by_test_id("stale")).to_be_visible()
    work(desk.town, desk.incident)
    desk.line.refuse = False
    await expect(desk.page.get_by_test_id("stale")).to_be_hidden()
    await desk.shows_what_is()
    assert desk.line.snapshots() == 1
    assert "after" in desk.line.sent[-1]


class TwoLost:
    """The first two events on the way are lost."""

    def __init__(self) -> None:
        self.left = 2

    def __call__(self, frame: Frame) -> Frame | None:
        if frame["type"] != "event" or not self.left:
            return frame
        self.left -= 1
        return None


def of_another_version(frame: Frame) -> Frame:
    """What comes is a change of a view that the page does not have."""
    if "items" in frame:
        frame["items"]["from"] += 1
    return frame


@pytest.mark.parametrize("trouble", [TwoLost(), of_another_version], ids=["lost", "another"])
async def test_after_a_gap_it_reads_afresh(desk: Desk, trouble: Change) -> None:
    desk.line.change = trouble
    work(desk.town, desk.incident, reports=1)
    await expect(desk.page.get_by_test_id("connection")).to_have_attribute("data-state", "live")
    await desk.shows_what_is()
    assert desk.line.snapshots() >= 2
    desk.line.change = as_it_is
    before = desk.line.snapshots()
    work(desk.town, desk.incident)
    await desk.shows_what_is()
    assert desk.line.snapshots() == before
    assert "after" not in desk.line.sent[-1]


async def test_what_is_pushed_is_in_the_language_of_the_page(desk: Desk) -> None:
    page, head = desk.page, desk.page.get_by_test_id("language")
    await desk.shows_what_is()
    await head.click()
    await page.wait_for_function("() => /^[\\x20-\\x7e]+$/.test(window.held().place_name)")
    await desk.shows_what_is("en")
    activate(desk.town, desk.incident, "urgent")
    await desk.shows_what_is("en")
    await head.click()
    await page.wait_for_function("() => !/^[\\x20-\\x7e]+$/.test(window.held().place_name)")
    await desk.shows_what_is()
