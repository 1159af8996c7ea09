"""Claims and results: each message on one node, entered once, on both databases."""

from __future__ import annotations

import asyncio

import pytest

from api.calling.outbox import Claimed
from api.calling.ports import Outcome
from api.server_journal.changed_by import ChangedBy
from api.store.call_work.call_answers import CODES_KEPT, CallAnswers
from api.store.call_work.call_outbox import CallOutbox
from api.store.call_work.call_starts import JUST_TOLD
from api.store.calling.call_rows import CALL, OUTBOX
from api.store.database.connections import Database
from api.store.integrity.verify import verify
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.writer import Writer
from engine.errors import StateRefuses
from engine.incident.call_commands import StartCall
from engine.incident.commands import VoidIncident
from engine.plan.calling_loader import load_calling
from engine.ports import PlanLibrary
from tests.api.store.call_work.calls import GAP, LEASE, LI, CallingDesk, fill, stored
from tests.api.store.desk import DUTY, PLANS

SENT = Outcome("sent", "taken")


@pytest.fixture
def desk(plans: PlanLibrary, database: Database) -> CallingDesk:
    fill(database)
    return CallingDesk(plans)


@pytest.fixture
def calls(desk: CallingDesk, database: Database, writer: Writer) -> CallOutbox:
    return desk.outbox(database, writer)


@pytest.fixture
def answers(desk: CallingDesk, database: Database, writer: Writer) -> CallAnswers:
    return desk.answers(database, writer)


@pytest.fixture
async def incident(desk: CallingDesk, writer: Writer) -> str:
    return (await writer.submit(desk.open)).after.id


def whole(database: Database, plans: PlanLibrary) -> bool:
    """Whether `journal verify` finds nothing."""
    with database.reading() as connection:
        found = verify(connection, plans).findings
    assert found == ()
    return True


def states(database: Database) -> dict[str, str]:
    """State of each message, by channel and number of its step."""
    with database.reading() as connection:
        rows = connection.execute(OUTBOX.select().order_by(OUTBOX.c.id)).all()
    return {row.id.partition(".")[2]: row.state for row in rows}


def by_channel(claimed: list[Claimed] | tuple[Claimed, ...]) -> dict[str, Claimed]:
    return {one.channel: one for one in claimed}


async def test_a_call_is_due_with_its_entry_and_ends_with_the_answer(
    desk: CallingDesk,
    calls: CallOutbox,
    writer: Writer,
    incident: str,
    database: Database,
    plans: PlanLibrary,
) -> None:
    call = await writer.submit(lambda journal: desk.call(journal, incident))
    first = by_channel(list(await calls.claim(64)))
    assert {one.contact for one in first.values()} == {LI}
    assert await calls.claim(64) == [], "nobody takes it twice"
    sms = first["sms"]
    assert sms.token is not None and len(sms.code or "") == 4
    for one in first.values():
        await calls.settle(one, SENT, None)
        await calls.settle(one, SENT, None)
    record = stored(database)[call]
    assert record.call.state == "calling"
    assert len(record.call.attempts) == len(first), "entered once, though told twice"
    await writer.submit(lambda journal: desk.reached(journal, incident, call))
    assert stored(database)[call].call.state == "answered"
    desk.later(minutes=10)
    assert await calls.claim(64) == [], "the second in the chain is not called any more"
    assert set(states(database).values()) == {"done", "cancelled"}
    assert whole(database, plans)


async def test_two_nodes_that_ask_together_share_what_is_due(
    desk: CallingDesk, database: Database, states: IncidentCache, writer: Writer, incident: str
) -> None:
    other = Writer(database, IncidentCache(desk.service.plans))
    other.start()
    try:
        here, there = desk.outbox(database, writer), desk.outbox(database, other, "b")
        await writer.submit(lambda journal: desk.call(journal, incident))
        one, two = await asyncio.gather(here.claim(64), there.claim(64))
        taken = [call.row for claimed in (*one, *two) for call in claimed.calls]
        assert len(taken) == len(set(taken)) > 0
        assert not (one and two), "all of them are of one node"
    finally:
        other.close()


async def test_a_lost_claim_is_entered_as_unknown_and_tried_again_after_its_lease(
    desk: CallingDesk,
    calls: CallOutbox,
    writer: Writer,
    incident: str,
    database: Database,
    plans: PlanLibrary,
) -> None:
    call = await writer.submit(lambda journal: desk.call(journal, incident))
    lost = await calls.claim(64)
    desk.wall.advance(LEASE / 2)
    assert await calls.claim(64) == []
    desk.wall.advance(LEASE / 2)
    again = await calls.claim(64)
    assert {one.key for one in again} == {one.key for one in lost}, "the same messages"
    assert {one.tries for one in again} == {2}
    assert {one.code for one in again} == {one.code for one in lost}
    desk.wall.advance(LEASE * 0.75)
    await calls.hold(again)
    desk.wall.advance(LEASE * 0.75)
    assert await calls.claim(64) == [], "a claim that is held on to is not lost"
    outcomes = [(one.outcome, one.detail) for one in stored(database)[call].call.attempts]
    assert outcomes == [("unknown", "claim_lost")] * len(lost)
    for one in lost:
        await calls.settle(one, SENT, None)
    late = stored(database)[call].call.attempts
    assert len(late) == len(lost), "what a lost node says after that is not entered again"
    for one in again:
        await calls.settle(one, SENT, None)
    assert len(stored(database)[call].call.attempts) == 2 * len(lost)
    assert whole(database, plans)


