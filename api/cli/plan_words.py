"""A plan in words, as `zhiban plan show` prints it: every rule with its clause."""

from __future__ import annotations

from collections.abc import Iterator

from api.cli.terminal import LANGUAGE, say
from engine.explanations import figure_name, named
from engine.machine.diagram import rows
from engine.places import place_name
from engine.plan import cadences
from engine.plan.model import Criterion, Plan, Report

COMMA = say("word.comma")


def words_of(plan: Plan) -> Iterator[str]:
    """Lines: levels with their conditions and who activates, roles, reports, groups, readings."""
    document = plan.document
    yield f"{plan.id} {plan.version}  {plan.title}  {document.number} {document.issued}"
    yield from ("", say("cli.show.levels"))
    for level in plan.levels:
        yield f"  {level.id:<4} {named(level, LANGUAGE)} [{level.citation}]"
        if not level.sub_states:
            yield from _activated(plan, level.id)
        yield from map(_criterion, level.criteria)
        for sub in level.sub_states:
            place = f"{level.id}.{sub.id}"
            yield f"       {place_name(plan, place, LANGUAGE)}"
            yield from _activated(plan, place)
            yield from map(_criterion, sub.criteria)
    yield from ("", say("cli.show.roles"))
    for role in plan.roles:
        yield f"  {role.id:<20} {named(role, LANGUAGE)} [{role.citation}]"
    yield from ("", say("cli.show.reports"))
    for report in plan.reports:
        yield from _report(plan, report)
    yield from ("", say("cli.show.groups"))
    for group in plan.groups:
        yield f"  {group.id:<20} {named(group, LANGUAGE)} [{group.citation}]"
    yield from ("", say("cli.show.assumptions"))
    for assumption in plan.assumptions:
        english = LANGUAGE == "en" and assumption.text_en
        words = assumption.text_en if english else assumption.text
        yield f"  {assumption.id:<4} {words} [{'、'.join(assumption.clause)}]"


def _activated(plan: Plan, place: str) -> Iterator[str]:
    """Who opens the response here while nothing is open yet."""
    for transition, row in zip(plan.lifecycle, rows(plan, LANGUAGE), strict=True):
        if "activate_response" in transition.on and ("assessing", place) in {
            (step.source, step.target) for step in row.steps
        }:
            who = say("cli.show.join").join(row.authority)
            yield say("cli.show.activated", who=who, clause=row.clause)


def _criterion(criterion: Criterion) -> str:
    english = LANGUAGE == "en" and criterion.text_en
    words = criterion.text_en if english else criterion.text
    return f"         {criterion.id:<6} {words} [{criterion.citation}]"


def _report(plan: Plan, report: Report) -> Iterator[str]:
    yield f"  {report.id:<24} {named(report, LANGUAGE)} [{report.citation}]"
    yield say(
        "cli.show.report",
        cadence=cadence_words(plan, report.cadence),
        recipients=COMMA.join(plan.name_of(one) for one in report.recipients),
        at=COMMA.join(_place(plan, place) for place in report.at),
    )


def _place(plan: Plan, place: str) -> str:
    """A place as the plan file names it: a level stands for all that is in it."""
    return place_name(plan, place, LANGUAGE) if place in plan.places else place


def cadence_words(plan: Plan, cadence: cadences.Cadence) -> str:
    """When a report is owed."""
    match cadence:
        case cadences.Daily(daily=times):
            return say("cli.cadence.daily", times=COMMA.join(times))
        case cadences.EveryDays(every_days=days, at=at):
            return say("cli.cadence.every_days", days=days, at=at)
        case cadences.EveryHours(every_hours=hours):
            return say("cli.cadence.every_hours", hours=hours)
        case cadences.Within(within_minutes=minutes):
            return say("cli.cadence.within", minutes=minutes, since=_since(plan, cadence))
        case cadences.TimesPerDay(times_per_day=times):
            return say("cli.cadence.times_per_day", times=times)
        case cadences.SameDay(same_day=at, on_change_of=facts):
            return say("cli.cadence.same_day", at=at, facts=_facts(plan, facts))
        case cadences.AfterLast(after_last=other, minutes=minutes):
            name = named(plan.report_by_id[other], LANGUAGE)
            return say("cli.cadence.after_last", minutes=minutes, name=name)
        case _:
            return say("cli.cadence.immediately")


def _since(plan: Plan, cadence: cadences.Within) -> str:
    """What the minutes are counted from."""
    if cadence.on_change_of:
        return say("cli.cadence.since_change", facts=_facts(plan, cadence.on_change_of))
    if cadence.after_report_of is not None:
        name = named(plan.report_by_id[cadence.after_report_of], LANGUAGE)
        return say("cli.cadence.since_report", name=name)
    return say(f"cli.cadence.since_{cadence.of}")


def _facts(plan: Plan, facts: tuple[str, ...]) -> str:
    return COMMA.join(figure_name(plan, fact, LANGUAGE) for fact in facts)
