"""The pictures of walls: three incidents, thirty, thirty at 4K, and counties two minutes before.

    python -m docs.wall_pictures

Each is taken from real servers on fresh databases, and written to `images/wall*.png`.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ViewportSize

from tests.api.town import Town, ago, found_town
from tests.support.browser import open_chromium_sync
from tests.support.server import start_zhiban

IMAGES = Path(__file__).resolve().parent / "images"
HD: ViewportSize = {"width": 1920, "height": 1080}
UHD: ViewportSize = {"width": 3840, "height": 2160}
PHONE = {"by_means": "phone", "reason": "按现有情况"}
COUNTIES = ("乡宁县", "翼城县", "尧都区", "侯马市", "洪洞县", "永和县", "蒲县", "古县")
CODES = ("141029", "141022", "141002", "141081", "141024", "141032", "141033", "141025")
KINDS = ("煤矿顶板冒落", "化工厂罐区泄漏起火", "工地基坑坍塌", "冶炼厂煤气泄漏", "公路车辆相撞")
DAY = "2026-11-23T"
REPORTED = 14
WIDTH = 1120
"""Of the pictures, in pixels: what a page shows of them."""

SMALLER = """async ([address, width]) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const height = Math.round(width * image.height / image.width);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, width, height);
  const picture = context.getImageData(0, 0, width, height);
  for (let at = 0; at < picture.data.length; at++)
    if (at % 4 !== 3) picture.data[at] = Math.min(255, Math.round(picture.data[at] / 12) * 12);
  context.putImageData(picture, 0, 0);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  const words = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(words, (one) => String.fromCharCode(one)).join(''));
}"""
"""A smaller picture with fewer colours; `image/png` in base64."""


def incidents(town: Town, first: int, count: int) -> None:
    """Incidents in response, of several kinds and levels; every ninth is an exercise."""
    for number in range(first, count):
        plan = "coal_mine" if number % 5 == 0 else "production_safety"
        made = town.open(
            plan,
            title=f"{COUNTIES[number % 8]}某{KINDS[number % 5]}事故",
            division=CODES[number % 8],
            facts={"trapped": (5, 2, 1)[number % 3], "deaths": int(number % 3 == 0)},
            source="现场指挥部",
            exercise=number % 9 == 4,
            occurred_at=ago(hours=2),
            received_at=ago(minutes=100 - number),
        )
        level, role = ("III", "commander") if number % 3 == 0 else ("IV", "office_director")
        town.command(made, "activate_response", level=level, on_behalf_of=role, **PHONE)
        if number == 0:
            for group in ("rescue", "medical"):
                town.command(made, "form_group", group=group, on_behalf_of=role, **PHONE)
            pending = {"level": "II", "on_behalf_of": "commander"}
            town.command(made, "recommend_activation", **pending, **PHONE)


def counties(town: Town) -> None:
    """A rush for grain, as an exercise: fourteen of seventeen have reported."""
    made = town.open(
        "grain",
        title="城区粮油抢购",
        division="141002",
        exercise=True,
        facts={"price_rise_percent": 35},
        source="市场监测",
        occurred_at=f"{DAY}08:00:00+08:00",
        received_at=f"{DAY}08:30:00+08:00",
    )
    place = {"level": "III", "sub_state": "tense"}
    for command, role in (
        ("recommend_activation", "office_director"),
        ("activate_response", "chief_commander"),
    ):
        town.command(made, command, on_behalf_of=role, **place, **PHONE)
    daily = [slot for slot in town.view(made)["next_slots"] if slot["obligation"] == "county_daily"]
    for slot in daily[:REPORTED]:
        content = {field: "正常" for field in slot["content"]}
        done = town.command(made, "submit_report", slot=slot["id"], content=content)
        if done.status_code != 200:
            raise ValueError(done.text)


def picture(browser: Browser, town: Town, name: str, size: ViewportSize, more: str = "") -> None:
    """The wall as it stands, as `images/NAME.png`."""
    page = browser.new_page(viewport=size, locale="zh-CN")
    page.goto(f"{town.url}/#/wall?token={town.tokens['viewer']}&turn=0{more}")
    page.locator(".tile .row-figures").first.wait_for()
    page.wait_for_timeout(1500)
    words = base64.b64encode(page.screenshot()).decode()
    page.goto("about:blank")
    smaller = page.evaluate(SMALLER, [f"data:image/png;base64,{words}", WIDTH])
    (IMAGES / f"{name}.png").write_bytes(base64.b64decode(smaller))
    page.close()


def walls(browser: Browser) -> None:
    """All pictures of walls."""
    with tempfile.TemporaryDirectory() as folder:
        town = found_town(Path(folder))
        try:
            incidents(town, 0, 3)
            picture(browser, town, "wall", HD)
            incidents(town, 3, 30)
            picture(browser, town, "wall-30", HD)
            picture(browser, town, "wall-30-4k", UHD, "&theme=light")
        finally:
            town.server.stop()
    with tempfile.TemporaryDirectory() as folder:
        clock: dict[str, Any] = {"ZHIBAN_CLOCK_START": f"{DAY}09:00:00+08:00"}
        town = found_town(Path(folder), env=clock)
        try:
            counties(town)
            town.server.stop()
            clock["ZHIBAN_CLOCK_START"] = f"{DAY}14:57:56+08:00"
            town.server = start_zhiban(Path(folder), port=town.server.port, env=clock)
            picture(browser, town, "wall-counties", HD, "&legend=1")
        finally:
            town.server.stop()


def main() -> int:
    """Take the pictures of walls alone."""
    with open_chromium_sync() as browser:
        walls(browser)
    return 0


if __name__ == "__main__":
    sys.exit(main())
