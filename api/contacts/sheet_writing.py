"""The address book as a spreadsheet; nothing in it can be taken for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from api.contacts.columns import COLUMNS
from api.spreadsheets.workbook import Column, Sheet, workbook_file
from engine.contacts.contact import Contact

SHEET = "通讯录"


def write_sheet(
    contacts: Iterable[Contact], role_names: Mapping[str, str], divisions: Mapping[str, str]
) -> bytes:
    """A workbook that `api.contacts.sheet_reading` reads back as the same contacts.

    `role_names` and `divisions` say in words what contacts hold as roles and codes.
    """
    rows = [_cells(contact, role_names, divisions) for contact in contacts]
    columns = [Column(one.heading, one.width) for one in COLUMNS]
    return workbook_file([Sheet(SHEET, columns, rows, landscape=False)])


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
