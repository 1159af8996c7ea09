"""The media types of documents, by their endings."""

from __future__ import annotations

from collections.abc import Mapping

MEDIA: Mapping[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}
