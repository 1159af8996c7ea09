"""What entries about the server itself hold: editions of plans, settings, restores, clocks."""

from __future__ import annotations

from typing_extensions import TypedDict


class PlanFacts(TypedDict):
    """An edition of a plan; `digest` is the sha256 of its files."""

    plan: str
    version: str
    digest: str


class Setting(TypedDict):
    """A setting that has another value than at the last start."""

    setting: str
    before: str | None
    after: str | None


class SettingsChanged(TypedDict):
    """The server started with other settings than before."""

    changes: list[Setting]


class DatabaseRestored(TypedDict):
    """A backup took the place of what there was; `cursor` and `seq` are where it stood."""

    epoch: str
    cursor: int
    seq: int
    backup_at: str


class ClockTrusted(TypedDict):
    """A person's word that a node's clock is right, by page or command line."""

    node: str
    word: int
    """The number of the mark that the node reads."""
    ahead_ms: int
    """How far the machine's clock was ahead of the time that counted."""
