"""Bodies of requests.

Requests on incidents are the engine's own (`engine.incident.commands`). The server's own are
here: signing in, accounts, setup.
"""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Body
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.server_journal.handover_data import LogKind, Side
from engine.contacts.contact import FIRST, LAST, ChannelKind
from engine.incident import attachment_commands, call_commands, commands, document_commands
from engine.incident.command_parts import Means
from engine.input_types import Instant, Name, Required, Words

LEAST_PASSWORD = 10
MOST_SECONDS = 1e11
"""Some three thousand years."""

AccountName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
NewPassword = Annotated[str, StringConstraints(min_length=LEAST_PASSWORD, max_length=1000)]
Code = Annotated[str, StringConstraints(min_length=6, max_length=40)]
Division = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
Reason = Annotated[Required, StringConstraints(max_length=500)]
Unit = Annotated[Name, StringConstraints(max_length=100)]


class Closed(BaseModel):
    """Base of the server's own bodies: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SignIn(Closed):
    """Who signs in; `code` is the second factor of accounts that ask for one."""

    name: AccountName
    password: Password
    code: Code | None = None


class CurrentPassword(Closed):
    """One's present password, before a second factor is set up."""

    current: Password


class ConfirmingCode(Closed):
    """The first code of a telephone that is to be a second factor."""

    code: Code


class SecondFactorOff(Closed):
    """One's present password and a code: of the telephone, or a recovery code."""

    current: Password
    code: Code


class PasswordChange(Closed):
    """A new password for oneself, with the present one."""

    current: Password
    password: NewPassword


class SetUp(Closed):
    """The first account of a new installation; `code` is on the server's terminal."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    name: AccountName
    password: NewPassword


class NewAccount(Closed):
    """An account to be made; `roles` are general roles, or posts written `plan:role`."""

    name: AccountName
    password: NewPassword
    roles: tuple[str, ...] = Field(min_length=1, max_length=50)
    division: Division | None = None
    unit: Unit | None = None
    reason: Reason | None = None


class AccountChange(Closed):
    """What to change about an account; what is left out stays.

    A `division` or `unit` of null takes it from the account.
    """

    password: NewPassword | None = None
    roles: Annotated[tuple[str, ...], Field(min_length=1, max_length=50)] | None = None
    division: Division | None = None
    unit: Unit | None = None
    disabled: bool | None = None
    reason: Reason | None = None


class NewToken(Closed):
    """A token that reads, of the viewer of this name; without `days` until it is ended."""

    name: AccountName
    days: Annotated[int, Field(ge=1, le=3660)] | None = None
    reason: Reason | None = None


class ContactChannel(Closed):
    """One number or address, as it is typed."""

    kind: ChannelKind
    address: Annotated[Name, StringConstraints(max_length=100)]


class SaveContact(Closed):
    """A contact as it is to be; without a `person` a duty telephone.

    `rank` 1 holds the post, 2 and more are its deputies. `roles` are posts of plans, written
    `plan:role`, and general roles.
    """

    unit: Annotated[Name, StringConstraints(max_length=100)]
    post: Annotated[Name, StringConstraints(max_length=100)]
    person: Annotated[Name, StringConstraints(max_length=100)] | None = None
    division: Division | None = None
    rank: Annotated[int, Field(ge=FIRST, le=LAST)] = FIRST
    roles: tuple[Annotated[str, StringConstraints(max_length=200)], ...] = Field((), max_length=50)
    channels: tuple[ContactChannel, ...] = Field((), max_length=20)
    account: AccountName | None = None
    note: Annotated[Required, StringConstraints(max_length=500)] | None = None
    reason: Reason | None = None


class CallNow(Closed):
    """Whom to call now, and why. Exactly one of `post`, `contact` and `on_duty`.

    `post` is a post, a unit or a division of the incident's plan; of no incident, `plan:post`.
    """

    incident: Annotated[Name, StringConstraints(max_length=64)] | None = None
    post: Name | None = None
    contact: Annotated[Name, StringConstraints(max_length=40)] | None = None
    on_duty: Literal["leader", "duty_officers", "standby"] | None = None
    reason: Required


class AnswerCall(Closed):
    """How the desk has reached somebody, and what he said."""

    means: Means = "phone"
    note: Words = ""


class TestChannel(Closed):
    """To whom a test message goes; without an address where the channel has one target."""

    address: Annotated[Name, StringConstraints(max_length=100)] | None = None


class ImportContacts(Closed):
    """A spreadsheet (.xlsx) of contacts in Base64.

    Without `book` it is only checked; with the `book` that a check has told it is taken over.
    With `replace` whoever is not on the sheet is removed.
    """

    file: Annotated[str, StringConstraints(min_length=1, max_length=1_000_000)]
    replace: bool = False
    book: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}\.[0-9]{1,12}$")] | None = None
    reason: Reason | None = None


class NewHandover(Closed):
    """Notes for whoever takes over; `sign` by whoever gives over, at once."""

    notes: Words = ""
    sign: bool = True


class SignHandover(Closed):
    """On which side the account signs."""

    side: Side


class NewLogEntry(Closed):
    """What is written into the shift log; without `happened_at` it happened now."""

    kind: LogKind = "other"
    text: Required
    happened_at: Instant | None = None


class Strike(Closed):
    """Why an entry counts no more."""

    reason: Reason


class Confirmation(Closed):
    """Why an administrator confirms what another has proposed."""

    reason: Reason | None = None


class TrustClock(Closed):
    """A node's clock that is right, and how far ahead it was seen; `reason` is kept."""

    node: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    ahead_s: float = Field(ge=-MOST_SECONDS, le=MOST_SECONDS)
    reason: Annotated[Name, StringConstraints(max_length=200)] | None = None


