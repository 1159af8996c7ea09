"""Bodies and answers of the API, with an example on every body.

Requests on incidents are the engine's own (`engine.commands`); here are the server's:
signing in, accounts, setup. Answers are described for the OpenAPI document only; they
are sent as the engine made them.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Body
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api import examples
from engine import commands

LEAST_PASSWORD = 10

AccountName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
NewPassword = Annotated[str, StringConstraints(min_length=LEAST_PASSWORD, max_length=1000)]
Division = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Unit = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class Closed(BaseModel):
    """Base of the server's own bodies: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SignIn(Closed):
    """Who signs in."""

    name: AccountName
    password: Password


class SetUp(Closed):
    """The first account of a new installation; `code` is on the server's terminal."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    name: AccountName
    password: NewPassword


class NewAccount(Closed):
    """An account to be made; `roles` as in the contract, posts written `plan:role`."""

    name: AccountName
    password: NewPassword
    roles: tuple[str, ...] = Field(min_length=1, max_length=50)
    division: Division | None = None
    unit: Unit | None = None


class AccountChange(Closed):
    """What to change about an account; what is left out stays.

    A `division` or `unit` of null takes it from the account.
    """

    password: NewPassword | None = None
    roles: Annotated[tuple[str, ...], Field(min_length=1, max_length=50)] | None = None
    division: Division | None = None
    unit: Unit | None = None
    disabled: bool | None = None


AnyCommand = Annotated[
    commands.RecordFacts
    | commands.IssueWarning
    | commands.LiftWarning
    | commands.RecommendActivation
    | commands.ApproveActivation
    | commands.RefuseActivation
    | commands.ActivateResponse
    | commands.AdjustResponse
    | commands.AssumeCommand
    | commands.HandOverCommand
    | commands.ReturnCommand
    | commands.FormGroup
    | commands.ChangeGroup
    | commands.CompleteMeasure
    | commands.WaiveMeasure
    | commands.SubmitReport
    | commands.SetReporters
    | commands.ReanchorCadence
    | commands.ConfirmEndCondition
    | commands.EndResponse
    | commands.CloseIncident
    | commands.StrikeEntry
    | commands.ConfirmRecordedOrder
    | commands.DelegateRole
    | commands.RecordAbsence
    | commands.LinkIncidents
    | commands.UnlinkIncidents
    | commands.AddLogEntry,
    Field(discriminator="command"),
]
"""Any of the commands, told apart by its name."""


def _body(**shown: Any) -> Any:
    return Body(openapi_examples=shown)


CommandBody = Annotated[AnyCommand, _body(**examples.COMMAND_EXAMPLES)]
OpenBody = Annotated[commands.OpenIncident, _body(coal_mine=examples.OPEN_EXAMPLE)]
SignInBody = Annotated[SignIn, _body(desk=examples.SIGN_IN_EXAMPLE)]
SetUpBody = Annotated[SetUp, _body(first=examples.SET_UP_EXAMPLE)]
NewAccountBody = Annotated[NewAccount, _body(reporter=examples.NEW_ACCOUNT_EXAMPLE)]
AccountChangeBody = Annotated[AccountChange, _body(disable=examples.ACCOUNT_CHANGE_EXAMPLE)]
