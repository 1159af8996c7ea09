"""Writing an archive: a zip whose bytes follow from its content alone.

Members stand in a fixed order, with one time and system. Files go through it part by part, so that
a gigabyte of attachments takes no gigabyte of memory. The manifest comes last: it names every
member with its size and hash, and is signed where the server has a key.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, BinaryIO

from api import __version__
from api.archives import members
from api.archives.material import Contents, Material, Sign
from api.documents.zip_bytes import FIRST_DAY, UNIX
from engine.documents.document import Document
from engine.documents.making import KINDS, make
from engine.errors import StateRefuses
from engine.instants import to_text
from engine.messages import text

FORMAT = 1

Draw = Callable[[Document], tuple[str, bytes]]
"""Makes a file of a document: its name and its content."""


class _Writer:
    """Writes members, and notes of each its size and its hash."""

    def __init__(self, file: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        self.noted: dict[str, dict[str, Any]] = {}

    def put(self, name: str, content: bytes | Iterable[bytes], *, packed: bool = True) -> None:
        """Add a member; `packed` where packing makes it smaller."""
        member = zipfile.ZipInfo(name, FIRST_DAY)
        member.create_system, member.external_attr = UNIX, 0o644 << 16
        member.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        summed, size = hashlib.sha256(), 0
        with self._zip.open(member, "w", force_zip64=not packed) as written:
            for part in (content,) if isinstance(content, bytes) else content:
                written.write(part)
                summed.update(part)
                size += len(part)
        self.noted[name] = {"sha256": summed.hexdigest(), "size": size}

    def close(self) -> None:
        """Write the table of contents."""
        self._zip.close()


def write_archive(
    file: BinaryIO, given: Material, contents: Contents, draw: Draw, sign: Sign
) -> None:
    """Write the archive of an incident."""
    writer = _Writer(file)
    try:
        _write(writer, given, contents, draw, sign)
    finally:
        writer.close()


def _write(writer: _Writer, given: Material, contents: Contents, draw: Draw, sign: Sign) -> None:
    events, incident = given.events, given.incident
    writer.put(members.JOURNAL, members.journal_member(events))
    writer.put(members.LEDGER, members.ledger_member(given.plan, incident, given.slots))
    texts = (given.files.plan, given.files.clauses, given.files.jurisdiction)
    for name, file in zip(members.PLAN_FILES, texts, strict=True):
        if file is not None:
            writer.put(name, file.content)
    absent = contents.absent()
    for sha256, name in members.signed_names(events, absent).items():
        writer.put(name, contents.signed(sha256))
    drawn = {}
    for document in _standing(given):
        name, content = draw(document)
        title = document.name
        if document.blanks:
            title += text("archive.blanks", count=len(document.blanks))
        drawn[title] = f"documents/now/{name}"
        writer.put(drawn[title], content)
    for sha256, name in members.attachment_names(events, incident, absent).items():
        writer.put(name, contents.attachment(sha256), packed=False)
    # On one line, as `zhiban journal verify --head` reads heads.
    writer.put(members.HEAD, f"{json.dumps(dict(given.proof.head))}\n".encode())
    writer.put(members.CHAIN, "".join(f"{link}\n" for link in given.proof.links).encode())
    index = members.index_member(given.plan, incident, events, drawn, absent)
    writer.put(members.INDEX, index)
    writer.put(members.MANIFEST, _json(_manifest(given, writer.noted, drawn, absent, sign)))


def _standing(given: Material) -> Iterable[Document]:
    """The documents of the incident as they stand, but for those of what has not happened."""
    for kind in KINDS:
        try:
            yield make(kind, given.plan, given.events, given.slots)
        except StateRefuses:
            continue


def _manifest(
    given: Material,
    noted: Mapping[str, Any],
    drawn: Mapping[str, str],
    absent: Collection[str],
    sign: Sign,
) -> dict[str, Any]:
    last = given.events[-1]
    shape: dict[str, Any] = {
        "format": FORMAT,
        "program": __version__,
        "incident": given.incident.id,
        "number": given.incident.number,
        "exercise": given.incident.exercise,
        "plan": {"id": given.plan.id, "digest": given.plan.digest},
        "entries": last.seq,
        "hash": last.hash,
        "as_of": to_text(last.recorded_at),
        "drawn": dict(drawn),
        "members": dict(sorted(noted.items())),
        **({"absent": sorted(absent)} if absent else {}),
    }
    key, signature = sign(shape)
    return {**shape, **({"key": key, "signature": signature} if key else {})}


def _json(shape: Mapping[str, Any]) -> bytes:
    return (json.dumps(shape, ensure_ascii=False, indent=1) + "\n").encode()
