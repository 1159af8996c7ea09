"""Many runs of one scenario: how late reports were, how many stood overdue, when the office worked.

One `Sample` is what is kept of a run; a `Distribution` are its percentiles over all runs. The same
scenario and seeds give the same distribution, whichever processes ran them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from engine.drill.outcome import Run
from engine.evaluation.expectations import report_verdict
from engine.incident.events import MADE_BY_TIME, Event

SHARES = (10, 50, 90, 99)
"""The percentiles that are told, beside the greatest value."""

HOURS = 24

OVERDUE = ("overdue", "submitted_late")
"""States of reports that have been overdue, and were not released later as never true."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What is kept of one run.

    `late` and `missing` count reports by reporter; `peak` is the most reports that stood overdue at
    once; `load` is for each hour of the day how many entries the office made or took in on the
    busiest day (what time itself enters does not count); `digest` is that of the journals.
    """

    seed: int
    late: Mapping[str, int]
    missing: Mapping[str, int]
    peak: int
    load: tuple[int, ...]
    mismatches: int
    digest: str


@dataclass(frozen=True, slots=True)
class Spread:
    """Percentiles of one quantity, in the order of `SHARES`, and its greatest value."""

    shares: tuple[int, ...]
    most: int
    mean: float


@dataclass(frozen=True, slots=True)
class Distribution:
    """The percentiles of all runs. `digest` is the same for the same runs in any order."""

    runs: int
    first_seed: int
    late: Mapping[str, Spread]
    missing: Mapping[str, Spread]
    all_late: Spread
    all_missing: Spread
    peak: Spread
    peaks: Mapping[int, int]
    load: tuple[Spread, ...]
    mismatched: int
    digest: str


def sample(run: Run) -> Sample:
    """What is kept of a run, all its incidents together.

    What was owed 立即 is late after its last reminder, and missing if it was never given (A32).
    """
    late: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for one in run.every:
        for slot in one.slots:
            verdict, _ = report_verdict(one.plan, slot, one.ended_at, over=True)
            late[slot.reporter] += verdict == "late"
            missing[slot.reporter] += verdict == "missing"
    events = sorted(
        (event for one in run.every for event in one.events),
        key=lambda e: (e.recorded_at, e.incident, e.seq),
    )
    owed = {slot.id for one in run.every for slot in one.slots if slot.state in OVERDUE}
    hashes = "".join(one.incident.hash for one in run.every)
    return Sample(
        seed=run.seed,
        late=dict(+late),
        missing=dict(+missing),
        peak=_peak(event for event in events if event.data.get("slot") in owed),
        load=_load(events, run.plan.zone),
        mismatches=len(run.mismatches),
        digest=hashlib.sha256(hashes.encode()).hexdigest(),
    )


def _peak(events: Iterable[Event]) -> int:
    """The most reports that stood overdue at one time, by the entries about them in order."""
    open_: set[str] = set()
    most = 0
    for event in events:
        if event.type == "report_overdue":
            open_.add(str(event.data["slot"]))
            most = max(most, len(open_))
        elif event.type == "report_submitted":
            open_.discard(str(event.data["slot"]))
    return most


def _load(events: Iterable[Event], zone: str) -> tuple[int, ...]:
    """The entries of each hour of the day on its busiest day, in the plan's zone."""
    local = ZoneInfo(zone)
    counted: Counter[tuple[int, int]] = Counter()
    for event in events:
        if event.type not in MADE_BY_TIME:
            there = event.recorded_at.astimezone(local)
            counted[there.toordinal(), there.hour] += 1
    most = [0] * HOURS
    for (_, hour), count in counted.items():
        most[hour] = max(most[hour], count)
    return tuple(most)


def distribution(samples: Iterable[Sample]) -> Distribution:
    """The percentiles over some samples (at least one)."""
    rows = sorted(samples, key=lambda one: one.seed)
    reporters = sorted({name for row in rows for name in (*row.late, *row.missing)})

    def over(amount: Callable[[Sample], int]) -> Spread:
        return spread([amount(row) for row in rows])

    def by_reporter(part: Callable[[Sample], Mapping[str, int]]) -> dict[str, Spread]:
        return {
            name: spread([part(row).get(name, 0) for row in rows])
            for name in reporters
            if any(name in part(row) for row in rows)
        }

    return Distribution(
        runs=len(rows),
        first_seed=rows[0].seed,
        late=by_reporter(lambda row: row.late),
        missing=by_reporter(lambda row: row.missing),
        all_late=over(lambda row: sum(row.late.values())),
        all_missing=over(lambda row: sum(row.missing.values())),
        peak=over(lambda row: row.peak),
        peaks=dict(sorted(Counter(row.peak for row in rows).items())),
        load=tuple(spread([row.load[hour] for row in rows]) for hour in range(HOURS)),
        mismatched=sum(row.mismatches > 0 for row in rows),
        digest=hashlib.sha256("".join(row.digest for row in rows).encode()).hexdigest(),
    )


def spread(values: Sequence[int]) -> Spread:
    """The percentiles of some values, each one of them (nearest rank), never between two."""
    ordered = sorted(values)
    shares = tuple(ordered[max(0, -(-len(ordered) * share // 100) - 1)] for share in SHARES)
    return Spread(shares, ordered[-1], round(sum(ordered) / len(ordered), 2))
