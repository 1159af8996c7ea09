"""Is every journal whole, and does everything derived from it agree with it?

Checked for each incident: entries from 1 without gaps, each hash and the chain; the
row's version, number, stage and level; every report slot. Checked for the server:
cursors from 1 without gaps, so entries cut off at a journal's end show as well, and an
incident that is gone with all its entries, unless it is the very last thing written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from api.store.rows import EVENT, INCIDENT, SLOT, event_of, incident_row, slot_of, stored_shape
from engine.errors import NotFound
from engine.events import first_bad_entry
from engine.incident import apply
from engine.ports import PlanLibrary
from engine.state import Incident, Slot
from engine.timers import next_timer

ROWS_AT_ONCE = 1000

UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)
"""What reading a row raises when it was damaged: SQLite keeps any text, and any bytes, for an
instant."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was written.

    `what`: `gap`, `chain`, `altered` (an entry, see `engine.events.first_bad_entry`),
    `cursor` (entries of the server are missing), `plan` (its plan is not to be had),
    `incident` (its row disagrees with the journal; `detail` names the columns), `slot`
    (a report slot does; `detail` is its id). Against a published head, see
    `api.store.heads`: `truncated`, `rewritten`, `restored`, `other_epoch`.

    `facts` are for the sentence about it: `number` is the incident's where it is known,
    `sentence` says which one where it is not that of `what`.
    """

    what: str
    incident: str | None
    seq: int | None
    detail: str
    facts: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def with_facts(self, **more: Any) -> Finding:
        """The same with more facts."""
        return replace(self, facts={**self.facts, **more})


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much was checked and what was found wrong; nothing found means whole."""

    incidents: int
    events: int
    findings: tuple[Finding, ...]


def verify(connection: Connection, plans: PlanLibrary) -> Verdict:
    """Check everything, on one snapshot."""
    findings = list(gaps(connection))
    ids = connection.scalars(select(INCIDENT.c.id).order_by(INCIDENT.c.first_cursor)).all()
    events = 0
    for id_ in ids:
        counted, found = _incident(connection, id_, plans)
        events += counted
        findings += found
    return Verdict(len(ids), events, tuple(findings))


