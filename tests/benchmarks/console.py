"""The page in Chromium against its figures: what a night with many incidents costs a browser.

    python -m tests.benchmarks.console [--incidents 500] [--entries 10000] [--seconds 60]
                                       [--minutes 2] [--only first many journal print memory]

On one real `zhiban serve`, beside the load of the machine, which is printed with the figures:

first    bytes on the wire and milliseconds until the list is shown, with the processor
         slowed four times
many     so many open incidents and five changes a second: frames, and how long after its
         frame a change is on the screen
journal  an incident with so many entries: until it is open, frames while it scrolls, and
         the part of a processor that it takes at rest
print    the sheet of that journal: until it stands whole, and until the browser has made
         its pages
memory   the JavaScript heap under five changes a second, each quarter of the time

Not collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from tests.api.town import PASSWORD, Town, found_town
from tests.support.browser import open_chromium_sync
from tests.support.long_journal import long_journal

PARTS = ("first", "many", "journal", "print", "memory")
CHANGES_A_SECOND = 5
SLOWER = 4
AT_REST_S = 10

FRAMES = """(milliseconds) => new Promise(done => {
  const frames = [], began = performance.now();
  let last = began;
  const step = now => {
    frames.push(now - last); last = now;
    if (now - began < milliseconds) requestAnimationFrame(step); else done(frames.slice(1));
  };
  requestAnimationFrame(step);
})"""
SCROLL = """async () => {
  const box = document.querySelector('[data-testid=journal-box]');
  const frames = [];
  let last = performance.now();
  for (let step = 0; step < 240; step++) {
    box.scrollTop += 240;
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
  }
  return frames;
}"""
LISTEN = """() => {
  // When each version of an incident came in, and when its line was on the screen.
  const Own = window.WebSocket;
  window.delays = [];
  window.WebSocket = class extends Own {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        const { type, event } = JSON.parse(data);
        if (type !== 'event' || !event.data.text) return;
        const began = performance.now(), text = event.data.text;
        const look = () => {
          if (document.body.innerText.includes(text)) window.delays.push(performance.now() - began);
          else if (performance.now() - began < 2000) requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    }
  };
}"""


def signed_in(browser: Browser, town: Town, script: str = "") -> Page:
    page = browser.new_page(locale="zh-CN", viewport={"width": 1366, "height": 768})
    page.set_default_timeout(120_000)
    if script:
        page.add_init_script(f"({script})()")
    page.goto(town.url)
    page.get_by_test_id("signin-name").fill("duty")
    page.get_by_test_id("signin-password").fill(PASSWORD)
    page.get_by_test_id("signin-submit").click()
    page.get_by_test_id("account").wait_for()
    return page


def tell(name: str, **figures: float) -> None:
    """One line, with the load of the machine at that moment."""
    shown = "  ".join(f"{key.replace('_', ' ')} {value:,.1f}" for key, value in figures.items())
    print(f"{name:10}{shown}  (load {os.getloadavg()[0]:.1f})", flush=True)


def frames_of(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    return {"median_ms": statistics.median(ordered), "p99_ms": ordered[int(len(ordered) * 0.99)]}


@contextmanager
def changing(town: Town, incidents: list[str]) -> Iterator[None]:
    """Five lines of the log a second, one incident after another."""
    over = threading.Event()

    def change() -> None:
        with town.client("duty") as client:
            for number in range(10**9):
                incident = incidents[number % len(incidents)]
                body = {"command": "add_log_entry", "text": f"变化{number}。"}
                client.post(f"/api/incidents/{incident}/commands", json=body)
                if over.wait(1 / CHANGES_A_SECOND):
                    return

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def first_view(browser: Browser, town: Town, options: Any) -> None:
    page = signed_in(browser, town)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    received: list[float] = []
    session.on("Network.loadingFinished", lambda told: received.append(told["encodedDataLength"]))
    began = time.perf_counter()
    page.reload(wait_until="commit")
    page.get_by_test_id("list-count").wait_for()
    took = (time.perf_counter() - began) * 1000
    tell("first", kilobytes=sum(received) / 1024, ms=took)
    page.close()


def many(browser: Browser, town: Town, options: Any) -> None:
    with town.client("duty") as client:
        held = client.get("/api/incidents", params={"limit": 200}).json()["incidents"]
    incidents = [one["id"] for one in held]
    while len(incidents) < options.incidents:
        incidents.append(town.open(title=f"第 {len(incidents)} 起")["id"])
    page = signed_in(browser, town)
    page.get_by_test_id("list-count").wait_for()
    with changing(town, incidents):
        tell("many", **frames_of(page.evaluate(FRAMES, options.seconds * 1000)))
    page.close()
    page = signed_in(browser, town, LISTEN)
    page.goto(f"{town.url}/#/incident/{incidents[-1]}/journal")
    page.get_by_test_id("journal-box").wait_for()
    with changing(town, incidents[-1:]):
        page.evaluate(FRAMES, min(options.seconds, 20) * 1000)
    delays = page.evaluate("() => window.delays")
    tell("change", shown_after_ms=statistics.median(delays), worst_ms=max(delays))
    page.close()


def busy(session: CDPSession) -> float:
    """Seconds that the page's main thread has worked."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def journal(browser: Browser, town: Town, options: Any) -> None:
    page = signed_in(browser, town)
    page.get_by_test_id("list-count").wait_for()
    began = time.perf_counter()
    page.goto(f"{town.url}/#/incident/{options.long}/journal")
    page.get_by_test_id("journal").locator("li").first.wait_for()
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    tell("open", ms=(time.perf_counter() - began) * 1000)
    tell("scroll", **frames_of(page.evaluate(SCROLL)))
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = busy(session)
    page.evaluate("ms => new Promise(done => setTimeout(done, ms))", AT_REST_S * 1000)
    tell("rest", percent=(busy(session) - before) / AT_REST_S * 100)
    page.close()


