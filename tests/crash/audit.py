"""What a database holds after a crash, found out by a process that knows nothing of before.

Nothing of the server's memory is believed: entries are read from the tables, folded again
with `engine.evolve.apply.apply`, and laid beside the slots that are recorded. `engine.ledger_audit`
draws up the ledger on its own way as a third opinion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from itertools import pairwise
from pathlib import Path

from sqlalchemy import Connection, select

from api.store.database.connections import Database
from api.store.database.rows import EVENT, INCIDENT, SLOT, event_of, slot_of
from api.store.integrity.verify import verify
from engine.evolve.apply import apply
from engine.incident.events import MADE_BY_TIME, Event, first_bad_entry
from engine.incident.state import Incident, Slot
from engine.instants import JUST_AFTER
from engine.ledger_audit import differences
from engine.memory import FixedPlans
from engine.plan.loader import load_plans
from engine.plan.model import Plan
from engine.service import EVENTS_OF_ONE

REMINDERS = ("report_due_soon", "report_overdue")
PLANS = Path(__file__).parents[2] / "plans"


@dataclass
class Account:
    """What was found: every entry's hash by incident, and all that is wrong."""

    hashes: dict[str, list[str]] = field(default_factory=dict)
    types: dict[str, list[str]] = field(default_factory=dict)
    slots: int = 0
    reminders: int = 0
    head: int = 0
    last: datetime | None = None
    late: float = 0.0
    wrong: list[str] = field(default_factory=list)

    @property
    def events(self) -> int:
        """How many entries there are."""
        return sum(map(len, self.hashes.values()))


@cache
def real_plans() -> dict[str, Plan]:
    """The plans as shipped."""
    return load_plans(PLANS)


def account_of(url: str, starts: Sequence[datetime] = ()) -> Account:
    """Examine the database. `starts` are the clock's instants at which servers started."""
    database = Database.open(url, create=False)
    account = Account()
    try:
        with database.reading() as connection:
            cursors = list(connection.scalars(select(EVENT.c.cursor).order_by(EVENT.c.cursor)))
            account.head = len(cursors)
            if cursors != list(range(1, len(cursors) + 1)):
                account.wrong.append("cursors: a gap")
            for row in connection.execute(select(INCIDENT)).all():
                _incident(connection, row.id, row.plan, account, starts)
            verdict = verify(connection, FixedPlans(real_plans()))
            account.wrong += [f"verify: {finding}" for finding in verdict.findings]
    finally:
        database.close()
    return account


def _incident(
    connection: Connection, id_: str, plan_id: str, account: Account, starts: Sequence[datetime]
) -> None:
    plan = real_plans()[plan_id]
    wanted = select(EVENT).where(EVENT.c.incident == id_).order_by(EVENT.c.seq)
    events = [event_of(row) for row in connection.execute(wanted)]
    account.hashes[id_] = [event.hash for event in events]
    account.types[id_] = [event.type for event in events]
    bad = first_bad_entry(id_, (event.to_json() for event in events))
    if bad is not None:
        account.wrong.append(f"chain: {bad}")
    if any(later.recorded_at < before.recorded_at for before, later in pairwise(events)):
        account.wrong.append(f"backwards: {id_}")
    ledger: dict[str, Slot] = {}
    state: Incident | None = None
    for event in events:
        state = apply(plan, state, event)
        ledger |= {slot.id: slot for slot in state.touched}
        state = replace(state, touched=())
    recorded = {
        row.id: slot_of(row)
        for row in connection.execute(select(SLOT).where(SLOT.c.incident == id_))
    }
    for slot in sorted(ledger.keys() | recorded.keys()):
        if ledger.get(slot) != recorded.get(slot):
            account.wrong.append(f"slot: {slot}: {ledger.get(slot)} != {recorded.get(slot)}")
    account.slots += len(recorded)
    _reminders(id_, events, account)
    now = max(event.recorded_at for event in events)
    account.last = now if account.last is None else max(account.last, now)
    judged = [
        {one.sentence(plan, "en") for one in differences(plan, events, recorded.values(), instant)}
        for instant in _judged_at(events)
    ]
    account.wrong += [f"audit: {id_}: {words}" for words in sorted(set.intersection(*judged))]
    account.late = max([account.late, *_delays(events, starts)])


NOBODYS = MADE_BY_TIME | {"call_started", "call_attempted", "call_cancelled"}
"""Types of entries that no order of anybody has to account for."""


def _judged_at(events: Sequence[Event]) -> Sequence[datetime]:
    """The instants at which the ledger is judged; a fault is one that shows at each of them.

    Before each entry all that was due by then is entered, so no tolerance is needed. Only a
    wake that makes as many entries as one may leaves what comes after the last of them to the
    next wake, and a kill may come between; of that last instant itself a part may be missing.
    """
    last, full = events[-1], events[-EVENTS_OF_ONE:]
    if len(full) == EVENTS_OF_ONE and all(
        one.type in NOBODYS and one.recorded_at == last.recorded_at for one in full
    ):
        # An overdue mark carries its due instant and is made just after it.
        return last.occurred_at + JUST_AFTER, last.occurred_at - JUST_AFTER
    return (max(event.recorded_at for event in events),)


def _reminders(id_: str, events: Sequence[Event], account: Account) -> None:
    sent = Counter(
        (event.data["slot"], event.data["stage"]) for event in events if event.type in REMINDERS
    )
    account.reminders += len(sent)
    for (slot, stage), count in sent.items():
        if count > 1:
            account.wrong.append(f"doubled: {slot} at stage {stage}, {count} times")


def _delays(events: Sequence[Event], starts: Sequence[datetime]) -> list[float]:
    """Seconds of the server's clock by which time's own entries came after their instant.

    While no server ran nothing could be entered; nor before the entry that made it due.
    A clock may have been set back, so a later start may be an earlier instant; no run is so
    long that it comes to an instant at which another one began.
    """
    delays = []
    for before, event in pairwise(events):
        if event.type not in REMINDERS:
            continue
        begun = (start for start in starts if start <= event.recorded_at)
        possible = max([event.occurred_at, before.recorded_at, *begun])
        delays.append((event.recorded_at - possible).total_seconds())
    return delays
