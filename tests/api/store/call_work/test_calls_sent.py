"""The worker on a real database: what it sends, tries again, leaves, and says when all fails."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Connection

from api.calling.channels.posting import LONGEST_WAIT_S
from api.calling.message_text import Composer
from api.calling.outbox import Claimed
from api.calling.ports import Channel, Message, Outcome
from api.calling.worker import BACK_OFF_S, CallWorker, retry_s
from api.store.call_work.call_outbox import CallOutbox
from api.store.calling.call_rows import OUTBOX
from api.store.calling.claims import OTHERS_FIRST
from api.store.database.connections import Database
from api.store.errors import StoreUnavailable
from api.store.integrity.call_rows import PUT_OFF
from api.store.journal.writer import Writer
from engine.calling.chain import EVERY_S
from engine.contacts.contact import Contact
from engine.ports import PlanLibrary
from tests.api.store.call_work.calls import CallingDesk, Ear, fill, stored

DOWN = Outcome("failed", "no_connection")


@pytest.fixture
def dialect() -> str:
    """SQL is tested with the outbox; here one database is enough."""
    return "sqlite"


@pytest.fixture
def desk(plans: PlanLibrary, database: Database) -> CallingDesk:
    fill(database)
    return CallingDesk(plans)


@pytest.fixture
def outbox(desk: CallingDesk, database: Database, writer: Writer) -> CallOutbox:
    return desk.outbox(database, writer)


@pytest.fixture
async def incident(desk: CallingDesk, writer: Writer) -> str:
    return (await writer.submit(desk.open)).after.id


async def work(worker: CallWorker) -> None:
    """Everything that is due now is sent and entered."""
    for _ in range(3):
        await worker.look()
        await worker.sent()


def outcomes(database: Database, channel: str) -> list[tuple[int, str]]:
    """Step and outcome of each attempt by a channel."""
    (record,) = stored(database).values()
    return [(a.step, a.outcome) for a in record.call.attempts if a.channel == channel]


async def test_one_after_the_other_is_called_at_his_time(
    desk: CallingDesk, outbox: CallOutbox, writer: Writer, incident: str, database: Database
) -> None:
    sms = Ear("sms")
    worker = desk.worker(outbox, {"sms": sms, "desk": Ear("desk")})
    await writer.submit(lambda journal: desk.call(journal, incident))
    await work(worker)
    assert [one.address for one in sms.heard] == ["13800000001"]
    told = sms.heard[0]
    assert told.link is not None and told.link.startswith("https://zhiban.example/x/answer/")
    assert told.code is not None and told.short.endswith(f"回{told.code}应答")
    assert len(told.short) <= 70 and "请到指挥中心" in told.text and not told.exercise
    assert worker.facts.open == 1
    assert 0 < await worker.look() <= 0.05, "the poll is shorter than the deputy's time"
    desk.later(seconds=EVERY_S)
    await work(worker)
    assert [one.address for one in sms.heard] == ["13800000001", "13800000002"]
    desk.later(hours=1)
    await writer.submit(lambda journal: desk.service.wake(journal))
    await work(worker)
    assert (worker.facts.open, worker.facts.exhausted) == (0, 1)
    assert len(sms.heard) == 2


async def test_a_gateway_that_is_down_is_tried_again_with_longer_pauses(
    desk: CallingDesk, outbox: CallOutbox, writer: Writer, incident: str, database: Database
) -> None:
    sms = Ear("sms", DOWN, DOWN, DOWN)
    worker = desk.worker(outbox, {"sms": sms})
    await writer.submit(lambda journal: desk.call(journal, incident))
    await work(worker)
    for pause in BACK_OFF_S[:3]:
        desk.later(seconds=pause - 1)
        before = len(sms.heard)
        await work(worker)
        assert len(sms.heard) == before, "not before its time"
        desk.later(seconds=1)
        await work(worker)
        assert len(sms.heard) == before + 1
    assert len({one.key for one in sms.heard}) == 1, "the same message"
    assert outcomes(database, "sms") == [(0, "failed")] * 3 + [(0, "sent")]


async def test_an_hour_without_a_gateway_loses_no_call_and_does_not_flood_the_journal(
    desk: CallingDesk, outbox: CallOutbox, writer: Writer, incident: str, database: Database
) -> None:
    sms = Ear("sms", *[DOWN] * 1000)
    worker = desk.worker(outbox, {"sms": sms})
    await writer.submit(lambda journal: desk.call(journal, incident))
    for _ in range(240):
        desk.later(seconds=15)
        await writer.submit(lambda journal: desk.service.wake(journal))
        await work(worker)
    (record,) = stored(database).values()
    assert record.call.state == "exhausted"
    assert len(outcomes(database, "sms")) < 20
    assert {step for step, _ in outcomes(database, "sms")} == {0, 1}


@pytest.mark.parametrize("result", ["refused", "no_answer"])
async def test_what_another_try_would_not_change_is_not_tried_again(
    desk: CallingDesk,
    outbox: CallOutbox,
    writer: Writer,
    incident: str,
    database: Database,
    result: str,
) -> None:
    wrong = Outcome("refused", "wrong_number") if result == "refused" else Outcome("no_answer", "")
    sms = Ear("sms", wrong)
    worker = desk.worker(outbox, {"sms": sms})
    await writer.submit(lambda journal: desk.call(journal, incident))
    await work(worker)
    desk.later(seconds=EVERY_S - 1)
    await work(worker)
    assert outcomes(database, "sms") == [(0, result)]


def test_a_robots_limit_and_a_busy_line_are_waited_for() -> None:
    assert retry_s(Outcome("limited", "too_many", retry_after_s=61), 1) == 61
    assert timedelta(seconds=LONGEST_WAIT_S) < PUT_OFF, "the longest pause is no hand edit"
    assert retry_s(Outcome("busy", ""), 1) == 60
    assert retry_s(Outcome("unknown", "no_end"), 99) == BACK_OFF_S[-1]
    assert retry_s(Outcome("sent", ""), 1) is None


async def test_a_channel_that_raises_ends_no_other_call(
    desk: CallingDesk, outbox: CallOutbox, writer: Writer, incident: str, database: Database
) -> None:
    class Broken(Ear):
        async def send(self, message: Message) -> Outcome:
            raise RuntimeError("no such thing")

    voice = Ear("voice")
    worker = desk.worker(outbox, {"sms": Broken("sms"), "voice": voice})
    await writer.submit(lambda journal: desk.call(journal, incident))
    await work(worker)
    assert len(voice.heard) == 1
    assert outcomes(database, "sms") == [(0, "unknown")]


async def test_a_message_that_cannot_be_made_is_a_fault_and_ends_no_other(
    desk: CallingDesk, outbox: CallOutbox, writer: Writer, incident: str, database: Database
) -> None:
    good = Composer(desk.service.plans, None)

    def compose(claimed: Claimed) -> Message | Outcome:
        if claimed.channel == "sms":
            raise LookupError("no such plan")
        return good(claimed)

    sms, voice = Ear("sms"), Ear("voice")
    worker = desk.worker(outbox, {"sms": sms, "voice": voice}, compose=compose)
    await writer.submit(lambda journal: desk.call(journal, incident))
    await work(worker)
    assert (len(sms.heard), len(voice.heard)) == (0, 1)
    assert outcomes(database, "sms") == [(0, "failed")]


async def test_who_has_no_number_or_is_gone_is_said_so(
    desk: CallingDesk, outbox: CallOutbox, writer: Writer, incident: str, database: Database
) -> None:
    await writer.submit(lambda journal: desk.call(journal, incident))
    # Between the call and the message his number and the deputy are taken out of the book.
    fill(database, (Contact("li", "市应急局", "科长", "李"),))
    database.write(
        lambda connection: connection.exec_driver_sql("DELETE FROM contact WHERE id='wang'")
    )
    worker = desk.worker(outbox, {"sms": Ear("sms")})
    await work(worker)
    desk.later(seconds=EVERY_S)
    await work(worker)
    (record,) = stored(database).values()
    details = [(a.step, a.detail) for a in record.call.attempts if a.channel == "sms"]
    assert details == [(0, "no_address"), (1, "no_contact")]


async def test_a_result_waits_for_a_store_that_is_away(
    desk: CallingDesk,
    outbox: CallOutbox,
    writer: Writer,
    incident: str,
    database: Database,
) -> None:
    class Away(CallOutbox):
        times = 0

        async def settle(self, *given: object) -> None:  # type: ignore[override]
            Away.times += 1
            if Away.times == 1:
                raise StoreUnavailable("writer_closed")
            await super().settle(*given)  # type: ignore[arg-type]

    terms = {"lease": timedelta(seconds=120), "gap": timedelta(0)}
    away = Away(database, writer, desk.entries, "a", **terms, channels=["sms"])
    sms = Ear("sms")
    only: dict[str, Channel] = {"sms": sms}
    worker = desk.worker(away, only)
    await writer.submit(lambda journal: desk.call(journal, incident))
    await work(worker)
    assert outcomes(database, "sms") == [(0, "sent")] and len(sms.heard) == 1


async def test_after_hours_without_power_nobody_is_called_for_what_has_run_out(
    desk: CallingDesk, outbox: CallOutbox, writer: Writer, incident: str, database: Database
) -> None:
    sms = Ear("sms")
    worker = desk.worker(outbox, {"sms": sms})
    await writer.submit(lambda journal: desk.call(journal, incident))
    desk.later(hours=8)
    await work(worker)
    assert sms.heard == []
    await writer.submit(lambda journal: desk.service.wake(journal))
    await work(worker)
    (record,) = stored(database).values()
    assert (sms.heard, record.call.state) == ([], "exhausted")


async def test_a_message_that_a_standby_never_received_holds_no_place_for_ever(
    desk: CallingDesk, outbox: CallOutbox, writer: Writer, incident: str, database: Database
) -> None:
    await writer.submit(lambda journal: desk.call(journal, incident))
    (first, *_) = await outbox.claim(64)
    database.write(
        lambda connection: connection.execute(
            OUTBOX.delete().where(OUTBOX.c.id.in_([one.row for one in first.calls]))
        )
    )
    await outbox.settle(first, Outcome("sent", "taken"), None)


@pytest.mark.parametrize(
    "forged",
    [
        "outbox SET channel='sms'",
        "outbox SET channel='sms', exercise=0",
        "outbox SET channel='sms', exercise=0; calls SET exercise=0",
    ],
)
async def test_an_exercise_reaches_the_sink_whatever_its_rows_say(
    desk: CallingDesk, outbox: CallOutbox, writer: Writer, database: Database, forged: str
) -> None:
    exercise = (await writer.submit(lambda journal: desk.open(journal, exercise=True))).after.id
    await writer.submit(lambda journal: desk.call(journal, exercise))
    # Even a row that names a real channel, which only a hand could have written.
    for one in forged.split(";"):
        database.write(partial(Connection.exec_driver_sql, statement=f"UPDATE {one}"))
    sms, sink = Ear("sms"), Ear("sink")
    await work(desk.worker(outbox, {"sms": sms, "desk": sms}, sink))
    assert sms.heard == []
    assert [one.exercise for one in sink.heard] == [True]
    assert sink.heard[0].subject.startswith("【演练】") and sink.heard[0].link is None


async def test_a_message_is_left_to_the_node_that_has_its_channel(
    desk: CallingDesk, writer: Writer, incident: str, database: Database
) -> None:
    def node(name: str, *channels: str) -> CallOutbox:
        terms = {"lease": timedelta(seconds=120), "gap": timedelta(0)}
        return CallOutbox(database, writer, desk.entries, name, **terms, channels=channels)

    sms = Ear("sms")
    without, with_modem = node("a", "desk"), node("b", "desk", "sms")
    await writer.submit(lambda journal: desk.call(journal, incident))
    await work(desk.worker(without, {"desk": Ear("desk")}))
    assert outcomes(database, "desk") == [(0, "sent")] and outcomes(database, "sms") == []
    await work(desk.worker(with_modem, {"desk": Ear("desk"), "sms": sms}))
    assert outcomes(database, "sms") == [(0, "sent")] and len(sms.heard) == 1
    desk.later(seconds=OTHERS_FIRST.total_seconds())
    await work(desk.worker(without, {"desk": Ear("desk")}))
    assert outcomes(database, "voice") == [(0, "refused")], "no node has that channel"
    # The one that has it was away for longer than the others waited.
    voice = Ear("voice")
    desk.later(minutes=1)
    await work(desk.worker(without, {"desk": Ear("desk")}))
    await work(desk.worker(node("c", "desk", "voice"), {"desk": Ear("desk"), "voice": voice}))
    assert [one.address for one in voice.heard] == ["13800000001"]
    assert outcomes(database, "voice")[:2] == [(0, "refused"), (0, "sent")]
