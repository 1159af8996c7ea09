"""Is the server's chain whole, and do all journals still hold what it covers?

The chain says which entry stood at which cursor. So two entries that changed places show, and so
does an incident that is gone with all its entries and its row. An entry that the chain does not
cover was added past the program; a first answer as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, select

from api.server_journal.proofs import AFTER
from api.store.database.chain_links import (
    LINK,
    STANDING,
    Tail,
    digest_of,
    is_chained,
    leaf_hash,
    row_mark,
)
from api.store.database.places import places
from api.store.database.tables import AnswerRow, instant_text, table
from api.store.integrity.finding import UNREADABLE, IntegrityFinding
from api.store.server_journal.journal import SERVER_EVENT

ANSWER = table(AnswerRow)
LINKS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Answered:
    """A first answer that was stored: when, and the position of the link that says so."""

    at: str
    position: int


@dataclass(slots=True)
class ChainReading:
    """What the chain says, from its first link to its last; `tail` is the last that holds.

    `events` is the last cursor that is covered, `server_events` the last number of the server
    journal. `signed` are the links about keys and lost ends, with their contents. `standing` is
    what stood when entries began to name second factors and the like; `answered` are the first
    answers that have to be there, by their marks.
    """

    tail: Tail = field(default_factory=Tail)
    founding: Mapping[str, Any] | None = None
    standing: Mapping[str, Any] | None = None
    events: int = 0
    server_events: int = 0
    signed: list[Mapping[str, Any]] = field(default_factory=list)
    answered: dict[str, Answered] = field(default_factory=dict)
    findings: list[IntegrityFinding] = field(default_factory=list)


def read_chain(connection: Connection) -> ChainReading:
    """Follow the chain and compare it with the journals and the first answers."""
    reading = ChainReading()
    if not is_chained(connection):
        return reading
    for page in _pages(connection):
        contents = list(_followed(reading, page))
        _compare(connection, reading, contents)
        for content in contents:
            _note_answers(reading, content)
        if len(contents) < len(page):
            return reading
    if reading.founding is None:
        return reading
    reading.findings += [*_uncovered(connection, reading), *_compare_answers(connection, reading)]
    return reading


def _pages(connection: Connection) -> Iterator[Sequence[Row[Any]]]:
    last = -1
    while True:
        wanted = select(LINK).where(LINK.c.position > last).order_by(LINK.c.position)
        page = connection.execute(wanted.limit(LINKS_AT_ONCE)).all()
        if not page:
            return
        last = page[-1].position
        yield page


def _followed(reading: ChainReading, page: Sequence[Row[Any]]) -> Iterator[Mapping[str, Any]]:
    """The contents of links that hold; ends with a finding at the first that does not."""
    for row in page:
        position = reading.tail.position + 1
        if row.position != position:
            reading.findings.append(_broken("link_gap", position))
            return
        try:
            content = json.loads(row.content)
            fits = leaf_hash(row.content.encode()) == row.hash
            named = (content["kind"], content["position"]) == (row.kind, position)
            previous = content["prev"]
        except (*UNREADABLE, KeyError):
            fits = named = False
        if not (fits and named):
            reading.findings.append(_broken("link_altered", position))
            return
        if previous != reading.tail.hash:
            reading.findings.append(_broken("link_chain", position))
            return
        reading.tail = Tail(position, row.hash)
        if row.kind == "founding":
            reading.founding = content
            reading.standing = content if AFTER in content else None
        elif row.kind == STANDING:
            reading.standing = content
        elif row.kind != "entries":
            reading.signed.append(content)
        yield content


def _broken(sentence: str, position: int) -> IntegrityFinding:
    found = IntegrityFinding("link", None, None, str(position))
    return found.with_facts(sentence=sentence, position=position)


# Entries ---------------------------------------------------------------------------------


def _compare(
    connection: Connection, reading: ChainReading, contents: Sequence[Mapping[str, Any]]
) -> None:
    """Compare the entries of these links with the journals."""
    for content in contents:
        if content["kind"] == "founding":
            _compare_founding(connection, reading, content)
    linked = [content for content in contents if content["kind"] == "entries"]
    events = [entry for content in linked for entry in content.get("events", ())]
    server = [entry for content in linked for entry in content.get("server_events", ())]
    if events:
        _compare_events(connection, reading, events)
        reading.events = events[-1][0]
    if server:
        first, last = server[0][0], server[-1][0]
        wanted = select(SERVER_EVENT.c.seq, SERVER_EVENT.c.hash)
        rows = connection.execute(wanted.where(SERVER_EVENT.c.seq.between(first, last)))
        there = {row.seq: row.hash for row in rows}
        for seq, hash_ in server:
            if there.get(seq) != hash_:
                what = "server_removed" if seq not in there else "server_replaced"
                reading.findings.append(_server(what, seq))
                break
        reading.server_events = last


def _compare_founding(
    connection: Connection, reading: ChainReading, content: Mapping[str, Any]
) -> None:
    """Compare what there was before the chain, as a whole."""
    entry = places(connection)
    for name, sentence, place, hashes in (
        ("events", "founding_events", entry.c.cursor, entry.c.hash),
        (
            "server_events",
            "founding_server_events",
            SERVER_EVENT.c.seq,
            SERVER_EVENT.c.hash,
        ),
    ):
        count = content[name]["count"]
        old = select(hashes).where(place <= count).order_by(place)
        if digest_of(connection.scalars(old).all()) != content[name]:
            found = IntegrityFinding("founding", None, None, f"{name} 1–{count}")
            told = found.with_facts(sentence=sentence, count=count)
            reading.findings.append(told)
    reading.events = content["events"]["count"]
    reading.server_events = content["server_events"]["count"]


def _compare_events(
    connection: Connection, reading: ChainReading, events: Sequence[Sequence[Any]]
) -> None:
    place = places(connection)
    span = place.c.cursor.between(events[0][0], events[-1][0])
    rows = connection.execute(select(place).where(span))
    there = {row.cursor: row.hash for row in rows}
    gone: dict[str, IntegrityFinding] = {}
    for cursor, incident, seq, hash_ in events:
        if there.get(cursor) == hash_:
            continue
        finding = _elsewhere(connection, cursor, incident, seq, hash_)
        if finding.what != "removed":
            reading.findings.append(finding)
            continue
        first = gone.get(incident, finding)
        count = 1 + int(gone[incident].facts["count"]) if incident in gone else 1
        gone[incident] = first.with_facts(count=count)
    reading.findings += gone.values()


def _elsewhere(
    connection: Connection, cursor: int, incident: str, seq: int, hash_: str
) -> IntegrityFinding:
    """What became of an entry that is not where the chain has it."""
    place = places(connection)
    own = (place.c.incident == incident, place.c.seq == seq)
    row = connection.execute(select(place).where(*own)).one_or_none()
    if row is None:
        found = IntegrityFinding("removed", incident, seq, f"cursor {cursor}")
    elif row.hash == hash_:
        found = IntegrityFinding("moved", incident, seq, f"{cursor} → {row.cursor}")
        found = found.with_facts(now=row.cursor)
    else:
        found = IntegrityFinding("replaced", incident, seq, f"cursor {cursor}")
    return found.with_facts(cursor=cursor)


def _uncovered(connection: Connection, reading: ChainReading) -> Iterator[IntegrityFinding]:
    """The first entry of each kind of journal that the chain does not cover."""
    place = places(connection)
    wanted = select(place).where(place.c.cursor > reading.events).order_by(place.c.cursor)
    row = connection.execute(wanted.limit(1)).one_or_none()
    if row is not None:
        found = IntegrityFinding("uncovered", row.incident, row.seq, f"cursor {row.cursor}")
        yield found.with_facts(cursor=row.cursor)
    later = SERVER_EVENT.c.seq > reading.server_events
    first = connection.scalar(select(func.min(SERVER_EVENT.c.seq)).where(later))
    if first is not None:
        yield _server("server_uncovered", first)


def _server(what: str, seq: int) -> IntegrityFinding:
    return IntegrityFinding(what, None, seq, "server journal").with_facts(seq=seq)


# First answers ---------------------------------------------------------------------------


def _note_answers(reading: ChainReading, content: Mapping[str, Any]) -> None:
    """Which answers have to be there after this link. Older links do not say when they were made.

    They are known to the chain all the same: with no instant, none of them is missed.
    """
    for named in content.get("answers", ()):
        mark, at = (named, "") if isinstance(named, str) else named
        reading.answered[mark] = Answered(at, content["position"])
    if "forgotten" in content:
        for mark, answer in list(reading.answered.items()):
            if answer.at and answer.at < content["forgotten"]:
                del reading.answered[mark]


def _compare_answers(connection: Connection, reading: ChainReading) -> Iterator[IntegrityFinding]:
    """Answers that the chain does not cover, and those that it covers and that are gone."""
    edited: set[str] = set()
    for row in connection.execute(select(ANSWER.c.account, ANSWER.c.key)).all():
        own = select(ANSWER).where(ANSWER.c.account == row.account, ANSWER.c.key == row.key)
        found = IntegrityFinding("answer", None, None, f"{row.account} {row.key}")
        found = found.with_facts(account=row.account, request=row.key)
        try:
            whole = connection.execute(own).one()
            known = reading.answered.pop(row_mark(whole._asdict()), None)
        except UNREADABLE:
            known = None
        else:
            edited |= set() if known else {instant_text(whole.created_at)}
        if known is None:
            yield found
    for answer in reading.answered.values():
        if answer.at and answer.at not in edited:
            gone = IntegrityFinding("answer", None, None, str(answer.position))
            yield gone.with_facts(sentence="answer_gone", position=answer.position, at=answer.at)
