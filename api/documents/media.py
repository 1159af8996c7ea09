"""The media types of documents, by their endings."""

from __future__ import annotations

from collections.abc import Mapping

from api.ports import WORD

MEDIA: Mapping[str, str] = {
    "docx": WORD,
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
