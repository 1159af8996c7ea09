"""Every page and window of the console, and how to get there: for checks that walk them all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Browser, BrowserContext, expect

from tests.api.town import ADMIN, PASSWORD, Town
from tests.browser.screen import Screen
from tests.support import attached_files

MINE, GRAIN = "Roof fall at a mine", "Rush for grain"

_LOADS = count()


@dataclass(frozen=True)
class Stop:
    """One page or window: its address, what to press there, and what is seen then."""

    path: str
    seen: str
    presses: tuple[str, ...] = ()
    account: str | None = ADMIN
    another: bool = False
    """The same page as another stop, with other words."""
    older: str = ""
    """A button that reads further back, pressed until the first is seen: a list that grows."""


def stops() -> dict[str, Stop]:
    """By name; `MINE` and `GRAIN` in an address stand for the incidents' ids."""
    return {
        "sign-in": Stop("/", "signin-name", account=None),
        "list": Stop("/#/", "list-count"),
        "opening": Stop("/#/", "open-form", ("open-incident",)),
        "no-drill": Stop("/#/drill", "no-drill"),
        "mine": Stop("/#/incident/MINE", "incident-head"),
        "mine-reports": Stop("/#/incident/MINE/reports", "slots"),
        "mine-measures": Stop("/#/incident/MINE/measures", "measures"),
        "mine-groups": Stop("/#/incident/MINE/groups", "groups"),
        "mine-calls": Stop("/#/incident/MINE/calls", "call-record"),
        "mine-journal": Stop("/#/incident/MINE/journal", "journal"),
        "grain": Stop("/#/incident/GRAIN", "incident-head"),
        "grain-reports": Stop("/#/incident/GRAIN/reports", "slots", another=True),
        "grain-measures": Stop("/#/incident/GRAIN/measures", "measures", another=True),
        "grain-groups": Stop("/#/incident/GRAIN/groups", "groups", another=True),
        "order": Stop("/#/incident/MINE", "order", ("act-recommend_activation-II",)),
        "report": Stop("/#/incident/MINE/reports", "read-aloud", ("report-first_city_government",)),
        "figures": Stop("/#/incident/MINE", "facts-form", ("facts-edit",)),
        "extra-report": Stop("/#/incident/MINE/reports", "dialog", ("extra-report",)),
        "group-window": Stop("/#/incident/MINE/groups", "dialog", ("form-rescue",)),
        "rule": Stop("/#/incident/MINE/groups", "cite-dialog", ("cite",)),
        "plans": Stop("/#/plans", "plan-grain"),
        "plan-coal": Stop("/#/plans/coal_mine", "plan"),
        "plan-grain": Stop("/#/plans/grain", "plan", another=True),
        "plan-production": Stop("/#/plans/production_safety", "plan", another=True),
        "plan-sheet": Stop("/#/plans/coal_mine/sheet", "paper-page"),
        "plan-card": Stop("/#/plans/coal_mine/cards/commander", "paper-page"),
        "clause": Stop("/#/plans/grain", "clause-dialog", ("rule-clause",)),
        "accounts": Stop("/#/admin", "account-duty"),
        "new-account": Stop("/#/admin", "account-window", ("account-new",)),
        "change-account": Stop("/#/admin", "account-window", ("account-change",)),
        "reset-password": Stop("/#/admin", "account-window", ("account-reset",)),
        "disable-account": Stop("/#/admin", "account-window", ("account-switch",)),
        "sign-ins": Stop("/#/admin/sessions", "signed-in"),
        "tokens": Stop("/#/admin/tokens", "token-wall"),
        "walls": Stop("/#/admin/walls", "wall-wall"),
        "channels": Stop("/#/admin/channels", "channel-mail"),
        "webhooks": Stop("/#/admin/webhooks", "webhooks-empty"),
        "end-token": Stop("/#/admin/tokens", "token-end-yes", ("token-end",)),
        "alarms": Stop("/#/admin/alarms", "alarms-clock"),
        "server-journal": Stop("/#/admin/journal", "server-entry-1", older="server-older"),
        "account": Stop("/#/account", "own-session"),
        "calls": Stop("/#/calls", "call-list"),
        "call-by-hand": Stop("/#/incident/MINE/calls", "start-call", ("call-start",)),
        "handover": Stop("/#/handover", "handover-sheet"),
        "handover-again": Stop("/#/handover", "handover-give", ("handover-again",), another=True),
        "handover-waits": Stop("/#/handover", "handover-sign", account="duty"),
        "handover-frozen": Stop("/#/handover/1", "handover-state"),
        "shift-log": Stop("/#/shift-log", "log-entries"),
        "log-strike": Stop("/#/shift-log", "log-strike-yes", ("log-strike",), another=True),
        "printed-handover": Stop("/#/print/handover/1", "sheet"),
        "printed-log": Stop("/#/print/shift-log/list", "sheet"),
        "evaluation": Stop("/#/evaluation", "score-sheet", account="evaluator"),
        "evaluation-rows": Stop(
            "/#/evaluation", "expected", ("tab-expected",), account="evaluator"
        ),
        "evaluation-times": Stop(
            "/#/evaluation", "response-times", ("tab-times",), account="evaluator"
        ),
        "evaluation-compare": Stop(
            "/#/evaluation", "compare", ("tab-compare",), account="evaluator"
        ),
        "improvements": Stop("/#/improvements", "improvements-page", account="evaluator"),
        "evaluation-end": Stop("/#/evaluation", "grade", ("tab-conclusion",), account="evaluator"),
        "contacts": Stop("/#/contacts", "contact-desk"),
        "contact": Stop("/#/contacts", "contact-window", ("contact-change",)),
        "roster": Stop("/#/roster", "roster-table"),
        "roster-week": Stop("/#/roster", "week-board", ("roster-week",)),
        "shift": Stop("/#/roster", "shift-window", ("roster-month", "shift-change")),
        "new-swap": Stop("/#/roster", "swap-window", ("roster-after", "shift-swap")),
        "roster-import": Stop("/#/roster", "roster-import", ("roster-import-open",)),
        "roster-defaults": Stop("/#/roster", "defaults-window", ("roster-defaults",)),
        "printed-roster": Stop("/#/roster/print/2026-12", "sheet"),
        "contacts-import": Stop("/#/contacts", "import-window", ("contacts-import",)),
        "whom": Stop("/#/incident/MINE/measures", "whom-list", ("whom-open",)),
        "punctuality": Stop("/#/punctuality", "punctuality-city_emergency_bureau"),
        "palette": Stop("/#/", "palette", ("palette-open",)),
        "bell": Stop("/#/", "bell-panel", ("bell",)),
        "documents": Stop("/#/incident/MINE/documents", "document-page"),
        "attachments": Stop("/#/incident/MINE/attachments", "attachment-list"),
        "destroy-attachment": Stop(
            "/#/incident/MINE/attachments", "dialog", ("attachment-destroy",)
        ),
        "picture": Stop("/#/incident/MINE/picture", "picture"),
        "briefing": Stop("/#/print/briefing/MINE", "sheet"),
        "printed-journal": Stop("/#/print/journal/MINE", "line-1"),
        "printed-calls": Stop("/#/print/calls/MINE", "call-record"),
        "wall": Stop("/#/wall", "wall"),
        "reporter": Stop("/#/", "connection", account="reporter"),
    }


