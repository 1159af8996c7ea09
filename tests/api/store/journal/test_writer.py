"""Group commit: who waits is committed together, and nobody suffers for another's job."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import insert

from api.store.database.connections import Database
from api.store.database.tables import CounterRow, table
from api.store.errors import KeyReused, StoreUnavailable
from api.store.journal.commit import Commit
from api.store.journal.idempotency import Answer
from api.store.journal.incident_cache import IncidentCache
from api.store.journal.journal import SqlJournal
from api.store.journal.writer import Writer
from engine.errors import NotFound
from engine.incident.events import Draft, seal
from engine.incident.state import Incident
from engine.ports import PlanLibrary
from tests.api.store.commits import Commits, heads, held
from tests.api.store.desk import START, Desk, snapshot

COUNTER = table(CounterRow)


# ── Together ────────────────────────────────────────────────────────────────


async def test_a_hundred_waiting_jobs_are_one_commit(
    writer: Writer, commits: Commits, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    with held(writer):
        waiting = [writer.submit(desk.open) for _ in range(100)]
        assert writer.waiting == 100
    outcomes = await asyncio.gather(*waiting)
    assert [o.after.number for o in outcomes] == [f"CM-2026-{n:04d}" for n in range(1, 101)]
    assert [len(commit) for commit in commits.told] == [100]
    assert commits.cursors == list(range(1, 101))
    assert heads(database, plans) == (100, [o.after.number for o in outcomes])


async def test_a_hundred_jobs_on_one_incident_keep_their_order(
    writer: Writer, commits: Commits, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    one = (await writer.submit(desk.open)).after.id

    def entry(text: str) -> asyncio.Future[object]:
        return writer.submit(lambda journal: desk.log(journal, one, text))

    with held(writer):
        waiting = [entry(str(number)) for number in range(100)]
    await asyncio.gather(*waiting)
    with snapshot(database, plans) as reader:
        events = reader.events(one, after=1)
    assert [event.data["text"] for event in events] == [str(number) for number in range(100)]
    assert commits.cursors == list(range(1, 102))
    steps = [step for commit in commits.told for step in commit]
    assert [step.before for step in steps[1:]] == [step.after for step in steps[:-1]]


def test_threads_and_loops_are_served_alike(writer: Writer, commits: Commits, desk: Desk) -> None:
    async def from_a_loop() -> list[str]:
        return [(await writer.submit(desk.open)).after.id for _ in range(5)]

    with ThreadPoolExecutor(8) as threads:
        loops = [threads.submit(asyncio.run, from_a_loop()) for _ in range(4)]
        runs = [threads.submit(writer.run, desk.open) for _ in range(20)]
        ids = [run.result().after.id for run in runs]
        ids += [one for loop in loops for one in loop.result()]
    assert len(set(ids)) == 40
    assert commits.cursors == list(range(1, 41))


async def test_the_listener_hears_before_the_caller_and_sees_what_is_stored(
    writer: Writer, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    seen: list[tuple[Incident | None, Incident | None]] = []

    def listener(appended: Sequence[Commit]) -> None:
        with snapshot(database, plans) as reader:
            seen.extend((step.before, reader.incident(step.after.id)) for step in appended)

    writer.listen(listener)
    opened = await writer.submit(desk.open)
    logged = await writer.submit(lambda journal: desk.log(journal, opened.after.id))
    assert seen == [(None, opened.after), (opened.after, logged.after)]


async def test_a_listener_that_fails_costs_nobody_his_answer(
    writer: Writer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def listener(appended: Sequence[Commit]) -> None:
        raise ZeroDivisionError

    writer.listen(listener)
    with caplog.at_level(logging.ERROR):
        assert (await writer.submit(desk.open)).after.seq == 1
    assert "a listener failed" in caplog.text
    assert (await writer.submit(desk.open)).after.number == "CM-2026-0002"


async def test_jobs_that_write_nothing_make_no_commit_heard(
    writer: Writer, commits: Commits
) -> None:
    assert await writer.submit(lambda journal: journal.load("nobody")) is None
    assert commits.told == []


# ── Failing jobs ────────────────────────────────────────────────────────────


async def test_a_refused_job_leaves_the_others_in_their_commit(
    writer: Writer, commits: Commits, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    with held(writer):
        first = writer.submit(desk.open)
        refused = writer.submit(lambda journal: desk.log(journal, "nobody"))
        last = writer.submit(desk.open)
    ends = await asyncio.gather(first, refused, last, return_exceptions=True)
    assert isinstance(ends[1], NotFound)
    assert len(commits.told) == 1
    assert heads(database, plans) == (2, ["CM-2026-0001", "CM-2026-0002"])


async def test_a_job_that_fails_after_writing_is_undone_alone(
    writer: Writer, commits: Commits, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    runs: list[str] = []

    def spoiled(journal: SqlJournal) -> None:
        runs.append(desk.open(journal, title="不应当留下").after.id)
        raise ZeroDivisionError("after writing")

    with held(writer):
        first = writer.submit(desk.open)
        wrong = writer.submit(spoiled)
        last = writer.submit(desk.open)
    ends = await asyncio.gather(first, wrong, last, return_exceptions=True)
    assert isinstance(ends[1], ZeroDivisionError)
    assert len(runs) == 2, "once together with the others, once alone"
    assert [len(commit) for commit in commits.told] == [1, 1]
    assert commits.cursors == [1, 2]
    assert heads(database, plans) == (2, ["CM-2026-0001", "CM-2026-0002"])


async def test_a_job_that_breaks_a_rule_of_the_database_fails_alone(
    writer: Writer,
    commits: Commits,
    database: Database,
    plans: PlanLibrary,
    desk: Desk,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def twice(journal: SqlJournal) -> None:
        desk.open(journal)
        rows = [{"series": "姓名", "last": 1}] * 2
        journal.connection.execute(insert(COUNTER), rows)

    with held(writer):
        first, wrong, last = (
            writer.submit(desk.open),
            writer.submit(twice),
            writer.submit(desk.open),
        )
    ends = await asyncio.gather(first, wrong, last, return_exceptions=True)
    assert isinstance(ends[1], StoreUnavailable)
    assert ends[1].code == "database_failed"
    assert "a job could not be written" in caplog.text
    assert "姓名" not in caplog.text
    assert heads(database, plans) == (2, ["CM-2026-0001", "CM-2026-0002"])
    assert commits.cursors == [1, 2]


async def test_a_state_that_cannot_be_stored_is_the_job_s_own_fault(
    writer: Writer, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    opened = (await writer.submit(desk.open)).after

    def naive(journal: SqlJournal) -> None:
        draft = Draft("log_entry_added", START, "zhang", "duty_officer", None, {"text": "甲"})
        event = seal(draft, opened.id, 2, opened.hash, START)
        after = replace(opened, seq=2, hash=event.hash)
        journal.append(after, [event], (), START.replace(tzinfo=None))

    with held(writer):
        wrong, right = writer.submit(naive), writer.submit(desk.open)
    ends = await asyncio.gather(wrong, right, return_exceptions=True)
    assert "naive" in str(ends[0])
    assert not isinstance(ends[1], BaseException)
    assert heads(database, plans)[0] == 2


async def test_not_even_a_job_that_wants_to_end_the_program_stops_the_writer(
    writer: Writer, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    def leave(journal: SqlJournal) -> None:
        raise SystemExit(1)

    with caplog.at_level(logging.ERROR), pytest.raises(StoreUnavailable) as failed:
        await writer.submit(leave)
    assert failed.value.code == "writer_failed"
    assert "nobody foresaw" in caplog.text
    assert (await writer.submit(desk.open)).after.number == "CM-2026-0001"


# ── The queue ───────────────────────────────────────────────────────────────


async def test_a_full_queue_refuses_at_once_and_recovers(
    database: Database, states: IncidentCache, desk: Desk
) -> None:
    writer = Writer(database, states, queue_limit=3)
    writer.start()
    with held(writer):
        waiting = [writer.submit(desk.open) for _ in range(3)]
        with pytest.raises(StoreUnavailable) as refused:
            writer.submit(desk.open)
        assert (refused.value.code, refused.value.facts) == ("writer_full", {"limit": 3})
        with pytest.raises(StoreUnavailable):
            writer.run(desk.open)
    assert [o.after.number[-1] for o in await asyncio.gather(*waiting)] == ["1", "2", "3"]
    assert (await writer.submit(desk.open)).after.number == "CM-2026-0004"
    writer.close()


async def test_closing_finishes_what_waits_and_refuses_the_rest(
    database: Database, states: IncidentCache, plans: PlanLibrary, desk: Desk
) -> None:
    writer = Writer(database, states)
    writer.start()
    with held(writer):
        waiting = [writer.submit(desk.open) for _ in range(10)]
        closing = asyncio.get_running_loop().run_in_executor(None, writer.close)
    await closing
    assert len(await asyncio.gather(*waiting)) == 10
    with pytest.raises(StoreUnavailable) as refused:
        writer.submit(desk.open)
    assert refused.value.code == "writer_closed"
    writer.close()
    assert heads(database, plans)[0] == 10


def test_a_closed_writer_has_given_its_connection_back(
    url: str, database: Database, writer: Writer, desk: Desk
) -> None:
    other = Database.open(url)
    opened = writer.run(desk.open).after.id
    writer.run(lambda journal: desk.log(journal, opened))
    assert other.in_use()
    writer.close()
    database.close()
    assert not other.in_use()
    other.close()


async def test_a_caller_who_left_before_his_turn_is_not_served(
    writer: Writer, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    with held(writer):
        gone = writer.submit(desk.open)
        stays = writer.submit(desk.open)
        gone.cancel()
    assert (await stays).after.number == "CM-2026-0001"
    with held(writer):
        writer.submit(desk.open).cancel()
    assert (await writer.submit(desk.open)).after.number == "CM-2026-0002"
    assert heads(database, plans)[0] == 2


def test_a_job_cannot_wait_for_itself(writer: Writer, desk: Desk) -> None:
    with pytest.raises(RuntimeError, match="cannot wait"):
        writer.run(lambda journal: writer.run(desk.open))


# ── Idempotency ─────────────────────────────────────────────────────────────


async def test_a_retry_gets_the_first_answer(
    writer: Writer, database: Database, plans: PlanLibrary, desk: Desk
) -> None:
    def once(journal: SqlJournal) -> str:
        known = journal.recall("zhang", "key-1", "digest")
        if known is not None:
            return known.response
        number = desk.open(journal).after.number
        journal.remember(Answer("zhang", "key-1", "digest", 201, number, START))
        return number

    with held(writer):
        together = [writer.submit(once) for _ in range(5)]
    assert await asyncio.gather(*together) == ["CM-2026-0001"] * 5
    assert await writer.submit(once) == "CM-2026-0001"
    assert heads(database, plans) == (1, ["CM-2026-0001"])


async def test_keys_are_each_account_s_own_and_for_one_request(writer: Writer) -> None:
    answer = Answer("zhang", "key-1", "digest", 201, "一", START)
    await writer.submit(lambda journal: journal.remember(answer))
    assert await writer.submit(lambda j: j.recall("zhang", "key-1", "digest")) == answer
    assert await writer.submit(lambda j: j.recall("li", "key-1", "digest")) is None
    assert await writer.submit(lambda j: j.recall("zhang", "key-2", "digest")) is None
    with pytest.raises(KeyReused):
        await writer.submit(lambda j: j.recall("zhang", "key-1", "other"))


async def test_an_answer_goes_with_the_job_that_failed(writer: Writer) -> None:
    def fails(journal: SqlJournal) -> None:
        journal.remember(Answer("zhang", "key-1", "digest", 201, "一", START))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await writer.submit(fails)
    assert await writer.submit(lambda j: j.recall("zhang", "key-1", "digest")) is None
