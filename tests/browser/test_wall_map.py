"""The outlines that an installation gives the wall: all divisions, north up, with the source."""

from __future__ import annotations

import contextlib
import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect
from playwright.async_api import TimeoutError as TimedOut

from tests.api.town import Town, ago, found_town, opening
from tests.browser.screen import HEARTBEAT, PATIENCE_MS

SOURCE, APPROVAL = "临汾市自然资源局", "晋S(2026)001号"
COLUMNS = 4
BOXES = """() => {
  const around = document.querySelector('[data-testid=county-picture]').getBoundingClientRect();
  const one = kind => [...document.querySelectorAll(`.county-map ${kind}`)].map(part => {
    const { x, y, width, height } = part.getBoundingClientRect();
    return { code: part.parentElement.dataset.testid.slice(7), x, y, width, height };
  });
  return { around: around.toJSON(), paths: one('path'), names: one('text') };
}"""
"""Where the outlines and their names stand, in CSS pixels of the page."""

FITS = """innerWidth === 3840 && paths.every(
  ({ x, y, width, height }) => x + width <= around.right + 1 && y + height <= around.bottom + 1
) && Math.max(...paths.map(({ x, width }) => x + width)) > around.x + around.width / 2"""


def outline(number: int) -> list[list[list[float]]]:
    """A field of a board, a quarter of a degree wide; the first one is the furthest north-west."""
    west, north = 110.5 + 0.25 * (number % COLUMNS), 36.9 - 0.2 * (number // COLUMNS)
    east, south = west + 0.25, north - 0.2
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def board(codes: list[str]) -> dict[str, Any]:
    """The divisions as the fields of a board."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": code},
            "geometry": {"type": "Polygon", "coordinates": outline(number)},
        }
        for number, code in enumerate(codes)
    ]
    return {
        "type": "FeatureCollection",
        "source": SOURCE,
        "approval": APPROVAL,
        "features": features,
    }


def overlap(one: dict[str, Any], other: dict[str, Any], start: str, size: str) -> float:
    """By how many pixels two boxes overlap in one direction; negative if they do not."""
    ends = one[start] + one[size], other[start] + other[size]
    return min(ends) - max(one[start], other[start])


@pytest.fixture(scope="module")
def codes() -> list[str]:
    return [f"1410{number}" for number in ("02", *range(21, 35), 81, 82)]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, codes: list[str]) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("wall-map")
    file = folder / "divisions.geojson"
    file.write_text(json.dumps(board(codes), ensure_ascii=False), encoding="utf-8")
    made = found_town(folder, env={**HEARTBEAT, "ZHIBAN_MAP": str(file)})
    yield made
    made.server.stop()


@pytest.fixture
async def wall(browser: Browser, town: Town) -> AsyncIterator[Page]:
    expect.set_options(timeout=PATIENCE_MS)
    context = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": 1920, "height": 1080}
    )
    page = await context.new_page()
    await page.goto(f"{town.url}/#/wall?token={town.tokens['viewer']}&turn=0&map=on")
    yield page
    await context.close()


async def test_the_map_is_whole_and_says_where_it_is_from(
    wall: Page, town: Town, codes: list[str]
) -> None:
    with town.client("duty") as client:
        body = opening(
            "coal_mine", division="141029", facts={"trapped": 3}, received_at=ago(hours=1)
        )
        assert client.post("/api/incidents", json=body).status_code == 201
    picture = wall.get_by_test_id("county-picture")
    await expect(picture.locator("path")).to_have_count(len(codes))
    await expect(picture).to_contain_text(SOURCE)
    await expect(picture).to_contain_text(APPROVAL)
    await expect(picture.get_by_test_id("county-141029")).to_contain_text("●")

    found = await wall.evaluate(BOXES)
    around = found["around"]
    at = {one["code"]: one for one in found["paths"]}
    assert list(at) == codes
    for number, code in enumerate(codes):
        one = at[code]
        # North is up and east is right, within the picture.
        assert around["x"] - 1 <= one["x"] and one["x"] + one["width"] <= around["right"] + 1, code
        assert around["y"] - 1 <= one["y"] and one["y"] + one["height"] <= around["bottom"] + 1
        if number >= COLUMNS:
            assert one["y"] > at[codes[number - COLUMNS]]["y"], code
        if number % COLUMNS:
            assert one["x"] > at[codes[number - 1]]["x"], code
    for name in found["names"]:
        # A name stands in its own field, and in the picture at any rate.
        field = at[name["code"]]
        middle = name["x"] + name["width"] / 2, name["y"] + name["height"] / 2
        assert field["x"] < middle[0] < field["x"] + field["width"], name
        assert field["y"] < middle[1] < field["y"] + field["height"], name
        assert name["x"] >= around["x"] - 1 and name["x"] + name["width"] <= around["right"] + 1


async def test_the_map_fits_another_screen(wall: Page, codes: list[str]) -> None:
    await expect(wall.locator(".county-map path")).to_have_count(len(codes))
    await wall.set_viewport_size({"width": 3840, "height": 2160})
    await expect(wall.locator(".county-map")).not_to_have_attribute("width", "0")
    # It is drawn anew once it has been told of its new size.
    fits = f"() => (({{ around, paths }}) => {FITS})(({BOXES})())"
    with contextlib.suppress(TimedOut):
        await wall.wait_for_function(fits)
    found = await wall.evaluate(BOXES)
    right = max(one["x"] + one["width"] for one in found["paths"])
    bottom = max(one["y"] + one["height"] for one in found["paths"])
    assert right <= found["around"]["right"] + 1
    assert bottom <= found["around"]["bottom"] + 1
    names = found["names"]
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            across = overlap(one, other, "x", "width")
            down = overlap(one, other, "y", "height")
            assert across <= 1 or down <= 1, (one, other)