def furnish(town: Town) -> dict[str, str]:
    """Incidents in response and a token, with words in English where people type."""
    said = {"source": "caller", "title": MINE}
    mine = town.open("coal_mine", facts={"deaths": 3, "trapped": 2}, **said)
    grain = town.open("grain", facts={"price_rise_percent": 35}, source="caller", title=GRAIN)
    played = {"source": "caller", "title": "Exercise at a mine", "exercise": True}
    town.open("coal_mine", facts={"deaths": 3}, **played)
    phone = {"by_means": "phone", "reason": "three dead"}
    orders: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
        (mine, "activate_response", {"level": "III", "on_behalf_of": "commander"}),
        (mine, "assume_command", {"on_behalf_of": "commander", "to": "city"}),
        (grain, "activate_response", {"level": "IV", "on_behalf_of": "county_headquarters"}),
        (
            grain,
            "recommend_activation",
            {"level": "III", "sub_state": "tense", "on_behalf_of": "office_director"},
        ),
    ]
    for incident, command, fields in orders:
        done = town.command(incident, command, ADMIN, **fields, **phone)
        assert done.status_code == 200, done.text
    town.command(mine, "add_log_entry", ADMIN, text="asked the mine for a list of names")
    _attach(town, mine)
    desk = {"unit": "county office", "post": "duty room", "division": "141029"}
    number = {"channels": [{"kind": "landline", "address": "0357-6822110"}]}
    with town.client(ADMIN) as client:
        kept = client.put("/api/contacts/desk", json=desk | number)
    assert kept.status_code == 200, kept.text
    _hand_over(town)
    _roster(town)
    made = town.post("/api/tokens", {"name": "wall", "reason": "new screen"}, ADMIN)
    assert made.status_code == 201, made.text
    return {"MINE": mine["id"], "GRAIN": grain["id"]}


