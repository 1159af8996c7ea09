"""Sentences about what has to be done and reported: measures, groups, reports, reminders."""

from __future__ import annotations

from collections.abc import Iterator

from engine.messages import text
from engine.plan.model import (
    CasualtyWatch,
    FirstSlot,
    Group,
    Inheritance,
    Measure,
    Reminders,
    ReportObligation,
)
from engine.plan_paper.words import Words
from engine.presentation.condition_text import cadence_words, limit_words, reporters_words


def measure(w: Words, part: Measure) -> str:
    """Where and when which unit has to do what, how strictly and by when."""
    said = w.say(
        "measure.line",
        at=w.places(part.at),
        when=w.say("when", when=w.when(part.when)) if part.when else "",
        who=w.parties(part.unit),
        modality=modality(w, part),
        text=w.worded(part),
    )
    if part.within is not None:
        said += w.say("measure.within", limit=limit_words(part.within, w.language))
    if part.decided_by:
        said += w.say("measure.ordered", who=w.either(w.parties([one]) for one in part.decided_by))
    return said


def modality(w: Words, part: Measure) -> str:
    """应当, 视情 or 必要时, and 立即."""
    word = text(f"plan.value.modality.{part.modality}", w.language)
    return w.say("measure.at_once", modality=word) if part.immediately else word


def group(w: Words, part: Group) -> str:
    """Who leads a working group, who is in it, what it does."""
    said = w.say("group.line", name=w.named(part), leader=w.parties(part.leader))
    if part.members:
        said += w.say("group.members", members=w.parties(part.members))
    duty = w.in_chinese(part.duty)
    if part.duty:
        said += w.say("group.duty", duty=duty) if duty else w.say("group.duty_in_chinese")
    return said


def inheritance(w: Words, part: Inheritance) -> str:
    """Whose measures apply at a place too."""
    return w.say("inheritance", at=w.places(part.position), of=w.places(part.of))


def report(w: Words, part: ReportObligation) -> str:
    """Who owes a report to whom, where, under which condition, by when, and what it says."""
    said = w.say(
        "report.line",
        at=w.places(part.at),
        when=w.say("when", when=w.when(part.when)) if part.when else "",
        who=reporters_words(w.plan, part.reporters, w.language),
        due=cadence_words(w.plan, part.cadence, w.language),
        means="" if part.means == "any" else w.say(f"report.means.{part.means}"),
        to=w.parties(part.recipients),
        name=w.named(part),
        kind=text(f"plan.value.kind.{part.kind}", w.language),
    )
    return "".join((said, *_content(w, part), *_lasting(w, part), *_reminded(w, part)))


def _content(w: Words, part: ReportObligation) -> Iterator[str]:
    if part.content:
        yield w.say("report.content", fields=w.fields(part.content))
    asked = part.required_fields
    if asked and set(asked) == set(part.content):
        yield w.say("report.all_required")
    elif asked:
        yield w.say("report.required", fields=w.fields(asked))
    elif part.content:
        yield w.say("report.none_required")
    yield w.say("report.nil" if part.allows_nil else "report.no_nil")
    if part.data_until:
        yield w.say("report.data_until", clock=part.data_until)


def _lasting(w: Words, part: ReportObligation) -> Iterator[str]:
    if part.only_when_raised:
        yield w.say("report.only_when_raised")
    if part.again_when_raised:
        yield w.say("report.again_when_raised")
    if part.until_sent:
        yield w.say("report.until_sent")
    if part.kind == "correction":
        yield w.say("report.correction")
    if part.series:
        others = [one for one in w.plan.reports if one.series == part.series and one.id != part.id]
        if others:
            names = w.listed(w.say("quoted", words=w.named(one)) for one in others)
            yield w.say("report.series", names=names)
        else:
            yield w.say("report.series_alone")


def _reminded(w: Words, part: ReportObligation) -> Iterator[str]:
    if part.due_soon_minutes is not None:
        minutes = w.listed(map(str, part.due_soon_minutes))
        yield w.say("report.due_soon", minutes=minutes) if minutes else w.say("report.no_due_soon")
    if part.overdue_again_minutes is not None:
        minutes = w.listed(map(str, part.overdue_again_minutes))
        yield w.say("report.overdue", minutes=minutes) if minutes else w.say("report.no_overdue")


def reminders(w: Words, part: Reminders) -> str:
    """When the program reminds of reports, decisions and signatures."""
    said = [
        w.say(f"reminders.{key}", minutes=w.listed(map(str, minutes)))
        for key, minutes in (
            ("due_soon", part.due_soon_minutes),
            ("overdue", part.overdue_again_minutes),
            ("decision", part.decision_minutes),
        )
        if minutes
    ]
    for wait in part.unsigned_orders:
        key = "unsigned_at" if wait.at else "unsigned"
        said.append(w.say(f"reminders.{key}", at=w.places(wait.at), minutes=wait.minutes))
    return "".join(said) or w.say("reminders.none")


def first_slot(w: Words, part: FirstSlot) -> str:
    """How near a first report may be and still be owed."""
    return w.say("first_slot", minutes=part.minimum_notice_minutes)


def casualty_watch(w: Words, part: CasualtyWatch) -> str:
    """How long changes of casualties stay reportable."""
    said = w.say("casualty.line", days=part.days, until=part.until)
    if part.shorter_days is not None and part.shorter_when is not None:
        when = w.when(part.shorter_when)
        said += w.say("casualty.shorter", days=part.shorter_days, when=when)
    return said
