"""The entries of the server journal: one union, and typed data for each type.

No entry holds a password or a token; `token` names a token by the beginning of the sha256
that is stored of it. A later kind of change (attachments) joins by its data, its
entry in `DATA`, and its sentence in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Annotated, Any, NotRequired

from pydantic import Field, GetPydanticSchema
from typing_extensions import TypedDict

from api.server_journal.call_data import CALLS
from api.server_journal.contact_data import CONTACTS
from api.server_journal.drill_data import DRILL
from api.server_journal.entry import DataByType, Entry, entry_shape
from api.server_journal.evaluation_data import EVALUATION
from api.server_journal.handover_data import DUTY
from api.server_journal.retention_data import RETENTION
from api.server_journal.roster_data import ROSTER
from api.server_journal.scenario_data import SCENARIO
from api.server_journal.server_data import (
    ClockTrusted,
    DatabaseRestored,
    PlanFacts,
    SettingsChanged,
)
from api.server_journal.sign_in_data import (
    ContinuationAcknowledged,
    IdentityLinked,
    ProposalConfirmed,
    RecoveryCodeUsed,
    SecondFactorOff,
    SecondFactorOn,
    SignedIn,
    SignedOut,
    SignInsEnded,
    TokenFacts,
    TokenRevoked,
)
from api.server_journal.webhook_data import WEBHOOKS


class AccountFacts(TypedDict):
    """An account without anything secret."""

    account: str
    roles: list[str]
    division: str | None
    unit: str | None
    disabled: bool


class Place(TypedDict):
    """Where an account belongs."""

    division: str | None
    unit: str | None


class JournalBegun(TypedDict):
    """What there was before the journal began."""

    accounts: list[AccountFacts]
    tokens: list[TokenFacts]
    plans: list[PlanFacts]


class AccountCreated(AccountFacts):
    """A new account; without a password it can be used by tokens only."""

    has_password: bool
    proposed_by: str | None
    """The administrator who proposed it, where a second one had to confirm."""
    mark: NotRequired[str | None]
    """Of the stored hash of the password; it says nothing about the password."""


class RolesChanged(TypedDict):
    """Roles were given or taken."""

    account: str
    before: list[str]
    after: list[str]
    proposed_by: str | None


class PlaceChanged(TypedDict):
    """Another division or unit."""

    account: str
    before: Place
    after: Place
    proposed_by: str | None


class PasswordSet(TypedDict):
    """A new password; `own` if the account did it itself."""

    account: str
    own: bool
    proposed_by: str | None
    mark: NotRequired[str | None]
    """As in `AccountCreated`."""


class AccountDisabled(TypedDict):
    """It cannot sign in any more; `roles` are those that it had."""

    account: str
    roles: list[str]


class AccountEnabled(TypedDict):
    """It may sign in again, with these roles."""

    account: str
    roles: list[str]
    proposed_by: str | None


class AccountRenamed(TypedDict):
    """The account has another name and is the same."""

    account: str
    before: str


class Wish(TypedDict):
    """What a proposal would change; null stays, but in `place`, which is both or null."""

    roles: list[str] | None
    place: Place | None
    disabled: bool | None
    password: bool


class ChangeProposed(TypedDict):
    """One administrator proposed what a second has to confirm."""

    proposal: str
    account: str
    new: bool
    """The account does not exist yet."""
    wish: Wish
    expires_at: str
    mark: NotRequired[str]
    """Of the whole row that waits in the database."""


class ProposalWithdrawn(TypedDict):
    """A proposal was taken back or refused."""

    proposal: str
    account: str
    proposed_by: str


DATA: DataByType = {
    "journal_begun": JournalBegun,
    "account_created": AccountCreated,
    "roles_changed": RolesChanged,
    "place_changed": PlaceChanged,
    "password_set": PasswordSet,
    "account_disabled": AccountDisabled,
    "account_enabled": AccountEnabled,
    "account_renamed": AccountRenamed,
    "second_factor_on": SecondFactorOn,
    "second_factor_off": SecondFactorOff,
    "recovery_code_used": RecoveryCodeUsed,
    "identity_linked": IdentityLinked,
    "sign_ins_ended": SignInsEnded,
    "signed_in": SignedIn,
    "signed_out": SignedOut,
    "token_created": TokenFacts,
    "token_revoked": TokenRevoked,
    "change_proposed": ChangeProposed,
    "proposal_confirmed": ProposalConfirmed,
    "proposal_withdrawn": ProposalWithdrawn,
    "plan_stored": PlanFacts,
    "settings_changed": SettingsChanged,
    "database_restored": DatabaseRestored,
    "clock_trusted": ClockTrusted,
    "continuation_acknowledged": ContinuationAcknowledged,
    **CONTACTS,
    **CALLS,
    **DUTY,
    **EVALUATION,
    **ROSTER,
    **SCENARIO,
    **WEBHOOKS,
    **DRILL,
    **RETENTION,
}
"""The shape of the data of every entry, by its type."""

EVENT_TYPES: tuple[str, ...] = tuple(DATA)
"""All types of entries."""

_ANY = reduce(or_, (entry_shape(type_, data) for type_, data in DATA.items()))
ServerEvent = Annotated[
    Entry,
    GetPydanticSchema(lambda _, schema: schema(Annotated[_ANY, Field(discriminator="type")])),
]
"""Any entry, told apart by its type."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened, before it has its place in the journal; `data` fits the type."""

    type: str
    data: Mapping[str, Any]