def numbered(connection: Connection, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with their incidents' numbers, as far as their rows have any."""
    found = tuple(findings)
    ids = {one.incident for one in found if one.incident is not None}
    wanted = select(INCIDENT.c.id, INCIDENT.c.number)
    numbers = {row.id: row.number for row in connection.execute(wanted) if row.id in ids}
    return tuple(
        one if one.incident not in numbers else one.with_facts(number=numbers[one.incident])
        for one in found
    )


def first_break(connection: Connection) -> Finding | None:
    """The first thing wrong with the journal alone, whatever is derived from it."""
    try:
        return _first_in_pages(connection) or next(gaps(connection), None)
    except UNREADABLE:
        incidents = connection.scalars(select(EVENT.c.incident).distinct().order_by("incident"))
        found = (_first_bad(connection, str(incident)) for incident in incidents.all())
        return next(one for one in found if one is not None)


def _first_in_pages(connection: Connection) -> Finding | None:
    """The first bad entry; raises what is `UNREADABLE`, without saying of which."""
    wanted = select(EVENT).order_by(EVENT.c.incident, EVENT.c.seq)
    paged = {"yield_per": ROWS_AT_ONCE}
    with closing(connection.execute(wanted, execution_options=paged)) as rows:
        for incident, entries in groupby(rows, key=lambda row: str(row.incident)):
            bad = first_bad_entry(incident, (stored_shape(entry._asdict()) for entry in entries))
            if bad is not None:
                return Finding(bad.why, incident, bad.seq, "")
    return None


def _first_bad(connection: Connection, incident: str) -> Finding | None:
    """The first bad entry of an incident, read one by one: one that cannot be read is named."""
    of_incident = select(EVENT.c.cursor, EVENT.c.seq).where(EVENT.c.incident == incident)
    reading: list[Any] = []

    def shapes() -> Iterator[dict[str, Any]]:
        for place in connection.execute(of_incident.order_by(EVENT.c.seq)).all():
            reading[:] = [place.cursor, place.seq]
            row = connection.execute(select(EVENT).where(EVENT.c.cursor == place.cursor)).one()
            yield stored_shape(row._asdict())

    try:
        bad = first_bad_entry(incident, shapes())
    except UNREADABLE:
        cursor, seq = reading
        if isinstance(seq, int):
            return Finding("altered", incident, seq, "")
        found = Finding("altered", incident, None, f"cursor {cursor}")
        return found.with_facts(sentence="altered_unnumbered", cursor=cursor)
    return None if bad is None else Finding(bad.why, incident, bad.seq, "")


def gaps(connection: Connection) -> Iterator[Finding]:
    """Entries of the server that are missing, and incidents that have entries and no row."""
    count, least, most = connection.execute(
        select(func.count(), func.min(EVENT.c.cursor), func.max(EVENT.c.cursor))
    ).one()
    if count and (least != 1 or most != count):
        found = Finding("cursor", None, None, f"{count} entries, numbered {least} to {most}")
        yield found.with_facts(count=count, least=least, most=most)
    strays = (
        select(EVENT.c.incident).distinct().where(EVENT.c.incident.not_in(select(INCIDENT.c.id)))
    )
    for incident in connection.scalars(strays):
        found = Finding("incident", incident, None, "no row")
        yield found.with_facts(sentence="incident_absent")


def _incident(connection: Connection, id_: str, plans: PlanLibrary) -> tuple[int, list[Finding]]:
    wanted = select(EVENT).where(EVENT.c.incident == id_).order_by(EVENT.c.seq)
    try:
        entries = connection.execute(wanted).all()
        bad = first_bad_entry(id_, (stored_shape(entry._asdict()) for entry in entries))
    except UNREADABLE:
        found = _first_bad(connection, id_)
        if found is None:
            raise
        return 0, [found]
    if bad is not None:
        return len(entries), [Finding(bad.why, id_, bad.seq, "")]
    row = _readable(connection, id_)
    try:
        plan = plans.pinned(row["plan"], row["plan_digest"])
    except NotFound as missing:
        absent = Finding("plan", id_, None, missing.sentence("en"))
        return len(entries), [absent.with_facts(plan=row["plan"])]
    folded: Incident | None = None
    ledger: dict[str, Slot] = {}
    for entry in entries:
        folded = apply(plan, folded, event_of(entry))
        ledger |= {slot.id: slot for slot in folded.touched}
    if folded is None:
        return 0, [Finding("gap", id_, 1, "")]
    timer = next_timer(plan, folded)
    wake = timer.instant if timer else None
    expected = incident_row(folded, wake, entries[0].cursor, entries[-1].cursor)
    wrong = [name for name, value in expected.items() if name not in row or row[name] != value]
    findings = [Finding("incident", id_, None, ", ".join(wrong))] if wrong else []
    return len(entries), [*findings, *_ledger(connection, id_, ledger)]


def _readable(connection: Connection, incident: str) -> dict[str, Any]:
    """The columns of an incident's row, without those that cannot be read any more."""
    wanted = select(INCIDENT).where(INCIDENT.c.id == incident)
    try:
        return connection.execute(wanted).one()._asdict()
    except UNREADABLE:
        found: dict[str, Any] = {}
    for column in INCIDENT.c:
        with suppress(*UNREADABLE):
            found[column.name] = connection.scalar(wanted.with_only_columns(column))
    return found


def _ledger(connection: Connection, incident: str, expected: dict[str, Slot]) -> Iterator[Finding]:
    found = _slots(connection, incident)
    for slot in sorted(found.keys() | expected.keys()):
        if found.get(slot) is None or found[slot] != expected.get(slot):
            yield Finding("slot", incident, None, slot)


def _slots(connection: Connection, incident: str) -> dict[str, Slot | None]:
    """The slots of an incident by id; None for a row that cannot be read any more."""
    wanted = select(SLOT).where(SLOT.c.incident == incident)
    try:
        return {row.id: slot_of(row) for row in connection.execute(wanted).all()}
    except UNREADABLE:
        found: dict[str, Slot | None] = {}
    for id_ in connection.scalars(wanted.with_only_columns(SLOT.c.id)).all():
        found[id_] = None
        with suppress(*UNREADABLE):
            found[id_] = slot_of(connection.execute(wanted.where(SLOT.c.id == id_)).one())
    return found
