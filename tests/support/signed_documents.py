"""Signing a document in tests of the engine: as if a server had rendered what is signed."""

from __future__ import annotations

from typing import Any

from engine.incident.commands import COMMANDS
from engine.incident.document_commands import SignedVersion

MADE: dict[str, Any] = {**COMMANDS, "sign_document": SignedVersion}
"""Commands as they reach the engine: what a client asks to be signed has been rendered."""

SIGNED: dict[str, Any] = {
    "document": "briefing",
    "sha256": "0" * 64,
    "content_sha256": "0" * 64,
    "file": "简报.pdf",
    "size": 1,
    "content": {},
    "sends": False,
    "corrects": None,
}
WRITTEN: dict[str, Any] = {"document": "briefing", "fields": {"document.free.next": "x"}}
