"""Manage accounts, for administrators.

An account that is disabled or gets a new password loses its sign-ins at once. The last
administrator cannot be disabled or stripped of the role, and nobody changes his own roles.
Some changes wait for a second administrator (`api.access.two_admins`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.account_names import folded_name
from api.access.roles import check_belonging, check_needed, check_roles
from api.http.dependencies import By, State, require, signed_in
from api.http.openapi import responses
from api.http.openapi.account_shapes import AccountsPage, AccountView, ProposalView, Proposed
from api.http.request_bodies import AccountChange, AccountChangeBody, NewAccountBody
from api.http.responses import send
from api.http.strict_json import StrictRoute
from api.problems import HttpError, language_of
from api.runtime.app_state import AppState
from api.server_journal.account import Account
from api.server_journal.account_changes import wish_of
from api.server_journal.changed_by import ChangedBy
from api.server_journal.sentences import Sentences
from api.store.accounts.proposals import Proposal
from engine.instants import to_text

OWN = ("roles", "division", "unit", "disabled")
"""What nobody changes of his own account."""


async def admin_only(request: Request) -> None:
    """Raise `HttpError` (403) unless the account is an administrator."""
    require(await signed_in(request), "admin")


async def readers_only(request: Request) -> None:
    """Raise 403 for everybody but administrators and auditors."""
    require(await signed_in(request), "admin", "auditor")


router = APIRouter(prefix="/api/accounts", tags=["accounts"], route_class=StrictRoute)
ADMIN_ONLY = [Depends(admin_only)]
READERS_ONLY = [Depends(readers_only)]


@router.get("", responses=responses.ACCOUNTS, dependencies=READERS_ONLY, summary="All accounts")
async def accounts(desk: State) -> Response:
    """By name, without anything secret; for administrators and auditors."""
    listed = await run_in_threadpool(desk.accounts.list)
    return send(AccountsPage(accounts=[view_of(account, listed) for account in listed]))


@router.post(
    "",
    status_code=201,
    responses=responses.NEW_ACCOUNT,
    dependencies=ADMIN_ONLY,
    summary="Make an account",
)
async def add_account(request: Request, body: NewAccountBody, desk: State, by: By) -> Response:
    """Make an account; the reporter and posts of a division need its code.

    202 and a proposal where a second administrator has to confirm it.
    """
    check_roles(desk.plans, body.roles)
    check_belonging(desk.plans, body.roles, body.division, body.unit)

    def make() -> Account | Proposal:
        return desk.accounts.create_or_propose(
            body.name,
            body.password,
            body.roles,
            by.because(body.reason),
            desk.second,
            division=body.division,
            unit=body.unit,
        )

    made = await run_in_threadpool(make)
    if isinstance(made, Proposal):
        return proposed(made, words_for(desk, request))
    return send(view_of(made), 201, Location=f"/api/accounts/{quote(made.name)}")


@router.patch(
    "/{name:path}",
    responses=responses.CHANGED_ACCOUNT,
    dependencies=ADMIN_ONLY,
    summary="Change an account",
)
async def change_account(
    request: Request, name: str, body: AccountChangeBody, desk: State, by: By
) -> Response:
    """Change the password, the roles, the division, the unit, or whether it may sign in.

    202 and a proposal where a second administrator has to confirm it.
    """
    if body.roles is not None:
        check_roles(desk.plans, body.roles)
    changed = await run_in_threadpool(_change, desk, name, body, by.because(body.reason))
    if isinstance(changed, Proposal):
        return proposed(changed, words_for(desk, request))
    show_change(desk, changed, signed_out=body.password is not None or changed.disabled)
    return send(view_of(changed))


def _change(desk: AppState, name: str, body: AccountChange, by: ChangedBy) -> Account | Proposal:
    """All in one transaction: two administrators at once must not take both away."""
    changes = body.model_dump(exclude_unset=True, exclude={"reason"})
    for field in ("password", "roles", "disabled"):
        if changes.get(field) is None:
            changes.pop(field, None)
    found = desk.accounts.find(name)
    if found is None:
        raise HttpError(404, "account_not_found", name=name[:80])
    check = checking(desk, changes, by)
    return desk.accounts.change_or_propose(found.name, changes, check, by, desk.second)


class checking:
    """The check of a change, inside its transaction."""

    def __init__(self, desk: AppState, changes: Mapping[str, Any], by: ChangedBy) -> None:
        self._desk, self._changes, self._by = desk, changes, by

    def __call__(self, before: Account, after: Account, everybody: Sequence[Account]) -> None:
        """Raise what is wrong with the account after the change."""
        plans, changed = self._desk.plans, self._changes.keys()
        if {"division", "unit"} & changed:
            check_belonging(plans, after.roles, after.division, after.unit)
        elif "roles" in changed:
            check_needed(plans, after.roles, after.division, after.unit)
        if _administers(before) and not _administers(after):
            others = [one for one in everybody if _administers(one) and one.name != before.name]
            if not others:
                raise HttpError(409, "last_admin", name=before.name)
        if before.name == self._by.actor and changed & set(OWN):
            raise HttpError(403, "own_roles")


def show_change(desk: AppState, account: Account, *, signed_out: bool) -> None:
    """Have the account's open sockets show at once what it may see now, or close them."""
    if signed_out:
        desk.hub.sign_out(account=account.name)
    else:
        desk.hub.see_again(account.actor)


def _administers(account: Account) -> bool:
    return "admin" in account.roles and not account.disabled


def view_of(account: Account, everybody: Sequence[Account] = ()) -> AccountView:
    """An account as administrators see it."""
    folded = folded_name(account.name)
    like = [one.name for one in everybody if folded_name(one.name) == folded]
    return {
        "name": account.name,
        "roles": sorted(account.roles),
        "division": account.division,
        "unit": account.unit,
        "disabled": account.disabled,
        "reads_like": [name for name in like if name != account.name],
    }


def words_for(desk: AppState, request: Request) -> Sentences:
    """Sentences in the language of the request."""
    language = language_of(request.headers.get("accept-language"))
    return Sentences(desk.plans.current(), language)


def proposed(proposal: Proposal, words: Sentences) -> Response:
    """The answer that nothing has changed yet."""
    return send(Proposed(proposal=proposal_view(proposal, words)), 202)


def proposal_view(proposal: Proposal, words: Sentences) -> ProposalView:
    """A proposal as administrators see it."""
    wish = wish_of(proposal.changes, password=proposal.has_password)
    told = {"account": proposal.account, "wish": wish}
    return {
        "sentence": words.of({"type": "change_proposed", "data": told}),
        "id": proposal.id,
        "account": proposal.account,
        "new": proposal.new,
        "wish": wish,
        "proposed_by": proposal.proposed_by,
        "proposed_at": to_text(proposal.proposed_at),
        "expires_at": to_text(proposal.expires_at),
        "reason": proposal.reason,
    }
