"""Report obligations: somebody owes them, and nobody owes the same report twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from engine.checks.facts import facts_note
from engine.checks.finding import Finding, Note, Subject, named
from engine.checks.regions import PLACE, Case, Flat
from engine.checks.trails import place_words, reached, trail
from engine.checks.witness import witness
from engine.conditions import holds
from engine.machine.lifecycle import expand
from engine.plan.cadences import AfterLast, SameDay
from engine.plan.model import Plan, Report
from engine.plan.tree import Path
from engine.reporting.cadence import is_periodic


def check(subject: Subject) -> Iterator[Finding]:
    """Obligations without reporters, digests without a base, the same report twice."""
    plan = subject.plan
    for index, report in enumerate(plan.reports):
        path: Path = ("reports", index)
        yield from _people(subject, path, report)
        yield from _base(subject, path, report)
        if isinstance(report.cadence, SameDay) and plan.casualty_watch is None:
            yield subject.error(
                "same_day_without_watch", (*path, "cadence"), clause=report.citation
            )
    yield from _twice(subject)


def reporters(plan: Plan, report: Report) -> frozenset[str]:
    """Everybody who may owe the obligation in some incident."""
    found = set(report.reporters.units)
    if report.reporters.divisions is not None:
        found |= set(plan.division_by_code)
    if report.reporters.members:
        found |= {unit.id for unit in plan.units if unit.member}
    return frozenset(found)


def _people(subject: Subject, path: Path, report: Report) -> Iterator[Finding]:
    owing = reporters(subject.plan, report)
    if not owing:
        yield subject.error(
            "no_reporters", (*path, "reporters"), clause=report.citation, name=named(report)
        )
    for party in report.recipients:
        if owing == {party}:
            yield subject.warning(
                "reports_to_itself",
                (*path, "recipients"),
                clause=report.citation,
                name=named(report),
                value=party,
            )


def _base(subject: Subject, path: Path, report: Report) -> Iterator[Finding]:
    """A digest follows an obligation that is owed wherever the digest is."""
    plan = subject.plan
    if not isinstance(report.cadence, AfterLast):
        return
    base = plan.report_by_id.get(report.cadence.after_last)
    if base is None:
        return
    ring, here = [report.id], report
    while isinstance(here.cadence, AfterLast) and here.cadence.after_last in plan.report_by_id:
        here = plan.report_by_id[here.cadence.after_last]
        if here.id in ring:
            yield subject.error(
                "digest_ring", (*path, "cadence"), clause=report.citation, names=" → ".join(ring)
            )
            return
        ring.append(here.id)
    for place in Flat(plan).states():
        if plan.covers(report.at, place) and not plan.covers(base.at, place):
            yield subject.warning(
                "digest_without_base",
                (*path, "at"),
                clause=report.citation,
                name=named(report),
                base=named(base),
                where=place_words(plan, place),
            )
            return


def _twice(subject: Subject) -> Iterator[Finding]:
    """Two periodic obligations of one series that ask one reporter at the same time."""
    plan = subject.plan
    ways = reached(expand(plan))
    series: dict[str, list[Report]] = {}
    for report in plan.reports:
        if is_periodic(report):
            series.setdefault(report.series_id, []).append(report)
    for reports in series.values():
        clash = next(_clashes(plan, reports), None)
        if clash is None:
            continue
        one, two, case, certain = clash
        place = case.get(PLACE, "assessing")
        make = subject.error if certain else subject.warning
        notes = [*trail(plan, ways.get(place, ())), *facts_note(plan, case)]
        owed = {"one": named(one), "two": named(two)}
        yield make(
            "asked_twice",
            ("reports", plan.reports.index(two)),
            clause=two.citation,
            **owed,
            where=place_words(plan, place),
            first=subject.error("asked_twice", ("reports", plan.reports.index(one))).line,
            trail=[*notes, Note("check.trail.owed", owed)],
        )


def _clashes(plan: Plan, reports: list[Report]) -> Iterator[tuple[Report, Report, Case, bool]]:
    """Pairs that are in force together, with a situation of real facts where there is one."""
    flat = Flat(plan, scales=True)
    pairs = [
        (one, two)
        for one, two in itertools.combinations(reports[:24], 2)
        if reporters(plan, one) & reporters(plan, two)
    ]
    for one, two in pairs:
        common = [
            p for p in Flat(plan).states() if plan.covers(one.at, p) and plan.covers(two.at, p)
        ]
        whens = [report.when for report in (one, two) if report.when is not None]
        for place in common:
            for case in flat.cases(whens, fixed={PLACE: [place]}):
                situation = flat.situation(case)
                if all(holds(when, situation) is True for when in whens):
                    real = witness(plan, whens, place)
                    yield one, two, real if real is not None else case, real is not None
                    break