def _attach(town: Town, incident: dict[str, Any]) -> None:
    """A photo with a note to an entry, a recording, a scan, and one that was destroyed."""
    files = (
        ("gate.png", attached_files.png(), {"note": "north gate, water up to the sill"}),
        ("call 0820.wav", attached_files.wav(), {"belongs_to": "1"}),
        ("list of names.pdf", attached_files.PDF, {}),
        ("wrong one.jpg", attached_files.jpeg(position=True), {"note": "not of this mine"}),
    )
    with town.client(ADMIN) as client:
        for name, content, fields in files:
            path = f"/api/incidents/{incident['id']}/attachments"
            done = client.post(path, files={"file": (name, content)}, data=fields)
            assert done.status_code == 200, done.text
    order = {"order_number": "LF-2026-8", "reason": "sent by mistake"}
    seq = done.json()["events"][-1]["seq"]
    given = {"on_behalf_of": "commander", "by_means": "written"}
    done = town.command(incident, "destroy_attachment", ADMIN, attachment=seq, **order, **given)
    assert done.status_code == 200, done.text


def _hand_over(town: Town) -> None:
    """A call that belongs to no incident, a hand-over with both signatures, and one that waits."""
    for kind, text in (("call", "the province asked for rain figures"), ("weather", "light rain")):
        logged = town.post("/api/shift-log", {"kind": kind, "text": text}, ADMIN)
        assert logged.status_code == 201, logged.text
    struck = town.post(f"/api/shift-log/{logged.json()['seq']}/strike", {"reason": "twice"}, ADMIN)
    assert struck.status_code == 200, struck.text
    for notes in ("pump three runs until noon", "two teams are on their way"):
        frozen = town.post("/api/handovers", {"notes": notes}, ADMIN)
        assert frozen.status_code == 201, frozen.text
        if frozen.json()["number"] == 1:
            signed = town.post("/api/handovers/1/sign", {"side": "taker"}, "duty")
            assert signed.status_code == 200, signed.text


def _roster(town: Town) -> None:
    """The administrator's own shifts: one of this month and one of the next; today is nobody's."""
    unit = {"unit": "city office", "post": "desk", "channels": []}
    # A day of the plans' zone: late on the last of a month it is the next month there.
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    with town.client(ADMIN) as client:
        for name in (ADMIN, "duty"):
            body = unit | {"person": name, "account": name}
            assert client.put(f"/api/contacts/{name}", json=body).status_code == 200
        # Never so near the end of the month that a page of months shows it earlier.
        next_month = (today.replace(day=28) + timedelta(days=4)).replace(day=2)
        this_month = today + timedelta(days=-1 if today.day > 1 else 2)
        for number, begin in enumerate((this_month, next_month)):
            end = begin + timedelta(days=1)
            span = {"starts_at": begin.isoformat(), "ends_at": end.isoformat()}
            body = span | {"leader": [ADMIN], "duty_officers": [ADMIN], "name": "day"}
            assert client.put(f"/api/roster/day{number}", json=body).status_code == 200


async def sign_in(browser: Browser, url: str, name: str | None, theme: str) -> Screen:
    """A window of its own for an account, in English or Chinese as is switched later."""
    context: BrowserContext = await browser.new_context(
        reduced_motion="reduce", locale="zh-CN", viewport={"width": 1366, "height": 768}
    )
    await context.add_init_script(f"localStorage.setItem('zhiban.theme', '{theme}')")
    screen = await Screen.of(context, url)
    if name is not None:
        await screen("signin-name").fill(name)
        await screen("signin-password").fill(PASSWORD)
        await screen("signin-submit").click()
        await expect(screen("account")).to_have_text(name)
    return screen


async def go(screen: Screen, stop: Stop, ids: dict[str, str], language: str) -> None:
    """Open the page afresh in the language, press what is to be pressed, wait for what is seen."""
    path = stop.path.removeprefix("/")
    for name, id_ in ids.items():
        path = path.replace(name, id_)
    await screen.page.evaluate(f"localStorage.setItem('zhiban.language', '{language}')")
    # Another query, so that the browser loads the page and does not only change the part of it.
    await screen.page.goto(f"{screen.url}/?{next(_LOADS)}{path}")
    for press in stop.presses:
        await screen(press).first.click()
    seen = screen(stop.seen).first
    if stop.older:
        await expect(seen.or_(screen(stop.older)).first).to_be_visible()
        while not await seen.count():
            await screen(stop.older).click()
            reading = screen(stop.older).and_(screen.page.locator(".is-loading"))
            await expect(reading).to_have_count(0)
    await expect(seen).to_be_visible()
