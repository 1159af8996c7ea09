"""Search: words in titles, numbers, places and entries, as far as the account may see them.

What an account does not see is not found by it either: a hit counts only in the text that the
account would be shown, so a telephone number cannot be guessed by searching for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from typing_extensions import TypedDict

from api.access.personal_data import without_numbers
from api.access.visibility import Visibility
from api.ports import ArchivedIncident, Concerned
from api.runtime.contacts.contact_shapes import ContactView
from api.runtime.handover.handover_shapes import LogEntryView
from api.store.queries.reader import Reader
from engine.errors import InvalidInput
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import to_text
from engine.plan.names import division_name
from engine.ports import PlanLibrary
from engine.presentation.opening_view import SimilarIncident, similar_incident

SPAN = 200_000
"""The entries that one request looks through; `next` goes on where it ended."""

BATCH = 200
MOST_INCIDENTS = 50
MOST_CONTACTS = 50
MOST_LOG_ENTRIES = 50
AROUND = 40
"""Characters of an entry that are shown before and after the words."""

PLACES = ("incidents", "journal", "contacts", "shift_log")

_SAID = frozenset(
    {
        *("text", "reason", "note", "source", "content", "told_by", "caller"),
        *("stop_decision", "duplicate_of", "other"),
    }
)
"""The keys of entries that hold words of people; the others hold ids, codes and instants."""


class FoundIncident(SimilarIncident):
    """An incident whose title, number or place holds the words."""

    stage: str
    voided: bool


class FoundArchived(TypedDict):
    """An incident in an archive whose title or number holds the words."""

    number: str
    title: str
    plan_title: str
    exercise: bool
    division_name: str
    occurred_at: str
    file: str
    """The name of the archive, in which the journal is."""


class FoundEntry(TypedDict):
    """An entry of a journal that holds the words."""

    incident: str
    number: str
    title: str
    """Of the incident."""
    exercise: bool
    seq: int
    type: str
    recorded_at: str
    words: str
    """The words with some of the text around them."""


class SearchPage(TypedDict):
    """What was found, newest first."""

    incidents: list[FoundIncident]
    """On the first page only, and at most fifty."""
    archived: list[FoundArchived]
    """Incidents of old years, on the first page only, and at most fifty; empty for accounts that
    see some incidents only."""
    contacts: list[ContactView]
    """On the first page only, and at most fifty; also by a number or by initials in pinyin."""
    shift_log: list[LogEntryView]
    """On the first page only, and at most fifty; empty for accounts that do not read the log."""
    entries: list[FoundEntry]
    next: int | None
    """The `cursor` of the page after it; null at the end. A page may be empty and not the last."""


def wanted_places(given: str | None) -> frozenset[str]:
    """Where to search, from `in`, such as `incidents,journal`. Raises `InvalidInput`."""
    named = [one.strip() for one in given.split(",")] if given is not None else [*PLACES]
    for one in named:
        if one not in PLACES:
            raise InvalidInput("bad_value", field="in", value=one[:80], accepted=", ".join(PLACES))
    return frozenset(named)


@dataclass(frozen=True, slots=True)
class Search:
    """One search of one account on one snapshot."""

    reader: Reader
    plans: PlanLibrary
    sight: Visibility
    words: str
    exercise: bool | None

    def incidents(self) -> list[FoundIncident]:
        """The newest incidents whose title, number or place holds the words."""
        found: list[FoundIncident] = []
        for one in self.reader.incidents_with(
            self.words, exercise=self.exercise, concerned=self._concerned, limit=MOST_INCIDENTS
        ):
            plan = self.plans.pinned(one.plan, one.plan_digest)
            row = similar_incident(plan, one, self.sight.language)
            if self.sight.narrow and not self.sight.sees(plan, one):
                continue
            seen = self.sight.texts(plan, one, (row["number"], row["title"], row["place"]))
            if any(self._around(text) is not None for text in seen):
                number, title, place = seen
                named = {"number": number, "title": title, "place": place}
                rest = {"stage": one.stage, "voided": one.voided is not None}
                found.append({**row, **named, **rest})  # type: ignore[typeddict-item]
        return found

    def archived(self) -> list[FoundArchived]:
        """The newest incidents in archives whose title or number holds the words."""
        if self.sight.narrow:
            return []
        found = self.reader.archived_with(self.words, exercise=self.exercise, limit=MOST_INCIDENTS)
        return [self._archived(one) for one in found]

    def _archived(self, one: ArchivedIncident) -> FoundArchived:
        """Nobody sees the numbers in a title: who may is decided by the whole incident."""
        plan, language = self.plans.current().get(one.plan), self.sight.language
        title = one.plan
        if plan is not None:
            title = (plan.title_en if language == "en" else None) or plan.title
        place = division_name(plan, one.division, language) if plan else one.division
        return {
            "number": one.number,
            "title": without_numbers(one.title),
            "plan_title": title,
            "exercise": one.exercise,
            "division_name": place,
            "occurred_at": to_text(one.occurred_at),
            "file": one.file,
        }

    def entries(self, before: int | None, limit: int) -> tuple[list[FoundEntry], int | None]:
        """The newest entries with a cursor below `before`, and where the next page begins."""
        mark = self.reader.head() + 1 if before is None else before
        down_to = max(mark - SPAN, 1)
        found: list[FoundEntry] = []
        while len(found) < limit and mark > down_to:
            batch = self.reader.entries_with(
                self.words,
                before=mark,
                down_to=down_to,
                exercise=self.exercise,
                concerned=self._concerned,
                limit=BATCH,
            )
            mark = batch[-1][0] if len(batch) == BATCH else down_to
            for cursor, event in batch:
                incident = self.reader.incident(event.incident)
                row = incident and self._entry(incident, event)
                if row:
                    found.append(row)
                if len(found) == limit:
                    mark = cursor
                    break
        return found, mark if mark > 1 else None

    @property
    def _concerned(self) -> Concerned | None:
        return self.sight.concerned(self.plans.current().values())

    def _entry(self, incident: Incident, entry: Event) -> FoundEntry | None:
        """The entry as found; None where its reader sees nothing of the words."""
        plan = self.plans.pinned(incident.plan, incident.plan_digest)
        if self.sight.narrow and not self.sight.sees(plan, incident):
            return None
        event = self.sight.event(plan, incident, entry)
        data: Mapping[str, Any] = event["data"]
        texts = (text for key in data if key in _SAID for text in texts_in(data[key]))
        around = next((found for text in texts if (found := self._around(text))), None)
        if around is None:
            return None
        return {
            "incident": incident.id,
            "number": incident.number,
            "title": next(iter(self.sight.texts(plan, incident, (incident.title,)))),
            "exercise": incident.exercise,
            "seq": event["seq"],
            "type": event["type"],
            "recorded_at": event["recorded_at"],
            "words": around,
        }

    def _around(self, text: str) -> str | None:
        """The words in the text with what stands around them; None if it does not hold them."""
        at = text.casefold().find(self.words.casefold())
        if at < 0:
            return None
        first, last = max(at - AROUND, 0), at + len(self.words) + AROUND
        cut = " ".join(text[first:last].split())
        return f"{'…' if first else ''}{cut}{'…' if last < len(text) else ''}"


def texts_in(value: Any) -> Iterator[str]:
    """All texts inside a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)
