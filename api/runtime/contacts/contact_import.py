"""Taking over a sheet of contacts: what an account is told before and after."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from typing_extensions import TypedDict

from api.contacts.kept import KeptContact
from api.contacts.taking_over import Difference, ReadSheet, book_mark
from engine.contacts.checking import label
from engine.contacts.contact import Contact
from engine.messages import text

_ROW = re.compile(r"[0-9]+")


class SheetProblem(TypedDict):
    """Something that is missing, doubled or misshapen on a sheet."""

    severity: Literal["error", "warning"]
    """An error stops the sheet from being taken over."""
    rows: list[int]
    """As the spreadsheet counts them; empty for the sheet as a whole."""
    cell: str | None
    sentence: str


class ChangedContact(TypedDict):
    """A contact that would be another."""

    name: str
    fields: list[str]
    """What is another, in words."""


class ContactImport(TypedDict):
    """What a sheet would change, or has changed."""

    taken: bool
    """It was taken over, whole."""
    problems: list[SheetProblem]
    """Errors first, then by row."""
    rows: int
    """Contacts on the sheet, without those whose row has a fault."""
    new: list[str]
    changed: list[ChangedContact]
    gone: list[str]
    """Of those who are not on the sheet, where the sheet is to replace the book."""
    same: int
    book: str
    """The state of the address book; a take-over names the one that it was shown."""


def import_view(
    sheet: ReadSheet,
    difference: Difference,
    kept: Sequence[KeptContact],
    language: str,
    *,
    taken: bool,
) -> ContactImport:
    """What is wrong, and what would change."""
    problems = sorted(
        _problems(sheet, language),
        key=lambda one: (one["severity"] != "error", one["rows"], one["cell"] or ""),
    )
    return {
        "taken": taken,
        "problems": problems,
        "rows": len(sheet.contents.contacts),
        "new": [label(one) for one in difference.new],
        "changed": [_changed(one, names, language) for one, names in difference.changed],
        "gone": [label(one) for one in difference.gone],
        "same": difference.same,
        "book": book_mark(kept),
    }


def _changed(contact: Contact, names: Sequence[str], language: str) -> ChangedContact:
    fields = [text(f"server.contact_field.{name}", language) for name in names]
    return {"name": label(contact), "fields": fields}


def _problems(sheet: ReadSheet, language: str) -> list[SheetProblem]:
    found: list[SheetProblem] = [
        {
            "severity": "error",
            "rows": [int(row) for row in _ROW.findall(fault.cell)[:1]],
            "cell": fault.cell or None,
            "sentence": text(f"contacts.sheet.{fault.key}", language, **dict(fault.facts)),
        }
        for fault in sheet.contents.faults
    ]
    for finding in sheet.findings:
        found.append(
            {
                "severity": "error" if finding.error else "warning",
                "rows": [sheet.contents.rows[row] for row in finding.rows],
                "cell": None,
                "sentence": text(f"contacts.{finding.key}", language, **dict(finding.facts)),
            }
        )
    return found
