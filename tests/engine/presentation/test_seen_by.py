"""Marks on fields: every field has a decision, and what follows from the marks."""

from __future__ import annotations

from typing import NotRequired

import pytest
from typing_extensions import TypedDict

from engine.presentation.calls_view import CallAttemptView, CallView
from engine.presentation.event_data import EVENT_DATA
from engine.presentation.event_shapes import EventView
from engine.presentation.incident_parts import DelegationView
from engine.presentation.incident_shapes import IncidentView
from engine.presentation.seen_by import (
    HIDDEN,
    ForAll,
    ForDesk,
    ForViewers,
    hidden_from,
    marks,
    rows_of,
)


class Row(TypedDict):
    mine: ForAll[int]
    yours: ForDesk[str]


class Plain(TypedDict):
    x: int


class Whole(TypedDict):
    rows: ForViewers[list[Row]]
    plain: ForAll[list[Plain]]
    sometimes: NotRequired[ForAll[int]]
    undecided: str


def test_a_field_without_a_decision_is_for_the_desk_alone() -> None:
    assert marks(Whole)["undecided"] is None
    assert hidden_from("viewer", Whole) == {"undecided": HIDDEN}
    assert hidden_from("reporter", Whole) == {"rows": HIDDEN, "undecided": HIDDEN}


def test_rows_with_decisions_of_their_own_are_found() -> None:
    assert rows_of(Whole) == {"rows": Row}
    assert hidden_from("viewer", Row) == {"yours": HIDDEN}


@pytest.mark.parametrize("shape", [IncidentView, DelegationView, EventView, *EVENT_DATA.values()])
def test_every_field_has_a_decision(shape: type) -> None:
    assert [name for name, mark in marks(shape).items() if mark is None] == []


def test_accounts_and_hashes_are_for_the_desk() -> None:
    assert hidden_from("viewer", EventView) == {"actor": HIDDEN, "prev_hash": "", "hash": ""}
    assert rows_of(IncidentView) == {"delegations": DelegationView, "calls": CallView}
    unseen = {"person", "persons", "answered_by", "note"}
    assert hidden_from("viewer", CallView).keys() == unseen
    assert rows_of(CallView) == {"attempts": CallAttemptView}
    assert hidden_from("viewer", CallAttemptView) == {"detail": ""}
    answered = hidden_from("viewer", EVENT_DATA["call_answered"])
    assert (answered["by"], answered["note"]) == (HIDDEN, "")
    assert hidden_from("viewer", DelegationView) == {"to": HIDDEN}
    assert hidden_from("viewer", IncidentView) == {"caller": None}
