"""Entries about the scenarios that an office writes: each edition with its text and its hash.

The text stands here and nowhere else: in the chain, in every backup, with whoever changed it.
"""

from __future__ import annotations

from typing_extensions import TypedDict

from api.server_journal.entry import DataByType


class ScenarioSaved(TypedDict):
    """One edition of a scenario; the last one counts."""

    scenario: str
    version: int
    """From 1; a scenario that was removed and comes again goes on counting."""
    title: str
    draft: bool
    """The check finds something: it cannot be played."""
    sha256: str
    """Of the text."""
    text: str
    """The scenario file."""


class ScenarioRemoved(TypedDict):
    """It is in no list any more; its editions stay in the journal."""

    scenario: str
    version: int
    title: str


SCENARIO: DataByType = {
    "scenario_saved": ScenarioSaved,
    "scenario_removed": ScenarioRemoved,
}
"""These entries."""
