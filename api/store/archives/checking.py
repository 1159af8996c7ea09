"""Is an archive of an incident whole, and is everything in it what its journal says?

Without a database: the manifest names every member with size and hash; the entries are chained; the
plan's edition is the one that the first entry names; files are those whose hashes stand in the
entries; ledger and index are made again and compared; links of the server's chain cover the
entries; signatures fit. Whoever could compute a whole archive again could make all of this fit:
that shows against a head that was published, or a key that is known (`--key`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from api import __version__
from api.archives import members
from api.archives.material import ADDED, DESTROYED, EXERCISE, SIGNED
from api.store.archives.places import (
    UNREADABLE,
    Place,
    content_of,
    is_member_name,
    place_of,
    summed,
)
from api.store.database.chain_links import leaf_hash
from api.store.errors import BackupRefused
from api.store.integrity.finding import UNREADABLE as MALFORMED
from api.store.integrity.finding import IntegrityFinding
from api.store.integrity.journal_heads import head_from
from api.store.integrity.signing_keys import is_signed
from engine.errors import PlanFileError
from engine.evolve.apply import apply
from engine.incident.events import Event, first_bad_entry
from engine.incident.state import Incident, Slot
from engine.plan.loader import rebuild
from engine.plan.model import Plan
from engine.plan.plan_files import PlanFiles, PlanText

FORMAT = 1
MOST = 1 << 28
"""Bytes of a member that is read as a whole; files of people are read in pieces."""
SIGNATURE = ("key", "signature")


@dataclass(slots=True)
class ArchiveVerdict:
    """How much was checked, and what was found; notes are no faults."""

    number: str
    entries: int
    members: int
    signed_by: str = ""
    findings: list[IntegrityFinding] = field(default_factory=list)
    notes: list[IntegrityFinding] = field(default_factory=list)


def is_archive(path: Path) -> bool:
    """Whether a path is meant as an archive: a zip, or a folder."""
    return path.is_dir() or path.suffix.lower() == ".zip"


def check_archive(path: Path, pinned: str | None = None) -> ArchiveVerdict:
    """Check a zip or an unpacked folder; with `pinned`, that this public key has signed it.

    Raises `BackupRefused` (`archive_wrong`) for what is no archive of an incident.
    """
    try:
        place = place_of(path)
        manifest = json.loads(content_of(place, members.MANIFEST, MOST))
        noted = manifest["members"]
        if manifest["format"] != FORMAT or not isinstance(noted, dict):
            raise ValueError(manifest["format"])
        verdict = ArchiveVerdict(str(manifest["number"]), int(manifest["entries"]), len(noted))
        sizes = {name: (int(one["size"]), str(one["sha256"])) for name, one in noted.items()}
    except (*UNREADABLE, *MALFORMED) as wrong:
        why = str(wrong)[:80] or type(wrong).__name__
        raise BackupRefused("archive_wrong", where=str(path), why=why) from wrong
    check = _Check(place, manifest, sizes, str(manifest.get("incident")))
    verdict.findings += check.members()
    verdict.findings += check.signature(pinned)
    verdict.signed_by = str(manifest.get("key", ""))
    verdict.findings += check.journal()
    verdict.notes += check.notes
    return verdict


@dataclass(slots=True)
class _Check:
    place: Place
    manifest: Mapping[str, Any]
    noted: Mapping[str, tuple[int, str]]
    incident: str
    notes: list[IntegrityFinding] = field(default_factory=list)

    def found(self, sentence: str, name: str, seq: int | None = None) -> IntegrityFinding:
        """A finding about a member."""
        finding = IntegrityFinding("archive", self.incident, seq, name)
        return finding.with_facts(sentence=sentence, name=name, number=self.manifest["number"])

    def members(self) -> Iterator[IntegrityFinding]:
        """Members that are missing, changed, twice there or not in the manifest."""
        there = self.place.names()
        there = [one for one in there if not one.endswith("/")]
        for name in sorted({one for one in there if there.count(one) > 1}):
            yield self.found("archive_twice", name)
        for name in sorted({*there} - self.noted.keys() - {members.MANIFEST}):
            yield self.found("archive_planted", name)
        for name, (size, sha256) in self.noted.items():
            if not is_member_name(name) or name not in there:
                yield self.found("archive_gone", name)
                continue
            try:
                same = summed(self.place, name, size) == (size, sha256)
            except UNREADABLE:
                same = False
            if not same:
                yield self.found("archive_edited", name)

    def signature(self, pinned: str | None) -> Iterator[IntegrityFinding]:
        """Whether the manifest's signature fits, and is that of the key that is asked for."""
        key, signature = (str(self.manifest.get(name, "")) for name in SIGNATURE)
        shape = {name: one for name, one in self.manifest.items() if name not in SIGNATURE}
        if (key or signature) and not is_signed(shape, key, signature):
            yield self.found("archive_signature", members.MANIFEST)
        elif pinned is not None and key != pinned:
            yield self.found("archive_other_key" if key else "archive_unsigned", members.MANIFEST)

    def read(self, name: str) -> bytes:
        """A member as a whole; empty where it cannot be read, which `members` tells."""
        try:
            return content_of(self.place, name, MOST) if name in self.noted else b""
        except UNREADABLE:
            return b""

    def journal(self) -> Iterator[IntegrityFinding]:
        """The entries, and everything that follows from them."""
        shapes, events = [], []
        for line in self.read(members.JOURNAL).splitlines():
            try:
                shapes.append(json.loads(line))
                events.append(Event.from_json(shapes[-1]))
            except (*MALFORMED, KeyError):
                yield self.found("archive_entry", members.JOURNAL, len(events) + 1)
                return
        if not events:
            yield self.found("archive_entry", members.JOURNAL, 1)
            return
        bad = first_bad_entry(self.incident, shapes)
        if bad is not None:
            yield IntegrityFinding(bad.why, self.incident, bad.seq, "").with_facts(
                number=self.manifest["number"]
            )
            return
        last = (self.manifest.get("entries"), self.manifest.get("hash"))
        if last != (events[-1].seq, events[-1].hash):
            yield self.found("archive_cut", members.JOURNAL, events[-1].seq)
        yield from self.proof(events)
        try:
            plan = self.plan(events[0])
        except (PlanFileError, *MALFORMED, KeyError):
            yield self.found("archive_plan", members.PLAN_FILES[0], 1)
            return
        folded: Incident | None = None
        ledger: dict[str, Slot] = {}
        for event in events:
            folded = apply(plan, folded, event)
            ledger |= {slot.id: slot for slot in folded.touched}
        if folded is not None:
            yield from self.files(events, folded)
            yield from self.made_again(plan, folded, events, list(ledger.values()))

    def plan(self, opened: Event) -> Plan:
        """The edition that the first entry names. Raises `ValueError` where it is another."""
        texts = [
            PlanText(name, self.read(name)) if name in self.noted else None
            for name in members.PLAN_FILES
        ]
        if texts[0] is None:
            raise ValueError(members.PLAN_FILES[0])
        files = PlanFiles(texts[0], texts[1], texts[2])
        digest = opened.data["plan"]["digest"]
        if files.digest != digest:
            raise ValueError(digest)
        plan = rebuild(files, digest)
        return plan.for_exercises() if self.manifest.get("exercise") else plan

    def absent(self) -> frozenset[str]:
        """Files that a replay's record did not hold; the archive of a real incident lacks none."""
        listed = self.manifest.get("absent", ()) if self.manifest.get("exercise") else ()
        return frozenset(str(one) for one in listed)

    def files(self, events: Sequence[Event], incident: Incident) -> Iterator[IntegrityFinding]:
        """Whether each file is the one whose hash stands in its entry."""
        absent = self.absent()
        of = {
            **members.signed_names(events, absent),
            **members.attachment_names(events, incident, absent),
        }
        for event in events:
            if event.type in (ADDED, SIGNED) and event.data["sha256"] in absent:
                note = self.found("not_in_record", event.data["sha256"][:12], event.seq)
                self.notes.append(replace(note, what="not_in_record"))
        for sha256, name in of.items():
            if self.noted.get(name, (0, ""))[1] != sha256:
                seq = int(name.rpartition("/")[2].removeprefix(EXERCISE)[:4])
                yield self.found("archive_file", name, seq)
        for event in events:
            if event.type == DESTROYED:
                note = IntegrityFinding(DESTROYED, self.incident, event.data["attachment"], "")
                self.notes.append(
                    note.with_facts(
                        number=self.manifest["number"],
                        name=event.data["sha256"][:12],
                        by=event.seq,
                        order=event.data["order_number"],
                    )
                )

    def made_again(
        self, plan: Plan, incident: Incident, events: Sequence[Event], slots: Sequence[Slot]
    ) -> Iterator[IntegrityFinding]:
        """Ledger and index: they follow from the entries, in the words of one version."""
        if self.manifest.get("program") != __version__:
            return
        drawn = self.manifest.get("drawn", {})
        made = {
            members.LEDGER: members.ledger_member(plan, incident, slots),
            members.INDEX: members.index_member(plan, incident, events, drawn, self.absent()),
        }
        for name, content in made.items():
            if self.read(name) != content:
                yield self.found("archive_made", name)

    def proof(self, events: Sequence[Event]) -> Iterator[IntegrityFinding]:
        """Whether the server's links and head say the same as the entries."""
        hashes = {event.seq: event.hash for event in events}
        hash_, position = "", 0
        for line in self.read(members.CHAIN).splitlines():
            try:
                content = json.loads(line)
                rows = [row for row in content["events"] if row[1] == self.incident]
                hash_, position = leaf_hash(line), int(content["position"])
            except (*MALFORMED, KeyError, IndexError):
                yield self.found("archive_link", members.CHAIN)
                return
            for _, _, seq, said in rows:
                if hashes.get(seq) != said:
                    yield self.found("archive_link", members.CHAIN, seq)
        try:
            head = head_from(json.loads(self.read(members.HEAD)))
        except MALFORMED:
            yield self.found("archive_head", members.HEAD)
            return
        fits = head.hash == events[-1].hash
        if head.position and (head.position, head.link) != (position, hash_):
            fits = False
        if not fits:
            yield self.found("archive_head", members.HEAD, events[-1].seq)