class Acknowledge(Closed):
    """The lost end of the chain that somebody has seen; `reason` is kept."""

    position: int = Field(ge=1, le=2**63 - 1)
    reason: Reason | None = None


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
    | commands.RecommendEnd
    | commands.ApproveEnd
    | commands.RefuseEnd
    | commands.EndResponse
    | commands.CloseIncident
    | commands.VoidIncident
    | commands.StrikeEntry
    | commands.ConfirmRecordedOrder
    | commands.DelegateRole
    | commands.RecordAbsence
    | commands.LinkIncidents
    | commands.UnlinkIncidents
    | commands.AddLogEntry
    | document_commands.EditDocument
    | document_commands.SignDocument
    | attachment_commands.DestroyAttachment
    | call_commands.StartCall
    | call_commands.AnswerCall,
    Field(discriminator="command"),
]
"""Any of the commands; the field `command` tells them apart."""


CommandBody = Annotated[AnyCommand, Body()]
ReportsBody = Annotated[commands.SubmitReports, Body()]
OpenBody = Annotated[commands.OpenIncident, Body()]
PreviewBody = Annotated[commands.PreviewIncident, Body()]
SignInBody = Annotated[SignIn, Body()]
PasswordChangeBody = Annotated[PasswordChange, Body()]
CurrentPasswordBody = Annotated[CurrentPassword, Body()]
ConfirmingCodeBody = Annotated[ConfirmingCode, Body()]
SecondFactorOffBody = Annotated[SecondFactorOff, Body()]
SetUpBody = Annotated[SetUp, Body()]
NewAccountBody = Annotated[NewAccount, Body()]
NewTokenBody = Annotated[NewToken, Body()]
TestChannelBody = Annotated[TestChannel, Body()]
SaveContactBody = Annotated[SaveContact, Body()]
CallNowBody = Annotated[CallNow, Body()]
AnswerCallBody = Annotated[AnswerCall, Body()]
ImportContactsBody = Annotated[ImportContacts, Body()]
NewHandoverBody = Annotated[NewHandover, Body()]
SignHandoverBody = Annotated[SignHandover, Body()]
NewLogEntryBody = Annotated[NewLogEntry, Body()]
StrikeBody = Annotated[Strike, Body()]
TrustClockBody = Annotated[TrustClock, Body()]
AcknowledgeBody = Annotated[Acknowledge, Body()]
AccountChangeBody = Annotated[AccountChange, Body()]
ConfirmationBody = Annotated[Confirmation, Body()]
