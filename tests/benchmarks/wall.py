"""The wall in Chromium with software rendering: frames, delay of a change, sizes, memory.

    python -m tests.benchmarks.wall [--seconds 60] [--changes 50000] [--only 30 300 sizes memory]

On one real `zhiban serve`, beside the load of the machine, which is printed with the figures:

30, 300  so many open incidents and five changes a second, at 1920x1080: the median and the
         99th percentile of the frames, and how long after its frame a change is on the screen
sizes    heights of ink, measured in the picture, in millimetres on 55 inches: 1080p and 4K
memory   DOM nodes, listeners and heap (after collection) over so many changes, each tenth

Not collected by pytest.
"""

from __future__ import annotations

import argparse
import base64
import itertools
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.api.town import Town, found_town
from tests.support.browser import open_chromium_sync

PARTS = ("30", "300", "sizes", "memory")
CHANGES_A_SECOND = 5
WIDE = {"width": 1920, "height": 1080}
FACTS = "trapped", "deaths", "missing"
INCH_MM = 25.4

FRAMES = """(milliseconds) => new Promise(done => {
  const frames = [], began = performance.now();
  let last = began;
  const step = now => {
    frames.push(now - last); last = now;
    if (now - began < milliseconds) requestAnimationFrame(step); else done(frames.slice(1));
  };
  requestAnimationFrame(step);
})"""
LISTEN = """() => {
  // When each version of an incident that stands on the screen came in, and when it was painted.
  // Of those on another page there is nothing to see until the page turns.
  const Own = window.WebSocket, numbers = new Map();
  window.delays = [];
  window.WebSocket = class extends Own {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        const { type, event, view, incidents } = JSON.parse(data);
        for (const one of incidents ?? []) numbers.set(one.id, one.number);
        if (type !== 'event' || view.version === undefined) return;
        const began = performance.now();
        const shown = () =>
          document.querySelector(`[data-testid="tile-${numbers.get(event.incident)}"]`);
        const look = () => {
          const tile = shown();
          if (tile === null) return;
          if (Number(tile.dataset.version) >= view.version)
            requestAnimationFrame(() => window.delays.push(performance.now() - began));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    }
  };
}"""
INK = """async (address) => {
  const image = new Image();
  image.src = address;
  await image.decode();
  const { width, height } = image, canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const grey = at => (data[4 * at] + data[4 * at + 1] + data[4 * at + 2]) / 3;
  const counts = new Map();
  for (let at = 0; at < width * height; at++) {
    const shade = Math.round(grey(at));
    counts.set(shade, (counts.get(shade) ?? 0) + 1);
  }
  const ground = [...counts].sort((a, b) => b[1] - a[1])[0][0];
  let first = -1, last = -1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (Math.abs(grey(y * width + x) - ground) > 60) {
        if (first < 0) first = y;
        last = y;
        break;
      }
  return first < 0 ? 0 : last - first + 1;
}"""


def tell(name: str, **figures: float) -> None:
    """One line, with the load of the machine at that moment."""
    shown = "  ".join(f"{key.replace('_', ' ')} {value:,.2f}" for key, value in figures.items())
    print(f"{name:8}{shown}  (load {os.getloadavg()[0]:.1f})", flush=True)


def fill(town: Town, count: int) -> list[str]:
    """As many open incidents, by their ids; the first ones respond."""
    with town.client("duty") as client:
        held: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = client.get("/api/incidents", params={"limit": 200, **cursor}).json()
            held += [one["id"] for one in page["incidents"] if one["stage"] != "closed"]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
    while len(held) < count:
        made = town.open(
            "coal_mine", title=f"第 {len(held)} 号煤矿顶板冒落事故", facts={"trapped": 3}
        )
        held.append(made["id"])
        if len(held) <= 12:
            order = {"on_behalf_of": "office_director", "by_means": "phone", "reason": "按规定"}
            town.command(made, "activate_response", level="IV", **order)
    return held


def wall(browser: Browser, town: Town, script: str = "", size: Any = None, more: str = "") -> Page:
    page = browser.new_page(locale="zh-CN", viewport=size or WIDE)
    page.set_default_timeout(120_000)
    if script:
        page.add_init_script(f"({script})()")
    page.goto(f"{town.url}/#/wall?token={town.tokens['viewer']}{more}")
    page.locator(".tile, .line").first.wait_for()
    return page


