"""The entries of the server journal: one union, and typed data for each type.

No entry holds a password or a token; `token` names a token by the beginning of the sha256
that is stored of it. A later kind of change (attachments) joins by its data, its
entry in `ServerEvent`, and its sentence in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NotRequired, get_args, get_type_hints

from pydantic import Field
from typing_extensions import TypedDict

from api.server_journal.call_data import ServerCallEntry
from api.server_journal.contact_data import (
    ContactRemovedEntry,
    ContactSavedEntry,
)
from api.server_journal.drill_data import DrillControlledEntry, DrillMessageSentEntry
from api.server_journal.entry import Entry
from api.server_journal.evaluation_data import EvaluationEntry
from api.server_journal.handover_data import HandoverEntry
from api.server_journal.retention_data import RetentionEntry
from api.server_journal.roster_data import RosterEntry
from api.server_journal.scenario_data import ScenarioEntry
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
from api.server_journal.webhook_data import WebhookRemovedEntry, WebhookSavedEntry


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


class JournalBegunEntry(Entry):
    """The first entry."""

    type: Literal["journal_begun"]
    data: JournalBegun


class AccountCreatedEntry(Entry):
    """See `AccountCreated`."""

    type: Literal["account_created"]
    data: AccountCreated


class RolesChangedEntry(Entry):
    """See `RolesChanged`."""

    type: Literal["roles_changed"]
    data: RolesChanged


class PlaceChangedEntry(Entry):
    """See `PlaceChanged`."""

    type: Literal["place_changed"]
    data: PlaceChanged


class PasswordSetEntry(Entry):
    """See `PasswordSet`."""

    type: Literal["password_set"]
    data: PasswordSet


class AccountDisabledEntry(Entry):
    """See `AccountDisabled`."""

    type: Literal["account_disabled"]
    data: AccountDisabled


class AccountEnabledEntry(Entry):
    """See `AccountEnabled`."""

    type: Literal["account_enabled"]
    data: AccountEnabled


class AccountRenamedEntry(Entry):
    """See `AccountRenamed`."""

    type: Literal["account_renamed"]
    data: AccountRenamed


class SignInsEndedEntry(Entry):
    """See `SignInsEnded`."""

    type: Literal["sign_ins_ended"]
    data: SignInsEnded


class SecondFactorOnEntry(Entry):
    """See `SecondFactorOn`."""

    type: Literal["second_factor_on"]
    data: SecondFactorOn


class SecondFactorOffEntry(Entry):
    """See `SecondFactorOff`."""

    type: Literal["second_factor_off"]
    data: SecondFactorOff


class RecoveryCodeUsedEntry(Entry):
    """See `RecoveryCodeUsed`."""

    type: Literal["recovery_code_used"]
    data: RecoveryCodeUsed


class IdentityLinkedEntry(Entry):
    """See `IdentityLinked`."""

    type: Literal["identity_linked"]
    data: IdentityLinked


class SignedInEntry(Entry):
    """See `SignedIn`."""

    type: Literal["signed_in"]
    data: SignedIn


class SignedOutEntry(Entry):
    """See `SignedOut`."""

    type: Literal["signed_out"]
    data: SignedOut


class TokenCreatedEntry(Entry):
    """See `TokenFacts`."""

    type: Literal["token_created"]
    data: TokenFacts


class TokenRevokedEntry(Entry):
    """See `TokenRevoked`."""

    type: Literal["token_revoked"]
    data: TokenRevoked


class ChangeProposedEntry(Entry):
    """See `ChangeProposed`."""

    type: Literal["change_proposed"]
    data: ChangeProposed


class ProposalConfirmedEntry(Entry):
    """See `ProposalConfirmed`."""

    type: Literal["proposal_confirmed"]
    data: ProposalConfirmed


class ProposalWithdrawnEntry(Entry):
    """See `ProposalWithdrawn`."""

    type: Literal["proposal_withdrawn"]
    data: ProposalWithdrawn


class PlanStoredEntry(Entry):
    """An edition of a plan was seen for the first time; see `PlanFacts`."""

    type: Literal["plan_stored"]
    data: PlanFacts


class SettingsChangedEntry(Entry):
    """See `SettingsChanged`."""

    type: Literal["settings_changed"]
    data: SettingsChanged


class ClockTrustedEntry(Entry):
    """See `ClockTrusted`."""

    type: Literal["clock_trusted"]
    data: ClockTrusted


class ContinuationAcknowledgedEntry(Entry):
    """See `ContinuationAcknowledged`."""

    type: Literal["continuation_acknowledged"]
    data: ContinuationAcknowledged


class DatabaseRestoredEntry(Entry):
    """See `DatabaseRestored`."""

    type: Literal["database_restored"]
    data: DatabaseRestored


ServerEvent = Annotated[
    JournalBegunEntry
    | AccountCreatedEntry
    | RolesChangedEntry
    | PlaceChangedEntry
    | PasswordSetEntry
    | AccountDisabledEntry
    | AccountEnabledEntry
    | AccountRenamedEntry
    | SecondFactorOnEntry
    | SecondFactorOffEntry
    | RecoveryCodeUsedEntry
    | IdentityLinkedEntry
    | SignInsEndedEntry
    | SignedInEntry
    | SignedOutEntry
    | TokenCreatedEntry
    | TokenRevokedEntry
    | ChangeProposedEntry
    | ProposalConfirmedEntry
    | ProposalWithdrawnEntry
    | PlanStoredEntry
    | SettingsChangedEntry
    | DatabaseRestoredEntry
    | ClockTrustedEntry
    | ContinuationAcknowledgedEntry
    | ContactSavedEntry
    | ContactRemovedEntry
    | ServerCallEntry
    | HandoverEntry
    | EvaluationEntry
    | RosterEntry
    | ScenarioEntry
    | WebhookSavedEntry
    | WebhookRemovedEntry
    | DrillControlledEntry
    | DrillMessageSentEntry
    | RetentionEntry,
    Field(discriminator="type"),
]
"""Any entry, told apart by its type."""

EVENT_TYPES: tuple[str, ...] = tuple(
    get_args(get_type_hints(entry)["type"])[0] for entry in get_args(get_args(ServerEvent)[0])
)
"""All types of entries."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened, before it has its place in the journal; `data` fits the type."""

    type: str
    data: Mapping[str, Any]
