"""What the server asks of accounts, their sign-ins and the server journal, as protocols."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable

from api.server_journal.changed_by import About, ChangedBy
from engine.incident.actors import Actor


class Account(Protocol):
    """An account without its password."""

    @property
    def name(self) -> str:
        """The name with which the account signs in."""
        ...

    @property
    def roles(self) -> frozenset[str]:
        """General roles, and posts written `plan:role`."""
        ...

    @property
    def division(self) -> str | None:
        """The division that it reports and decides for."""
        ...

    @property
    def unit(self) -> str | None:
        """The unit that it reports for."""
        ...

    @property
    def disabled(self) -> bool:
        """True if the account may not sign in."""
        ...

    @property
    def actor(self) -> Actor:
        """The account as the engine sees it."""
        ...


@runtime_checkable
class Proposal(Protocol):
    """A change of an account that waits for a second administrator."""

    @property
    def id(self) -> str:
        """Names it."""
        ...

    @property
    def account(self) -> str:
        """Which account it is about."""
        ...

    @property
    def new(self) -> bool:
        """Whether the account does not exist yet."""
        ...

    @property
    def changes(self) -> Mapping[str, Any]:
        """Some of `roles`, `division`, `unit` and `disabled`."""
        ...

    @property
    def has_password(self) -> bool:
        """Whether it sets a password."""
        ...

    @property
    def proposed_by(self) -> str:
        """The first administrator."""
        ...

    @property
    def proposed_at(self) -> datetime:
        """When."""
        ...

    @property
    def expires_at(self) -> datetime:
        """Until when it can be confirmed."""
        ...

    @property
    def reason(self) -> str | None:
        """Why."""
        ...


class Accounts(Protocol):
    """All accounts."""

    def create(
        self,
        name: str,
        password: str | None,
        roles: Collection[str],
        now: datetime,
        *,
        division: str | None = None,
        unit: str | None = None,
        by: ChangedBy | None = None,
        first: bool = False,
    ) -> Account:
        """Make an account; `first`: only if there is none (`setup_done`)."""

    def create_or_propose(
        self,
        name: str,
        password: str | None,
        roles: Collection[str],
        by: ChangedBy,
        second: Callable[..., bool],
        *,
        division: str | None = None,
        unit: str | None = None,
    ) -> Account | Proposal:
        """Make an account, or propose it to a second administrator."""
        ...

    def find(self, name: str) -> Account | None:
        """The account, or None."""
        ...

    def list(self) -> Sequence[Account]:
        """All accounts by name."""
        ...

    def verify(self, name: str, password: str) -> Account | None:
        """The account if the password is right, else None, in the same time for every name."""
        ...

    def spend(self, name: str, password: str, now: datetime) -> Account | None:
        """As `verify`, and the password is good no more; of several at once one gets it."""
        ...

    def change_and_sign_out(
        self, name: str, changes: Mapping[str, Any], by: ChangedBy, *, keep: str | None = None
    ) -> tuple[Account, int]:
        """Change an account and end its sign-ins but the one kept; how many. One transaction."""
        ...

    def change_or_propose(
        self,
        name: str,
        changes: Mapping[str, Any],
        check: Callable[[Account, Account, Sequence[Account]], None],
        by: ChangedBy,
        second: Callable[..., bool],
    ) -> Account | Proposal:
        """Change some of its fields, if `check` finds nothing wrong; or propose it.

        A new password and disabling end its sign-ins.
        """
        ...

    def proposals(self, now: datetime) -> Sequence[Proposal]:
        """What waits for a second administrator, oldest first."""
        ...

    def confirm(
        self,
        proposal: str,
        check: Callable[[Account, Account, Sequence[Account]], None],
        by: ChangedBy,
    ) -> Account:
        """Carry out a proposal; the account after it."""
        ...

    def withdraw(self, proposal: str, by: ChangedBy) -> Proposal:
        """Take a proposal back, or refuse it."""
        ...


class SecondFactor(Protocol):
    """A second factor in force."""

    @property
    def since(self) -> datetime:
        """Since when."""
        ...

    @property
    def recovery_left(self) -> int:
        """How many recovery codes are left."""
        ...


class SecondFactors(Protocol):
    """One-time codes of accounts that ask for them."""

    def of(self, account: str) -> SecondFactor | None:
        """The account's, if it is in force."""
        ...

    def begin(self, account: str) -> str | None:
        """A new secret; None if one is in force."""
        ...

    def confirm(
        self, account: str, code: str, now: datetime, by: ChangedBy | None = None
    ) -> Sequence[str] | None:
        """Put the secret in force; recovery codes. None for a wrong code."""
        ...

    def use(self, account: str, code: str, now: datetime) -> bool:
        """Whether the code is right; it is used up then."""
        ...

    def drop(self, account: str, by: ChangedBy | None = None) -> bool:
        """Ask for codes no more."""
        ...


