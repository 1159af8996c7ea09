"""Looking after accounts, for administrators.

An account that is disabled or gets a new password loses its sign-ins at once. The last
administrator cannot be disabled or stripped of the role.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import answers
from api.desk import Desk, desk_of, require, signed_in
from api.gate import StrictRoute
from api.ports import Account
from api.problems import HttpError
from api.replies import send
from api.roles import check_belonging, check_needed, check_roles
from api.schemas import AccountChange, AccountChangeBody, NewAccountBody


async def admin_only(request: Request) -> None:
    """Raise 403 for everybody else."""
    require(await signed_in(request), "admin")


router = APIRouter(
    prefix="/api/accounts",
    tags=["accounts"],
    route_class=StrictRoute,
    dependencies=[Depends(admin_only)],
)
TheDesk = Annotated[Desk, Depends(desk_of)]


@router.get("", responses=answers.ACCOUNTS, summary="All accounts")
async def accounts(desk: TheDesk) -> Response:
    """By name, without anything secret."""
    listed = await run_in_threadpool(desk.accounts.list)
    return send({"accounts": [_shape(account) for account in listed]})


@router.post("", status_code=201, responses=answers.NEW_ACCOUNT, summary="Make an account")
async def add_account(body: NewAccountBody, desk: TheDesk) -> Response:
    """Make an account; the reporter and posts of a division need its code."""
    check_roles(desk.plans, body.roles)
    check_belonging(desk.plans, body.roles, body.division, body.unit)

    def make() -> Account:
        return desk.accounts.create(
            body.name,
            body.password,
            body.roles,
            desk.wall.now,
            division=body.division,
            unit=body.unit,
        )

    made = await run_in_threadpool(make)
    return send(_shape(made), 201, Location=f"/api/accounts/{quote(made.name)}")


@router.patch("/{name}", responses=answers.CHANGED_ACCOUNT, summary="Change an account")
async def change_account(name: str, body: AccountChangeBody, desk: TheDesk) -> Response:
    """Change the password, the roles, the division, the unit, or whether it may sign in."""
    if body.roles is not None:
        check_roles(desk.plans, body.roles)
    changed = await run_in_threadpool(_change, desk, name, body)
    if body.password is not None or body.disabled:
        await run_in_threadpool(desk.sessions.revoke_all, changed.name)
        desk.hub.sign_out(account=changed.name)
    return send(_shape(changed))


def _change(desk: Desk, name: str, body: AccountChange) -> Account:
    """All in one transaction: two administrators at once must not take both away."""
    changes = body.model_dump(exclude_unset=True)
    for field in ("password", "roles", "disabled"):
        if changes.get(field) is None:
            changes.pop(field, None)

    def check(before: Account, after: Account, everybody: Sequence[Account]) -> None:
        if {"division", "unit"} & changes.keys():
            check_belonging(desk.plans, after.roles, after.division, after.unit)
        elif "roles" in changes:
            check_needed(desk.plans, after.roles, after.division, after.unit)
        if _administers(before) and not _administers(after):
            others = [one for one in everybody if _administers(one) and one.name != before.name]
            if not others:
                raise HttpError(409, "last_admin", name=before.name)

    return desk.accounts.change(_found(desk, name).name, changes, check)


def _found(desk: Desk, name: str) -> Account:
    found = desk.accounts.find(name)
    if found is None:
        raise HttpError(404, "account_not_found", name=name[:80])
    return found


def _administers(account: Account) -> bool:
    return "admin" in account.roles and not account.disabled


def _shape(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "roles": sorted(account.roles),
        "division": account.division,
        "unit": account.unit,
        "disabled": account.disabled,
    }
