"""The data of entries about attachments: what was attached, and what was destroyed.

Viewers, such as wall screens, read that there is a file and of which kind. Its name, its note and
its hash are for the desk: each may say whom it shows.
"""

from __future__ import annotations

from engine.incident.attachments import Position
from engine.presentation.entry_data import EntryData
from engine.presentation.seen_by import ForDesk, ForViewers


class AttachmentAdded(EntryData, total=False):
    """附件: a file was attached to the incident, and is kept."""

    name: ForDesk[str]
    """The file's name."""
    media: ForViewers[str]
    """Its media type, found by its content."""
    size: ForViewers[int]
    """In bytes."""
    sha256: ForDesk[str]
    """Of the content as it is kept."""
    position: ForViewers[Position]
    """What became of the place where a photo was taken."""
    note: ForDesk[str]
    belongs_to: ForViewers[int | None]
    """The entry that the file shows."""


class AttachmentDestroyed(EntryData, total=False):
    """The content of an attachment was destroyed by order; its entry stands."""

    attachment: ForViewers[int]
    """The entry of the attachment."""
    sha256: ForDesk[str]
    """Of what was destroyed."""
    order_number: ForDesk[str]
    """The number of the paper that ordered it."""
    reason: ForDesk[str]
