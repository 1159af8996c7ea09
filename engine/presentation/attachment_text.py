"""An attachment in the words of the journal: what kind of file, how large, and of which entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.messages import text

_KINDS = {
    "application/pdf": "pdf",
    "application/ofd": "ofd",
    "application/msword": "document",
    "application/vnd.ms-excel": "sheet",
    "application/vnd.ms-powerpoint": "slides",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "slides",
}
KIB = 1024


def kind_of_file(media: str) -> str:
    """The last part of a key `word.file.…`: `picture`, `sound`, `pdf`, `document`, …"""
    group = media.partition("/")[0]
    return {"image": "picture", "audio": "sound"}.get(group) or _KINDS.get(media, "other")


def size_words(size: int) -> str:
    """A size in bytes as people read it: `3.2 MB`."""
    if size < KIB * KIB:
        return f"{max(1, round(size / KIB))} KB"
    return f"{size / KIB / KIB:.1f} MB"


def attachment_words(data: Mapping[str, Any], language: str) -> dict[str, str]:
    """What the sentence of an attachment says besides its name and note."""
    about = data.get("belongs_to")
    position = data["position"]
    said = position in ("removed", "kept")
    return {
        "media_words": text(f"word.file.{kind_of_file(data['media'])}", language),
        "size_words": size_words(data["size"]),
        "about_words": text("word.file.about", language, seq=about) if about else "",
        "position_words": text(f"word.file.position_{position}", language) if said else "",
    }