async def test_several_reasons_for_one_person_go_out_in_one_message(
    desk: CallingDesk, calls: CallOutbox, writer: Writer, incident: str, database: Database
) -> None:
    first = await writer.submit(lambda journal: desk.call(journal, incident, "一"))
    for one in await calls.claim(64):
        await calls.settle(one, SENT, None)
    second = await writer.submit(lambda journal: desk.call(journal, incident, "二"))
    third = await writer.submit(lambda journal: desk.call(journal, incident, "三"))
    quiet = await calls.claim(64)
    assert {one.channel for one in quiet} <= {"desk"}, "he was told a moment ago"
    desk.later(seconds=GAP.total_seconds() + 1)
    together = by_channel(list(await calls.claim(64)))
    assert [one.record.id for one in together["sms"].calls] == [second, third]
    key = together["sms"].key
    for one in together.values():
        await calls.settle(one, SENT, None)
    await desk.answers(database, writer).answered_by_message(key, "sms", "到")
    found = stored(database)
    assert found[first].call.state == "calling"
    assert (found[second].call.state, found[third].call.state) == ("answered", "answered")
    assert (found[third].call.means, found[third].call.answered_by) == ("sms", "李")


async def test_whoever_was_called_hears_that_the_reason_is_over(
    desk: CallingDesk,
    calls: CallOutbox,
    writer: Writer,
    incident: str,
    database: Database,
    plans: PlanLibrary,
) -> None:
    call = await writer.submit(lambda journal: desk.call(journal, incident))
    on_their_way = by_channel(list(await calls.claim(64)))
    await calls.settle(on_their_way["sms"], SENT, None)
    void = VoidIncident(reason="误报")
    await writer.submit(lambda journal: desk.service.execute(journal, incident, void, DUTY))
    assert stored(database)[call].call.state == "cancelled"
    # The mail was on its way when the incident was voided: it is taken back as well.
    for name in set(on_their_way) - {"sms"}:
        await calls.settle(on_their_way[name], SENT, None)
    desk.later(seconds=GAP.total_seconds() + 1)
    over = by_channel(list(await calls.claim(64)))
    assert set(over) == set(on_their_way) - {"desk", "voice"}
    assert all(one.over and one.token is None and one.contact == LI for one in over.values())
    for one in over.values():
        await calls.settle(one, SENT, None)
    assert stored(database)[call].call.attempts[-1].detail == "told_over taken"
    assert whole(database, plans)


async def test_a_failure_is_tried_again_until_the_call_ends(
    desk: CallingDesk,
    calls: CallOutbox,
    writer: Writer,
    incident: str,
    database: Database,
    plans: PlanLibrary,
) -> None:
    await writer.submit(lambda journal: desk.call(journal, incident))
    first = by_channel(list(await calls.claim(64)))
    await calls.settle(first["sms"], Outcome("failed", "no_connection"), 5.0)
    assert await calls.claim(64) == []
    desk.later(seconds=5)
    again = by_channel(list(await calls.claim(64)))
    assert again["sms"].tries == 2
    await calls.settle(again["sms"], Outcome("failed", "no_connection"), 365 * 86_400.0)
    desk.later(hours=1)
    await writer.submit(lambda journal: desk.service.wake(journal))
    assert [one.call.state for one in stored(database).values()] == ["exhausted"]
    assert await calls.claim(64) == [], "nobody is called for a call that is exhausted"
    assert whole(database, plans)


async def test_a_link_answers_once_and_says_so_afterwards(
    desk: CallingDesk,
    calls: CallOutbox,
    answers: CallAnswers,
    writer: Writer,
    incident: str,
    database: Database,
) -> None:
    call = await writer.submit(lambda journal: desk.call(journal, incident))
    token = by_channel(list(await calls.claim(64)))["sms"].token
    assert token is not None
    behind = await answers.behind(token)
    assert behind is not None and behind[0] == "李"
    assert stored(database)[call].call.state == "queued", "looking answers nothing"
    pressed = await answers.press(token)
    assert pressed is not None and pressed[2]
    found = stored(database)[call].call
    assert (found.state, found.means, found.answered_by) == ("answered", "link", "李")
    again = await answers.press(token)
    assert again is not None and not again[2], "the second press changes nothing"
    assert await answers.press(token[:-1] + "x") is None
    assert await answers.behind("") is None
    writer.close()
    assert await answers.press("forged") is None, "a stranger takes no turn of the writer"


