"""What is different between two sheets: what the one who takes over reads first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from typing_extensions import TypedDict

from engine.handover.shapes import Sheet, SheetIncident

ChangeKind = Literal[
    "opened",
    "closed",
    "moved",
    "overdue",
    "reported",
    "to_decide",
    "decided",
    "to_sign",
    "signed",
    "unanswered",
    "answered",
    "written",
]
"""`reported` is any report that is no longer awaited; `unanswered` counts calls in
which everybody was tried, `written` entries of the journal."""


class Change(TypedDict):
    """One thing that is different about one incident."""

    kind: ChangeKind
    incident: str
    number: str
    title: str
    exercise: bool
    count: int
    """How many reports, orders or entries; 1 for the others."""
    before: str | None
    after: str | None
    """Places, of `opened` and `moved`."""


def changes(before: Sheet | None, after: Sheet) -> list[Change]:
    """The differences, in the order of the later sheet; what was closed comes last.

    Without an earlier sheet there is nothing to compare with: an empty list.
    """
    if before is None:
        return []
    known = {one["id"]: one for one in before["incidents"]}
    found: list[Change] = []
    for incident in after["incidents"]:
        earlier = known.pop(incident["id"], None)
        if earlier is None:
            found.append(_change("opened", incident, after=incident["place"]))
        else:
            found += _of(earlier, incident)
    return found + [_change("closed", one, before=one["place"]) for one in known.values()]


def _of(before: SheetIncident, after: SheetIncident) -> Iterator[Change]:
    if before["place"] != after["place"]:
        yield _change("moved", after, before=before["place"], after=after["place"])
    if before["decision"] != after["decision"]:
        if before["decision"] is not None:
            yield _change("decided", after)
        if after["decision"] is not None:
            yield _change("to_decide", after)
    counted: list[tuple[ChangeKind, int]] = [
        ("unanswered", len(_exhausted(after) - _exhausted(before))),
        ("answered", len(_exhausted(before) - _exhausted(after))),
        ("overdue", len(_slots(after, overdue=True) - _slots(before, overdue=True))),
        ("reported", len(_slots(before) - _slots(after))),
        ("signed", len(_unsigned(before) - _unsigned(after))),
        ("to_sign", len(_unsigned(after) - _unsigned(before))),
        ("written", after["seq"] - before["seq"]),
    ]
    for kind, count in counted:
        if count > 0:
            yield _change(kind, after, count)


def _exhausted(incident: SheetIncident) -> set[str]:
    return {one["id"] for one in incident["calls"] if one["state"] == "exhausted"}


def _unsigned(incident: SheetIncident) -> set[int]:
    return {one["seq"] for one in incident["signatures"]}


def _slots(incident: SheetIncident, *, overdue: bool | None = None) -> set[tuple[str, str, str]]:
    return {
        (row["obligation"], row["due_at"], reporter)
        for row in incident["reports"]
        for reporter in row["reporters"]
        if overdue is None or row["overdue"] == overdue
    }


def _change(kind: ChangeKind, incident: SheetIncident, count: int = 1, **places: Any) -> Change:
    return {
        "kind": kind,
        "incident": incident["id"],
        "number": incident["number"],
        "title": incident["title"],
        "exercise": incident["exercise"],
        "count": count,
        "before": places.get("before"),
        "after": places.get("after"),
    }
