"""The names of an archive's members, and those that are made of the journal alone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Mapping, Sequence

from api.archives.index_page import index_page
from api.archives.material import ADDED, EXERCISE, SIGNED
from engine.conditions.explanations import named
from engine.incident.events import Event
from engine.incident.state import Incident, Slot
from engine.instants import local_text
from engine.messages import text
from engine.plan.model import Plan
from engine.plan.names import cited, parties_name, party_name

MANIFEST, JOURNAL, LEDGER, INDEX = "manifest.json", "journal.jsonl", "ledger.csv", "index.html"
HEAD, CHAIN = "proof/head.json", "proof/chain.jsonl"
PLAN_FILES = ("plan/plan.yaml", "plan/clauses.yaml", "plan/jurisdiction.yaml")


def signed_names(events: Sequence[Event], absent: Collection[str] = ()) -> dict[str, str]:
    """By sha256 of a signed document its member: `documents/signed/0012_….pdf`.

    `absent` are the sha256 of files that the record of a replay did not hold.
    """
    found: dict[str, str] = {}
    for event in events:
        if event.type == SIGNED and event.data["sha256"] not in absent:
            name = f"documents/signed/{event.seq:04d}_{event.data['file']}"
            found.setdefault(event.data["sha256"], name)
    return found


def attachment_names(
    events: Sequence[Event], incident: Incident, absent: Collection[str] = ()
) -> dict[str, str]:
    """By sha256 of an attachment that stands its member: `attachments/0015_北门.jpg`."""
    mark = EXERCISE if incident.exercise else ""
    found: dict[str, str] = {}
    for event in events:
        if event.type != ADDED or event.data["sha256"] in absent:
            continue
        if incident.attachments[event.data["sha256"]].destroyed is None:
            name = f"attachments/{mark}{event.seq:04d}_{event.data['name']}"
            found.setdefault(event.data["sha256"], name)
    return found


def journal_member(events: Sequence[Event]) -> bytes:
    """The journal as `zhiban journal export` prints it: an entry a line."""
    lines = (json.dumps(event.to_json(), ensure_ascii=False) for event in events)
    return "".join(f"{line}\n" for line in lines).encode()


COLUMNS = ("obligation", "reporter", "recipients", "due", "state", "submitted", "entry", "clause")


def ledger_member(plan: Plan, incident: Incident, slots: Sequence[Slot]) -> bytes:
    """The ledger of owed reports as a table that spreadsheets open; no cell is a formula."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    if incident.exercise:
        table.writerow([text("archive.exercise")])
    table.writerow([text(f"archive.column.{name}") for name in COLUMNS])
    for slot in sorted(slots, key=lambda one: (one.due_at, one.id)):
        table.writerow([_plain(cell) for cell in _row(plan, slot)])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _row(plan: Plan, slot: Slot) -> list[str]:
    given = slot.submitted_at
    return [
        named(plan.report_by_id[slot.obligation], "zh"),
        party_name(plan, slot.reporter),
        parties_name(plan, slot.recipients),
        local_text(slot.due_at, plan.zone),
        text(f"archive.state.{slot.state}"),
        local_text(given, plan.zone) if given else "",
        str(slot.report_seq or ""),
        cited(plan, slot.clause) or "",
    ]


def _plain(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def index_member(
    plan: Plan,
    incident: Incident,
    events: Sequence[Event],
    drawn: Mapping[str, str],
    absent: Collection[str] = (),
) -> bytes:
    """The page that leads to everything; `drawn` are the documents as they stand, by title."""
    names = {**signed_names(events, absent), **attachment_names(events, incident, absent)}
    return index_page(plan, incident, events, names, drawn, absent)
