"""A recording: finished journals as they are played again, verified first, in one order.

The order is that of the instants at which the entries were written down; at one instant, that of
the incidents as they were given. A journal that is broken, edited or under an edition of its plan
that is not here is refused before anything is played.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

from engine.errors import InvalidInput, NotFound, ZhibanError
from engine.evolve.apply import fold
from engine.incident.events import Event, first_bad_entry
from engine.instants import to_text
from engine.messages import MessageKey
from engine.plan.model import Plan


class Editions(Protocol):
    """Where the editions of plans are."""

    def pinned(self, plan: str, digest: str) -> Plan:
        """The exact edition. Raises `NotFound`."""
        ...


@dataclass(frozen=True, slots=True)
class Recorded:
    """One journal: the edition that it names, and its entries in order."""

    plan: Plan
    number: str
    title: str
    events: tuple[Event, ...]

    @property
    def incident(self) -> str:
        """The incident's id."""
        return self.events[0].incident


@dataclass(frozen=True)
class Recording:
    """Several journals that are played together."""

    journals: Mapping[str, Recorded]

    @cached_property
    def entries(self) -> tuple[Event, ...]:
        """All entries in the order in which they are played."""
        places = {id_: number for number, id_ in enumerate(self.journals)}
        every = [event for one in self.journals.values() for event in one.events]
        return tuple(sorted(every, key=lambda e: (e.recorded_at, places[e.incident], e.seq)))

    @cached_property
    def digest(self) -> str:
        """What tells this recording from another: sha256 over the hashes of all entries."""
        hashes = "".join(event.hash for event in self.entries)
        return hashlib.sha256(hashes.encode()).hexdigest()

    @property
    def begins(self) -> datetime:
        """The instant of the first entry."""
        return self.entries[0].recorded_at

    @property
    def ends(self) -> datetime:
        """The instant of the last entry."""
        return self.entries[-1].recorded_at

    def place(self, entry: str) -> int:
        """Where an entry stands in the order, from 0.

        It is named by its id, by number of incident and entry (`CM-2026-0001.12`), or by the
        entry's number alone where there is one incident. Raises `NotFound`.
        """
        names = {one.number: id_ for id_, one in self.journals.items()}
        incident, _, seq = entry.strip().rpartition(".")
        if not incident and len(self.journals) == 1:
            incident = next(iter(self.journals))
        wanted = f"{names.get(incident, incident)}.{seq.lstrip('0')}"
        for place, event in enumerate(self.entries):
            if event.id == wanted:
                return place
        accepted = "、".join(f"{one.number}.1–{len(one.events)}" for one in self.journals.values())
        raise NotFound("replay_no_entry", value=entry, accepted=accepted)

    def upto(self, at: datetime) -> int:
        """How many entries were written down up to an instant."""
        return sum(event.recorded_at <= at for event in self.entries)


def recording(shapes: Sequence[Mapping[str, Any]], editions: Editions) -> Recording:
    """The recording of these entries, as files hold them, each journal in its order.

    Raises `InvalidInput` (`replay_…`) for what cannot be played, naming the entry.
    """
    by_incident: dict[str, list[Mapping[str, Any]]] = {}
    for shape in shapes:
        by_incident.setdefault(str(shape["incident"]), []).append(shape)
    if not by_incident:
        raise InvalidInput("replay_empty", field="file")
    found = [_recorded(id_, of, editions) for id_, of in by_incident.items()]
    found.sort(key=lambda one: one.events[0].recorded_at)
    return Recording({one.incident: one for one in found})


def _recorded(incident: str, shapes: Sequence[Mapping[str, Any]], editions: Editions) -> Recorded:
    """One journal, verified and read through once under its edition."""
    number = str(shapes[0].get("data", {}).get("number", incident))
    bad = first_bad_entry(incident, shapes)
    if bad is not None:
        why = MessageKey(f"error.replay_why.{bad.why}")
        raise InvalidInput("replay_broken", field="file", number=number, seq=bad.seq, why=why)
    events = tuple(Event.from_json(shape) for shape in shapes)
    opened = events[0]
    if opened.type != "incident_opened":
        raise InvalidInput("replay_not_opened", field="file", number=number)
    named = opened.data["plan"]
    try:
        plan = editions.pinned(named["id"], named["digest"])
    except NotFound:
        raise InvalidInput(
            "replay_no_edition",
            field="file",
            number=number,
            plan=named["id"],
            version=named["version"],
            digest=named["digest"][:12],
        ) from None
    seq = _backwards(events)
    if seq is None:
        try:
            fold(plan, events)
        except (ZhibanError, LookupError, TypeError, ValueError):
            seq = events[-1].seq
    if seq is not None:
        raise InvalidInput("replay_unreadable", field="file", number=number, seq=seq)
    return Recorded(plan, number, str(opened.data["title"]), events)


def _backwards(events: Sequence[Event]) -> int | None:
    """The first entry that was written down before the one before it."""
    return next((b.seq for a, b in pairwise(events) if b.recorded_at < a.recorded_at), None)


def stretches(entries: Sequence[Event]) -> Iterator[tuple[Event, ...]]:
    """Consecutive entries that were stored together: one incident's, at one instant."""
    together: list[Event] = []
    for event in entries:
        if together and (event.incident, to_text(event.recorded_at)) != (
            together[-1].incident,
            to_text(together[-1].recorded_at),
        ):
            yield tuple(together)
            together = []
        together.append(event)
    if together:
        yield tuple(together)
