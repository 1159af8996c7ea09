"""Frames of events: what each says, and what it changes in its incident's view.

Pure: from the view before and after to the bytes that are sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import orjson

from api.access.audience import Audience, view_for
from api.access.reach import UNKNOWN_REACH, Reach
from api.access.reporter_slots import OpenSlots
from api.live.feed.languages import CHINESE, Later, Wording
from api.live.feed.replay_buffer import NO_OTHERS, EventFrame
from api.live.feed.subscription_filter import SubscriptionFilter
from api.live.protocol import messages
from api.live.protocol.encodings import framed
from api.live.protocol.list_deltas import lists_in_parts
from engine.incident.events import Event
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.incident_view import changed_parts

Shape = dict[str, Any]

Numbered = tuple[int, Event]
"""An event and its server-wide cursor."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident on the board.

    `reach` is whom it concerns, `own` the reporters' open slots by name. `view` is the Chinese
    view, `wording` makes the others, and `shown` caches the view's JSON for each audience and
    language.
    """

    view: IncidentView
    wording: Wording
    reach: Reach
    own: OpenSlots
    shown: dict[tuple[Audience, str], bytes] = field(default_factory=dict)

    def content(self, audience: Audience, language: str) -> bytes:
        """The view's JSON for this audience and language."""
        audience = audience.at(self.reach)
        found = self.shown.get((audience, language))
        if found is None:
            chinese = language == CHINESE.name
            view = self.view if chinese else self.wording.view(language)
            whole = view_for(audience, view, self.own.said_in(language))
            found = self.shown[audience, language] = orjson.dumps(whole)
        return found

    def asked_for(self, wish: SubscriptionFilter, incident: str) -> bool:
        """Whether a snapshot for this filter holds the incident."""
        named = incident in wish.incidents or (self.reach.exercise and incident in wish.drills)
        return (wish.everything or named) and wish.audience.sees(self.reach)


About = tuple[str, Reach, OpenSlots]
"""A frame's incident, whom it concerns, and the reporters' slots."""

Change = tuple[Entry | None, Entry]
"""An incident before some events, if its followers know it, and after them."""


def frames_of(
    events: Sequence[Numbered], changes: Mapping[str, Change], languages: Sequence[str] = ()
) -> list[EventFrame]:
    """The frames of events; the last frame of each incident carries the changed parts.

    `languages` are made besides Chinese.
    """
    last = {event.incident: cursor for cursor, event in events}
    frames = []
    for cursor, event in events:
        shape = event.to_json() | {"cursor": cursor}
        before, after = changes.get(event.incident, (None, None))
        if after is not None and last[event.incident] == cursor:
            frames.append(_last_frame(cursor, shape, before, after, languages))
            continue
        reach = after.reach if after else UNKNOWN_REACH
        exercise = after.reach.exercise if after else None
        content = framed(messages.event(cursor, shape, {}, exercise=exercise))
        frames.append(EventFrame(cursor, event.incident, content, None, reach))
    return frames


def _last_frame(
    cursor: int, shape: Shape, before: Entry | None, after: Entry, languages: Sequence[str]
) -> EventFrame:
    # Those whom it concerns from now on have not seen it before: for once all get it whole.
    if before is not None and not after.reach.within(before.reach):
        before = None
    own = after.own.changed_since(before.own if before else None)
    about = (shape["incident"], after.reach, own)
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
) -> EventFrame:
    """The frame in another language; the views before and after are made at most once."""
    before, after = words
    views = (before.view(language) if before else None, after.view(language))
    incident, reach, own = about
    return _frame(cursor, shape, views, (incident, reach, own.said_in(language)))


def _frame(
    cursor: int,
    shape: Shape,
    views: tuple[IncidentView | None, IncidentView],
    about: About,
    others: Mapping[str, Later[EventFrame]] = NO_OTHERS,
) -> EventFrame:
    """A frame with the parts that differ between two views."""
    before, after = views
    changed = changed_parts(before, after)
    incident, reach, own = about
    whole = framed(messages.event(cursor, shape, changed, exercise=reach.exercise))
    deltas = None
    if before is not None:
        view, items = lists_in_parts(before, changed)
        if items:
            deltas = messages.event(cursor, shape, view, items, exercise=reach.exercise)
    return EventFrame(cursor, incident, whole, deltas, reach, own, others)
