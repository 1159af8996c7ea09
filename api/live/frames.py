"""Frames of events: what each of them says, and what it changes in its incident's view.

Pure: from how an incident looked before and after to the bytes that go out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson

from api.live import protocol
from api.live.audience import Audience, view_for
from api.live.client import Wish
from api.live.deltas import lists_in_parts
from api.live.forms import framed
from api.live.languages import CHINESE, Later, Wording
from api.live.reporters import OpenSlots
from api.live.ring import NO_OTHERS, Framed
from engine.events import Event
from engine.views import changed_parts

Shape = dict[str, Any]

Numbered = tuple[int, Event]
"""An event with its server-wide cursor."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident on the board.

    `reporters` are the names of all who report on it, `own` their open slots by name;
    `shown` is the view as JSON for each audience and language that was asked for. `view` is
    the Chinese one; `wording` makes the others.
    """

    view: dict[str, Any]
    wording: Wording
    exercise: bool
    reporters: frozenset[str]
    own: OpenSlots
    shown: dict[tuple[Audience, str], bytes] = field(default_factory=dict)

    def content(self, audience: Audience, language: str) -> bytes:
        """The view as this audience sees it, in this language."""
        found = self.shown.get((audience, language))
        if found is None:
            chinese = language == CHINESE.name
            view = self.view if chinese else self.wording.view(language)
            whole = view_for(audience, view, self.own.said_in(language))
            found = self.shown[audience, language] = orjson.dumps(whole)
        return found

    def asked_for(self, wish: Wish, incident: str) -> bool:
        """Whether somebody with this wish gets it in a snapshot."""
        named = incident in wish.incidents or (self.exercise and incident in wish.drills)
        return (wish.everything or named) and wish.allows(self.reporters)


About = tuple[str, bool, frozenset[str], OpenSlots]
"""Of a frame: its incident, whether that is an exercise, its reporters and their slots."""

Change = tuple[Entry | None, Entry]
"""An incident before, if those who follow it know it, and after some events."""


def frames_of(
    events: Sequence[Numbered], changes: Mapping[str, Change], languages: Sequence[str] = ()
) -> list[Framed]:
    """The frames of events; the last one of each incident carries what has changed in it.

    They can be had in `languages` besides Chinese.
    """
    last = {event.incident: cursor for cursor, event in events}
    frames = []
    for cursor, event in events:
        shape = event.to_json() | {"cursor": cursor}
        before, after = changes.get(event.incident, (None, None))
        if after is not None and last[event.incident] == cursor:
            frames.append(_last_frame(cursor, shape, before, after, languages))
            continue
        content = framed(protocol.event(cursor, shape, {}))
        about = (after.exercise, after.reporters) if after else (False, frozenset[str]())
        frames.append(Framed(cursor, event.incident, content, None, *about))
    return frames


def _last_frame(
    cursor: int, shape: Shape, before: Entry | None, after: Entry, languages: Sequence[str]
) -> Framed:
    # Whoever reports on it from now on has not seen it before: for once all get it whole.
    if before is not None and not after.reporters <= before.reporters:
        before = None
    own = after.own.changed_since(before.own if before else None)
    about = (shape["incident"], after.exercise, after.reporters, own)
    words = (before.wording if before else None, after.wording)
    others = {
        language: Later(partial(_translated, cursor, shape, words, about, language))
        for language in languages
    }
    return _frame(cursor, shape, (before.view if before else None, after.view), about, others)


def _translated(
    cursor: int,
    shape: Shape,
    words: tuple[Wording | None, Wording],
    about: About,
    language: str,
) -> Framed:
    """The frame in another language; the views before and after are made at most once."""
    before, after = words
    views = (before.view(language) if before else None, after.view(language))
    incident, exercise, reporters, own = about
    return _frame(cursor, shape, views, (incident, exercise, reporters, own.said_in(language)))


def _frame(
    cursor: int,
    shape: Shape,
    views: tuple[Shape | None, Shape],
    about: About,
    others: Mapping[str, Later[Framed]] = NO_OTHERS,
) -> Framed:
    """A frame with the parts that differ between two views."""
    before, after = views
    changed = changed_parts(before, after)
    whole = framed(protocol.event(cursor, shape, changed))
    deltas = None
    if before is not None:
        view, items = lists_in_parts(before, changed)
        deltas = protocol.event(cursor, shape, view, items) if items else None
    incident, exercise, reporters, own = about
    return Framed(cursor, incident, whole, deltas, exercise, reporters, own, others)
