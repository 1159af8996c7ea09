"""The address book as a spreadsheet: given, and taken over whole or not at all."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.contacts.posts import division_names, post_names
from api.contacts.sheet_writing import write_sheet
from api.contacts.taking_over import book_mark, difference, read
from api.http.dependencies import By, State, Tongue
from api.http.openapi import responses
from api.http.request_bodies import ImportContacts, ImportContactsBody
from api.http.responses import send
from api.http.routes.contacts import keepers_only
from api.http.strict_json import StrictRoute
from api.ports import SHEET
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.runtime.contacts.contact_import import ContactImport, import_view
from api.server_journal.changed_by import ChangedBy
from engine.errors import InvalidInput

router = APIRouter(prefix="/api/contacts", tags=["contacts"], route_class=StrictRoute)
KEEPERS = [Depends(keepers_only)]


@router.get(
    "/sheet.xlsx",
    response_class=Response,
    responses=responses.CONTACT_SHEET,
    dependencies=KEEPERS,
    summary="The address book as a spreadsheet",
)
async def sheet(desk: State) -> Response:
    """All contacts with whole numbers; what is changed in it can be taken over again."""

    def write() -> bytes:
        plans = tuple(desk.plans.current().values())
        kept = [one.contact for one in desk.contacts.list()]
        return write_sheet(kept, post_names(plans), division_names(plans))

    content = await run_in_threadpool(write)
    named = {"Content-Disposition": 'attachment; filename="contacts.xlsx"'}
    return Response(content, media_type=SHEET, headers=named)


@router.post(
    "/sheet",
    responses=responses.IMPORTED_CONTACTS,
    dependencies=KEEPERS,
    summary="Check a spreadsheet, or take it over",
)
async def import_sheet(language: Tongue, body: ImportContactsBody, desk: State, by: By) -> Response:
    """What is wrong with a sheet and what it would change; with `book` it is taken over.

    A sheet with an error changes nothing, and so does one that was shown beside another state
    of the address book (412).
    """
    return send(await run_in_threadpool(_import, desk, body, by.because(body.reason), language))


def _import(desk: AppState, body: ImportContacts, by: ChangedBy, language: str) -> ContactImport:
    try:
        content = b64decode(body.file, validate=True)
    except (NotBase64, ValueError):
        raise InvalidInput(
            "bad_value", field="file", value=body.file[:20], accepted="Base64"
        ) from None
    kept = desk.contacts.list()
    before = [one.contact for one in kept]
    found = read(content, tuple(desk.plans.current().values()), before)
    wanted = found.contents.contacts
    changes = difference(before, wanted, replace=body.replace)
    taken = body.book is not None and not found.refused
    if taken:
        if body.book != book_mark(kept):
            raise HttpError(412, "contact_changed")
        desk.contacts.take_over(wanted, by, replace=body.replace, book=body.book)
        kept = desk.contacts.list()
    return import_view(found, changes, kept, language, taken=taken)
