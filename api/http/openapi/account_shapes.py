"""The shapes of answers about accounts: sign-ins, tokens, changes of accounts, their journal.

Instants are RFC 3339 in UTC, by the server's time where nothing else is said.
"""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from api.ports import ClockFacts
from api.runtime.health import BreakGlass
from api.server_journal.events import ServerEvent, Wish


class Session(ClockFacts):
    """The account that is signed in; `name` is null for nobody."""

    name: str | None
    roles: list[str]
    """Ids of general roles, and `PLAN:ROLE` of posts in a plan."""
    division: str | None
    """Code of the division (GB/T 2260) that the account acts for; null for none."""
    unit: str | None
    """The unit that the account reports for, as the plans name it; null for none."""
    setup_required: bool
    """There is no account yet."""
    expires_at: str | None
    """When this sign-in or token ends by itself, by the real clock."""
    read_only: bool
    """A token that may not write."""
    sign_in_once: bool
    """Passwords are good for one sign-in here: the server plays a live drill."""
    sign_in_with: str | None
    """The name of an identity provider beside passwords; null if there is none."""
    server_time: str
    """The time that counts, at this moment."""


class NewSession(ClockFacts):
    """A new sign-in."""

    token: str
    """For `Authorization: Bearer`; browsers get it as a cookie."""
    expires_at: str
    """By the real clock."""
    name: str
    roles: list[str]
    division: str | None
    unit: str | None
    server_time: str
    """The time that counts, at this moment."""


class SecondFactorState(TypedDict):
    """Whether signing in with one's password asks for a code as well."""

    enabled: bool
    since: str | None
    """When it was put in force; null while it is not."""
    recovery_left: int
    """How many recovery codes are still good."""


class SecondFactorSecret(TypedDict):
    """What an authenticator program needs; in force once a code has confirmed it."""

    secret: str
    """In base32, to be typed."""
    uri: str
    """`otpauth:` address."""
    qr: str
    """A picture of that address, as a `data:` address."""


class RecoveryCodes(TypedDict):
    """Codes in place of a lost telephone, each good once; shown this once."""

    recovery_codes: list[str]


class OwnSession(TypedDict):
    """A sign-in or a machine's token; of one's own unless an administrator asks for all."""

    id: str
    """Names it; it is no secret."""
    account: str
    """Name of the account that it acts as."""
    kind: Literal["session", "token"]
    current: bool
    """It is the one that asks."""
    created_at: str
    """When it was signed in or made."""
    expires_at: str | None
    """By the real clock; null until it is ended."""
    read_only: bool
    """It may not write."""
    address: str | None
    """The network address that it was made from; null where it is not known."""
    agent: str | None
    """The browser or program, as it calls itself."""
    last_used_at: str | None
    """Of a token, to the hour or so; null of sign-ins, and while nobody noted it."""


class OwnSessions(TypedDict):
    """All sign-ins and tokens of one's own, or of everybody, that are valid, newest first."""

    sessions: list[OwnSession]


class TokenView(TypedDict):
    """A machine's token, without its secret."""

    id: str
    """Names it; it is no secret."""
    account: str
    """Name of the account that it acts as."""
    roles: list[str]
    """The account's."""
    created_at: str
    expires_at: str | None
    """By the real clock; null until it is ended."""
    ends_soon: bool
    """It is time to make a new one."""
    read_only: bool
    last_used_at: str | None
    """To the hour or so; null while nobody noted it."""


class TokensPage(TypedDict):
    """All tokens of machines that are valid, newest first."""

    tokens: list[TokenView]


class NewToken(TokenView):
    """A token that has just been made."""

    token: str
    """For `Authorization: Bearer`, or the address of a wall screen; shown this once."""


class AccountView(TypedDict):
    """An account, without anything secret."""

    name: str
    roles: list[str]
    """Ids of general roles, and `PLAN:ROLE` of posts in a plan."""
    division: str | None
    """Code of the division (GB/T 2260) that it acts for; null for none."""
    unit: str | None
    """The unit that it reports for, as the plans name it; null for none."""
    disabled: bool
    """Nobody can sign in with it."""
    reads_like: list[str]
    """Other accounts whose names differ in nothing that people notice."""


class ServerEntryView(TypedDict):
    """An entry of the server journal, and what it says in a sentence."""

    entry: ServerEvent
    sentence: str
    """In the language of the request; no part of the entry."""


class AccountsPage(TypedDict):
    """All accounts, by name."""

    accounts: list[AccountView]


class ProposalView(TypedDict):
    """A change of an account that waits for a second administrator."""

    id: str
    account: str
    """Name of the account."""
    new: bool
    """The account does not exist yet."""
    wish: Wish
    sentence: str
    """The wish in words, in the language of the request."""
    proposed_by: str
    proposed_at: str
    expires_at: str
    """Nobody can confirm it from then on."""
    reason: str | None
    """In the proposer's words; null where none were given."""


class Proposed(TypedDict):
    """Nothing has changed yet: a second administrator has to confirm it."""

    proposal: ProposalView


class ProposalsPage(TypedDict):
    """What waits for a second administrator, oldest first."""

    proposals: list[ProposalView]


class ServerJournalPage(TypedDict):
    """A page of the server journal."""

    entries: list[ServerEntryView]
    next: int | None
    """The `before` (or `after`) of the page after it; null at the end."""
    break_glass: BreakGlass | None
    """An alarm; null for none."""
