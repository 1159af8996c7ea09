"""The address book: whom to ring, and keeping it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import StringConstraints
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.contact_sight import may_keep
from api.access.identity import SignedIn
from api.contacts.kept import KeptContact
from api.contacts.posts import division_names, post_names
from api.http.dependencies import By, State, Who, signed_in
from api.http.openapi import responses
from api.http.request_bodies import Division, SaveContact, SaveContactBody
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.problems import HttpError, language_of
from api.runtime.app_state import AppState
from api.runtime.contacts.address_book import AddressBook
from api.runtime.contacts.contact_shapes import ContactsPage
from engine.contacts.addresses import read_address
from engine.contacts.contact import Channel, Contact
from engine.errors import InvalidInput
from engine.input_types import Name
from engine.messages import MessageKey
from engine.plan.nearest import nearest

router = APIRouter(prefix="/api/contacts", tags=["contacts"], route_class=StrictRoute)
ContactId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,40}$", description="its id")]
Wanted = Annotated[Name, StringConstraints(max_length=100)]

_VERSION = re.compile(r'"?(\d{1,18})"?')


async def keepers_only(request: Request) -> None:
    """Raise `HttpError` (403) unless the account may change the address book."""
    if not may_keep((await signed_in(request)).actor):
        raise HttpError(403, "contacts_not_yours")


@router.get("", responses=responses.CONTACTS, summary="Whom to ring")
async def contacts(
    request: Request,
    desk: State,
    who: Who,
    post: Annotated[Wanted | None, Query(description="`plan:role` or a general role")] = None,
    unit: Annotated[Wanted | None, Query(description="`plan:unit`, or a unit's name")] = None,
    division: Annotated[Division | None, Query(description="a code")] = None,
    q: Annotated[Wanted | None, Query(description="words, a number, or initials in pinyin")] = None,
) -> Response:
    """Contacts: of a post or a unit in the order in which they are tried, otherwise by unit.

    Numbers are in part hidden from accounts that ring nobody, and not found by their digits.
    """
    book = await _book(desk, who, request)
    found = await run_in_threadpool(book.find, post, unit, division, q)
    return send(ContactsPage(contacts=found))


@router.get("/gaps", responses=responses.CONTACT_GAPS, summary="Whom nobody can ring")
async def gaps(request: Request, desk: State, who: Who) -> Response:
    """Posts, units and divisions of the plans without a telephone, and slips in the book."""
    book = await _book(desk, who, request)
    return send(await run_in_threadpool(book.gaps))


@router.put(
    "/{contact}",
    responses=responses.SAVED_CONTACT,
    dependencies=[Depends(keepers_only)],
    summary="Add or change a contact",
)
async def save_contact(
    request: Request, contact: ContactId, body: SaveContactBody, desk: State, who: Who, by: By
) -> Response:
    """The contact as it is to be; whoever asks with a new id adds one.

    With `If-Match` (the contact's version, 0 for a new one) it is refused if somebody else has
    changed it meanwhile.
    """
    wanted = _contact(desk, contact, body)
    version = version_of(request.headers.get("if-match"))
    kept = await run_in_threadpool(
        desk.contacts.save, wanted, by.because(body.reason), version=version
    )
    book = await _book(desk, who, request, [kept])
    return send(book.one(kept), ETag=f'"{kept.version}"')


@router.delete(
    "/{contact}",
    status_code=204,
    responses=responses.REMOVED_CONTACT,
    dependencies=[Depends(keepers_only)],
    summary="Remove a contact",
)
async def remove_contact(contact: ContactId, desk: State, by: By) -> Response:
    """Take somebody out of the address book; the server journal keeps that he was in it."""
    if not await run_in_threadpool(desk.contacts.remove, contact, by):
        raise HttpError(404, "contact_not_found")
    return Response(status_code=204)


async def _book(
    desk: AppState, who: SignedIn, request: Request, kept: Sequence[KeptContact] | None = None
) -> AddressBook:
    known = await run_in_threadpool(desk.contacts.list) if kept is None else kept
    language = language_of(request.headers.get("accept-language"))
    return AddressBook(known, desk.plans, who.actor, language)


def version_of(given: str | None) -> int | None:
    """The version that a change names by `If-Match`; None without. Raises `InvalidInput`."""
    if given is None or given.strip() == "*":
        return None
    found = _VERSION.fullmatch(given.strip())
    if found is None:
        raise InvalidInput("bad_value", field="If-Match", value=given[:80], accepted='"12"')
    return int(found[1])


def _contact(desk: AppState, id_: str, body: SaveContact) -> Contact:
    """The contact of a body. Raises `InvalidInput` for what no plan or telephone knows."""
    plans = desk.plans.current().values()
    posts, codes = post_names(plans), division_names(plans)
    for role in body.roles:
        if role not in posts:
            hint = nearest(role, [*posts]) or "—"
            accepted = ", ".join(posts)
            raise InvalidInput(
                "unknown_choice", field="roles", value=role[:80], accepted=accepted, hint=hint
            )
    if body.division is not None and codes and body.division not in codes:
        accepted = "、".join(f"{code} {name}" for code, name in codes.items())
        raise InvalidInput(
            "unknown_choice", field="division", value=body.division, accepted=accepted, hint="—"
        )
    channels: list[Channel] = []
    for number, one in enumerate(body.channels):
        address = read_address(one.kind, one.address)
        if address is None:
            raise InvalidInput(
                "bad_value",
                field=f"channels.{number}.address",
                label=MessageKey(f"contacts.kind.{one.kind}"),
                value=one.address[:80],
                accepted=MessageKey(f"contacts.form.{one.kind}"),
            )
        channels.append(Channel(one.kind, address))
    return Contact(
        id=id_,
        unit=body.unit,
        post=body.post,
        person=body.person,
        division=body.division,
        rank=body.rank,
        roles=tuple(dict.fromkeys(body.roles)),
        channels=tuple(dict.fromkeys(channels)),
        account=body.account,
        note=body.note,
    )