class Identities(Protocol):
    """People whom an identity provider proves, and who they are here."""

    def signed_in(
        self,
        issuer: str,
        subject: str,
        name: str,
        roles: Collection[str],
        now: datetime,
        *,
        division: str | None,
        check: Callable[[Account], None],
    ) -> Account:
        """The person's account with these roles, made if there is none and `check` agrees."""
        ...


class Session(Protocol):
    """The sign-in that belongs to a secret; `id` is no secret."""

    @property
    def id(self) -> str:
        """Id of the session."""
        ...

    @property
    def account(self) -> Account:
        """The account that signed in."""
        ...

    @property
    def expires_at(self) -> datetime | None:
        """The instant at which the session expires."""
        ...

    @property
    def access(self) -> str:
        """A value that changes whenever a sign-in is ended or an account changes."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether it may not write, whatever the account may."""
        ...


class OpenSession(Protocol):
    """A sign-in or token as its owner sees it; `id` is no secret."""

    @property
    def id(self) -> str:
        """Names it."""
        ...

    @property
    def account(self) -> str:
        """The account's name."""
        ...

    @property
    def kind(self) -> Literal["session", "token"]:
        """A sign-in with a password, or a machine's token."""
        ...

    @property
    def created_at(self) -> datetime:
        """When it began."""
        ...

    @property
    def expires_at(self) -> datetime | None:
        """When it ends by itself."""
        ...

    @property
    def read_only(self) -> bool:
        """Whether it may not write."""
        ...

    @property
    def address(self) -> str | None:
        """Where it came from."""
        ...

    @property
    def agent(self) -> str | None:
        """The client's program, as it calls itself."""
        ...

    @property
    def last_used_at(self) -> datetime | None:
        """Of a token, about when it was last used; None if nobody noted it yet."""


class Sessions(Protocol):
    """Sign-ins and machines' tokens."""

    def create(
        self,
        account: str,
        kind: Literal["session", "token"],
        now: datetime,
        expires_at: datetime | None = None,
        by: ChangedBy | None = None,
        *,
        read_only: bool = False,
        address: str | None = None,
        agent: str | None = None,
    ) -> str:
        """A new secret for an account, shown once."""
        ...

    def resolve(self, secret: str, now: datetime) -> Session | None:
        """The session of a secret; None if unknown, expired, revoked, or the account disabled."""
        ...

    def recent(self, secret: str, now: datetime) -> Session | None:
        """The session found by the last `resolve` of this secret; to be checked again."""
        ...

    def id_of(self, secret: str) -> str:
        """The id of the session with this secret; asking for it is no use of it."""

    def open(
        self,
        now: datetime,
        *,
        account: str | None = None,
        kind: Literal["session", "token"] | None = None,
    ) -> Sequence[OpenSession]:
        """Those that are valid, newest first."""
        ...

    def revoke(self, session: str, account: str | None = None, by: ChangedBy | None = None) -> bool:
        """End one by its id, if it is this account's."""

    def revoke_all(
        self,
        account: str,
        by: ChangedBy | None = None,
        *,
        kind: Literal["session", "token"] | None = None,
        keep: str | None = None,
    ) -> int:
        """End all of an account's, but for the one that is kept."""
        ...


class BreakGlass(Protocol):
    """Changes by the command line on the server that are still an alarm."""

    @property
    def changes(self) -> int:
        """Their number."""
        ...

    @property
    def last_at(self) -> datetime:
        """When the last was made."""
        ...

    @property
    def until(self) -> datetime:
        """When the alarm ends by itself."""
        ...


class ServerJournal(Protocol):
    """The journal of changes of accounts, tokens, settings and plans. Synchronous."""

    def page(
        self,
        *,
        after: int | None = None,
        before: int | None = None,
        limit: int = 50,
        about: About | None = None,
    ) -> Sequence[Mapping[str, Any]]:
        """Entries; with `after` the oldest first, otherwise the newest first."""

    def break_glass(self, now: datetime) -> BreakGlass | None:
        """What was changed by the command line within the last day."""
