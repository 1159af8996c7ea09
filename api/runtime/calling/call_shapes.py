"""Answers about calls."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from engine.presentation.calls_view import CallAttemptView, CallView


class ListedAttempt(CallAttemptView):
    """One attempt, with the address that it went to."""

    address: str | None
    """In part hidden from whoever does not ring people; null where a channel has no address."""
    said: str
    """`outcome` and `detail` in words."""


class ListedCall(CallView):
    """A call with what it belongs to."""

    incident: str | None
    """Id of the incident; null for a call that belongs to none."""
    number: str | None
    title: str | None
    exercise: bool
    tried: list[ListedAttempt]
    """The attempts with addresses, in the order in which they were made."""


class CallsPage(TypedDict):
    """Calls, the newest first; `next` is the cursor of the page after it."""

    calls: list[ListedCall]
    next: str | None


CallFilter = Literal["open", "queued", "calling", "answered", "exhausted", "cancelled"]
"""A state; `open` are those that still wait for an answer."""
