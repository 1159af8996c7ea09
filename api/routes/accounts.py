"""Looking after accounts, for administrators.

An account that is disabled or gets a new password loses its sign-ins at once. The last
administrator cannot be disabled or stripped of the role.
"""

from __future__ import annotations

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
    found = _found(desk, name)
    place = body.model_dump(include={"division", "unit"}, exclude_unset=True)
    roles = found.roles if body.roles is None else body.roles
    after = {"division": found.division, "unit": found.unit} | place
    if place:
        check_belonging(desk.plans, roles, after["division"], after["unit"])
    elif body.roles is not None:
        check_needed(desk.plans, roles, found.division, found.unit)
    loses = body.disabled or (body.roles is not None and "admin" not in body.roles)
    if loses and _is_last_admin(desk, found):
        raise HttpError(409, "last_admin", name=found.name)
    if body.password is not None:
        desk.accounts.set_password(found.name, body.password)
    if body.roles is not None:
        desk.accounts.set_roles(found.name, body.roles)
    if place:
        desk.accounts.set_place(found.name, after["division"], after["unit"])
    if body.disabled is not None:
        desk.accounts.set_disabled(found.name, body.disabled)
    return _found(desk, name)


def _found(desk: Desk, name: str) -> Account:
    found = desk.accounts.find(name)
    if found is None:
        raise HttpError(404, "account_not_found", name=name[:80])
    return found


def _is_last_admin(desk: Desk, account: Account) -> bool:
    admins = [a.name for a in desk.accounts.list() if "admin" in a.roles and not a.disabled]
    return admins == [account.name]


def _shape(account: Account) -> dict[str, Any]:
    return {
        "name": account.name,
        "roles": sorted(account.roles),
        "division": account.division,
        "unit": account.unit,
        "disabled": account.disabled,
    }
