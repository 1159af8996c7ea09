"""Is every journal whole, and does everything derived from it agree?

Checked for each incident: entries from 1 without gaps, each hash and the chain; the row's
version, number, stage and level; every report slot. Checked for the server: cursors from 1
without gaps, and the server's chain, which covers every entry. So entries cut off at a journal's
end show, and so does an incident that is gone with all its entries. Then the server journal, and
what it says of accounts, sign-ins and proposals; at last what is left of the tables, and the
triggers that guard the journals. docs/explanation/evidence.md says for each table what covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, func, select

from api.store.database.places import places
from api.store.database.rows import (
    EVENT,
    INCIDENT,
    SLOT,
    event_of,
    incident_row,
    slot_of,
    stored_shape,
)
from api.store.integrity.archived_rows import archived_findings
from api.store.integrity.attachments import check_attachments
from api.store.integrity.call_rows import call_findings
from api.store.integrity.chain import read_chain
from api.store.integrity.finding import UNREADABLE, IntegrityFinding
from api.store.integrity.guards import guard_findings
from api.store.integrity.kept_files import kept_file_findings
from api.store.integrity.other_rows import other_findings
from api.store.integrity.server_journal import broken_entry, server_findings
from api.store.integrity.signatures import signature_findings
from api.store.server_journal.journal import count
from engine.errors import NotFound
from engine.evolve.apply import apply
from engine.incident.events import first_bad_entry
from engine.incident.state import Incident, Slot
from engine.ports import PlanLibrary
from engine.timers import next_timer

ROWS_AT_ONCE = 1000
OF_ENTRIES = ("gap", "chain", "altered")
"""Findings about the entries of one incident."""
SERVER_BROKEN = frozenset({"server_gap", "server_chain", "server_altered"})
"""Findings after which nothing is judged by what the server journal says."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much was checked and what was found; no finding means whole.

    `changes` is the number of entries of the server journal, `links` that of the chain's links,
    `archived` that of the incidents whose entries are in archives; `notes` are no faults: what is
    gone by order, or what the record of a replay did not hold.
    """

    incidents: int
    events: int
    findings: tuple[IntegrityFinding, ...]
    changes: int = 0
    links: int = field(default=0, compare=False)
    notes: tuple[IntegrityFinding, ...] = ()
    archived: int = 0


def verify(connection: Connection, plans: PlanLibrary) -> Verdict:
    """Check everything, on one snapshot."""
    findings = list(gaps(connection))
    ids = connection.scalars(select(INCIDENT.c.id).order_by(INCIDENT.c.first_cursor)).all()
    events = 0
    for id_ in ids:
        counted, found = check_incident(connection, id_, plans)
        events += counted
        findings += found
    chain = read_chain(connection)
    findings += [one for one in chain.findings if not _told(one, findings)]
    told = {one.what for one in findings}
    for one in server_findings(connection, chain.founding, chain.standing):
        findings += [one] if one.what not in told or one.seq is None else []
    if not told & SERVER_BROKEN:
        for one in other_findings(connection, chain):
            findings += [one] if (one.what, "incident" in told) != ("counter", True) else []
    if not told & {*OF_ENTRIES, *SERVER_BROKEN}:
        findings += call_findings(connection)
    attached = check_attachments(connection)
    notes = list(attached.notes)
    for one in kept_file_findings(connection):
        (notes if one.what == "not_in_record" else findings).append(one)
    findings += attached.findings
    archived, found = archived_findings(connection)
    findings += [] if told & SERVER_BROKEN else found
    findings += [*guard_findings(connection), *signature_findings(chain.signed)]
    changes, links = count(connection), chain.tail.position
    return Verdict(len(ids), events, tuple(findings), changes, links, tuple(notes), archived)


def _told(found: IntegrityFinding, before: Iterable[IntegrityFinding]) -> bool:
    """Whether the incident's own journal says already what the chain says of it."""
    return found.incident is not None and any(
        one.incident == found.incident and one.what in OF_ENTRIES for one in before
    )


def numbered(
    connection: Connection, findings: Iterable[IntegrityFinding]
) -> tuple[IntegrityFinding, ...]:
    """The findings with their incidents' numbers, where their rows have one."""
    found = tuple(findings)
    ids = {one.incident for one in found if one.incident is not None}
    wanted = select(INCIDENT.c.id, INCIDENT.c.number)
    numbers = {row.id: row.number for row in connection.execute(wanted) if row.id in ids}
    return tuple(
        one if one.incident not in numbers else one.with_facts(number=numbers[one.incident])
        for one in found
    )


def first_break(connection: Connection) -> IntegrityFinding | None:
    """The first fault of the journals alone, whatever is derived from them."""
    found = _first_of_incidents(connection) or broken_entry(connection)
    chain = (one for one in read_chain(connection).findings if one.what != "answer")
    return found or next(chain, None)


