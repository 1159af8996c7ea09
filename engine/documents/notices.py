"""Notices: a response was activated or adjusted, a response ended.

The notice of activation says what the law asks of one: matter, level, expected time limit,
measures. Nobody has entered the time limit: it stays blank until a person writes it.

Source: 突发事件应对法 (2024) art. 72; PS/CM 5.3, GR 4.1 and 4.7.
"""

from __future__ import annotations

from engine.documents.document import (
    Document,
    Kind,
    Paragraph,
    Part,
    Table,
    Value,
    blank,
    joined,
    value,
)
from engine.documents.figures import figure
from engine.documents.material import LEVELS, Material, place_of
from engine.documents.reports import composed, happened, lead
from engine.errors import StateRefuses
from engine.incident.events import Event
from engine.messages import text
from engine.plan.names import parties_name, place_name, post_name

_PRIOR = ("activation_recommended", "activation_approved", "activation_signed")
_PRIOR_END = ("end_condition_confirmed", "end_recommended", "end_approved")


def activation_notice(kind: Kind, found: Material) -> Document:
    """The notice of the level in force. Raises `StateRefuses` before any response."""
    moved = found.last(*LEVELS)
    if moved is None:
        raise StateRefuses("document_not_yet", document=text(f"document.kind.{kind}"))
    place = place_of(moved)
    level = place_name(found.plan, place)
    # What the decision rested on: what came in later is for the reports.
    then = found.until(moved.seq + 1)
    parts: list[Part] = [lead(then), _decision(found, moved, level)]
    parts += _before(found, moved, _PRIOR)
    known = [
        figure(found.plan, fact.id, then.figures[fact.id], found.year)
        for fact in found.plan.facts
        if fact.id in then.figures and fact.kind != "text"
    ]
    if known:
        words = joined(known, text("document.semicolon"))
        parts.append(Paragraph(text("document.heading.grounds"), words))
    prose = found.prose(kind, None)
    name = "document.free.duration"
    duration = prose.get(name) or blank(name)
    parts.append(Paragraph(text(name), (duration,), name))
    parts += _measures(found, place)
    return _notice(
        kind, found, parts, text(f"document.title.{moved.type}", level=level), moved, prose
    )


def _decision(found: Material, moved: Event, level: str) -> Paragraph:
    role = moved.data.get("on_behalf_of") or moved.role
    words = text(
        f"document.decided.{moved.type}",
        post=post_name(found.plan, role),
        at=found.minute(moved.occurred_at),
        level=level,
        clause=moved.clause or "—",
    )
    reason = moved.data.get("reason")
    tail = (value(text("document.reason", reason=reason), moved.seq),) if reason else ()
    return Paragraph(text("document.heading.decision"), (value(words, moved.seq), *tail))


def _before(found: Material, moved: Event, types: tuple[str, ...]) -> list[Part]:
    """The acts of others that came before, since the place was left last."""
    earlier = [e.seq for e in found.standing(*LEVELS) if e.seq < moved.seq]
    since = earlier[-1] if earlier else 0
    acts = [event for event in found.standing(*types) if since < event.seq < moved.seq]
    return [happened(found, acts, text("document.heading.before"))] if acts else []


def _measures(found: Material, place: str) -> list[Part]:
    plan = found.plan
    rows = tuple(
        (
            Value(measure.text),
            Value(parties_name(plan, measure.unit)),
            Value(text(f"document.modality.{measure.modality}")),
        )
        for measure in plan.measures
        if plan.covers(measure.at, place)
    )
    columns = tuple(text(f"document.column.{name}") for name in ("measure", "unit", "modality"))
    return [Table(text("document.heading.measures"), columns, rows)] if rows else []


def end_notice(kind: Kind, found: Material) -> Document:
    """The notice that the response ended. Raises `StateRefuses` before that."""
    ended = found.last("response_ended")
    if ended is None:
        raise StateRefuses("document_not_yet", document=text(f"document.kind.{kind}"))
    earlier = [event for event in found.standing(*LEVELS) if event.seq < ended.seq]
    level = place_name(found.plan, place_of(earlier[-1])) if earlier else ""
    parts: list[Part] = [lead(found), _decision(found, ended, level)]
    parts += _before(found, ended, _PRIOR_END)
    prose = found.prose(kind, None)
    name = "document.free.next"
    parts.append(Paragraph(text(name), (prose.get(name) or blank(name),), name))
    return _notice(kind, found, parts, text("document.title.end", level=level), ended, prose)


def _notice(
    kind: Kind,
    found: Material,
    parts: list[Part],
    title: str,
    moved: Event,
    prose: dict[str, Value],
) -> Document:
    members = [unit for unit in found.plan.units if unit.member]
    recipients = [Value(text("document.members"))] if members else []
    return composed(kind, found, title, parts, seq=moved.seq, recipients=recipients, prose=prose)
