"""What the store refuses and how it fails.

    ZhibanError
    └── StoreError
        ├── StoreUnavailable   cannot serve now: try again, or mend the database      (503)
        │   └── UrlWrong       no database can have that address: wrong usage of a setting
        ├── KeyReused          an Idempotency-Key came back with another request      (422)
        ├── AccountRefused     an account cannot be made or changed like that         (409)
        ├── ProposalRefused    a change that takes two administrators        (403, 404, 409)
        ├── ContactRefused     a contact that somebody else has changed              (412)
        ├── HandoverRefused    a hand-over or a log entry that cannot be signed or struck (404, 409)
        ├── ShiftRefused       a shift that somebody else has changed                (412)
        ├── BackupRefused      no backup can be made or restored like that
        └── KeyRefused         a signing key cannot be made, read or taken like that

The numbers are what HTTP should answer; the store knows nothing about it. The sentences
are in `engine/messages/error/storage.toml`.
"""

from __future__ import annotations

from typing import Any

from engine.errors import InvalidInput, ZhibanError


class StoreError(ZhibanError):
    """Base of what the store refuses; `facts` fill the sentence of `code`."""

    def __init__(self, code: str, **facts: Any) -> None:
        # `UrlWrong` is an InvalidInput as well, whose own way wants the field of a request.
        ZhibanError.__init__(self, code, **facts)


class StoreUnavailable(StoreError):
    """The database or the writer cannot serve now.

    Nothing of the request was written, except perhaps with the code `database_unsure`.
    """


class UrlWrong(StoreUnavailable, InvalidInput):
    """The address can be no database's: there is nothing to try again."""


class KeyReused(StoreError):
    """An idempotency key came back with a request that is not the first one."""


class AccountRefused(StoreError):
    """An account cannot be made or changed like that."""


class NotFirst(StoreError):
    """There is an account already: the first setup is closed."""

    status = 409


class WrongBirth(StoreError):
    """A database of exercises is asked to hold real incidents, or the other way round."""

    status = 409


class ChangeRefused(StoreError):
    """What somebody wants to change is not as he saw it, or not his to change."""

    def __init__(self, code: str, *, status: int, **facts: Any) -> None:
        self.status = status
        super().__init__(code, **facts)


class ProposalRefused(ChangeRefused):
    """A proposal cannot be confirmed or withdrawn by this account, or not any more."""


class ContactRefused(ChangeRefused):
    """A contact cannot be saved like that."""


class HandoverRefused(ChangeRefused):
    """A hand-over cannot be signed like that, or an entry of the shift log not be struck."""


class ShiftRefused(ChangeRefused):
    """A shift of the roster cannot be saved like that."""


class BackupRefused(StoreError):
    """A backup cannot be made or restored like that; told on the command line only."""


class KeyRefused(StoreError):
    """A signing key cannot be made, read or taken; told on the command line and at the start."""
