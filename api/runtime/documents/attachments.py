"""Attachments of an incident for the routes: taking one in, the list, and one with its content."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import BinaryIO

from starlette.concurrency import run_in_threadpool
from typing_extensions import TypedDict

from api.access.identity import SignedIn
from api.attachments.receiving import ReceivedFile, accepted_endings, received
from api.command_reply import Reply
from api.command_request import CommandRequest, IdempotencyKey
from api.problems import HttpError
from api.runtime.app_state import AppState
from api.store.queries.reader import Reader
from engine.decide import check_attaching
from engine.errors import StateRefuses
from engine.incident.attachment_commands import AddAttachment
from engine.incident.attachments import Position
from engine.incident.events import Event
from engine.incident.state import Incident
from engine.instants import to_text
from engine.presentation.attachment_text import kind_of_file, size_words

EXERCISE = "演练"


class Destroyed(TypedDict):
    """The order by which the content of an attachment was destroyed."""

    seq: int
    at: str
    order_number: str
    reason: str


class AttachmentView(TypedDict):
    """An attachment: its entry, what it is, and what became of it."""

    seq: int
    at: str
    actor: str
    role: str
    name: str
    kind: str
    """`picture`, `sound`, `pdf`, `ofd`, `document`, `sheet`, `slides` or `other`."""
    media: str
    size: int
    """In bytes."""
    sha256: str
    """`GET …/attachments/{sha256}` has the content."""
    note: str
    belongs_to: int | None
    """The entry that it shows."""
    position: Position
    struck: bool
    destroyed: Destroyed | None
    in_record: bool
    """False in a replay whose record did not hold the content: there is nothing to open."""


class AttachmentsPage(TypedDict):
    """The attachments of an incident, the newest first, and what may be attached."""

    attachments: list[AttachmentView]
    accepted: str
    """The kinds of file that are taken, by their endings."""
    most_bytes: int
    """Of one file."""
    left_bytes: int
    """What the attachments of the incident may still take."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in, with what was said about it."""

    file: BinaryIO
    name: str
    note: str
    belongs_to: int | None
    keep_position: bool


def not_yours() -> HttpError:
    """The refusal to an account that does not see the whole incident."""
    return HttpError(403, "attachments_not_yours")


def check_may_attach(desk: AppState, who: SignedIn, reader: Reader, incident: str) -> Incident:
    """The incident, for an account that may attach to it.

    Raises `NotFound`, 403 where the account does not see all of it, and the refusals of the
    engine. It is asked before a body is read.
    """
    plan, state = desk.whole(who, reader, incident, not_yours)
    check_attaching(plan, state, who.actor, desk.clock.now)
    return state


async def attach(
    desk: AppState,
    who: SignedIn,
    state: Incident,
    upload: Upload,
    language: str,
    version: int | None,
    once: Callable[[AddAttachment], IdempotencyKey | None],
) -> Reply:
    """Take a file in, keep its content, then enter it. Raises the refusals of both.

    The content is kept before the entry and outside of the writer's transactions: what goes wrong
    leaves content that no entry names. Two files at a time are held in memory.
    """
    async with desk.uploads:
        file = await run_in_threadpool(_received, upload)
        command = AddAttachment(
            name=file.name,
            media=file.media,
            size=len(file.content),
            sha256=file.sha256,
            position=file.position,
            note=upload.note,
            belongs_to=upload.belongs_to,
        )
        # Content that is known here is there already, or was destroyed and is refused below.
        if command.sha256 not in state.attachments:
            _check_room(desk, state, command.size)
            await run_in_threadpool(
                desk.attachments.keep, state.id, command.sha256, file.content, desk.wall.now
            )
    asked = CommandRequest(command, language, state.id, version, once(command))
    try:
        return await desk.commands.run(asked, who)
    except StateRefuses as refusal:
        if refusal.code == "attachment_was_destroyed":
            # Destroyed while this file was on its way: it must not stand again.
            await run_in_threadpool(desk.attachments.forget, state.id, command.sha256)
        raise


def _received(upload: Upload) -> ReceivedFile:
    upload.file.seek(0)
    return received(upload.file.read(), upload.name, keep_position=upload.keep_position)


def _check_room(desk: AppState, state: Incident, size: int) -> None:
    most = desk.settings.attachments_of_incident_bytes
    used = _used(state)
    if used + size > most:
        raise HttpError(413, "attachments_too_many", used=size_words(used), limit=size_words(most))


def _used(state: Incident) -> int:
    return sum(one.size for one in state.attachments.values() if one.destroyed is None)


def attachments_page(desk: AppState, reader: Reader, state: Incident) -> AttachmentsPage:
    """What is attached to the incident, whether it stands or was destroyed."""
    entries = entries_of(reader, state)
    orders = {one.seq: one for one in entries if one.type == "attachment_destroyed"}
    absent = reader.absent_files()
    views = [
        attachment_view(state, one, orders, absent)
        for one in entries
        if one.type == "attachment_added"
    ]
    return {
        "attachments": views[::-1],
        "accepted": accepted_endings(),
        "most_bytes": desk.settings.attachment_bytes,
        "left_bytes": max(0, desk.settings.attachments_of_incident_bytes - _used(state)),
    }


def entries_of(reader: Reader, state: Incident) -> list[Event]:
    """The entries about attachments, each read by its number, in order."""
    seqs = {seq for one in state.attachments.values() for seq in one.seqs}
    seqs |= {one.destroyed for one in state.attachments.values() if one.destroyed is not None}
    return [reader.events(state.id, seq - 1, 1)[0] for seq in sorted(seqs)]


def attachment_view(
    state: Incident, event: Event, orders: dict[int, Event], absent: Collection[tuple[str, str]]
) -> AttachmentView:
    """One attachment, by its entry."""
    data = event.data
    by = state.attachments[data["sha256"]].destroyed
    return {
        "seq": event.seq,
        "at": to_text(event.recorded_at),
        "actor": event.actor,
        "role": event.role,
        "name": data["name"],
        "kind": kind_of_file(data["media"]),
        "media": data["media"],
        "size": data["size"],
        "sha256": data["sha256"],
        "note": data["note"],
        "belongs_to": data["belongs_to"],
        "position": data["position"],
        "struck": event.seq in state.struck,
        "destroyed": None if by is None else _destroyed(orders[by]),
        "in_record": (state.id, data["sha256"]) not in absent,
    }


def _destroyed(event: Event) -> Destroyed:
    return {
        "seq": event.seq,
        "at": to_text(event.recorded_at),
        "order_number": event.data["order_number"],
        "reason": event.data["reason"],
    }


def attachment_named(reader: Reader, state: Incident, sha256: str) -> Event:
    """The newest entry of the content.

    Raises `HttpError`: 404, also where a replay's record does not hold it, or 410 where it was
    destroyed.
    """
    found = state.attachments.get(sha256)
    if found is None:
        raise HttpError(404, "attachment_not_found")
    if found.destroyed is not None:
        raise HttpError(410, "attachment_destroyed", seq=found.destroyed)
    event = reader.events(state.id, found.seqs[-1] - 1, 1)[0]
    if (state.id, sha256) in reader.absent_files():
        raise HttpError(404, "file_not_in_record", name=event.data["name"])
    return event


def download_name(state: Incident, name: str) -> str:
    """The name under which a browser keeps the file; of an exercise it says so first."""
    return f"{EXERCISE}_{state.number}_{name}" if state.exercise else name
