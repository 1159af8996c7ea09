"""Examples of the HTTP API's requests and answers, recorded from a server that runs short stories.

The server is the application itself on a new database, with a clock that stands still and
ids that count, so every run records the same answers. What is still by chance (tokens, the
real clock) or would change with every plan file (hashes) is written as `…` or as
`docs.recorder.FIXED` says.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from api.access.sign_in_limit import Throttle
from api.app import create_app
from api.runtime.clock.trusted_clock import TrustedClock
from api.server_journal.changed_by import by_program
from api.settings import SHIPPED_PLANS, Settings
from api.store.database import schema_version
from api.store.database.connections import Database
from api.store.integrity.signatures import begin_epoch
from docs import duty_story, exchange_story
from docs.drill_story import live_drill, replayed
from docs.recorder import PASSWORD, PROPOSAL, START, Examples, Recorder, StandingClock
from docs.request_story import approved_end, evaluations, every_command
from docs.scenario_story import scenarios
from engine.memory import CountedIds
from engine.trusted_time import Reading

NODE = "desk-1:8000"

APPROVED_END = Path(__file__).parents[1] / "tests" / "plans" / "other"
"""Plans of the tests. In one an end has to be approved; the shipped ones have no such rule."""


@dataclass(frozen=True)
class Recording:
    """What was sent to the server and accepted, and what it answered.

    `answers` are by call and status, `requests` by call and name: the command's, or `example`.
    `reported` holds an incident's view, and the whole answer to the report that came next.
    """

    answers: Examples
    requests: Examples
    reported: tuple[dict[str, Any], dict[str, Any]]


_known: list[Recording] = []


def know(recording: Recording) -> None:
    """Take what another process has recorded: every run of the stories records the same."""
    _known[:] = [recording]


def record() -> Recording:
    """The examples of one run of the stories; the later calls of a process get them again."""
    if not _known:
        know(_record())
    return _known[0]


def _record() -> Recording:
    clock = StandingClock()
    with _server(clock) as told:
        _accounts(told)
        _story(told)
        _reading(told)
        every_command(told)
        evaluations(told)
        scenarios(told)
        _two_administrators(told)
    with _server(clock, plans=APPROVED_END) as other:
        first = {"code": other.code, "name": "zhang", "password": PASSWORD}
        other.tokens["zhang"] = other.ask("POST /api/setup", first, keep=False)["token"]
        approved_end(other)
    before, after = told.reported
    clocks, drill, replay = _clocks(), live_drill(), replayed()
    sent = _both(told.sent, other.sent) | clocks.sent | _both(drill.sent, replay.sent)
    kept = told.kept | clocks.kept | _both(drill.kept, replay.kept)
    return Recording(kept, sent, (before, after))


def _both(first: Examples, second: Examples) -> Examples:
    """What both servers were sent; where they were sent the same, what the first was sent."""
    return {call: second.get(call, {}) | first.get(call, {}) for call in (*first, *second)}


@contextmanager
def _server(clock: StandingClock, plans: Path = SHIPPED_PLANS) -> Iterator[Recorder]:
    """A server on a new database, with the shipped plans or those of a folder."""
    codes: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'examples.db'}"
        settings = Settings(
            _env_file=None,
            database_url=url,
            node=NODE,
            plans_dir=plans,
            map=_map(Path(folder)),
            signin_attempts=2,
            wake_poll_s=3600,
            # Attempts come when they come; without them the same entries come each time.
            call_rules=False,
            call_worker=False,
        )
        ids = CountedIds("k3v9x2")
        app = create_app(settings, clock=clock, ids=ids, announce=codes.append)
        with capture_logs(), TestClient(app, base_url="http://localhost") as client:
            app.state.desk.guesses = Throttle(settings.signin_window_s, lambda: 0.0)
            yield Recorder(client, codes[0], clock)


def _map(folder: Path) -> Path:
    """A map of one division, whose outline is no real one."""
    ring = [[111.5, 36.0], [111.7, 36.0], [111.6, 36.2], [111.5, 36.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"code": "141002"}, "geometry": shape}
    made = {"type": "FeatureCollection", "source": "某测绘单位", "approval": "晋S（2026）001号"}
    file = folder / "map.json"
    file.write_text(json.dumps(made | {"features": [feature]}), encoding="utf-8")
    return file


def _clocks() -> Recorder:
    """A server whose machine's clock is set back by an hour; somebody says that it is right.

    Its database had lost its end before, which somebody acknowledges.
    """
    codes: list[str] = []
    wrong = timedelta()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'clocks.db'}"
        with closing(Database.open(url)) as database:
            schema_version.upgrade(database)
            begin_epoch(database, "renewed", by_program(START), None)
        settings = Settings(_env_file=None, database_url=url, node=NODE)
        clock = TrustedClock(lambda: Reading(START + wrong, 0.0))
        app = create_app(settings, clock=clock, announce=codes.append)
        with capture_logs(), TestClient(app, base_url="http://localhost") as client:
            told = Recorder(client, codes[0], StandingClock())
            first = {"code": told.code, "name": "zhang", "password": PASSWORD}
            told.tokens["zhang"] = told.ask("POST /api/setup", first, keep=False)["token"]
            told.sent.clear()
            wrong = timedelta(hours=-1)
            doubt = False
            while not doubt:
                known = told.ask("GET /api/clock", by="zhang", keep=False)["nodes"]
                doubt = known[0]["state"] != "trusted"
            told.ask("GET /api/clock", by="zhang")
            for name, seen in ((NODE, 0.0), ("nowhere", -3600.0), (NODE, -3600.0)):
                told.ask("POST /api/clock/trust", {"node": name, "ahead_s": seen}, by="zhang")
            for position in (2, 2):
                seen_by = {"position": position, "reason": "恢复演练，已核对纸质记录"}
                told.ask("POST /api/continuation/acknowledge", seen_by, by="zhang")
    return told


def _accounts(told: Recorder) -> None:
    told.ask("POST /api/setup", {"code": "0000", "name": "zhang", "password": PASSWORD})
    first = {"code": told.code, "name": "zhang", "password": PASSWORD}
    told.tokens["zhang"] = told.ask("POST /api/setup", first)["token"]
    told.ask("POST /api/setup", first)
    people: dict[str, dict[str, Any]] = {
        "wang": {"roles": ["coal_mine:commander", "coal_mine:office_director"]},
        "xiangning": {"roles": ["reporter"], "division": "141029"},
    }
    told.ask("GET /api/accounts", by="zhang")
    told.ask("GET /api/accounts")
    for name, more in people.items():
        account = {"name": name, "password": PASSWORD, **more}
        told.ask("POST /api/accounts", account, by="zhang")
        told.ask("POST /api/accounts", account, by="zhang")
        signing = {"name": name, "password": PASSWORD}
        told.tokens[name] = told.ask("POST /api/session", signing)["token"]
    told.ask("GET /api/session/oidc/start")
    told.ask("GET /api/session/oidc/callback?code=x&state=y")
    _second_factor(told)
    told.ask("GET /api/sessions", by="zhang")
    told.ask("GET /api/sessions")
    changing = {"current": "x", "password": PASSWORD[::-1]}
    told.ask("PATCH /api/session/password", changing, by="wang")
    told.ask("PATCH /api/session/password", changing | {"current": PASSWORD}, by="wang")
    told.ask("POST /api/accounts", {"name": "li"}, by="zhang")
    told.ask("POST /api/accounts", {"name": "li"}, by="xiangning")
    told.ask("PATCH /api/accounts/{name}", {"disabled": False}, by="zhang", name="xiangning")
    wall = {"name": "大厅大屏", "reason": "大厅新装的屏"}
    told.ask("POST /api/tokens", wall, by="zhang")
    told.ask("POST /api/tokens", {"name": "wang"}, by="zhang")
    told.ask("GET /api/tokens", by="zhang")
    told.ask("GET /api/tokens", by="wang")
    told.ask("GET /api/screens", by="zhang")
    told.ask("GET /api/screens", by="wang")
    told.ask("GET /api/map", by="zhang")
    told.ask("DELETE /api/tokens/{token}", by="zhang", token="0" * 64)
    duty_story.contacts(told)
    duty_story.calls(told)
    duty_story.channels(told)
    duty_story.handovers(told)
    exchange_story.webhooks(told)
    duty_story.roster(told)
    for _ in range(3):
        told.ask("POST /api/session", {"name": "nobody", "password": PASSWORD})


def _two_administrators(told: Recorder) -> None:
    """What one proposes, the other confirms."""
    second = {"name": "huang", "password": PASSWORD, "roles": ["admin"]}
    told.ask("POST /api/accounts", second, by="zhang", keep=False)
    signing = {"name": "huang", "password": PASSWORD}
    told.tokens["huang"] = told.ask("POST /api/session", signing, keep=False)["token"]
    chief = {"name": "gu", "password": PASSWORD, "roles": ["coal_mine:chief_commander"]}
    asked = told.ask("POST /api/accounts", {**chief, "reason": "任命"}, by="zhang")["proposal"]
    own = {"roles": ["admin", "coal_mine:commander"]}
    told.ask("PATCH /api/accounts/{name}", own, by="zhang", name="zhang")
    told.ask("GET /api/account-proposals", by="huang")
    told.ask("GET /api/account-proposals", by="xiangning")
    confirm = "POST /api/account-proposals/{proposal}/confirm"
    why = {"reason": "已核对任命文件"}
    told.ask(confirm, why, by="zhang", proposal=asked["id"])
    told.ask(confirm, why, by="huang", proposal=asked["id"])
    told.ask(confirm, why, by="huang", proposal=PROPOSAL)
    more = {"roles": ["duty_officer", "coal_mine:commander"]}
    again = told.ask("PATCH /api/accounts/{name}", more, by="huang", name="xiangning")["proposal"]
    told.client.request(
        "DELETE",
        f"/api/account-proposals/{again['id']}",
        headers={"authorization": f"Bearer {told.tokens['zhang']}"},
    )
    told.ask("DELETE /api/account-proposals/{proposal}", by="zhang", proposal=PROPOSAL)
    told.ask("GET /api/server-journal?limit=2", by="huang")
    told.ask("GET /api/server-journal", by="xiangning")


def _second_factor(told: Recorder) -> None:
    call = "/api/session/totp"
    told.ask(f"GET {call}", by="zhang")
    telephone = pyotp.TOTP(s=told.ask(f"POST {call}", {"current": PASSWORD}, by="zhang")["secret"])
    told.ask(f"PUT {call}", {"code": "000000"}, by="zhang")
    codes = told.ask(f"PUT {call}", {"code": telephone.now()}, by="zhang")["recovery_codes"]
    told.ask(f"POST {call}", {"current": PASSWORD}, by="zhang")
    off = {"current": PASSWORD, "code": codes[0]}
    told.ask(f"POST {call}/off", off | {"code": "000000"}, by="zhang")
    told.ask(f"POST {call}/off", off, by="zhang")


def _story(told: Recorder) -> None:
    opening = {
        "kind": "coal_mine",
        "title": "某煤矿顶板事故",
        "occurred_at": "2026-11-23T06:10:00+08:00",
        "received_at": "2026-11-23T06:25:00+08:00",
        "division": "141029",
        "place": "某煤矿 2 号井 302 工作面",
        "facts": {"trapped": 2, "deaths": 1},
        "caller": {"name": "李某", "post": "煤矿调度员", "phone": "见通讯录"},
        "source": "煤矿调度室",
    }
    told.ask("POST /api/incidents/preview", opening)
    told.ask("POST /api/incidents/preview", {"facts": []}, by="zhang")
    told.ask("POST /api/incidents/preview", opening, by="xiangning")
    told.ask("POST /api/incidents", opening)
    told.ask("POST /api/incidents", {"plan": "coal_mine"}, by="zhang")
    one = told.ask("POST /api/incidents", opening, by="zhang")["id"]
    told.ask("POST /api/incidents/preview", opening, by="zhang")
    other = told.ask("POST /api/incidents", opening | {"title": "另一煤矿透水"}, by="zhang")["id"]
    told.command(one, "xiangning", "end_response", keep=True, reason="搜救完毕")
    told.command(one, "zhang", "end_response", keep=True, reason="搜救完毕")
    told.command("nowhere", "zhang", "add_log_entry", keep=True, text="x")
    told.command(one, "zhang", "record_facts", keep=True, facts={"death": 3})
    told.command(one, "zhang", "link_incidents", other=other, note="同一煤业公司")
    until = "2026-11-24T08:00:00+08:00"
    told.command(
        one, "wang", "delegate_role", role="commander", to="zhang", until=until, reason="出差"
    )
    told.command(
        one, "zhang", "record_absence", role="chief_commander", until=until, reason="在省里"
    )
    told.command(one, "zhang", "record_facts", facts={"deaths": 3, "trapped": 0}, source="现场")
    order = {"on_behalf_of": "commander", "by_means": "phone", "ordered_at": START.isoformat()}
    told.command(
        one, "zhang", "activate_response", True, level="III", reason="已有 3 人死亡", **order
    )
    _report(told, one)
    call = "POST /api/incidents/{incident}/commands/preview"
    raised = {"command": "adjust_response", "level": "IV", "reason": "险情缓解", **order}
    told.ask(call, raised, by="zhang", incident=one)
    told.ask(call, raised, by="zhang", incident="nowhere")
    told.clock.now = START.replace(minute=40)
    told.command(one, "zhang", "add_log_entry", text="与煤矿调度室核对人数")


def _report(told: Recorder, incident: str) -> None:
    """One report that the bureau owes, told by telephone."""
    page = told.ask(f"GET /api/report-slots?incident={incident}", by="zhang", keep=False)
    owed = next(slot for slot in page["slots"] if slot["state"] in ("owed", "overdue"))
    body = {
        "obligation": owed["obligation"],
        "due_at": owed["due_at"],
        "reporters": [owed["reporter"]],
        "content": dict.fromkeys(owed["content"], "待核实"),
        "told_by": {"name": "李某", "post": "值班员", "phone": "见通讯录"},
    }
    call = "POST /api/incidents/{incident}/reports"
    before = told.ask("GET /api/incidents/{incident}", by="zhang", incident=incident)
    told.reported = [before, told.ask(call, body, by="zhang", incident=incident)]
    told.ask(call, body, by="zhang", incident=incident)


def _reading(told: Recorder) -> None:
    one = "k3v9x2-0001"
    told.ask("GET /api/incidents?limit=1", by="zhang")
    told.ask("GET /api/incidents?limit=0", by="zhang")
    for path in ("GET /api/incidents/{incident}", "GET /api/incidents/{incident}/events?limit=2"):
        told.ask(path, by="zhang", incident=one)
        told.ask(path, by="zhang", incident="nowhere")
    told.ask("GET /api/incidents/{incident}/events?last=1", by="zhang", incident=one)
    told.ask("GET /api/reporting/punctuality?plan=coal_mine", by="zhang")
    told.ask("GET /api/reporting/punctuality?plan=nowhere", by="zhang")
    told.ask("GET /api/search?q=顶板", by="zhang")
    told.ask("GET /api/search?q=顶板&in=contacts", by="zhang")
    told.ask("GET /api/search?q=顶板")
    told.ask("GET /api/report-slots?limit=2", by="zhang")
    told.ask("GET /api/report-slots?state=late", by="zhang")
    told.ask("GET /api/plans", by="zhang")
    told.ask("GET /api/plans")
    told.ask("GET /api/plans/{plan}", by="zhang", plan="coal_mine")
    told.ask("GET /api/plans/{plan}", by="zhang", plan="nowhere")
    paper = "GET /api/plans/{plan}/documents/{paper}.{form}?post=nobody"
    told.ask(paper, by="zhang", plan="coal_mine", paper="cards", form="html")
    told.ask("GET /api/divisions", by="zhang")
    told.ask("GET /api/session", by="wang")
    told.ask("GET /api/watchdog", by="zhang")
    told.ask("GET /api/watchdog", by="xiangning")
    told.ask("GET /api/health/live")
    while (ready := told.ask("GET /api/health/ready", keep=False))["published"] < ready["cursor"]:
        pass
    told.ask("GET /api/health/ready")
