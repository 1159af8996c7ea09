"""The files of a record come along with a replay: attachments, and papers that were signed.

They are put in before the entries that name them are played. What the source does not hold is
noted, so that pages and checks say that it is not in the record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from api.archives import members
from api.archives.material import ADDED, SIGNED, Contents
from api.documents.media import MEDIA
from api.store.archives.material import StoredContents
from api.store.archives.places import UNREADABLE, Place, content_of, place_of
from api.store.database.absent_files import looked_for, put_absent
from api.store.facade import Store
from engine.drill.recording import Recording

UNTIL_PLAYED = datetime(9000, 1, 1, tzinfo=UTC)
"""When a content counts as put in: it waits for its entry, however long nobody plays it."""

MOST = 1 << 28
"""Bytes of a file that is read as a whole."""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file that an entry of the record names."""

    incident: str
    sha256: str
    name: str
    signed: bool
    """A signed paper; otherwise an attachment."""


Read = Callable[[RecordFile], bytes]
"""Reads a file of a source; empty where it has none."""

FileSource = Callable[[], AbstractContextManager[Read]]
"""Opens a source of files; nothing in it is changed."""


@contextmanager
def of_rows(connection: AbstractContextManager[Connection]) -> Iterator[Read]:
    """The files in a database's tables, or in those of archived years."""
    with connection as opened:

        def read(file: RecordFile) -> bytes:
            kept: Contents = StoredContents(opened, file.incident)
            return _content(kept, file)

        yield read


def _content(kept: Contents, file: RecordFile) -> bytes:
    if file.signed:
        return kept.signed(file.sha256)
    return b"".join(kept.attachment(file.sha256))


@contextmanager
def of_members(path: Path) -> Iterator[Read]:
    """The files in an archive of an incident, by their hashes in its manifest."""
    place = place_of(path)
    manifest = json.loads(content_of(place, members.MANIFEST, MOST))
    names = {one["sha256"]: name for name, one in manifest["members"].items()}

    def read(file: RecordFile) -> bytes:
        name = names.get(file.sha256)
        return b"" if name is None else _member(place, name)

    yield read


def _member(place: Place, name: str) -> bytes:
    try:
        return content_of(place, name, MOST)
    except UNREADABLE:
        return b""


def files_of(recording: Recording) -> list[RecordFile]:
    """Every file that the record names, each once."""
    found: dict[tuple[str, str, bool], RecordFile] = {}
    for event in recording.entries:
        if event.type in (ADDED, SIGNED):
            signed = event.type == SIGNED
            name = event.data["file" if signed else "name"]
            one = RecordFile(event.incident, event.data["sha256"], name, signed)
            found.setdefault((one.incident, one.sha256, signed), one)
    return list(found.values())


def bring_files(store: Store, recording: Recording, sources: Sequence[FileSource]) -> int:
    """Bring along what is not here yet; how many files the record does not hold. Blocks.

    A server that was killed meanwhile begins again: what is there already is put in once more.
    """
    named = files_of(recording)
    with store.database.reading() as connection:
        missing = looked_for(connection)
    if missing is not None:
        named = [one for one in named if (one.incident, one.sha256) in missing]
    with ExitStack() as opened:
        reads = [opened.enter_context(source()) for source in sources] if named else []
        absent = frozenset(
            (one.incident, one.sha256) for one in named if not _brought(store, one, reads)
        )
    if absent != missing:
        store.writer.write(lambda connection: put_absent(connection, absent))
    return len(absent)


def _brought(store: Store, file: RecordFile, reads: Iterable[Read]) -> bool:
    """Whether a source holds the file as its entry has it; then it is here now."""
    for read in reads:
        content = read(file)
        if hashlib.sha256(content).hexdigest() != file.sha256:
            continue
        if file.signed:
            media = MEDIA.get(file.name.rpartition(".")[2], "application/octet-stream")
            store.kept_files.keep(file.incident, file.name, media, content)
        else:
            store.attachments.keep(file.incident, file.sha256, content, UNTIL_PLAYED)
        return True
    return False
