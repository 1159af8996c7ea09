"""All commands, all rules, all channels, real listeners: of an exercise not one byte comes.

A walk follows the options of a plan with everything that it can do. After each step the worker
sends what is due. The same walk as a real incident is the proof that the listeners hear.
"""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from api.calling.channels.registry import set_up
from api.runtime.calling.call_work import real_channels
from api.settings import Settings
from api.store.database.connections import Database
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.writer import Writer
from engine.calling.binding import REAL_CHANNELS
from engine.clock import SystemClock
from engine.contacts.contact import CHANNEL_KINDS, Channel, Contact
from engine.contacts.on_duty import OnDuty
from engine.incident.call_commands import StartCall
from engine.incident.commands import OpenIncident
from engine.memory import CountedIds, FixedPlans, MemoryCallingBook
from engine.plan.calling_rules import CallingRule, CallingRules
from engine.service import Service
from tests.api.calling.channels.listener import Listener, listening
from tests.api.store.call_work.calls import CallingDesk, Ear, fill, stored
from tests.api.store.desk import DUTY, unit_of_work
from tests.model.test_allowed import PLANS, Walk

STEPS = 20
OVER_HTTP = {"dingtalk", "wecom", "feishu", "sms_gateway", "webhook", "apprise"}


@dataclass
class Ports:
    """A TCP and a UDP port that count what comes, and answer nothing."""

    tcp: int
    udp: int
    heard: list[bytes] = field(default_factory=list)


@contextmanager
def ports() -> Iterator[Ports]:
    with ExitStack() as at_end:
        tcp = at_end.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = at_end.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        found = Ports(tcp.getsockname()[1], udp.getsockname()[1])

        def hear_tcp() -> None:
            while True:
                try:
                    line, _ = tcp.accept()
                except OSError:
                    return
                found.heard.append(b"connected")
                line.close()

        def hear_udp() -> None:
            while (datagram := udp.recv(65_535)) != b"end":
                found.heard.append(datagram)

        threads = [threading.Thread(target=one, daemon=True) for one in (hear_tcp, hear_udp)]
        for thread in threads:
            thread.start()
        try:
            yield found
        finally:
            tcp.shutdown(socket.SHUT_RDWR)
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as last:
                last.sendto(b"end", ("127.0.0.1", found.udp))
            for thread in threads:
                thread.join(60)


def settings(folder: Path, listener: Listener, opened: Ports, *, voice: bool) -> Settings:
    """Every channel, set up for listeners of this test."""
    (folder / "out").mkdir()
    (folder / "in").mkdir()
    modem = folder / "gammu-smsdrc"
    modem.write_text(
        f"[smsd]\nservice = files\noutboxpath = {folder}/out/\ninboxpath = {folder}/in/\n"
        f"sentsmspath = {folder}/out/\nerrorsmspath = {folder}/out/\ninboxformat = detail\n"
    )
    spoken = {"voice_host": f"127.0.0.1:{opened.udp}", "voice_user": "100"} if voice else {}
    return Settings(
        _env_file=None,
        mail_host="127.0.0.1",
        mail_port=opened.tcp,
        mail_tls="none",
        mail_from="zhiban@example.org",
        dingtalk_token="t",
        dingtalk_url=listener.url,
        wecom_key="k",
        wecom_url=listener.url,
        feishu_token="t",
        feishu_url=listener.url,
        sms_gateway_url=f"{listener.url}/sms",
        webhook_url=f"{listener.url}/hook",
        webhook_secret="whsec_" + base64.b64encode(bytes(32)).decode(),
        apprise_urls=f"json://127.0.0.1:{listener.port}/apprise",
        sms_config=modem,
        sms_s=1,
        **spoken,
    )


def everything() -> CallingRules:
    """A rule for each thing that happens, by every channel, twice, for everybody."""
    triggers = ("opened", "level_raised", "report_overdue", "order_unsigned", "decision_waiting")
    step = {"channels": list(REAL_CHANNELS)}
    rules = [
        CallingRule.model_validate(
            {
                "id": trigger,
                "name": trigger,
                "on": trigger,
                "assumption": "Y1",
                "answer_within_s": 60,
                "steps": (
                    {"who": {"on_duty": "leader"}, **step},
                    {"who": {"on_duty": "standby"}, "after_s": 30, **step},
                ),
                "rounds": 2,
                "round_every_s": 60,
            }
        )
        for trigger in triggers
    ]
    return CallingRules(format="1", rules=tuple(rules), digest="all")


