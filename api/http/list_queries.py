"""The filters of lists, and the rows that they leave, for the lists as JSON and as spreadsheets.

Both forms of a list take the same filters and hold the same rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from api.access.identity import SignedIn
from api.access.visibility import Visibility
from api.http.filled_pages import filled
from api.http.list_filters import check_division, check_level
from api.runtime.app_state import AppState
from api.store.queries.pagination import Page
from api.store.queries.reader import Reader
from engine.incident.state import Incident, Slot
from engine.input_types import Instant
from engine.plan.model import Plan, Stage
from engine.presentation.slot_view import SlotState
from engine.presentation.to_do import waits_for

Known = tuple[Plan, Incident]


@dataclass(frozen=True, slots=True)
class SlotFilters:
    """Which rows of the report ledger; `incident` is an id or a number."""

    incident: Annotated[str | None, Query(max_length=64)] = None
    state: SlotState | None = None
    exercise: bool | None = None
    reporter: Annotated[str | None, Query(max_length=64)] = None
    due_before: Instant | None = None

    def rows(
        self, desk: AppState, sight: Visibility, reader: Reader, after: str | None, limit: int
    ) -> tuple[list[tuple[Known, Slot]], str | None]:
        """At most `limit` rows that the account sees, each with its incident, and the cursor."""
        wanted = None
        if self.incident is not None:
            wanted = desk.seen(sight, reader, self.incident)[1].id
        concerned = sight.concerned(desk.plans.current().values())
        known: dict[str, Known] = {}

        def ask(cursor: str | None, most: int) -> Page[Slot]:
            return reader.slots(
                sight.now,
                incident=wanted,
                state=self.state,
                exercise=self.exercise,
                reporter=self.reporter,
                concerned=concerned,
                due_before=self.due_before,
                after=cursor,
                limit=most,
            )

        def sees(slot: Slot) -> bool:
            if slot.incident not in known:
                known[slot.incident] = desk.known(reader, slot.incident)
            return not sight.narrow or sight.sees(*known[slot.incident])

        rows, onward = filled(ask, sees, after, limit)
        return [(known[slot.incident], slot) for slot in rows], onward


@dataclass(frozen=True, slots=True)
class IncidentFilters:
    """Which incidents."""

    state: Annotated[Stage | None, Query(description="a stage")] = None
    plan: Annotated[str | None, Query(max_length=64)] = None
    exercise: bool | None = None
    division: Annotated[str | None, Query(max_length=64, description="its code")] = None
    level: Annotated[str | None, Query(max_length=64, description="or `none`")] = None
    mine: Annotated[bool, Query(description="only what waits for this account")] = False
    voided: Annotated[bool, Query(description="the voided ones, which else are left out")] = False

    def check(self, desk: AppState) -> None:
        """Raise `NotFound` or `InvalidInput` for a plan, level or division that is none."""
        if self.plan is not None:
            desk.plan(self.plan)
        check_level(desk.plans.current().values(), self.level)
        check_division(desk.plans.current().values(), self.division)

    def rows(
        self,
        desk: AppState,
        who: SignedIn,
        sight: Visibility,
        reader: Reader,
        after: str | None,
        limit: int,
    ) -> tuple[list[Known], str | None]:
        """At most `limit` incidents that the account sees, and the cursor after them."""
        concerned = sight.concerned(desk.plans.current().values())

        def ask(cursor: str | None, most: int) -> Page[Incident]:
            return reader.incidents(
                stage=self.state,
                plan=self.plan,
                exercise=self.exercise,
                division=self.division,
                level=self.level,
                open_only=self.mine,
                voided=self.voided,
                concerned=concerned,
                after=cursor,
                limit=most,
            )

        found, onward = filled(ask, self._seen(desk, who, sight), after, limit)
        return [(desk.pinned(one), one) for one in found], onward

    def _seen(self, desk: AppState, who: SignedIn, sight: Visibility) -> Callable[[Incident], bool]:
        def sees(one: Incident) -> bool:
            pinned = desk.pinned(one)
            if sight.narrow and not sight.sees(pinned, one):
                return False
            return not self.mine or waits_for(pinned, one, who.actor, sight.now)

        return sees
