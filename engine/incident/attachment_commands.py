"""Commands about attachments: a file belongs to an incident, and is destroyed by order."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from engine.incident.attachments import Position
from engine.incident.command_parts import Command
from engine.input_types import Name, Required, Words

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class AddAttachment(Command):
    """A file was received and kept; `sha256` and `size` (bytes) are those of the kept content.

    Not one of `COMMANDS`: no client sends it, the server makes it of an upload. `belongs_to` is
    the entry that the file shows, such as a report; `position` says what became of the place
    where a photo was taken.
    """

    command: Literal["add_attachment"] = "add_attachment"
    name: Name
    media: str
    size: int = Field(ge=1)
    sha256: Sha256
    position: Position
    note: Words = ""
    belongs_to: int | None = Field(default=None, ge=1)


class DestroyAttachment(Command):
    """Destroy the content of an attachment; its entry stands.

    `attachment` is the number of the entry; `order_number` that of the paper which orders it.
    """

    command: Literal["destroy_attachment"] = "destroy_attachment"
    attachment: int = Field(ge=1)
    order_number: Required
    reason: Required