@contextmanager
def changing(town: Town, incidents: list[str], rate: float) -> Iterator[Callable[[], int]]:
    """So many changes of figures a second, one incident after another; how many so far."""
    over, done = threading.Event(), [0]

    def change() -> None:
        began = time.monotonic()
        with town.client("duty") as client:
            for number in itertools.count():
                body = {
                    "command": "record_facts",
                    "facts": {FACTS[number % 3]: number % 29 + 1},
                    "source": "现场",
                    "correction": False,
                }
                incident = incidents[number % len(incidents)]
                answer = client.post(f"/api/incidents/{incident}/commands", json=body)
                answer.raise_for_status()
                done[0] = number + 1
                if over.wait(max(0.0, began + (number + 1) / rate - time.monotonic())):
                    return

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield lambda: done[0]
    finally:
        over.set()
        thread.join()


def frames(browser: Browser, town: Town, options: Any, count: int) -> None:
    incidents = fill(town, count)
    page = wall(browser, town, LISTEN)
    with changing(town, incidents, CHANGES_A_SECOND):
        found = sorted(page.evaluate(FRAMES, options.seconds * 1000))
    delays = sorted(page.evaluate("() => window.delays"))
    tell(
        f"{count}",
        median_ms=statistics.median(found),
        p99_ms=found[int(len(found) * 0.99)],
        worst_ms=found[-1],
        change_median_ms=statistics.median(delays),
        change_worst_ms=delays[-1],
        changes_seen=len(delays),
    )
    page.close()


def ink_mm(browser: Browser, page: Page, selector: str, mm_per_px: float) -> float:
    """How high the ink of an element is in the picture: the rows that differ from its ground."""
    words = base64.b64encode(page.locator(selector).first.screenshot()).decode()
    looking = browser.new_page()
    rows = looking.evaluate(INK, f"data:image/png;base64,{words}")
    looking.close()
    return float(rows) * mm_per_px


def sizes(browser: Browser, town: Town, options: Any) -> None:
    fill(town, 30)
    for name, size in {"1080p": WIDE, "4K": {"width": 3840, "height": 2160}}.items():
        page = wall(browser, town, size=size)
        mm = 55 * INCH_MM / (size["width"] ** 2 + size["height"] ** 2) ** 0.5
        measured = {
            "title": ink_mm(browser, page, ".line .row-title", mm),
            "countdown": ink_mm(browser, page, ".line .wall-count b", mm),
            "label": ink_mm(browser, page, ".tile .row-figures span", mm),
            "clock": ink_mm(browser, page, ".wall-clock", mm),
        }
        tell(name, **measured)
        page.close()


def memory(browser: Browser, town: Town, options: Any) -> None:
    incidents = fill(town, 30)
    page = wall(browser, town)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    session.send("Performance.enable")
    with changing(town, incidents, options.rate) as done:
        for tenth in range(11):
            while done() < options.changes * tenth / 10:
                page.wait_for_timeout(200)
            session.send("HeapProfiler.collectGarbage")
            metrics = {
                one["name"]: one["value"]
                for one in session.send("Performance.getMetrics")["metrics"]
            }
            tell(
                "memory",
                changes=done(),
                heap_mb=metrics["JSHeapUsedSize"] / 2**20,
                nodes=metrics["Nodes"],
                listeners=metrics["JSEventListeners"],
            )
    page.close()


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--changes", type=int, default=50_000)
    parser.add_argument("--rate", type=float, default=200, help="changes a second for the memory")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args()
    measures: dict[str, Callable[[Browser, Town, Any], None]] = {
        "sizes": sizes,
        "30": lambda browser, town, given: frames(browser, town, given, 30),
        "memory": memory,
        "300": lambda browser, town, given: frames(browser, town, given, 300),
    }
    with tempfile.TemporaryDirectory() as folder:
        town = found_town(Path(folder), exact=True)
        try:
            with open_chromium_sync() as browser:
                for name, measure in measures.items():
                    if name in options.only:
                        measure(browser, town, options)
        finally:
            town.server.stop()


if __name__ == "__main__":
    main()