ADDRESSES = {"mail": "li@example.org", "mobile": "13800000001", "landline": "0357-2091110"}
LI = Contact(
    "li",
    "市应急局",
    "科长",
    "李",
    channels=tuple(Channel(kind, ADDRESSES.get(kind, "li")) for kind in CHANNEL_KINDS),
)


class StoredWalk(Walk):
    """A walk whose incidents are stored, with somebody to call."""

    def __init__(
        self, plan_id: str, desk: CallingDesk, database: Database, states: IncidentCache, kind: bool
    ) -> None:
        self.database, self.states, self.exercise = database, states, kind
        super().__init__(PLANS[plan_id], seed=1)
        self.clock = desk.clock
        self.service = desk.service

    def open(self) -> str:
        return ""

    def begin(self) -> None:
        codes = [division.code for division in self.plan.jurisdiction.divisions]
        request = OpenIncident(
            plan=self.plan.id,
            title="某事件",
            occurred_at=self.clock.now,
            received_at=self.clock.now,
            division=codes[-1],
            exercise=self.exercise,
        )
        with self.within():
            for place in range(2):
                opened = self.service.open_incident(self.journal, request, DUTY)
                self.ids[place] = opened.after.id

    @contextmanager
    def within(self) -> Iterator[None]:
        with unit_of_work(self.database, self.states) as journal:
            self.journal = journal  # type: ignore[assignment]
            yield


async def life(
    database: Database,
    writer: Writer,
    states: IncidentCache,
    given: Settings,
    plan_id: str,
    *,
    exercise: bool,
) -> Ear:
    """A walk with everything sent on the way; what the sink heard."""
    fill(database, (LI,))
    desk = CallingDesk(FixedPlans(PLANS), (LI,))
    desk.book = MemoryCallingBook(everything(), (LI,), OnDuty("li", ("li",), ("li",)))
    desk.service = Service(FixedPlans(PLANS), desk.clock, CountedIds(), calling=desk.book)
    sink, real = Ear("sink"), SystemClock()
    channels, missing = set_up(given, real)
    worker = desk.worker(
        desk.outbox(database, writer), real_channels(channels, virtual=False), sink
    )
    assert set(missing) <= {"voice"}, missing
    walk = StoredWalk(plan_id, desk, database, states, exercise)
    walk.begin()
    for _ in range(STEPS):
        with walk.within():
            walk.step()
            if walk.incident.stage != "closed":
                by_hand = StartCall(contact="li", reason="请到指挥中心")
                walk.service.execute(walk.journal, walk.ids[0], by_hand, walk.actor())
        desk.wall.advance(desk.clock.now - desk.wall.now)
        for _ in range(3):
            await worker.look()
            await worker.sent()
    return sink


@pytest.fixture
def dialect() -> str:
    return "sqlite"


@pytest.fixture
def states() -> IncidentCache:
    return IncidentCache(FixedPlans(PLANS))


@pytest.mark.parametrize("plan_id", ["coal_mine", "grain"])
async def test_an_exercise_sends_not_one_byte(
    plan_id: str, database: Database, writer: Writer, states: IncidentCache, tmp_path: Path
) -> None:
    with listening() as listener, ports() as opened:
        given = settings(tmp_path, listener, opened, voice=True)
        sink = await life(database, writer, states, given, plan_id, exercise=True)
        assert (listener.connections, opened.heard) == (0, [])
        assert list((tmp_path / "out").iterdir()) == []
    calls = [one.call for one in stored(database).values()]
    assert len(calls) > STEPS // 2 and len(sink.heard) >= 3
    assert {step.channels for call in calls for step in call.steps} == {("sink",)}
    assert {one.address for one in sink.heard} == {""} and all(m.exercise for m in sink.heard)
    assert {one.trigger for one in calls} >= {"opened", "by_hand"}


async def test_the_same_life_as_a_real_incident_is_heard(
    database: Database, writer: Writer, states: IncidentCache, tmp_path: Path
) -> None:
    with listening() as listener, ports() as opened:
        listener.body = b'{"errcode": 0, "code": 0, "StatusCode": 0}'
        given = settings(tmp_path, listener, opened, voice=False)
        sink = await life(database, writer, states, given, "coal_mine", exercise=False)
        paths = {one.path for one in listener.got}
        assert opened.heard and len(listener.got) > STEPS
        assert len(paths) >= len(OVER_HTTP), paths
    assert sink.heard == []
