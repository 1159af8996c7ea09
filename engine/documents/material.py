"""What a document is made from: a plan and the journal of one incident, up to an entry.

Everything is read from the entries, not from the present state: so a document that was signed can
be made again as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from engine.conditions.explanations import named
from engine.documents.document import Value, printable, value
from engine.documents.figures import Known, figures_at
from engine.documents.instants import paper_day, paper_minute
from engine.incident.documents import REPORT_KINDS
from engine.incident.events import Event
from engine.incident.state import Slot
from engine.instants import from_text, local_day
from engine.plan.model import Plan, ReportObligation
from engine.plan.names import division_name, party_name, place_name

LEVELS = ("response_activated", "response_adjusted")
STEPS = frozenset(
    {*LEVELS, "warning_issued", "warning_lifted", "response_ended", "incident_closed"}
)
"""Entries that move the incident to another place."""


@dataclass(frozen=True)
class Material:
    """The entries (all up to some entry, in order) and the whole ledger of an incident."""

    plan: Plan
    events: Sequence[Event]
    slots: Sequence[Slot]

    def until(self, seq: int | None) -> Material:
        """The same as it stood before the entry `seq`; None for as it stands."""
        if seq is None:
            return self
        return replace(self, events=[event for event in self.events if event.seq < seq])

    @property
    def opening(self) -> Event:
        """The first entry."""
        return self.events[0]

    @property
    def exercise(self) -> bool:
        """Whether the incident is an exercise."""
        return bool(self.opening.data["exercise"]) or self.plan.exercises_only

    @cached_property
    def figures(self) -> dict[str, Known]:
        """The figures in force, by fact."""
        return figures_at(self.events)

    @cached_property
    def struck(self) -> dict[int, int]:
        """Struck entries → the entry that strikes them."""
        return {e.data["seq"]: e.seq for e in self.events if e.type == "entry_struck"}

    def standing(self, *types: str) -> list[Event]:
        """The entries of these types that are not struck, in order."""
        return [e for e in self.events if e.type in types and e.seq not in self.struck]

    def last(self, *types: str) -> Event | None:
        """The last of them."""
        found = self.standing(*types)
        return found[-1] if found else None

    # Values --------------------------------------------------------------------------------

    def told(self, key: str) -> Value:
        """`title`, `number`, `occurred_at`, `received_at` or `place`, as given at the opening."""
        data, seq = self.opening.data, self.opening.seq
        if key == "place":
            place = f"{division_name(self.plan, data['division'])} {data.get('site', '')}"
            return value(place.strip(), seq)
        if key in ("occurred_at", "received_at"):
            return value(self.minute(from_text(data[key])), seq)
        return value(data[key], seq)

    @cached_property
    def place(self) -> Value:
        """Where the incident is: a level, a warning, a stage."""
        moved = next((e for e in reversed(self.events) if e.type in STEPS), None)
        if moved is None:
            return value(place_name(self.plan, "assessing"), self.opening.seq)
        return value(place_name(self.plan, place_of(moved)), moved.seq)

    def minute(self, instant: datetime) -> str:
        """Day and clock of the plan's zone, as papers write them."""
        return paper_minute(instant, self.plan.zone)

    def when(self, event: Event) -> Value:
        """When the entry became true."""
        return value(self.short(event.occurred_at), event.seq)

    def day_of(self, seqs: Iterable[int]) -> Value:
        """The day of the newest of these entries, in Chinese."""
        wanted = frozenset(seqs)
        used = [event for event in self.events if event.seq in wanted] or [self.opening]
        return value(paper_day(used[-1].recorded_at, self.plan.zone), used[-1].seq)

    @cached_property
    def year(self) -> int:
        """The year in which the office was told: it goes without saying further down."""
        return local_day(from_text(self.opening.data["received_at"]), self.plan.zone).year

    def short(self, instant: datetime) -> str:
        """Day and clock, without the year where it goes without saying."""
        return paper_minute(instant, self.plan.zone, self.year)

    def party(self, id_: str | None) -> str:
        """The name of a unit, post or division."""
        return printable(party_name(self.plan, id_)) if id_ else ""

    def obligation_name(self, report: ReportObligation) -> str:
        """What the plan calls a report."""
        return printable(named(report, "zh"))

    # What people wrote and sent ----------------------------------------------------------

    def prose(self, document: str, slot: str | None) -> dict[str, Value]:
        """By field what a person wrote last for this document, with the entry."""
        found: dict[str, Value] = {}
        for event in self.events:
            if event.data.get("document") != document or event.data.get("slot") != slot:
                continue
            if event.type == "document_signed" and slot is None and document in REPORT_KINDS:
                found.clear()
            elif event.type == "document_edited" and event.seq not in self.struck:
                found |= {
                    name: value(words, event.seq) for name, words in event.data["fields"].items()
                }
        return {name: words for name, words in found.items() if words.text}

    def reports_of(self, reporter: str | None, *kinds: str) -> list[Event]:
        """The reports of these kinds that this reporter has sent; None: anybody's."""
        return [
            event
            for event in self.standing("report_submitted")
            if event.data["kind"] in kinds
            and (reporter is None or event.data.get("reporter") in (reporter, None))
        ]


def place_of(moved: Event) -> str:
    """The place that an entry of `STEPS` led to."""
    data = moved.data
    if moved.type in LEVELS:
        return f"{data['level']}.{data['sub_state']}" if data["sub_state"] else str(data["level"])
    if moved.type == "warning_issued":
        return f"warning.{data['grade']}" if data.get("grade") else "warning"
    return {"warning_lifted": "assessing", "response_ended": "ended"}.get(moved.type, "closed")
