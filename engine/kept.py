"""What shows parts of a frozen value is made again only when one of them is another.

An entry changes few parts of an incident; the others are the very same objects as before.
So what was made last is kept together with the parts it was made of, and compared by
their identity, which is exact and takes no time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from operator import attrgetter, is_
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

from engine.plan.model import Plan
from engine.state import Incident

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
P = ParamSpec("P")

MOST = 4000
"""Things of which the last is kept; of as many incidents as are at hand."""


class Last(Generic[T]):
    """The last thing made under each key; the oldest key goes first. Safe for threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: OrderedDict[Hashable, tuple[tuple[Any, ...], T]] = OrderedDict()

    def get(self, key: Hashable, parts: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What was made of these very parts, or what `make` makes; not to be changed."""
        found = self._known.get(key)
        if found is not None and all(map(is_, found[0], parts)):
            return found[1]
        made = make()
        self.keep(key, parts, made)
        return made

    def keep(self, key: Hashable, parts: tuple[Any, ...], made: T) -> None:
        """Keep what was made of these parts."""
        self._known[key] = parts, made
        if len(self._known) > self._most:
            self._known.popitem(last=False)


MAKERS: list[tuple[tuple[str, ...], Callable[..., Any]]] = []
"""All functions under `made_of`, bare, with their fields: a test sees what they read."""


class Make(Protocol[P, T_co]):
    """What makes something of an incident under its plan."""

    def __call__(self, plan: Plan, incident: Incident, *args: P.args, **kwargs: P.kwargs) -> T_co:
        """The thing itself."""
        ...


def made_of(*fields: str) -> Callable[[Make[P, T]], Make[P, T]]:
    """Call a function again only for another plan, other words or other fields of an incident.

    It must read nothing of the incident but these `fields`; its further arguments are given
    by position.
    """
    read = attrgetter("id", *fields)

    def kept(make: Make[P, T]) -> Make[P, T]:
        last = Last[T]()
        MAKERS.append((fields, make))

        @wraps(make)
        def made(plan: Plan, incident: Incident, *args: P.args, **kwargs: P.kwargs) -> T:
            parts = read(incident)
            return last.get(
                (parts[0], *args),
                (plan, *parts[1:]),
                lambda: make(plan, incident, *args, **kwargs),
            )

        return made

    return kept
