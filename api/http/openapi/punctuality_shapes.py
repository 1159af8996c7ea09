"""The shape of the answer about punctuality."""

from __future__ import annotations

from typing_extensions import TypedDict


class PunctualityRow(TypedDict):
    """How one reporter has reported: numbers of reports."""

    reporter: str
    """A division's code, or the id of a unit or post."""
    name: str
    """Its name in the language of the request."""
    submitted: int
    """At or before the due instant."""
    late: int
    missing: int
    """Overdue, and not in yet."""
    not_owed: int
    """Too near to the opening, or the reporter was exempt."""


PunctualityPage = TypedDict(
    "PunctualityPage",
    {
        "from": str | None,
        "to": str | None,
        "exercise": bool,
        "reporters": list[PunctualityRow],
    },
)
"""All reporters with a report due in the time, those with most missing first."""
