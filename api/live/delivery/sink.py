"""What the hub needs of a client's connection, whatever its transport."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from api.live.protocol.encodings import Form

Content = bytes | memoryview


class Sink(Protocol):
    """One client's connection, for writing.

    `on_held` is called at once when bytes have to wait or the connection ends; `on_resume` when
    a paused one takes bytes again.
    """

    on_held: Callable[[], None] | None
    on_resume: Callable[[], None] | None

    @property
    def socket(self) -> int | None:
        """The number of the open socket, of which a cohort makes a duplicate to write to.

        Valid while the sink is not `closed`; None where only `write` knows how to write.
        """
        ...

    @property
    def form(self) -> Form:
        """The encoding of its frames."""
        ...

    @property
    def paused(self) -> bool:
        """Whether the client has not read what was written."""
        ...

    @property
    def closed(self) -> bool:
        """Whether writing has ended."""
        ...

    def write(self, content: Content) -> None:
        """Write whole frames, or the rest of them; nothing once it is closed."""
        ...

    async def drained(self) -> None:
        """Return when the client has read most of what was written, or is gone."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Send the reason and close."""
        ...