def _first_of_incidents(connection: Connection) -> IntegrityFinding | None:
    try:
        return _first_in_pages(connection) or next(gaps(connection), None)
    except UNREADABLE:
        incidents = connection.scalars(select(EVENT.c.incident).distinct().order_by("incident"))
        found = (_first_bad(connection, str(incident)) for incident in incidents.all())
        return next(one for one in found if one is not None)


def _first_in_pages(connection: Connection) -> IntegrityFinding | None:
    """The first bad entry. Raises one of `UNREADABLE` without saying for which entry."""
    wanted = select(EVENT).order_by(EVENT.c.incident, EVENT.c.seq)
    paged = {"yield_per": ROWS_AT_ONCE}
    with closing(connection.execute(wanted, execution_options=paged)) as rows:
        for incident, entries in groupby(rows, key=lambda row: str(row.incident)):
            bad = first_bad_entry(incident, (stored_shape(entry._asdict()) for entry in entries))
            if bad is not None:
                return IntegrityFinding(bad.why, incident, bad.seq, "")
    return None


def _first_bad(connection: Connection, incident: str) -> IntegrityFinding | None:
    """The first bad entry, read one by one, so that an unreadable one is named."""
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
            return IntegrityFinding("altered", incident, seq, "")
        found = IntegrityFinding("altered", incident, None, f"cursor {cursor}")
        return found.with_facts(sentence="altered_unnumbered", cursor=cursor)
    return None if bad is None else IntegrityFinding(bad.why, incident, bad.seq, "")


def gaps(connection: Connection) -> Iterator[IntegrityFinding]:
    """Missing cursors, and incidents that have entries and no row."""
    at = places(connection).c.cursor
    count, least, most = connection.execute(
        select(func.count(at), func.min(at), func.max(at))
    ).one()
    if count and (least != 1 or most != count):
        found = IntegrityFinding(
            "cursor", None, None, f"{count} entries, numbered {least} to {most}"
        )
        yield found.with_facts(count=count, least=least, most=most)
    strays = (
        select(EVENT.c.incident).distinct().where(EVENT.c.incident.not_in(select(INCIDENT.c.id)))
    )
    for incident in connection.scalars(strays):
        found = IntegrityFinding("incident", incident, None, "no row")
        yield found.with_facts(sentence="incident_absent")


def check_incident(
    connection: Connection, id_: str, plans: PlanLibrary
) -> tuple[int, list[IntegrityFinding]]:
    """The entries of an incident, and what is wrong with them, its row or its slots."""
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
        return len(entries), [IntegrityFinding(bad.why, id_, bad.seq, "")]
    row = _readable(connection, id_)
    try:
        plan = plans.pinned(row["plan"], row["plan_digest"])
    except NotFound as missing:
        absent = IntegrityFinding("plan", id_, None, missing.sentence("en"))
        return len(entries), [absent.with_facts(plan=row["plan"])]
    folded: Incident | None = None
    ledger: dict[str, Slot] = {}
    for entry in entries:
        folded = apply(plan, folded, event_of(entry))
        ledger |= {slot.id: slot for slot in folded.touched}
    if folded is None:
        return 0, [IntegrityFinding("gap", id_, 1, "")]
    timer = next_timer(plan, folded)
    wake = timer.instant if timer else None
    expected = incident_row(folded, wake, entries[0].cursor, entries[-1].cursor)
    wrong = [name for name, value in expected.items() if name not in row or row[name] != value]
    findings = [IntegrityFinding("incident", id_, None, ", ".join(wrong))] if wrong else []
    return len(entries), [*findings, *_ledger(connection, id_, ledger)]


def _readable(connection: Connection, incident: str) -> dict[str, Any]:
    """The columns of an incident's row, without unreadable ones."""
    wanted = select(INCIDENT).where(INCIDENT.c.id == incident)
    try:
        return connection.execute(wanted).one()._asdict()
    except UNREADABLE:
        found: dict[str, Any] = {}
    for column in INCIDENT.c:
        with suppress(*UNREADABLE):
            found[column.name] = connection.scalar(wanted.with_only_columns(column))
    return found


def _ledger(
    connection: Connection, incident: str, expected: dict[str, Slot]
) -> Iterator[IntegrityFinding]:
    found = _slots(connection, incident)
    for slot in sorted(found.keys() | expected.keys()):
        if found.get(slot) is None or found[slot] != expected.get(slot):
            yield IntegrityFinding("slot", incident, None, slot)


def _slots(connection: Connection, incident: str) -> dict[str, Slot | None]:
    """The slots of an incident by id; None for an unreadable row."""
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
