"""Sentences about what has to be done and reported: measures, groups, reports, reminders."""

from __future__ import annotations

from collections.abc import Iterator

from engine.messages import text
from engine.plan.cadences import RECURRING, Cadence, SameDay, Within
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
        "paper.measure.line",
        at=w.places(part.at),
        when=w.say("paper.when", when=w.whole(part.when)) if part.when else "",
        who=w.parties(part.unit),
        modality=modality(w, part),
        text=predicate(w, part),
    )
    if part.within is not None:
        said += w.say("paper.measure.within", limit=limit_words(part.within, w.language))
    if part.decided_by:
        said += w.say(
            "paper.measure.ordered", who=w.either(w.parties([one]) for one in part.decided_by)
        )
    return said


def predicate(w: Words, part: Measure) -> str:
    """The short text without what the sentence says before it: who, and that it is at once."""
    said = w.worded(part)
    units = (w.plan.unit_by_id.get(one) for one in part.unit)
    spoken = [w.parties([one]) for one in part.unit] + [a for u in units if u for a in u.aliases]
    if part.immediately:
        spoken.append(w.say("paper.at_once"))
    for name in spoken:
        said = said.removeprefix(name) or said
    return said


def modality(w: Words, part: Measure) -> str:
    """应当, 视情 or 必要时, and 立即."""
    word = text(f"plan.value.modality.{part.modality}", w.language)
    return w.say("paper.measure.at_once", modality=word) if part.immediately else word


def group(w: Words, part: Group) -> str:
    """Who leads a working group, who is in it, what it does."""
    said = w.say("paper.group.line", name=w.named(part), leader=w.parties(part.leader))
    if part.members:
        said += w.say("paper.group.members", members=w.parties(part.members))
    duty = w.in_chinese(part.duty)
    if part.duty:
        said += (
            w.say("paper.group.duty", duty=duty) if duty else w.say("paper.group.duty_in_chinese")
        )
    return said


def inheritance(w: Words, part: Inheritance) -> str:
    """Whose measures apply at a place too."""
    return w.say("paper.inheritance", at=w.places(part.position), of=w.places(part.of))


def report(w: Words, part: ReportObligation) -> str:
    """Who owes a report to whom, where, under which condition, by when, and what it says."""
    said = w.say(
        "paper.report.line",
        at=w.places(part.at),
        when=w.say("paper.when", when=w.whole(part.when)) if part.when else "",
        who=reporters_words(w.plan, part.reporters, w.language),
        due=cadence_words(w.plan, part.cadence, w.language),
        means="" if part.means == "any" else w.say(f"paper.report.means.{part.means}"),
        to=w.parties(part.recipients),
        name=w.named(part),
        kind=text(f"plan.value.kind.{part.kind}", w.language),
    )
    if part.when is not None and _restarts(part.cadence):
        said += w.say("paper.report.from_figure")
    return "".join((said, *_content(w, part), *_lasting(w, part), *_reminded(w, part)))


def _restarts(cadence: Cadence) -> bool:
    """Whether the minutes count from what asked for the report, where that came later."""
    return isinstance(cadence, Within) and cadence.once and cadence.of != "arising"


def _content(w: Words, part: ReportObligation) -> Iterator[str]:
    if part.content:
        yield w.say("paper.report.content", fields=w.fields(part.content))
    asked = part.required_fields
    if asked and set(asked) == set(part.content):
        yield w.say("paper.report.all_required")
    elif asked:
        yield w.say("paper.report.required", fields=w.fields(asked))
    elif part.content:
        yield w.say("paper.report.none_required")
    if part.allows_nil:
        yield w.say("paper.report.nil")
    elif isinstance(part.cadence, RECURRING):
        yield w.say("paper.report.no_nil")
    if part.data_until:
        yield w.say("paper.report.data_until", clock=part.data_until)


def limits(w: Words, part: ReportObligation) -> Iterator[str]:
    """What a card says of a report beside its deadline: from when, how often, how long."""
    if part.when is not None and _restarts(part.cadence):
        yield w.say("paper.report.from_figure")
    if part.only_when_raised:
        yield w.say("paper.report.only_when_raised")
    if part.again_when_raised:
        yield w.say("paper.report.again_when_raised")
    if part.kind == "correction":
        yield w.say("paper.report.correction")
    watch = w.plan.casualty_watch
    if watch is not None and isinstance(part.cadence, SameDay):
        yield w.say("paper.cards.casualty", days=watch.days)
    if part.allows_nil:
        yield w.say("paper.report.nil")


def _lasting(w: Words, part: ReportObligation) -> Iterator[str]:
    if part.only_when_raised:
        yield w.say("paper.report.only_when_raised")
    if part.again_when_raised:
        yield w.say("paper.report.again_when_raised")
    if part.until_sent:
        yield w.say("paper.report.until_sent")
    if part.kind == "correction":
        yield w.say("paper.report.correction")
    if part.series and not set_of(w, part):
        yield w.say("paper.report.series_alone")


def set_of(w: Words, part: ReportObligation) -> tuple[int, ...]:
    """Where in the plan's list the other reports of a series stand.

    The sheet says them by their lines: by their names nobody reads them.
    """
    rows = enumerate(w.plan.reports)
    return tuple(
        n for n, one in rows if part.series and one.series == part.series and one.id != part.id
    )


def _reminded(w: Words, part: ReportObligation) -> Iterator[str]:
    if part.due_soon_minutes is not None:
        minutes = w.listed(map(str, part.due_soon_minutes))
        yield (
            w.say("paper.report.due_soon", minutes=minutes)
            if minutes
            else w.say("paper.report.no_due_soon")
        )
    if part.overdue_again_minutes is not None:
        minutes = w.listed(map(str, part.overdue_again_minutes))
        yield (
            w.say("paper.report.overdue", minutes=minutes)
            if minutes
            else w.say("paper.report.no_overdue")
        )


def reminders(w: Words, part: Reminders) -> str:
    """When the program reminds of reports, decisions and signatures."""
    said = [
        w.say(f"paper.reminders.{key}", minutes=w.listed(map(str, minutes)))
        for key, minutes in (
            ("due_soon", part.due_soon_minutes),
            ("overdue", part.overdue_again_minutes),
            ("decision", part.decision_minutes),
        )
        if minutes
    ]
    for wait in part.unsigned_orders:
        key = "unsigned_at" if wait.at else "unsigned"
        length = w.minutes(wait.minutes)
        said.append(w.say(f"paper.reminders.{key}", at=w.places(wait.at), wait=length))
    return "".join(said) or w.say("paper.reminders.none")


def first_slot(w: Words, part: FirstSlot) -> str:
    """How near a first report may be and still be owed."""
    return w.say("paper.first_slot", minutes=part.minimum_notice_minutes)


def casualty_watch(w: Words, part: CasualtyWatch) -> str:
    """How long changes of casualties stay reportable."""
    said = w.say("paper.casualty.line", days=part.days, until=part.until)
    if part.shorter_days is not None and part.shorter_when is not None:
        when = w.when(part.shorter_when)
        said += w.say("paper.casualty.shorter", days=part.shorter_days, when=when)
    return said
