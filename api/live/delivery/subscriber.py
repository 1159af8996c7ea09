"""One signed-in client, as the hub keeps it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from api.access.audience import DESK, Audience
from api.live.delivery.cohorts import Cohort
from api.live.delivery.sink import Sink
from api.live.feed.subscription_filter import NOTHING


class Subscriber:
    """The client's account, filter and cursor.

    `expires_at` is when its sign-in expires by real time; `stuck_since` the loop's time at which
    it was first seen reading nothing. `subscriptions` counts, so that an older subscription
    notices a newer one. `place` is its cohort and its position there, None outside of one.
    `read_only` is a sign-in that may not write.
    """

    __slots__ = (
        "__weakref__",
        "_alone",
        "_cursor",
        "account",
        "audience",
        "catching_up",
        "expires_at",
        "place",
        "read_only",
        "session",
        "sink",
        "stuck_since",
        "subscriptions",
        "wish",
    )

    def __init__(
        self,
        sink: Sink,
        account: str,
        session: str,
        expires_at: datetime | None = None,
        audience: Audience = DESK,
        *,
        read_only: bool = False,
    ) -> None:
        self.sink, self.account, self.session = sink, account, session
        self.read_only = read_only
        self.expires_at, self.audience = expires_at, audience
        self.wish = NOTHING
        self.catching_up = False
        self.subscriptions = 0
        self.stuck_since: float | None = None
        self.place: tuple[Cohort, int] | None = None
        self._cursor: int | None = None
        self._alone: Callable[[Subscriber], None] = lambda client: None

    @property
    def cursor(self) -> int | None:
        """The last cursor it was sent; None before it subscribes and while `catching_up`."""
        if self.place is None:
            return self._cursor
        cohort, at = self.place
        return cohort.cursor_at(at)

    @cursor.setter
    def cursor(self, cursor: int | None) -> None:
        self.step_out()
        self._cursor = cursor

    def served_alone_by(self, alone: Callable[[Subscriber], None]) -> None:
        """Set what is called when it leaves its cohort."""
        self._alone = alone

    def step_out(self) -> None:
        """Leave its cohort, if it is in one, and keep the cursor."""
        if self.place is not None:
            cohort, at = self.place
            self.place = None
            self._cursor = cohort.leave(at)
            self._alone(self)

    def say(self, payload: bytes, cursor: int | None = None) -> None:
        """Write one frame; with `cursor` the client stands there afterwards."""
        self.sink.write(self.sink.form.wrap(payload, cursor))
