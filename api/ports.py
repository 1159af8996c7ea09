"""What the routes need of the store, as protocols. `api.app` puts the real one in.

All of it is synchronous and may block; `api.desk` awaits it in threads.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

from engine.actors import Actor
from engine.events import Event
from engine.state import Incident, Slot

T_co = TypeVar("T_co", covariant=True)


class Page(Protocol[T_co]):
    """Some of a list, and where the rest begins (None at the end)."""

    @property
    def items(self) -> Sequence[T_co]:
        """The things themselves."""
        ...

    @property
    def next(self) -> str | None:
        """The cursor of the page after this one."""
        ...


class Reader(Protocol):
    """Questions to the store, all answered from one snapshot. Synchronous."""

    def incident(self, incident: str) -> Incident | None:
        """The incident as of its last event, or None."""
        ...

    def numbered(self, number: str) -> Incident | None:
        """The incident with this number, such as `CM-2026-0001`, or None."""
        ...

    def incidents(
        self,
        *,
        stage: str | None = None,
        plan: str | None = None,
        exercise: bool | None = None,
        reporters: Collection[str] | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[Incident]:
        """Incidents, newest first; of `reporters` only those that concern one of them."""
        ...

    def open_ids(self) -> Sequence[str]:
        """The ids of all incidents that are not closed."""
        ...

    def changed(self, cursor: int) -> Sequence[str]:
        """The ids of incidents with entries after a cursor."""
        ...

    def ledger(self, incident: str) -> Sequence[Slot]:
        """All rows of the report ledger that an incident ever had."""
        ...

    def events(self, incident: str, after: int = 0, limit: int | None = None) -> Sequence[Event]:
        """Entries of one journal with `seq` > `after`."""
        ...

    def slots(
        self,
        now: datetime,
        *,
        incident: str | None = None,
        state: str | None = None,
        reporter: str | None = None,
        reporters: Collection[str] | None = None,
        due_before: datetime | None = None,
        after: str | None = None,
        limit: int = 50,
    ) -> Page[Slot]:
        """Rows of the report ledger, by due instant; of `reporters` only theirs."""
        ...

    def head(self) -> int:
        """The cursor of the server's last event."""
        ...

    def next_wake(self) -> datetime | None:
        """The earliest instant at which an incident has to be woken."""
        ...


class Account(Protocol):
    """An account without its password."""

    @property
    def name(self) -> str:
        """What it signs in as."""
        ...

    @property
    def roles(self) -> frozenset[str]:
        """General roles and posts, as in the contract."""
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
        """Whether it may not sign in."""
        ...

    @property
    def actor(self) -> Actor:
        """The account as the engine sees it."""
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
    ) -> Account:
        """Make an account."""
        ...

    def find(self, name: str) -> Account | None:
        """The account, or None."""
        ...

    def list(self) -> Sequence[Account]:
        """All accounts by name."""
        ...

    def verify(self, name: str, password: str) -> Account | None:
        """The account if the password is right, in the same time for every name."""
        ...

    def change(
        self,
        name: str,
        changes: Mapping[str, Any],
        check: Callable[[Account, Account, Sequence[Account]], None],
    ) -> Account:
        """Change some of its fields, if `check` finds nothing wrong; the account after it."""
        ...


class Session(Protocol):
    """What a secret stands for; `id` is no secret."""

    @property
    def id(self) -> str:
        """Names the session."""
        ...

    @property
    def account(self) -> Account:
        """Who it is."""
        ...

    @property
    def expires_at(self) -> datetime | None:
        """When it ends by itself."""
        ...

    @property
    def access(self) -> str:
        """Another value whenever a sign-in has been ended or an account changed."""
        ...


class Sessions(Protocol):
    """Sign-ins and machines' tokens."""

    def create(
        self,
        account: str,
        kind: Literal["session", "token"],
        now: datetime,
        expires_at: datetime | None = None,
    ) -> str:
        """A new secret for an account, shown once."""
        ...

    def resolve(self, secret: str, now: datetime) -> Session | None:
        """What a secret stands for; None if unknown, over, revoked or disabled."""
        ...

    def recent(self, secret: str, now: datetime) -> Session | None:
        """What it stood for when it was last asked for, at once; to be checked again."""
        ...

    def revoke(self, session: str) -> bool:
        """End one by its id."""
        ...

    def revoke_all(self, account: str) -> int:
        """End all of an account's."""
        ...
