"""Whose turn it is, what a round does, and who judges that there are no more rounds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from api.monitoring.watchdog.audit_queue import Agenda
from api.monitoring.watchdog.audit_status import AuditStatus
from api.monitoring.watchdog.auditor import REST, Auditor, Step, Survey
from api.monitoring.watchdog.findings import Audited, LedgerFinding
from engine.clock import VirtualClock

NOON = datetime(2021, 11, 8, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


# ── the agenda ──────────────────────────────────────────────────────────────


def test_the_longest_wanted_comes_first_and_everybody_comes_again() -> None:
    agenda = Agenda(full_s=100)
    agenda.keep(["a"], 0)
    agenda.keep(["a", "b"], 5)
    assert agenda.due(NOON, 5) == ["a", "b"]
    assert agenda.wanted_since == 0
    agenda.done("a", None, 6)
    agenda.done("b", None, 7)
    assert agenda.due(NOON, 105) == []
    assert agenda.due(NOON, 107) == ["a", "b"]
    assert agenda.wanted_since == 106


def test_a_change_and_a_due_instant_make_it_ones_turn() -> None:
    agenda = Agenda(full_s=100)
    agenda.keep(["a", "b", "c"], 0)
    agenda.done("a", NOON + MINUTE, 1)
    agenda.done("b", None, 1)
    agenda.done("c", None, 1)
    agenda.want(["b", "unknown"], 2)
    assert agenda.due(NOON, 3) == ["b"]
    assert agenda.due(NOON + MINUTE, 3) == ["b", "a"]
    agenda.want(["b"], 9)
    assert agenda.wanted_since == 2


def test_who_is_no_longer_kept_an_eye_on_is_looked_at_once_more_if_wanted() -> None:
    agenda = Agenda(full_s=100)
    agenda.keep(["a", "b"], 0)
    agenda.done("a", None, 1)
    agenda.keep([], 2)
    assert agenda.due(NOON, 500) == ["b"]
    agenda.done("b", None, 3)
    agenda.done("a", None, 3)
    agenda.keep([], 4)
    assert agenda.due(NOON, 500) == []
    assert agenda.wanted_since is None


# ── the watch ───────────────────────────────────────────────────────────────


def finding(incident: str, kind: str = "missing", at: datetime = NOON) -> LedgerFinding:
    return LedgerFinding(incident, f"N-{incident}", kind, None, {"zh": "话", "en": "words"}, at)


class Seconds:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_findings_are_told_once_and_keep_the_instant_of_the_first_time() -> None:
    kinds: list[str] = []
    watch = AuditStatus(60, 900, Seconds(), kinds.append)
    watch.take(Audited("a", (finding("a"),)))
    watch.take(Audited("a", (finding("a", at=NOON + MINUTE), finding("a", "doubled"))))
    watch.take(Audited("b", ()))
    assert kinds == ["missing", "doubled"]
    assert [one.found_at for one in watch.findings] == [NOON, NOON]
    assert (watch.differences, watch.suspects, watch.well) == (2, frozenset({"a"}), False)
    watch.take(Audited("a", ()))
    assert (watch.differences, watch.suspects, watch.well) == (0, frozenset(), True)


def test_the_auditor_is_silent_after_three_intervals_and_not_before() -> None:
    seconds = Seconds()
    watch = AuditStatus(60, 900, seconds)
    seconds.now = 180
    assert not watch.silent
    seconds.now = 180.1
    assert watch.silent
    assert watch.part() == {"well": False, "silent": True, "differences": 0}
    watch.completed(None)
    assert (watch.silent, watch.age_s, watch.well) == (False, 0, True)


def test_an_auditor_that_never_comes_round_is_as_good_as_silent() -> None:
    seconds = Seconds()
    watch = AuditStatus(60, 900, seconds)
    for seconds.now in range(0, 1080, 60):
        watch.completed(0.0)
        assert not watch.silent
    seconds.now = 1081
    watch.completed(0.0)
    assert watch.silent
    watch.completed(1000.0)
    assert not watch.silent


# ── rounds ──────────────────────────────────────────────────────────────────


@dataclass
class Journals:
    """Incidents that change and close, and who was audited in which order."""

    open: set[str] = field(default_factory=lambda: {"a", "b"})
    log: list[str] = field(default_factory=lambda: ["a", "b", "closed"])
    again_at: dict[str, datetime] = field(default_factory=dict)
    wrong: dict[str, tuple[LedgerFinding, ...]] = field(default_factory=dict)
    away: bool = False
    audited: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    work_s: float = 0.0
    pages: int = 0
    asked: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def ask(self, mark: int | None) -> Survey:
        self.asked += 1
        self.moved.set()
        if self.away:
            raise OSError("away")
        changed = set() if mark is None else set(self.log[mark:])
        return Survey(len(self.log), sorted(changed), sorted(self.open))

    async def audit(self, incident: str) -> Step:
        self.audited.append(incident)
        self.times.append(asyncio.get_running_loop().time())
        if self.pages > 0:
            self.pages -= 1
            return Step(None, self.work_s)
        again_at = self.again_at.pop(incident, None)
        return Step(Audited(incident, self.wrong.get(incident, ()), again_at), self.work_s)

    async def until(self, wanted: Callable[[], bool]) -> None:
        async with asyncio.timeout(60):
            while not wanted():
                self.moved.clear()
                await self.moved.wait()

    async def two_rounds(self) -> None:
        """Return after a round that has begun after this."""
        before = self.asked
        await self.until(lambda: self.asked >= before + 2)


@asynccontextmanager
async def auditing(journals: Journals, clock: VirtualClock) -> AsyncIterator[AuditStatus]:
    """An auditor at work, a thousand rounds a second, with no full round in sight."""
    watch = AuditStatus(0.001, 3600, asyncio.get_running_loop().time)
    auditor = Auditor(journals.ask, journals.audit, watch, clock, 0.001, 3600)
    task = asyncio.create_task(auditor.run(journals.moved.set))
    try:
        yield watch
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def standing() -> VirtualClock:
    return VirtualClock(NOON, elapsed=lambda: 0.0)


async def test_at_the_start_all_open_ones_are_audited_then_only_who_has_changed() -> None:
    journals = Journals()
    async with auditing(journals, standing()):
        await journals.two_rounds()
        assert journals.audited == ["a", "b"]
        journals.log.append("b")
        await journals.two_rounds()
        assert journals.audited == ["a", "b", "b"]


async def test_who_has_been_closed_is_audited_a_last_time() -> None:
    journals = Journals()
    async with auditing(journals, standing()):
        await journals.two_rounds()
        journals.open.discard("a")
        journals.log.append("a")
        await journals.two_rounds()
        await journals.two_rounds()
        assert journals.audited == ["a", "b", "a"]


async def test_when_a_report_has_fallen_due_it_is_audited_by_the_incidents_clock() -> None:
    journals = Journals(again_at={"b": NOON + MINUTE})
    clock = standing()
    async with auditing(journals, clock):
        await journals.two_rounds()
        assert journals.audited == ["a", "b"]
        clock.advance(MINUTE)
        await journals.two_rounds()
        assert journals.audited == ["a", "b", "b"]


async def test_while_something_is_wrong_it_is_audited_in_every_round() -> None:
    journals = Journals(wrong={"a": (finding("a"),)})
    async with auditing(journals, standing()) as watch:
        await journals.until(lambda: journals.audited.count("a") > 3)
        assert watch.differences == 1
        assert journals.audited.count("b") == 1
        journals.open.clear()
        seen = journals.audited.count("a")
        await journals.until(lambda: journals.audited.count("a") > seen)
        journals.wrong.clear()
        await journals.until(lambda: watch.differences == 0)


async def test_a_store_that_is_away_makes_no_difference_and_no_round() -> None:
    journals = Journals(away=True)
    async with auditing(journals, standing()) as watch:
        await journals.two_rounds()
        await journals.until(lambda: watch.silent)
        assert (journals.audited, watch.differences) == ([], 0)
        journals.away = False
        await journals.until(lambda: len(journals.audited) == 2)


async def test_when_the_journal_has_lost_entries_everybody_is_audited_again() -> None:
    journals = Journals()
    async with auditing(journals, standing()):
        await journals.two_rounds()
        journals.log.pop()
        await journals.two_rounds()
        assert journals.audited == ["a", "b"] * 2


async def test_a_long_journal_is_gone_on_with_before_the_next_one() -> None:
    journals = Journals(pages=3)
    async with auditing(journals, standing()):
        await journals.until(lambda: len(journals.audited) == 5)
    assert journals.audited == ["a"] * 4 + ["b"]


async def test_after_each_step_it_rests_as_long_as_was_said() -> None:
    journals = Journals(pages=2, work_s=0.02)
    async with auditing(journals, standing()):
        await journals.until(lambda: len(journals.audited) == 4)
    rests = [later - before for before, later in pairwise(journals.times)]
    # The loop's clock ticks in nanoseconds, its timers end up to a tick of its resolution early.
    assert min(rests) > 0.99 * REST * journals.work_s


def test_a_pause_of_the_process_is_no_silence_of_the_auditor() -> None:
    seconds = Seconds()
    watch = AuditStatus(60, 900, seconds)
    watch.alive()
    seconds.now = 10_000
    assert not watch.silent
    assert watch.age_s < 1
    for seconds.now in range(10_000, 10_181):
        watch.alive()
    assert not watch.silent
    seconds.now = 10_182
    assert watch.silent


async def test_a_finding_is_looked_at_again_before_anybody_is_alarmed() -> None:
    kinds: list[str] = []
    loop = asyncio.get_running_loop()
    watch = AuditStatus(0.001, 3600, loop.time, kinds.append)
    settled: list[int] = []
    audits: list[str] = []

    async def ask(mark: int | None) -> Survey:
        return Survey(1, (), ("passing", "lasting"))

    async def audit(incident: str) -> Step:
        audits.append(incident)
        wrong = incident == "lasting" or audits.count("passing") == 1
        return Step(Audited(incident, (finding(incident),) if wrong else ()), 0.0)

    async def settle() -> None:
        settled.append(len(kinds))

    done = asyncio.Event()
    auditor = Auditor(ask, audit, watch, VirtualClock(NOON, 0), 1.0, 3600, settle)
    task = asyncio.create_task(auditor.run(done.set))
    await asyncio.wait_for(done.wait(), 60)
    task.cancel()
    assert kinds == ["missing"]
    assert watch.suspects == {"lasting"}
    assert len(settled) == 2
