"""The body by which a live drill is conducted."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from api.http.request_bodies import AccountName, Closed
from engine.drill.exercise import FASTEST, SLOWEST, Asking, Holder
from engine.input_types import Instant, Name, Words

Minutes = Annotated[int, Field(ge=1, le=60 * 24 * 366)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Word = Annotated[Name, StringConstraints(max_length=100)]


class ControlBody(Closed):
    """One request. Which fields count depends on the action.

    `speed`: `speed`; `step`: `minutes`; `jump`: `target` or `to`; `inject` and `skip`: `inject`;
    `postpone`: `inject` and `minutes`; `cast`: `part` and `holder`; `hand_over`: `account`;
    `word` and `abort`: `word`; in a replay `seek`: `entry` or `to`, `branch`: nothing, `entry` or
    `to`. `reason` is kept with every one.
    """

    action: Asking
    speed: Annotated[int, Field(ge=SLOWEST, le=FASTEST)] | None = None
    """Drill seconds in one real second."""
    minutes: Minutes | None = None
    target: Literal["next_inject", "next_due"] | None = None
    to: Instant | None = None
    """An instant of drill time."""
    inject: Key | None = None
    part: Key | None = None
    holder: Holder | None = None
    account: AccountName | None = None
    entry: Key | None = None
    """An entry of the recording, by its id or number; for `seek` and `branch`."""
    word: Word | None = None
    reason: Annotated[Words, StringConstraints(max_length=500)] = ""

    def asked(self) -> dict[str, Any]:
        """The request's fields, as the engine calls them."""
        found = self.model_dump(exclude={"reason"})
        return {**found, "note": self.reason}
