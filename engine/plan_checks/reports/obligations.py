"""Report obligations: each has a reporter, and no reporter owes the same report twice."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from engine.conditions.evaluation import holds
from engine.lifecycle.table import Step, expand
from engine.plan.cadences import AfterLast, SameDay, TimesPerDay, Within
from engine.plan.model import Plan, ReportObligation
from engine.plan.nearest import nearest
from engine.plan.yaml_tree import Path
from engine.plan_checks.conditions.counterexample import witness
from engine.plan_checks.conditions.counterexample_text import facts_note
from engine.plan_checks.conditions.regions import PLACE, Case, Flat
from engine.plan_checks.finding import Note, PlanFinding, Subject, named
from engine.plan_checks.lifecycle.paths import place_words, reached, trail
from engine.reporting.due_instants import is_periodic

COMPARED = 24
"""Most obligations of one series that are compared with each other."""


class Clash(NamedTuple):
    """Two obligations in force together, and an example: real facts, or classes only."""

    one: ReportObligation
    two: ReportObligation
    case: Case
    real: bool


def check(subject: Subject) -> Iterator[PlanFinding]:
    """Obligations without reporters, digests without a base, the same report twice."""
    plan = subject.plan
    for index, report in enumerate(plan.reports):
        path: Path = ("reports", index)
        yield from _people(subject, path, report)
        yield from _base(subject, path, report)
        yield from _fields(subject, path, report)
        if is_periodic(report) and plan.covers(report.at, "closed"):
            # Nothing follows the close, so nothing would ever end the duty.
            yield subject.error(
                "owed_for_ever", (*path, "at"), clause=report.citation, name=named(report)
            )
        if isinstance(report.cadence, TimesPerDay) and not report.assumption:
            yield subject.error("times_without_reading", (*path, "cadence"), clause=report.citation)
        if isinstance(report.cadence, SameDay) and plan.casualty_watch is None:
            yield subject.error(
                "same_day_without_watch", (*path, "cadence"), clause=report.citation
            )
    yield from _answers(subject)
    yield from _twice(subject)


def _answers(subject: Subject) -> Iterator[PlanFinding]:
    """Each answered field is one of some report, and is answered once."""
    plan = subject.plan
    known = dict.fromkeys(field for report in plan.reports for field in report.content)
    seen: set[str] = set()
    for index, answer in enumerate(plan.answers):
        path: Path = ("answers", index, "field")
        if answer.field not in known:
            yield subject.error(
                "answer_unknown_field",
                path,
                value=answer.field[:80],
                hint=nearest(answer.field, known) or "—",
            )
        elif answer.field in seen:
            yield subject.error("listed_twice", path, value=answer.field[:80])
        seen.add(answer.field)


def reporters(plan: Plan, report: ReportObligation) -> frozenset[str]:
    """Everybody who may owe the obligation in some incident."""
    source, found = report.reporters, set(plan.standing_reporters[report.id])
    if source.divisions == "incident" or source.divisions_in is not None:
        found |= set(plan.division_by_code)
    if source.divisions == "parent_of_incident":
        found |= set(plan.parents.values())
    return frozenset(found)


def share_a_reporter(plan: Plan, one: ReportObligation, two: ReportObligation) -> bool:
    """True if some reporter may owe both; a list and its complement share none."""
    common = reporters(plan, one) & reporters(plan, two)
    apart = {
        (r.reporters.divisions_in, s.reporters.divisions_not_in)
        for r, s in ((one, two), (two, one))
    }
    if any(on is not None and on == off for on, off in apart):
        common -= set(plan.division_by_code)
    return bool(common)


def _people(subject: Subject, path: Path, report: ReportObligation) -> Iterator[PlanFinding]:
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


def _fields(subject: Subject, path: Path, report: ReportObligation) -> Iterator[PlanFinding]:
    """Required fields that the report does not have."""
    unknown = [name for name in report.required_fields if name not in report.content]
    if unknown or (report.required == "all" and not report.content):
        yield subject.error(
            "required_unknown",
            (*path, "required"),
            clause=report.citation,
            name=named(report),
            value="、".join(unknown) or "all",
            accepted="、".join(report.content) or "—",
        )


def _base(subject: Subject, path: Path, report: ReportObligation) -> Iterator[PlanFinding]:
    """Obligations that follow another in a circle, or one that is not owed where they are."""
    plan = subject.plan
    base = _followed(plan, report)
    if base is None:
        return
    ring, here = [report.id], base
    while here.id not in ring:
        ring.append(here.id)
        further = _followed(plan, here)
        if further is None:
            break
        here = further
    else:
        yield subject.error(
            "digest_ring", (*path, "cadence"), clause=report.citation, names=" → ".join(ring)
        )
        return
    here_only = [
        place
        for place in Flat(plan).states()
        if plan.covers(report.at, place) and not plan.covers(base.at, place)
    ]
    everywhere = all(place in here_only for place in _places(plan, report))
    if here_only and (everywhere or isinstance(report.cadence, AfterLast)):
        yield subject.warning(
            "digest_without_base",
            (*path, "at"),
            clause=report.citation,
            name=named(report),
            base=named(base),
            where=place_words(plan, here_only[0]),
        )


def _followed(plan: Plan, report: ReportObligation) -> ReportObligation | None:
    """The obligation that this one follows, if it follows one that the plan has."""
    cadence = report.cadence
    if isinstance(cadence, AfterLast):
        return plan.report_by_id.get(cadence.after_last)
    if isinstance(cadence, Within) and cadence.after_report_of is not None:
        return plan.report_by_id.get(cadence.after_report_of)
    return None


def _places(plan: Plan, report: ReportObligation) -> list[str]:
    return [place for place in Flat(plan).states() if plan.covers(report.at, place)]


def _twice(subject: Subject) -> Iterator[PlanFinding]:
    """Two periodic obligations of one series that ask one reporter at the same time."""
    plan = subject.plan
    ways = reached(expand(plan))
    series: dict[str, list[ReportObligation]] = {}
    for report in plan.reports:
        if is_periodic(report):
            series.setdefault(report.series_id, []).append(report)
    for reports in series.values():
        clash, whole = _clash(plan, reports)
        if clash is not None:
            yield _asked_twice(subject, clash, ways)
        elif not whole:
            path: Path = ("reports", plan.reports.index(reports[0]))
            name = named(reports[0])
            yield subject.warning("not_proved", path, clause=reports[0].citation, name=name)


def _asked_twice(subject: Subject, clash: Clash, ways: dict[str, tuple[Step, ...]]) -> PlanFinding:
    plan = subject.plan
    place = clash.case.get(PLACE, "assessing")
    make = subject.error if clash.real else subject.warning
    owed = {"one": named(clash.one), "two": named(clash.two)}
    way = [*trail(plan, ways.get(place, ())), *facts_note(plan, clash.case)]
    return make(
        "asked_twice",
        ("reports", plan.reports.index(clash.two)),
        clause=clash.two.citation,
        **owed,
        where=place_words(plan, place),
        first=subject.line(("reports", plan.reports.index(clash.one))),
        trail=[*way, Note("check.trail.owed", owed)],
    )


def _clash(plan: Plan, reports: list[ReportObligation]) -> tuple[Clash | None, bool]:
    """The first two obligations in force together, and whether every case was tried."""
    flat = Flat(plan, scales=True)
    whole = len(reports) <= COMPARED
    for one, two in itertools.combinations(reports[:COMPARED], 2):
        if not share_a_reporter(plan, one, two):
            continue
        whens = [report.when for report in (one, two) if report.when is not None]
        for place in (p for p in _places(plan, one) if plan.covers(two.at, p)):
            cases = flat.cases(whens, fixed={PLACE: [place]})
            whole = whole and cases.whole
            for case in cases:
                situation = flat.situation(case)
                if all(holds(when, situation) is True for when in whens):
                    found = witness(plan, whens, place)
                    return Clash(one, two, found or case, real=found is not None), whole
    return None, whole
