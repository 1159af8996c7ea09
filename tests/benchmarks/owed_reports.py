"""An incident with a thousand overdue reports beside one with ten: what each costs a client.

    python -m tests.benchmarks.owed_reports [--slots 10 1000] [--rounds 15] [--page]

Both are grain responses at the level at which every county reports twice a day, left alone
for weeks on one real `zhiban serve`. Medians in milliseconds and bytes as they travel: the
view, the reply to a line in the log and to a report, the frames of the live channel for
them (lists as deltas), the snapshot. With `--page` also the page in Chromium: until the
reports are shown, until all of them are, and the longest frame while it scrolls. Not
collected by pytest.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from api.settings import Settings
from api.store.facade import Store
from api.store.journal.journal import SqlJournal
from engine.clock import VirtualClock
from engine.incident.actors import Actor
from engine.incident.commands import ActivateResponse, OpenIncident
from engine.memory import CountedIds
from engine.service import Service
from tests.api.store.desk import DUTY, Desk
from tests.api.town import PASSWORD, Town, found_town
from tests.support.browser import open_chromium_sync

CHIEF = Actor("chief", frozenset({"grain:chief_commander"}))
SLOTS_A_DAY = 40
"""At least so many reports come due each day at the highest level."""

Figures = dict[str, float]


def fill(url: str, slots: int) -> str:
    """An incident with so many overdue reports, written without a server; its id."""
    with Store.open(url, Settings().plans_dir) as store:
        desk = Desk(store.plans)
        desk.clock = VirtualClock(
            datetime.now(UTC) - timedelta(days=2 + slots / SLOTS_A_DAY), elapsed=lambda: 0.0
        )
        desk.service = Service(store.plans, desk.clock, CountedIds(f"owed{slots}"))
        incident = store.writer.run(lambda journal: opened(desk, journal))
        while desk.clock.now < datetime.now(UTC) - timedelta(minutes=30):
            store.writer.run(lambda journal: desk.wait(journal, minutes=30))
        store.writer.run(lambda journal: settle(desk, journal, incident, slots))
        return incident


def opened(desk: Desk, journal: SqlJournal) -> str:
    """A grain incident at the highest level of the city."""
    now = desk.clock.now
    request = OpenIncident(
        plan="grain",
        title="全市粮食抢购",
        occurred_at=now,
        received_at=now,
        division="141021",
        facts={"price_rise_percent": 120},
    )
    incident = desk.service.open_incident(journal, request, DUTY).after.id
    desk.do(journal, incident, ActivateResponse(level="III", sub_state="critical"), CHIEF)
    return incident


def settle(desk: Desk, journal: SqlJournal, incident: str, left: int) -> None:
    """Report the earliest until so many are overdue."""
    state = journal.load(incident)
    assert state is not None
    overdue = sorted(
        (slot for slot in state.slots.values() if slot.state == "overdue"),
        key=lambda slot: slot.due_at,
    )
    assert len(overdue) >= left, f"{len(overdue)} overdue"
    for slot in overdue[: len(overdue) - left]:
        desk.report(journal, incident, slot.id)


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds that it took, and what it gave."""
    began = time.perf_counter()
    done = act()
    return (time.perf_counter() - began) * 1000, done


def over_http(town: Town, incident: str, rounds: int) -> Figures:
    """The view, and the replies to a line in the log and to a report."""
    path, found = f"/api/incidents/{incident}", {}
    with town.client("duty") as client:

        def command(**body: Any) -> Any:
            answer = client.post(f"{path}/commands", json=body)
            assert answer.status_code == 200, answer.text
            return answer

        def report() -> Any:
            slot = client.get(path).json()["next_slots"][0]
            content = {name: "正常" for name in slot["required"]}
            return timed(lambda: command(command="submit_report", slot=slot["id"], content=content))

        took = [timed(lambda: client.get(path)) for _ in range(rounds)]
        found["view ms"], found["view KB"] = summary(took)
        took = [timed(lambda: command(command="add_log_entry", text="x")) for _ in range(rounds)]
        found["log ms"], found["log KB"] = summary(took)
        found["report ms"], found["report KB"] = summary([report() for _ in range(rounds)])
    return found


def summary(took: list[tuple[float, Any]]) -> tuple[float, float]:
    """Median milliseconds and kilobytes."""
    sizes = [len(answer.content) / 1000 for _, answer in took]
    return statistics.median(ms for ms, _ in took), statistics.median(sizes)


