"""The lists of an office as sheets: reports owed, incidents, calls, and the journal of one.

Each row was made for one account: what it may not see is not in the row. Headings are in the
asked language, instants by the clock of the plan's zone. What belongs to an exercise says so in
the title, in the name of the sheet and in its row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.spreadsheets.workbook import Cell, Column, Sheet, instant
from engine.conditions.explanations import value_words
from engine.messages import CATALOGUES, text
from engine.plan.model import Plan
from engine.presentation.event_shapes import EventView
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.slot_view import SlotView

HOME = "Asia/Shanghai"
"""The zone of what belongs to no plan."""


@dataclass(frozen=True, slots=True)
class Place:
    """The incident that a row belongs to; empty for what belongs to none."""

    number: str = ""
    title: str = ""
    exercise: bool = False
    zone: str = HOME


@dataclass(frozen=True, slots=True)
class JournalRow:
    """An entry as the account sees it, and what it says in one sentence."""

    entry: EventView
    words: str
    post: str
    struck_by: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet, and the name of its file without the ending."""

    sheet: Sheet
    file: str


def slots_sheet(rows: Sequence[tuple[Place, SlotView]], language: str, filters: str) -> Listed:
    """The report ledger."""
    columns = (
        *_PLACE,
        *(("report", 26), ("reporter", 18), ("recipients", 26), ("due", 19), ("slot_state", 12)),
        *(("submitted", 19), ("late_minutes", 12), ("why", 26), ("clause", 14), ("entry", 8)),
    )
    lines = [
        (
            *_place(place, language),
            slot["obligation_name"],
            slot["reporter_name"],
            text("word.comma", language).join(slot["recipient_names"]),
            instant(slot["due_at"], place.zone),
            text(f"word.slot.{slot['state']}", language),
            instant(slot["submitted_at"], place.zone),
            _late(slot),
            _reason(slot["reason"], language),
            slot["clause"],
            slot["report_seq"],
        )
        for place, slot in rows
    ]
    return _listed("slots", columns, lines, [place for place, _ in rows], language, filters)


def incidents_sheet(
    rows: Sequence[tuple[Place, Plan, IncidentView]], language: str, filters: str
) -> Listed:
    """Incidents: where each stands, since when, what is known."""
    columns = (
        *_PLACE,
        *(("plan", 26), ("division", 12), ("place", 20), ("stands", 16), ("since", 19)),
        *(("highest", 10), ("occurred", 19), ("received", 19), ("opened", 19), ("activated", 19)),
        *(("ended", 19), ("closed", 19), ("commands", 16), ("figures", 40), ("owed", 8)),
        *(("overdue", 8), ("calls_open", 10)),
    )
    lines = [
        (
            *_place(place, language),
            (language == "en" and plan.title_en) or plan.title,
            view["division_name"],
            view["place"],
            view["place_name"],
            *(
                instant(view["since"], place.zone),
                view["highest_level"] or "",
                instant(view["occurred_at"], place.zone),
                instant(view["received_at"], place.zone),
                instant(view["opened_at"], place.zone),
                instant(view["activated_at"], place.zone),
                instant(view["ended_at"], place.zone),
                instant(view["closed_at"], place.zone),
            ),
            view["command"]["name"],
            _figures(plan, view, language),
            view["open_slots"]["owed"],
            view["open_slots"]["overdue"],
            view["call_counts"]["open"],
        )
        for place, plan, view in rows
    ]
    return _listed("incidents", columns, lines, [one[0] for one in rows], language, filters)


def calls_sheet(
    rows: Sequence[tuple[Place, Mapping[str, Any]]], language: str, filters: str
) -> Listed:
    """Calls (叫应): who had to be reached by when, and what came of each attempt."""
    columns = (
        *_PLACE,
        *(("call_reason", 30), ("post", 20), ("person", 14), ("call_state", 12), ("began", 19)),
        *(("answer_by", 19), ("answered", 19), ("answered_by", 14), ("means", 10), ("tries", 8)),
        *(("attempts", 50), ("clause", 14)),
    )
    lines = [
        (
            *_place(place, language),
            call["reason"],
            call["post"],
            call["person"] or "",
            text(f"spreadsheet.call_state.{call['state']}", language),
            instant(call["started_at"], place.zone),
            instant(call["due_at"], place.zone),
            instant(call["answered_at"], place.zone),
            call["answered_by"] or "",
            text(f"call.means.{call['means']}", language) if call["means"] else "",
            len(call["tried"]),
            "\n".join(_attempt(one, place.zone, language) for one in call["tried"]),
            call["clause"] or "",
        )
        for place, call in rows
    ]
    return _listed("calls", columns, lines, [place for place, _ in rows], language, filters)


