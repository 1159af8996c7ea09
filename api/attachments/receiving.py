"""A file that came in, made ready to be kept: its kind, its name, its position, its hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from api.attachments.errors import Broken
from api.attachments.kinds import KINDS, NotTaken, kind_of
from api.attachments.names import LONGEST, clean_name, shown_name
from engine.errors import InvalidInput
from engine.incident.attachments import Position
from engine.messages import MessageKey, text


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as it is kept, with its clean name and media type."""

    name: str
    media: str
    content: bytes
    position: Position

    @property
    def sha256(self) -> str:
        """The hash of the content as it is kept."""
        return hashlib.sha256(self.content).hexdigest()


def received(content: bytes, name: str, *, keep_position: bool) -> ReceivedFile:
    """The file as it is to be kept.

    With `keep_position` it is kept byte for byte. Raises `InvalidInput` for an empty file, for one
    of a kind that is not taken, and where the position cannot be taken out.
    """
    if not content:
        raise InvalidInput("attachment_empty", field="file")
    try:
        kind = kind_of(content)
        kept: bytes = content
        position: Position = "not_searched"
        if kind.strip is not None:
            # Also where the file is kept as it came: what is not built like one is no picture.
            cleaned = kind.strip(content)
            if keep_position:
                position = "kept" if cleaned != content else "none"
            else:
                kept, position = cleaned, "removed" if cleaned != content else "none"
        elif kind.search is not None:
            cleaned, position = kind.search(content)
            if not keep_position:
                kept = cleaned
            elif cleaned != content:
                position = "kept"
    except NotTaken as found:
        raise InvalidInput(
            "attachment_not_taken",
            field="file",
            value=shown_name(name)[:LONGEST] or "—",
            looks=MessageKey(f"word.file.looks_{found.looks}"),
            accepted=accepted_endings(),
        ) from None
    except Broken:
        raise InvalidInput("attachment_broken", field="file") from None
    otherwise = text("word.file.unnamed")
    return ReceivedFile(clean_name(name, kind.ending, otherwise), kind.media, kept, position)


def accepted_endings() -> str:
    """The kinds of file that are taken, by the endings of their names."""
    return " ".join(dict.fromkeys(kind.ending for kind in KINDS))
