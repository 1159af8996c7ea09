"""Old against new on a drill: which report would appear, disappear or move, and for whom.

The drill's acts are taken as they were under the old edition (`engine.plan_review.replay`);
what is owed is worked out under both. A report that one reporter owes at another instant
than before has moved: the reports of one obligation and reporter that only one edition
asks for are paired from the earliest on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from engine.incident.events import Event
from engine.instants import from_text
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.names import party_name
from engine.plan_review.replay import Deviation, replay
from engine.presentation.condition_text import report_name
from engine.presentation.journal_text import local_time

NAMED = 3
"""Most reporters that are named; of more only their number is given."""


@dataclass(frozen=True, slots=True)
class DutyChange:
    """Reports of one obligation, or limits of one measure, that differ in one way.

    `kind` is `appears`, `disappears` or `moves`, with `limit_` before it for a measure, which
    then stands in place of the obligation, without reporters; `dues` are the instants under
    the old and under the new edition, one pair a report, aware, earliest first.
    """

    kind: str
    obligation: str
    reporters: tuple[str, ...]
    dues: tuple[tuple[datetime | None, datetime | None], ...]


def duty_changes(
    old: Plan, new: Plan, events: Iterable[Event]
) -> tuple[list[DutyChange], list[Deviation]]:
    """Reports of the drill that would be owed otherwise, and acts that would be refused."""
    deviations = replay(old, new, tuple(events))
    lost: dict[tuple[str, str], list[datetime]] = {}
    won: dict[tuple[str, str], list[datetime]] = {}
    for one in deviations:
        if one.kind in ("deadline_added", "deadline_dropped"):
            obligation, reporter = one.subject.split(" ", 1)
            side, due = (won, one.after) if one.kind == "deadline_added" else (lost, one.before)
            side.setdefault((obligation, reporter), []).append(from_text(due))
    grouped: dict[tuple[str, str], list[tuple[str, datetime | None, datetime | None]]] = {}
    for obligation, reporter in sorted({*lost, *won}):
        key = (obligation, reporter)
        for was, now in zip_longest(sorted(lost.get(key, ())), sorted(won.get(key, ()))):
            kind = "appears" if was is None else "disappears" if now is None else "moves"
            grouped.setdefault((obligation, kind), []).append((reporter, was, now))
    found = [
        DutyChange(
            kind,
            obligation,
            tuple(dict.fromkeys(reporter for reporter, _, _ in rows)),
            tuple((was, now) for _, was, now in rows),
        )
        for (obligation, kind), rows in grouped.items()
    ]
    found += _limit_changes(deviations)
    refused = [one for one in deviations if not one.kind.startswith(("deadline_", "limit_"))]
    return found, refused


OF_LIMITS = {
    "appears": "limit_appears",
    "disappears": "limit_disappears",
    "moves": "limit_moves",
}
"""Kinds of changes, as they are called for the time limits of measures."""


def _limit_changes(deviations: Iterable[Deviation]) -> Iterator[DutyChange]:
    """The time limits of measures; those of one measure are paired from the earliest on."""
    dues: dict[str, tuple[list[datetime], list[datetime]]] = {}
    for one in deviations:
        if one.kind in ("limit_added", "limit_dropped"):
            lost, won = dues.setdefault(one.subject, ([], []))
            (won if one.kind == "limit_added" else lost).append(
                from_text(one.after if one.kind == "limit_added" else one.before)
            )
    for measure, (lost, won) in dues.items():
        pairs = tuple(zip_longest(sorted(lost), sorted(won)))
        was, now = pairs[0]
        kind = "appears" if was is None else "disappears" if now is None else "moves"
        yield DutyChange(OF_LIMITS[kind], measure, (), pairs)


def lines(
    old: Plan, new: Plan, title: str, events: Iterable[Event], language: str = "zh"
) -> Iterator[str]:
    """The summary of one drill."""
    changes, refused = duty_changes(old, new, events)
    yield text("diff.duty.head", language, drill=title)
    if not changes and not refused:
        yield text("diff.duty.same", language)
    for change in changes:
        yield _line(old, new, change, language)
    for one in refused:
        facts = {"kind": text(f"cli.deviation.{one.kind}", language), "seq": one.seq}
        before, after = party_name(old, one.before, language), _parties(new, one.after, language)
        yield text(
            "diff.duty.refused",
            language,
            **facts,
            subject=one.subject,
            before=before,
            after=after,
        )


def _line(old: Plan, new: Plan, change: DutyChange, language: str) -> str:
    known = old.measure_by_id if change.kind.startswith("limit_") else old.report_by_id
    plan = old if change.obligation in known else new
    was, now = change.dues[0]
    first = was or now
    return text(
        f"diff.duty.{change.kind}",
        language,
        name=_name(plan, change, language),
        reporters=_reporters(plan, change.reporters, language),
        count=len(change.dues),
        first=local_time(plan, first) if first else "—",
        then=local_time(plan, now) if now else "—",
    )


def _name(plan: Plan, change: DutyChange, language: str) -> str:
    if not change.kind.startswith("limit_"):
        return report_name(plan, change.obligation, language)
    measure = plan.measure_by_id[change.obligation]
    return (language == "en" and measure.text_en) or measure.text


def _reporters(plan: Plan, reporters: tuple[str, ...], language: str) -> str:
    comma = text("word.comma", language)
    names = comma.join(party_name(plan, one, language) for one in reporters[:NAMED])
    if len(reporters) <= NAMED:
        return names
    return text("diff.duty.several", language, names=names, count=len(reporters))


def _parties(plan: Plan, roles: str, language: str) -> str:
    """The names of the roles of a deviation."""
    comma = text("word.comma", language)
    return comma.join(party_name(plan, role, language) for role in roles.split("、"))
