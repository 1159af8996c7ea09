"""Commands about documents: writing into them, and signing one version."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from engine.incident.command_parts import Command
from engine.incident.documents import DocumentKind
from engine.input_types import Name, Words


class EditDocument(Command):
    """Write into fields of a document; an empty text takes what was written back.

    `fields` are the plan's fields of reports by name. The id of a figure that nobody has given
    takes `not_yet_known` (待核实) and nothing else. `slot` is the report that the document is for.
    """

    command: Literal["edit_document"] = "edit_document"
    document: DocumentKind
    slot: Name | None = None
    fields: dict[Name, Words] = Field(min_length=1, max_length=60)


class SignDocument(Command):
    """签发: sign the version of a document whose file has this sha256.

    A report counts as sent by it: it settles its slot.
    """

    command: Literal["sign_document"] = "sign_document"
    document: DocumentKind
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    slot: Name | None = None


class SignedVersion(SignDocument):
    """`SignDocument` with what the server found in the version that is signed.

    Not one of `COMMANDS`: no client sends it. `content` is by field what a report says, `sends`
    whether signing sends one, `corrects` the entry that a correction is about.
    """

    content_sha256: str
    file: str
    size: int
    content: dict[str, str]
    sends: bool
    corrects: int | None
