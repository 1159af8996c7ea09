"""A planner who writes no YAML makes a scenario, mends two slips, tries it, takes it along."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Locator, expect

from api.settings import SHIPPED_PLANS
from tests.api.scenarios.every_value import EVERY_VALUE
from tests.api.town import PASSWORD, Town, eventually, found_town
from tests.browser.screen import Screen
from tests.support.cli import zhiban

NAMES = ("controller", "evaluator", "duty")
PICTURES = os.environ.get("ZHIBAN_TEST_PICTURES")
"""A folder for pictures of the steps, for whoever changes the page."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    town = found_town(tmp_path_factory.mktemp("scenarios"), names=NAMES)
    yield town
    town.server.stop()


async def signed_in(
    office: BrowserContext, town: Town, name: str, path: str = "/#/scenarios"
) -> Screen:
    screen = await Screen.of(office, town.url, path)
    await screen("signin-name").fill(name)
    await screen("signin-password").fill(PASSWORD)
    await screen("signin-submit").click()
    await expect(screen("account")).to_have_text(name)
    return screen


async def picture(screen: Screen, name: str) -> None:
    if PICTURES:
        await screen.page.screenshot(path=f"{PICTURES}/{name}.png")


async def basics(screen: Screen) -> None:
    await screen("head-title").fill("夜间透水小演练")
    await screen("head-start").fill("2026-12-17T00:20")
    await screen("incidents-open-0").click()
    await screen("incident-plan").select_option("coal_mine")
    await screen("incident-title").fill("某煤矿透水")
    await screen("incident-division").select_option("141029")
    await screen("fact-add").select_option("trapped")
    await screen("fact-trapped").fill("4")
    await picture(screen, "incident-window")
    await screen("entry-done").click()
    await screen("people-add").click()
    await screen("role-add").select_option("coal_mine:commander")
    await screen("entry-done").click()


async def inject(screen: Screen, text: str, *, day: str = "1", time: str | None = "01:10") -> None:
    await screen("inject-add").click()
    await screen("inject-text").fill(text)
    await screen("at-day").fill(day)
    if time is not None:
        await screen("at-time").fill(time)
    await screen("inject-from").fill("矿调度室")
    await screen("inject-to").select_option("duty")


async def injects(screen: Screen) -> None:
    """Four: two at a time (both with a slip), one after another, one on a condition."""
    await screen("part-injects").click()
    await inject(screen, "水位每小时升三十厘米。", time=None)
    await screen("inject-means").select_option("phone")
    await screen("expected-add").click()
    await screen("expected-action").fill("催调排水设备并记录")
    await screen("expected-by").select_option("duty")
    await screen("expected-within").fill("15")
    await screen("command").select_option("add_log_entry")
    await screen("command-text").fill("已催调排水设备")
    await picture(screen, "inject-window")
    await screen("entry-done").click()
    await inject(screen, "两台水泵停了一台。", day="3", time="02:00")
    await screen("entry-done").click()
    await inject(screen, "家属到矿上。")
    await screen("way-after").check()
    await screen("after-what").select_option("inject:inject_1")
    await screen("after-minutes").fill("20")
    await screen("entry-done").click()
    await inject(screen, "四人被困四十五分钟，启动了没有？")
    await screen("way-when").check()
    await screen("condition-missing").check()
    await screen("condition-type").select_option("response_activated")
    await screen("condition-minutes").fill("45")
    await screen("entry-done").click()