def journal_sheet(place: Place, rows: Sequence[JournalRow], language: str) -> Listed:
    """The journal of one incident; a struck entry stays readable and says so."""
    columns = (
        *(("entry", 8), ("happened", 19), ("written", 19), ("headline", 22), ("what", 60)),
        *(("actor", 14), ("post", 26), ("clause", 14), ("struck_by", 10), ("hash", 20)),
    )
    lines = [
        (
            row.entry["seq"],
            instant(row.entry["occurred_at"], place.zone),
            instant(row.entry["recorded_at"], place.zone),
            headline(row.entry["type"], language),
            row.words,
            row.entry["actor"] or "",
            row.post,
            row.entry["clause"] or "",
            row.struck_by,
            row.entry["hash"] or "",
        )
        for row in rows
    ]
    listed = _listed("journal", columns, lines, [place], language, "")
    named = f"{place.number} {place.title}"
    sheet = listed.sheet
    above = (f"{sheet.above[0]} {named}", *sheet.above[1:])
    file = f"{listed.file}_{place.number}"
    return Listed(Sheet(sheet.name, sheet.columns, sheet.rows, above), file)


_PLACE = (("number", 18), ("exercise", 8), ("title", 28))


def _place(place: Place, language: str) -> tuple[Cell, ...]:
    mark = text("spreadsheet.exercise", language) if place.exercise else ""
    return place.number, mark, place.title


def _listed(
    kind: str,
    columns: Iterable[tuple[str, int]],
    lines: Sequence[Sequence[Cell]],
    places: Sequence[Place],
    language: str,
    filters: str,
) -> Listed:
    """The sheet with title and note; exercises are in its title, its name and its file's name."""
    name = text(f"spreadsheet.title.{kind}", language)
    exercises = sum(place.exercise for place in places)
    mark = file_mark = ""
    if exercises:
        key = "exercise" if exercises == len(places) else "with_exercises"
        mark = text(f"spreadsheet.mark.{key}", language)
        file_mark = text(f"spreadsheet.file_mark.{key}", language)
    zones = text("word.comma", language).join(sorted({one.zone for one in places})) or HOME
    note = text("spreadsheet.note", language, rows=len(lines), zone=zones)
    chosen = text("spreadsheet.filters", language, filters=filters) if filters else ""
    headings = tuple(
        Column(text(f"spreadsheet.column.{key}", language), width) for key, width in columns
    )
    above = (f"{mark}{name}", " ".join(filter(None, (note, chosen))))
    return Listed(Sheet(f"{file_mark}{name}", headings, lines, above), f"{file_mark}{name}")


def headline(type_: str, language: str) -> str:
    """What kind of entry it is, without what stands in it."""
    words = CATALOGUES[language][f"event.{type_}.headline"]
    return words.partition("{")[0].rstrip(" :：") or text("spreadsheet.title.journal", language)


def _late(slot: SlotView) -> int | None:
    """Whole minutes between the due instant and a report that came after it."""
    due, sent = instant(slot["due_at"], HOME), instant(slot["submitted_at"], HOME)
    if slot["state"] != "submitted_late" or due is None or sent is None:
        return None
    return max(0, int((sent - due).total_seconds() // 60))


def _reason(reason: str | None, language: str) -> str:
    return text(f"word.slot_reason.{reason}", language) if reason else ""


def _figures(plan: Plan, view: IncidentView, language: str) -> str:
    """The figures in force, one a line; a figure that nobody gave is not in it."""
    return "\n".join(
        text(
            "spreadsheet.figure",
            language,
            name=one["name"],
            value=value_words(plan, fact, one["value"], language),
            source=one["source"],
        )
        for fact, one in view["figures"].items()
    )


def _attempt(one: Mapping[str, Any], zone: str, language: str) -> str:
    at = instant(one["at"], zone)
    clock = f"{at:%m-%d %H:%M:%S}" if at else ""
    channel = text(f"channel.name.{one['channel']}", language)
    return " ".join(filter(None, (clock, channel, one["address"] or "", one["said"])))