def print_journal(browser: Browser, town: Town, options: Any) -> None:
    page = signed_in(browser, town)
    page.get_by_test_id("list-count").wait_for()
    began = time.perf_counter()
    page.goto(f"{town.url}/#/print/journal/{options.long}")
    page.get_by_test_id("print").wait_for()
    whole = time.perf_counter()
    paper = page.pdf(prefer_css_page_size=True)
    done = time.perf_counter()
    pages = len(re.findall(rb"/Type\s*/Page\b", paper))
    tell("print", whole_ms=(whole - began) * 1000, paper_ms=(done - whole) * 1000, pages=pages)
    page.close()


def memory(browser: Browser, town: Town, options: Any) -> None:
    page = signed_in(browser, town)
    page.goto(f"{town.url}/#/incident/{options.long}/journal")
    page.get_by_test_id("journal-box").wait_for()
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.enable")
    with changing(town, [options.long]):
        for quarter in range(5):
            session.send("HeapProfiler.collectGarbage")
            used = session.send("Runtime.getHeapUsage")["usedSize"]
            tell("memory", minute=quarter * options.minutes / 4, megabytes=used / 2**20)
            if quarter < 4:
                page.evaluate(FRAMES, options.minutes * 15_000)
    page.close()


MEASURES: dict[str, Callable[[Browser, Town, Any], None]] = {
    "first": first_view,
    "many": many,
    "journal": journal,
    "print": print_journal,
    "memory": memory,
}


def main() -> None:
    """Fill, serve, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--incidents", type=int, default=500)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--minutes", type=float, default=2, help="for the memory; 30 in full")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/zhiban.db"
        options.long = long_journal(url, options.entries)
        town = found_town(Path(folder), env={"ZHIBAN_DATABASE_URL": url}, names=("duty",))
        try:
            with open_chromium_sync() as browser:
                for part in options.only:
                    MEASURES[part](browser, town, options)
        finally:
            town.server.stop()


if __name__ == "__main__":
    main()