async def test_a_planner_without_yaml_makes_a_scenario_from_nothing(
    office: BrowserContext, town: Town, tmp_path: Path
) -> None:
    screen = await signed_in(office, town, "controller")
    await expect(screen("scenario-mine_flood_night")).to_be_visible()
    await picture(screen, "list")
    await screen("scenario-new").click()
    await basics(screen)
    await picture(screen, "basics")
    await injects(screen)

    # A slip at its row, and the scenario is kept as a draft that cannot be tried.
    await expect(screen("injects").locator("tr.wrong")).to_have_count(1)
    await expect(screen("injects").locator(".scenario-wrong")).to_have_text("时刻：请填写。")
    await picture(screen, "wrong")
    await screen("scenario-save").click()
    await expect(screen("scenario-state")).to_have_attribute("data-state", "draft")
    await expect(screen.page).to_have_url(f"{town.url}/#/scenarios/drill_1")
    await screen("part-trial").click()
    await expect(screen("trial-start")).to_be_disabled()
    await screen("part-injects").click()

    # Mended; then the second one shows, a day too late, and a reload loses nothing.
    wrong = screen("injects").locator("tr.wrong").get_by_role("button").first
    await wrong.click()
    await screen("at-time").fill("01:10")
    await screen("entry-done").click()
    why = "第 3 天 02:00 不在推演之内：推演从 2026-12-17 00:20 开始，到第 1 天结束。"
    await expect(screen("injects").locator(".scenario-wrong")).to_contain_text(why)
    await screen.page.reload()
    await expect(screen("draft-restored")).to_be_visible()
    await expect(screen("injects").locator(".scenario-wrong")).to_contain_text(why)
    await wrong.click()
    await screen("at-day").fill("1")
    await screen("entry-done").click()
    await expect(screen("injects").locator("tr.wrong")).to_have_count(0)
    await screen("scenario-save").click()
    await expect(screen("scenario-state")).to_have_attribute("data-state", "ready")
    await picture(screen, "mended")

    entries = len(town.get("/api/incidents").json()["incidents"])
    await screen("part-trial").click()
    await screen("trial-start").click()
    await expect(screen("trial-untouched")).to_contain_text("真实记录一条未动")
    await expect(screen("trial-inject")).to_have_count(4)
    await expect(screen("trial-inject").first).to_contain_text("01:05")
    await picture(screen, "trial")
    assert len(town.get("/api/incidents").json()["incidents"]) == entries

    async with screen.page.expect_download() as taken:
        await screen("download-yaml").click()
    file = tmp_path / "mine.yaml"
    await (await taken.value).save_as(file)
    checked = zhiban(tmp_path, "drill", "check", str(file))
    assert checked.returncode == 0, checked.stdout + checked.stderr


