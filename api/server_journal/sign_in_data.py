"""What entries of sign-ins, tokens, confirmations and the chain itself hold; nothing secret.

`token` and `sign_in` name one by the beginning of the sha256 that is stored of its secret.
"""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict


class TokenFacts(TypedDict):
    """A token that was not revoked; without `expires_at` it lasts until it is."""

    token: str
    account: str
    expires_at: str | None
    read_only: NotRequired[bool]
    """Entries of before schema 0010 lack it."""


class TokenRevoked(TypedDict):
    """A token ended."""

    token: str
    account: str


class SignedIn(TypedDict):
    """An account signed in; `address` is where from, as a trusted proxy tells it."""

    sign_in: str
    account: str
    expires_at: str | None
    address: str | None


class SignedOut(TypedDict):
    """A sign-in ended before its time."""

    sign_in: str
    account: str


class SignInsEnded(TypedDict):
    """All sign-ins of the account were ended, and these tokens with them."""

    account: str
    sign_ins: int
    tokens: list[str]
    names: NotRequired[list[str]]
    """The sign-ins. Entries from before sign-ins were entries lack them."""


class ContinuationAcknowledged(TypedDict):
    """Somebody has seen that the chain lost its end and went on; screens stop saying so."""

    position: int
    """Of the link that says so."""


class ProposalConfirmed(TypedDict):
    """A second administrator confirmed; the entries about the account come before it."""

    proposal: str
    account: str
    proposed_by: str


class SecondFactorOn(TypedDict):
    """Sign-ins of the account ask for a one-time code besides the password."""

    account: str
    mark: NotRequired[str]
    """Of the secret, and since when it is in force. Entries of before schema 0010 lack it."""
    recovery_codes: NotRequired[list[str]]
    """The recovery codes, each by the beginning of the sha256 that is stored of it."""


class SecondFactorOff(TypedDict):
    """Sign-ins of the account ask for no one-time code any more."""

    account: str


class RecoveryCodeUsed(TypedDict):
    """A code in place of a lost telephone was used up; `code` is as in `SecondFactorOn`."""

    account: str
    code: str


class IdentityLinked(TypedDict):
    """A person at an identity provider signs in as this account from now on."""

    account: str
    issuer: str
    identity: str
    """A mark of issuer and subject."""
