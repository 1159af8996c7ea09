"""A signed-in account, and the refusal of a request without one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from api.problems import HttpError
from engine.incident.actors import Actor


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account and the session that it came with; `session` is no secret.

    `expires_at` is when the sign-in expires, by real time. `access` changes whenever a sign-in is
    ended or an account changes (`api.store.accounts.sessions`). `read_only` is a token that may
    not write whatever its account may.
    """

    actor: Actor
    session: str
    expires_at: datetime | None
    access: str
    read_only: bool = False


def not_signed_in() -> HttpError:
    """The refusal (401) of a request without a valid token."""
    return HttpError(401, "not_signed_in", headers={"WWW-Authenticate": "Bearer"})
