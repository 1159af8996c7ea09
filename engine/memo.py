"""Memoise functions of a frozen value by the identity of the fields that they read.

An entry changes few fields of an incident; the others are the same objects as before. The
last result is kept with the fields it was made of. Comparing them by identity is exact and
takes no time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from functools import wraps
from operator import attrgetter, is_
from typing import Any, Generic, ParamSpec, Protocol, TypeVar

from typing_extensions import override

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Owner = TypeVar("Owner")
Subject = TypeVar("Subject")
Owner_contra = TypeVar("Owner_contra", contravariant=True)
Subject_contra = TypeVar("Subject_contra", contravariant=True)
P = ParamSpec("P")

MOST = 4000
"""The entries of one cache: as many incidents as a server keeps."""

MOST_PLANS = 64
"""The plans in one cache; more than any server has versions in use."""


class BoundedDict(OrderedDict[K, V]):
    """A dictionary of at most `most` entries; the one set longest ago is dropped.

    `move_to_end` makes an entry the newest, as setting does. Thread-safe.
    """

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most

    @override
    def __setitem__(self, key: K, value: V) -> None:
        # Each call is atomic; between two of them another thread may remove any key.
        self.pop(key, None)
        super().__setitem__(key, value)
        if len(self) > self.most:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        with suppress(KeyError):
            while len(self) > self.most:
                self.popitem(last=False)


class BoundedCache(Generic[T]):
    """The last value made under each key, while its parts are the same. Thread-safe."""

    def __init__(self, most: int = MOST) -> None:
        self._known: BoundedDict[Hashable, tuple[tuple[Any, ...], T]] = BoundedDict(most)

    def get(self, key: Hashable, parts: tuple[Any, ...], make: Callable[[], T]) -> T:
        """The value made of these very parts, or what `make` returns. No caller may change it."""
        found = self._known.get(key)
        if found is not None and all(map(is_, found[0], parts)):
            return found[1]
        made = make()
        self.keep(key, parts, made)
        return made

    def keep(self, key: Hashable, parts: tuple[Any, ...], made: T) -> None:
        """Store the value made of these parts."""
        self._known[key] = parts, made


MAKERS: list[tuple[tuple[str, ...], Callable[..., Any]]] = []
"""All functions under `memoised_on` with their fields, for the test that sees what they read."""


class Make(Protocol[Owner_contra, Subject_contra, P, T_co]):
    """A function of a frozen owner (a plan), a frozen subject (an incident) and more."""

    def __call__(
        self, owner: Owner_contra, subject: Subject_contra, /, *args: P.args, **kwargs: P.kwargs
    ) -> T_co:
        """The thing itself."""
        ...


def memoised_on(
    *fields: str,
) -> Callable[[Make[Owner, Subject, P, T]], Make[Owner, Subject, P, T]]:
    """Call a function again only for another owner, argument or field of its subject.

    The subject has an `id`. The function must read nothing of the subject but these `fields`;
    its further arguments are positional.
    """
    read = attrgetter("id", *fields)  # the id too: one field alone would be no tuple

    def kept(make: Make[Owner, Subject, P, T]) -> Make[Owner, Subject, P, T]:
        last = BoundedCache[T]()
        MAKERS.append((fields, make))

        @wraps(make)
        def made(owner: Owner, subject: Subject, /, *args: P.args, **kwargs: P.kwargs) -> T:
            parts = (owner, *read(subject))
            return last.get((parts[1], *args), parts, lambda: make(owner, subject, *args, **kwargs))

        return made

    return kept


def memoised_per_plan(make: Callable[[Owner], T]) -> Callable[[Owner], T]:
    """Call `make` once for each plan, told apart by identity; the oldest is dropped.

    The cache keeps the plan, so that no other object takes its identity.
    """
    last = BoundedDict[int, tuple[Owner, T]](MOST_PLANS)

    @wraps(make)
    def made(plan: Owner) -> T:
        found = last.get(id(plan))
        if found is None:
            found = last[id(plan)] = plan, make(plan)
        return found[1]

    return made
