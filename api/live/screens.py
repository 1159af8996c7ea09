"""Which screens are alive and what they show, by their own report; in this node's memory only.

A wall sends a `screen` frame with what it shows, again with every heartbeat. Nothing of it is
stored: after a restart the screens that are there report again.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

from engine.instants import to_text
from engine.memo import BoundedDict

MOST_GONE = 200
"""Screens remembered after they have left."""

MOST_INCIDENTS = 100_000
MOST_PIXELS = 100_000

Count = Annotated[int, Field(ge=0, le=MOST_INCIDENTS)]
Pixels = Annotated[int, Field(ge=0, le=MOST_PIXELS)]


@with_config(ConfigDict(strict=True, extra="forbid"))
class Shows(TypedDict):
    """What a wall says that it shows."""

    kind: Literal["all", "real", "exercise"]
    """Which incidents it shows."""
    incidents: Count
    """How many there are to show."""
    page: Count
    """The page that stands, from 1; 0 without any."""
    pages: Count
    map: bool
    """The picture of the divisions is shown."""
    width: Pixels
    height: Pixels


class ScreenView(TypedDict):
    """A screen, as administrators see it. Instants are RFC 3339 in UTC, of the real clock."""

    session: str
    """Id of its token or sign-in."""
    account: str
    connected: bool
    since: str
    """It connected."""
    last_alive_at: str
    """Its last report, or the end of its connection."""
    shows: Shows


@dataclass(slots=True)
class _Screen:
    session: str
    account: str
    since: datetime
    at: datetime
    shows: Shows


class Screens:
    """The screens of this node that have reported. Used inside the event loop only."""

    def __init__(self) -> None:
        self._here: dict[Hashable, _Screen] = {}
        self._gone: BoundedDict[str, _Screen] = BoundedDict(MOST_GONE)

    def report(
        self, client: Hashable, session: str, account: str, shows: Shows, now: datetime
    ) -> None:
        """Take what a connected client says that it shows; `now` by the real clock."""
        known = self._here.get(client)
        since = known.since if known else now
        self._here[client] = _Screen(session, account, since, now, shows)

    def leave(self, client: Hashable, now: datetime) -> None:
        """The client's connection has ended."""
        screen = self._here.pop(client, None)
        if screen is not None:
            screen.at = now
            self._gone[screen.session] = screen

    def listed(self) -> list[ScreenView]:
        """The connected ones, then those that left and are not back, the latest first."""
        here = sorted(self._here.values(), key=lambda one: one.at, reverse=True)
        back = {one.session for one in here}
        gone = [one for one in reversed(self._gone.values()) if one.session not in back]
        return [_view(one, True) for one in here] + [_view(one, False) for one in gone]


def _view(one: _Screen, connected: bool) -> ScreenView:
    return {
        "session": one.session,
        "account": one.account,
        "connected": connected,
        "since": to_text(one.since),
        "last_alive_at": to_text(one.at),
        "shows": one.shows,
    }
