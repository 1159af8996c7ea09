"""The language of what is pushed: Chinese for all, another one for those who ask for it.

A view's words depend on the language, a frame's cursor and entry do not. The ring holds the
Chinese frames. While somebody reads another language, each new frame keeps what it was made
of, and its form in that language is made when the first of those who hear it need it, once
for all of them. While nobody does, nothing is kept and nothing is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

import structlog

from engine.plan.model import Plan
from engine.state import Incident
from engine.views import View, incident_view

log = structlog.get_logger("zhiban.live")

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Tongue:
    """A language that is read now. Frames after the cursor `since` can be had in it."""

    name: str
    since: int


CHINESE = Tongue("zh", 0)


class Tongues:
    """The languages that somebody reads, besides Chinese.

    One is read for as long as somebody's wish names its `Tongue`.
    """

    def __init__(self) -> None:
        self._read: WeakValueDictionary[str, Tongue] = WeakValueDictionary()

    def asked(self, name: str, head: int) -> Tongue:
        """The language for somebody who asks for it while the ring's head is there."""
        if name == CHINESE.name:
            return CHINESE
        return self._read.setdefault(name, Tongue(name, head))

    @property
    def read(self) -> tuple[str, ...]:
        """Their names."""
        return tuple(self._read) if self._read else ()

    def clear(self) -> None:
        """Begin afresh: cursors count anew, and whoever reads has to ask again."""
        self._read.clear()


class Wording:
    """An incident as of one instant; its view in another language is made once."""

    __slots__ = ("_made", "_now", "_plan", "_state")

    def __init__(self, plan: Plan, state: Incident, now: datetime) -> None:
        self._plan, self._state, self._now = plan, state, now
        self._made: dict[str, View] = {}

    def view(self, language: str) -> View:
        """The view in this language."""
        found = self._made.get(language)
        if found is None:
            found = incident_view(self._plan, self._state, self._now, language)
            self._made[language] = found
        return found


class Later(Generic[Made]):
    """Something that is made when it is first needed; `instead` if it cannot be made."""

    __slots__ = ("_instead", "_made", "_make")

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make: Callable[[], Made] | None = make
        self._made: Made | None = None

    @property
    def made(self) -> bool:
        """Whether somebody has needed it."""
        return self._make is None

    def get(self, instead: Made) -> Made:
        """The thing. What it is made of is let go."""
        if self._make is not None:
            make, self._make = self._make, None
            try:
                self._made = make()
            except Exception:
                # A view that cannot be made is a defect, but no event may be missing.
                log.exception("view_not_translated")
        return instead if self._made is None else self._made
