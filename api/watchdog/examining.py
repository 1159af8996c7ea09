"""One incident's audit: read from the store, from one snapshot, and recomputed. Blocks.

Only the tables are believed: the entries and the rows of the ledger. The state that the
server keeps in memory and the instants at which the scheduler wants to be woken are not
asked. An incident that cannot be read is a finding as well: what nobody can audit is not
well, and it must not stop the audit of the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Protocol

import structlog

from api.problems import status_of
from api.watchdog.findings import Audited, of_difference, unreadable
from engine.audit import TOLERANCE, examine
from engine.clock import Clock, VirtualClock
from engine.errors import ZhibanError
from engine.events import Event
from engine.ports import PlanLibrary
from engine.state import Slot

log = structlog.get_logger("zhiban.watchdog")


class Tables(Protocol):
    """What is read of one incident. Synchronous."""

    def events(self, incident: str) -> Sequence[Event]:
        """Its entries."""
        ...

    def ledger(self, incident: str) -> Sequence[Slot]:
        """All its rows of the report ledger."""
        ...


class Examiner:
    """Audits incidents of one store."""

    def __init__(
        self,
        reading: Callable[[], AbstractContextManager[Tables]],
        plans: PlanLibrary,
        clock: Clock,
    ) -> None:
        self._reading, self._plans, self._clock = reading, plans, clock

    def __call__(self, incident: str) -> Audited:
        """Audit one incident. Raises only when the store cannot be read at all."""
        # Before the snapshot: what falls due in between may be written in it already.
        now = self._clock.now
        number = incident
        try:
            with self._reading() as tables:
                events, rows = tables.events(incident), tables.ledger(incident)
            opened = events[0].data
            number = opened["number"]
            plan = self._plans.pinned(opened["plan"]["id"], opened["plan"]["digest"])
            patience = patience_of(self._clock)
            found = examine(plan, events, rows, now, patience)
        except Exception as error:
            if _is_away(error):
                raise
            log.exception("not_audited", incident=incident)
            return Audited(incident, (unreadable(incident, number, _why(error), now),))
        return Audited(
            incident,
            tuple(of_difference(incident, number, plan, one, now) for one in found.differences),
            found.next_due and found.next_due + patience,
        )


def patience_of(clock: Clock) -> timedelta:
    """How long time may take to be written down, by this clock: a minute of real time."""
    return TOLERANCE * max(1.0, clock.speed) if isinstance(clock, VirtualClock) else TOLERANCE


def _is_away(error: Exception) -> bool:
    """Whether it is the store that fails and not the incident."""
    return isinstance(error, ZhibanError) and status_of(error) == 503


def _why(error: Exception) -> str:
    return error.sentence("en") if isinstance(error, ZhibanError) else repr(error)
