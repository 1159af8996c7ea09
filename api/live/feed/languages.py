"""The language of pushed views: Chinese for all, another one on request.

A view's words depend on the language; a frame's cursor and entry do not. The replay buffer
holds Chinese frames. While a subscriber reads another language, each new frame keeps what it
was made of; its translation is made once, when the first such subscriber needs it. While no
subscriber does, nothing is kept or made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

import structlog

from engine.incident.state import Incident
from engine.plan.model import Plan
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.incident_view import incident_view

log = structlog.get_logger("zhiban.live")

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False, slots=True, weakref_slot=True)
class Tongue:
    """A language in use. Frames after the cursor `since` exist in it."""

    name: str
    since: int


CHINESE = Tongue("zh", 0)


class Tongues:
    """The languages in use besides Chinese.

    A language stays in use as long as some subscriber's filter refers to its `Tongue`.
    """

    def __init__(self) -> None:
        self._read: WeakValueDictionary[str, Tongue] = WeakValueDictionary()

    def asked(self, name: str, head: int) -> Tongue:
        """The language for a new subscriber, with the buffer's head at `head`."""
        if name == CHINESE.name:
            return CHINESE
        return self._read.setdefault(name, Tongue(name, head))

    @property
    def read(self) -> tuple[str, ...]:
        """The names of the languages in use."""
        return tuple(self._read) if self._read else ()

    def clear(self) -> None:
        """Forget all: cursors start again, and subscribers have to subscribe again."""
        self._read.clear()


class Wording:
    """An incident as of one instant; its view in another language is made once."""

    __slots__ = ("_made", "_now", "_plan", "_state")

    def __init__(self, plan: Plan, state: Incident, now: datetime) -> None:
        self._plan, self._state, self._now = plan, state, now
        self._made: dict[str, IncidentView] = {}

    def view(self, language: str) -> IncidentView:
        """The view in this language."""
        found = self._made.get(language)
        if found is None:
            found = incident_view(self._plan, self._state, self._now, language)
            self._made[language] = found
        return found


class Later(Generic[Made]):
    """A value that is made on first use; `instead` if making it fails."""

    __slots__ = ("_instead", "_made", "_make")

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make: Callable[[], Made] | None = make
        self._made: Made | None = None

    @property
    def made(self) -> bool:
        """Whether the value has been made."""
        return self._make is None

    def get(self, instead: Made) -> Made:
        """The value. Its ingredients are released."""
        if self._make is not None:
            make, self._make = self._make, None
            try:
                self._made = make()
            except Exception:
                # A view that cannot be made is a defect, but no event may be missing.
                log.exception("view_not_translated")
        return instead if self._made is None else self._made