async def test_a_call_that_is_over_already_keeps_back_no_answer(
    desk: CallingDesk,
    calls: CallOutbox,
    answers: CallAnswers,
    writer: Writer,
    incident: str,
    database: Database,
) -> None:
    """Its row may be behind: what the incident says counts, and the others are answered."""
    first = await writer.submit(lambda journal: desk.call(journal, incident))
    second = await writer.submit(lambda journal: desk.call(journal, incident, "机房断电"))
    sms = by_channel(list(await calls.claim(64)))["sms"]
    assert sms.token is not None and len(sms.calls) == 2
    with database.reading() as connection:
        before = connection.execute(CALL.select().where(CALL.c.id == first)).one()
    await writer.submit(lambda journal: desk.reached(journal, incident, first))
    behind = {"state": before.state, "entries": before.entries}
    database.write(
        lambda connection: connection.execute(
            CALL.update().where(CALL.c.id == first).values(behind)
        )
    )
    pressed = await answers.press(sms.token)
    assert pressed is not None and pressed[2]
    assert stored(database)[second].call.state == "answered"
    await answers.answered_by_message(sms.key, "sms_reply", "4711")


async def test_a_call_of_no_incident_stands_in_the_server_journal(
    desk: CallingDesk,
    calls: CallOutbox,
    answers: CallAnswers,
    writer: Writer,
    database: Database,
    plans: PlanLibrary,
) -> None:
    starts = desk.starts(writer)
    by = ChangedBy("zhang", "page", desk.wall.now)
    asked = StartCall(post="coal_mine:office_director", reason="机房断电")
    call = await starts.by_hand(asked, by)
    assert call.startswith("s-c")
    for one in await calls.claim(64):
        await calls.settle(one, SENT, None)
    await answers.reached(call, "phone", "zhang", "")
    assert stored(database)[call].call.state == "answered"
    with pytest.raises(StateRefuses):
        await answers.reached(call, "phone", "zhang", "")
    other = await starts.by_hand(asked, by)
    desk.later(hours=1)
    due = await calls.next_due()
    assert due.by_clock is not None and due.by_clock <= desk.clock.now
    await calls.claim(64)
    assert stored(database)[other].call.state == "exhausted"
    assert whole(database, plans)


async def test_what_a_server_notices_calls_once_until_it_is_over(
    desk: CallingDesk, calls: CallOutbox, writer: Writer, database: Database, plans: PlanLibrary
) -> None:
    desk.book.use(load_calling(PLANS))
    woken: list[None] = []
    starts = desk.starts(writer, lambda: woken.append(None))
    first = await starts.notice("watchdog_alarm", "clock", {"alarm": "时钟"})
    assert first and await starts.notice("watchdog_alarm", "clock", {"alarm": "时钟"}) == []
    assert len(woken) == 1
    assert await starts.over("watchdog_alarm", "disk") == 0
    assert await starts.over("watchdog_alarm", "clock") == len(first)
    assert len(woken) == 2
    assert {one.call.state for one in stored(database).values()} == {"cancelled"}
    assert await calls.claim(64) == []
    assert whole(database, plans)


async def test_another_node_that_looks_a_little_later_calls_nobody_again(
    desk: CallingDesk, answers: CallAnswers, writer: Writer
) -> None:
    desk.book.use(load_calling(PLANS))
    starts = desk.starts(writer)
    subject = "leader 2026"
    values = {"from": "2026-12-01T00:00:00Z", "until": "2026-12-01T10:00:00Z"}
    first = await starts.notice("roster_gap", subject, values)
    assert first
    for call in first:
        await answers.reached(call, "phone", "anna", "")
    desk.later(seconds=15)
    assert await starts.notice("roster_gap", subject, values) == []
    assert await starts.notice("roster_gap", "standby 2026", values), "something else"
    desk.later(seconds=JUST_TOLD.total_seconds())
    assert await starts.notice("roster_gap", subject, values), "it was gone, and has come again"


async def test_a_code_answers_from_its_own_number_for_a_day(
    desk: CallingDesk, calls: CallOutbox, answers: CallAnswers, writer: Writer, incident: str
) -> None:
    call = await writer.submit(lambda journal: desk.call(journal, incident))
    sms = by_channel(list(await calls.claim(64)))["sms"]
    assert sms.code is not None
    assert await answers.key_of("13800000001", sms.code) == sms.key
    assert await answers.key_of("13800000002", sms.code) is None
    desk.later(seconds=CODES_KEPT.total_seconds())
    assert await answers.key_of("13800000001", sms.code) == sms.key
    desk.later(seconds=1)
    assert await answers.key_of("13800000001", sms.code) is None, "four digits come up by chance"
    assert sms.token is not None and await answers.press(sms.token) is not None, "its link does"
    assert (await answers.call(call)).call.state == "answered"