INTERNAL = re.compile(
    r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b|@[a-z]\w*|\[object|[{}]|\b1410\d\d\b|（这里不提供）"
)
"""What ids look like: words joined by `_`, names of incidents, codes of divisions, raw JSON; and
what stands beside a word that no list of the editor knows.

The author's own notes are left out.
"""

SEEN = """() => {
  const shown = [];
  const walk = (root) => {
    for (const one of root.querySelectorAll("select"))
      shown.push(one.selectedOptions[0]?.text ?? "");
    for (const one of root.querySelectorAll("input, textarea"))
      if (!["radio", "checkbox"].includes(one.type) && !/note|about/.test(one.dataset.testid))
        shown.push(one.value);
    const copy = root.cloneNode(true);
    copy.querySelectorAll("select, textarea, script").forEach((one) => one.remove());
    shown.push(copy.innerText ?? copy.textContent);
  };
  document.querySelectorAll("main, [role=dialog]").forEach(walk);
  return shown.join("\\n");
}"""


async def test_no_shipped_scenario_shows_an_internal_word(
    office: BrowserContext, town: Town
) -> None:
    """Every list of every scenario, every inject, and of other entries one of each kind."""
    screen = await signed_in(office, town, "controller")
    found: list[str] = []
    seen: set[str] = set()

    async def look(where: str, opener: Locator) -> None:
        await opener.click()
        await expect(screen("scenario-window")).to_be_visible()
        found.extend(internal(where, await screen.page.evaluate(SEEN)))
        await screen("entry-done").click()
        await expect(screen("scenario-window")).to_have_count(0)

    for name in SHIPPED:
        await screen.page.goto(f"{town.url}/#/scenarios/{name}")
        await expect(screen("scenario-state")).to_be_visible()
        data = town.get(f"/api/scenarios/{name}", "controller").json()["scenario"]
        for part, sections in PARTS.items():
            await screen(f"part-{part}").click()
            await expect(screen(f"part-{part}")).to_have_attribute("aria-selected", "true")
            found += internal(f"{name}, {part}", await screen.page.evaluate(SEEN))
            for section in sections:
                for at in telling(section, data, seen):
                    opener = screen(f"{section}-open-{at}")
                    if section == "injects":
                        # They stand in order of time, not of the file.
                        said = data["injects"][at]["text"]
                        rows = screen("injects")
                        opener = rows.get_by_role("button", name=said, exact=True).first
                    await look(f"{name}, {section} {at}", opener)
    assert found == [], "\n".join(found)


PARTS: dict[str, tuple[str, ...]] = {
    "basics": ("people", "incidents"),
    "injects": ("branches", "injects"),
    "played": ("simulated", "steps"),
}
SHIPPED = sorted(file.stem for file in (SHIPPED_PLANS / "drills").glob("*.yaml"))


def telling(section: str, data: dict[str, Any], seen: set[str]) -> list[int]:
    """The first entry of each kind: with other fields, another command, or another plan."""
    entries = data.get(section) or []
    first = next(iter(data.get("incidents", {}).values()), data)
    found = []
    for at, one in enumerate(entries.values() if isinstance(entries, dict) else entries):
        kind = f"{section} {first.get('plan')} {form_of(one)}"
        if kind not in seen:
            seen.add(kind)
            found.append(at)
    return found


def form_of(value: Any) -> Any:
    """What an entry is made of: its fields, and which command or kind of entry they name."""
    if isinstance(value, dict):
        named = {"command", "event", "missing"} & value.keys()
        return sorted((key, value[key] if key in named else form_of(value[key])) for key in value)
    return [form_of(one) for one in value[:1]] if isinstance(value, list) else ""


def internal(where: str, shown: str) -> list[str]:
    """The internal words in what is seen."""
    return [f"{where}: {word}" for word in sorted(set(INTERNAL.findall(shown)))]


async def test_every_value_can_be_edited_and_nothing_else_changes(
    office: BrowserContext, town: Town
) -> None:
    """All that a file may hold has a field; lists, days and words change, the rest is equal."""
    before = json.loads(json.dumps(EVERY_VALUE))
    with town.client("controller") as client:
        view = client.put("/api/scenarios/every_value", json={"scenario": EVERY_VALUE})
        assert view.json()["findings"] == []
    screen = await signed_in(office, town, "controller", "/#/scenarios/every_value")
    for part, sections in PARTS.items():
        await screen(f"part-{part}").click()
        for section in sections:
            for at in range(len(before[section])):
                one = section.replace("injects", "inject")
                await screen(f"{one}-open-{at}").click()
                await expect(screen("scenario-window")).to_be_visible()
                await expect(screen("kept-fields")).to_have_count(0)
                await edit(screen, section, at)
                await screen("entry-done").click()
                await expect(screen("scenario-window")).to_have_count(0)
    async with screen.page.expect_response(lambda one: one.request.method == "PUT") as saved:
        await screen("scenario-save").click()
    assert (await saved.value).ok
    await expect(screen("scenario-state")).to_have_attribute("data-state", "ready")
    kept = town.get("/api/scenarios/every_value", "controller").json()["scenario"]
    run, steps = before["incidents"]["run"], before["steps"]
    run["facts"]["counties_in_emergency"] = ["141082", "141002"]
    run["facts"]["price_rise_percent"] = -3.5
    steps[3]["do"]["members"] = ["city_emergency_bureau", "某煤矿救护队", "省救护队"]
    steps[5]["do"]["content"] = {"简要经过": "顶板透水"}
    steps[17]["refused"] = "outside_division"
    steps[19]["day"] = steps[19].pop("days")[0]
    steps[19]["submit"]["except"] = ["141032"]
    steps[20]["submit"]["reporters"] = ["141081", "141082", "141002"]
    assert kept == before


async def edit(screen: Screen, section: str, at: int) -> None:
    """The changes of the test above, in the entry whose window is open."""
    match section, at:
        case "incidents", 1:
            counties = screen("fact-counties_in_emergency")
            await counties.get_by_role("button").first.click()
            await screen("fact-counties_in_emergency-add").select_option("141002")
            await screen("fact-price_rise_percent").fill("-3.5")
        case "steps", 3:
            await screen("command-members-typed").fill("省救护队")
            await screen("command-members-typed").press("Enter")
        case "steps", 5:
            await screen("command-content-简要经过").fill("顶板透水")
        case "steps", 17:
            await screen("step-refused").select_option("outside_division")
        case "steps", 19:
            # Beyond the last day, by the same check and with the same words as on the command line.
            await screen("step-last-day").fill("3")
            await screen("step-last-day").blur()
            await expect(screen("scenario-window")).to_contain_text("到第 2 天结束")
            await screen("step-last-day").fill("")
            await screen("submit-except").get_by_role("button").first.click()
        case "steps", 20:
            await screen("submit-reporters-add").select_option("141002")
        case "simulated", 0:
            await screen("punctuality").fill("")
            await screen("punctuality").fill("82")


async def test_the_second_of_two_is_told_and_loses_nothing(
    office: BrowserContext, town: Town
) -> None:
    body = town.get("/api/scenarios/mine_flood_night", "controller").json()
    keep = {"scenario": body["scenario"], "notes": body["notes"], "compare": "mine_flood_night"}
    with town.client("controller") as client:
        assert client.put("/api/scenarios/flood", json=keep).status_code == 200
    first = await signed_in(office, town, "controller", "/#/scenarios/flood")
    await first("part-basics").click()
    await first("head-title").fill("我改的名称")
    with town.client("anna") as client:
        keep["scenario"]["title"] = "别人改的名称"
        assert client.put("/api/scenarios/flood", json=keep).status_code == 200
    await first("scenario-save").click()
    await expect(first("problem")).to_contain_text("anna 刚保存或删除了这个情景")
    await expect(first("head-title")).to_have_value("我改的名称")
    await picture(first, "overtaken")
    await first("save-copy").click()
    await expect(first.page).to_have_url(f"{town.url}/#/scenarios/flood_1")
    titles = [one["title"] for one in town.get("/api/scenarios", "controller").json()["scenarios"]]
    assert titles[:3] == sorted(titles[:3], key=titles.index)
    assert "别人改的名称" in titles
    assert "我改的名称（副本）" in titles


async def test_evaluators_read_and_participants_see_nothing(
    office: BrowserContext, town: Town
) -> None:
    screen = await signed_in(office, town, "evaluator", "/#/scenarios/mine_flood_night")
    await screen("inject-open-0").click()
    await expect(screen("inject-text")).to_be_disabled()
    await expect(screen("scenario-save")).to_have_count(0)
    assert town.get("/api/scenarios/mine_flood_night", "duty").status_code == 403


async def test_a_trial_shows_the_days_that_it_has_played_and_stops_when_told(
    office: BrowserContext, town: Town
) -> None:
    with town.client("controller") as client:
        month = client.get("/api/scenarios/grain_critical_month").json()["scenario"]
        run = month["incidents"]["run"]
        # So many that there is time to look and to press, on a fast machine too.
        many = {f"run_{number}": run | {"title": f"事件 {number}"} for number in range(20)}
        first = {"incident": "run_0"}
        changed = {
            "id": "year",
            "title": "一年",
            "end_day": 365,
            "incidents": many,
            "injects": [one | first for one in month["injects"]],
            "steps": [one | {"incident": key} for key in many for one in month["steps"][:2]],
        }
        year = {"scenario": month | changed}
        assert client.put("/api/scenarios/year", json=year).status_code == 200
        screen = await signed_in(office, town, "controller", "/#/scenarios/year")
        await screen("part-trial").click()
        await screen("trial-start").click()
        running = screen("trial-running")
        await expect(running).to_contain_text("天 ")
        await expect(running).to_contain_text("全程 364 天 15 小时")
        for width, height in ((1366, 768), (1920, 1080), (390, 844)):
            if PICTURES:
                await screen.page.set_viewport_size({"width": width, "height": height})
            await picture(screen, f"trial-running-{width}")
        await screen("trial-stop").click()
        await expect(screen("trial-start")).to_be_enabled()
        await expect(running).to_have_count(0)
        await expect(screen("trial-untouched")).to_have_count(0)
        eventually(lambda: not client.get("/api/scenarios/try/progress").json()["running"])
