"""A plan in words, as `zhiban plan show` prints it: every rule with its id and its clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.cli.terminal import LANGUAGE, say
from engine.lifecycle.diagram import rows
from engine.plan.model import Criterion, Plan, ReportObligation
from engine.plan.names import named, parties_name, place_name
from engine.plan.part import Part
from engine.presentation.condition_text import (
    cadence_words,
    condition_words,
    places_words,
    reporters_words,
)
from engine.presentation.plan_text import field_name, part_name, part_words

LISTED = (
    *("units", "facts", "derived", "scales", "projections", "warnings", "lifecycle", "acts"),
    *("command", "groups", "measures", "inheritance", "end_conditions"),
    *("casualty_watch", "first_slot", "reminders", "jurisdiction", "coverage"),
    "kinds",
    "answers",
)
"""Sections whose parts are printed field by field."""


def words_of(plan: Plan) -> Iterator[str]:
    """The lines: levels, conditions and activating roles; roles, reports, the rest, readings."""
    document = plan.document
    yield f"{plan.id} {plan.version}  {plan.title}  {document.number} {document.issued}"
    yield from ("", say("cli.show.levels"))
    for level in plan.levels:
        yield f"  {level.id:<4} {named(level, LANGUAGE)} [{level.citation}]"
        if not level.sub_states:
            yield from _activated(plan, level.id)
        yield from _criteria(plan, level.criteria)
        for sub in level.sub_states:
            place = f"{level.id}.{sub.id}"
            yield f"       {place_name(plan, place, LANGUAGE)} {place}"
            yield from _activated(plan, place)
            yield from _criteria(plan, sub.criteria)
    yield from ("", say("cli.show.roles"))
    for role in plan.roles:
        yield f"  {role.id:<20} {named(role, LANGUAGE)} [{role.citation}]"
    yield from ("", say("cli.show.reports"))
    for report in plan.reports:
        yield from _report(plan, report)
    for section in LISTED:
        found = getattr(plan, section)
        if found:
            yield from ("", field_name(section, LANGUAGE))
            yield from _parts(plan, found if isinstance(found, tuple) else (found,))
    yield from ("", say("cli.show.assumptions"))
    for assumption in plan.assumptions:
        english = LANGUAGE == "en" and assumption.text_en
        words = assumption.text_en if english else assumption.text
        yield f"  {assumption.id:<4} {words} [{'、'.join(assumption.clause)}]"


def _parts(plan: Plan, parts: Iterable[Part]) -> Iterator[str]:
    """Each part with its name and id, and its fields below."""
    for part in parts:
        yield f"  {part_name(plan, part, LANGUAGE)}"
        if words := part_words(plan, part, LANGUAGE):
            yield f"      {words}"


def _activated(plan: Plan, place: str) -> Iterator[str]:
    """The roles that may open the response at this level."""
    for transition, row in zip(plan.lifecycle, rows(plan, LANGUAGE), strict=True):
        if "activate_response" in transition.on and ("assessing", place) in {
            (step.source, step.target) for step in row.steps
        }:
            who = say("cli.show.join").join(row.authority)
            yield say("cli.show.activated", who=who, clause=row.clause)


def _criteria(plan: Plan, criteria: Iterable[Criterion]) -> Iterator[str]:
    """Each criterion in the plan's words, and below it the condition as the program computes it."""
    for criterion in criteria:
        english = LANGUAGE == "en" and criterion.text_en
        words = criterion.text_en if english else criterion.text
        yield f"         {criterion.id:<6} {words} [{criterion.citation}]"
        yield say("cli.show.reckoned", words=condition_words(plan, criterion.when, LANGUAGE))


def _report(plan: Plan, report: ReportObligation) -> Iterator[str]:
    yield f"  {report.id:<24} {named(report, LANGUAGE)} [{report.citation}]"
    yield say(
        "cli.show.report",
        cadence=cadence_words(plan, report.cadence, LANGUAGE),
        recipients=parties_name(plan, report.recipients, LANGUAGE),
        at=places_words(plan, report.at, LANGUAGE),
    )
    yield f"      {field_name('reporters', LANGUAGE)}: " + reporters_words(
        plan, report.reporters, LANGUAGE
    )
    if report.when is not None:
        yield say("cli.show.reckoned", words=condition_words(plan, report.when, LANGUAGE))