def over_the_socket(town: Town, incident: str, rounds: int) -> Figures:
    """The snapshot, and the frames after a line in the log and after a report."""
    found: Figures = {}
    with town.live("duty") as live:
        live.send({"type": "subscribe", "topics": [f"incident:{incident}"], "deltas": True})
        took, frame = timed(lambda: live.wait_for("snapshot"))
        found["snapshot ms"], found["snapshot KB"] = took, size(frame)
        (view,) = frame["incidents"]
        frames: dict[str, list[tuple[float, float]]] = {"log": [], "report": []}
        for _ in range(rounds):
            began, frame = time.perf_counter(), heard(town, live, view, "add_log_entry", text="x")
            took = (time.perf_counter() - began) * 1000
            frames["log"].append((took, size(frame)))
            slots = town.view(view)["next_slots"]
            content = {name: "正常" for name in slots[0]["required"]}
            report = {"slot": slots[0]["id"], "content": content}
            began, frame = time.perf_counter(), heard(town, live, view, "submit_report", **report)
            took = (time.perf_counter() - began) * 1000
            frames["report"].append((took, size(frame)))
    for name, rows in frames.items():
        found[f"{name} frame ms"] = statistics.median(ms for ms, _ in rows)
        found[f"{name} frame KB"] = statistics.median(kb for _, kb in rows)
    return found


def heard(town: Town, live: Any, view: Any, command: str, **body: Any) -> Any:
    """The frame of a command."""
    answer = town.command(view, command, **body)
    assert answer.status_code == 200, answer.text
    seq = answer.json()["events"][-1]["seq"]
    while (frame := live.wait_for("event"))["event"]["seq"] != seq:
        pass
    return frame


def size(frame: Any) -> float:
    """Kilobytes of a frame as it travels."""
    return len(json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode()) / 1000


def in_chromium(town: Town, incident: str, rounds: int) -> Figures:
    """The page of the incident on a desk's screen."""
    rows: list[Figures] = []
    with open_chromium_sync() as browser:
        page = browser.new_page(locale="zh-CN", viewport={"width": 1366, "height": 768})
        page.set_default_timeout(60_000)
        page.goto(town.url)
        page.get_by_test_id("signin-name").fill("duty")
        page.get_by_test_id("signin-password").fill(PASSWORD)
        page.get_by_test_id("signin-submit").click()
        page.get_by_test_id("account").wait_for()
        rows = [one_visit(page, town.url, incident) for _ in range(max(1, rounds // 5))]
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def one_visit(page: Page, url: str, incident: str) -> Figures:
    """From an empty tab to all reports, and down the page."""
    page.goto("about:blank")
    found: Figures = {}

    def shown() -> None:
        page.goto(f"{url}/#/incident/{incident}")
        page.get_by_test_id("slots").get_by_test_id("overdue-count").wait_for()
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    found["page ms"], _ = timed(shown)
    found["page nodes"] = page.evaluate("() => document.querySelectorAll('*').length")
    more = page.get_by_test_id("slots-more")

    def all_of_them() -> None:
        if more.count():
            more.click()
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    found["all ms"], _ = timed(all_of_them)
    found["all nodes"] = page.evaluate("() => document.querySelectorAll('*').length")
    found["longest frame ms"] = page.evaluate(SCROLL)
    return found


SCROLL = """async () => {
  let last = performance.now(), longest = 0;
  for (let step = 0; step < 60; step++) {
    window.scrollBy(0, 400);
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}"""


def main() -> None:
    """Fill, serve, measure, print with the ratio to the first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--slots", type=int, nargs="+", default=[10, 1000])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--page", action="store_true", help="also in Chromium")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/zhiban.db"
        incidents = {slots: fill(url, slots) for slots in options.slots}
        town = found_town(Path(folder), env={"ZHIBAN_DATABASE_URL": url}, names=("duty",))
        try:
            found = {}
            for slots, incident in incidents.items():
                # The page first: what is measured after it settles some reports.
                page = in_chromium(town, incident, options.rounds) if options.page else {}
                found[slots] = (
                    over_http(town, incident, options.rounds)
                    | over_the_socket(town, incident, options.rounds)
                    | page
                )
        finally:
            town.server.stop()
    show(found)


def show(found: dict[int, Figures]) -> None:
    """One row a figure, with the ratio of the last to the first."""
    first, *_, last = found
    print(f"{'overdue reports':20}" + "".join(f"{slots:>10,}" for slots in found) + f"{'ratio':>8}")
    for name in found[first]:
        cells = "".join(f"{figures[name]:10,.1f}" for figures in found.values())
        ratio = found[last][name] / max(found[first][name], 1e-9)
        print(f"{name:20}{cells}{ratio:8.1f}")


if __name__ == "__main__":
    main()
