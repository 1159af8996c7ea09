"""The address book as a spreadsheet; nothing in it can be taken for a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from api.contacts.columns import COLUMNS
from engine.contacts.contact import Contact

SHEET = "通讯录"
TEXT = "@"
"""The number format of text: a spreadsheet must not turn a long number into 1.38E+10."""


def write_sheet(
    contacts: Iterable[Contact], role_names: Mapping[str, str], divisions: Mapping[str, str]
) -> bytes:
    """A workbook that `api.contacts.sheet_reading` reads back as the same contacts.

    `role_names` and `divisions` say in words what contacts hold as roles and codes.
    """
    book = Workbook()
    page = book.create_sheet(SHEET, 0)
    del book[book.sheetnames[1]]
    for at, column in enumerate(COLUMNS, start=1):
        page.cell(1, at, column.heading).font = Font(bold=True)
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = column.width
        page.column_dimensions[letter].number_format = TEXT
    for row, contact in enumerate(contacts, start=2):
        for at, words in enumerate(_cells(contact, role_names, divisions), start=1):
            if words:
                cell = page.cell(row, at, words)
                cell.data_type = "s"  # also what begins like a formula
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                cell.number_format = TEXT
    page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(
    contact: Contact, role_names: Mapping[str, str], divisions: Mapping[str, str]
) -> Sequence[str]:
    single = {
        "unit": contact.unit,
        "division": divisions.get(contact.division or "", contact.division or ""),
        "post": contact.post,
        "person": contact.person or "",
        "rank": str(contact.rank),
        "roles": "、".join(role_names.get(role, role) for role in contact.roles),
        "account": contact.account or "",
        "note": contact.note or "",
        "id": contact.id,
    }
    return [
        single[column.meaning]
        if column.channel is None
        else "\n".join(one.address for one in contact.channels if one.kind == column.channel)
        for column in COLUMNS
    ]
