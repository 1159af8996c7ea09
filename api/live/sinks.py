"""What the hub needs of a client's way out, whatever is behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from api.live.forms import Form

Content = bytes | memoryview


class Sink(Protocol):
    """One client's way out.

    `on_held` is called at once when something has to wait in it, or when it is over;
    `on_resume` when a paused one takes bytes again.
    """

    on_held: Callable[[], None] | None
    on_resume: Callable[[], None] | None

    @property
    def socket(self) -> int | None:
        """The open socket that bytes may be written to instead of to `write`, as long as
        nothing waits and it is not over; None where only `write` knows how."""
        ...

    @property
    def form(self) -> Form:
        """How its frames travel."""
        ...

    @property
    def paused(self) -> bool:
        """Whether the client has not taken what was written to it."""
        ...

    @property
    def closed(self) -> bool:
        """Whether nothing can be written any more."""
        ...

    def write(self, content: Content) -> None:
        """Write whole frames, or what is left of them, in the sink's form; does nothing once
        it is closed."""
        ...

    async def drained(self) -> None:
        """Return when the client has taken most of what was written, or is gone."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Say why and close."""
        ...
