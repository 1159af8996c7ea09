"""What the server asks of the store about the content of attachments, as a protocol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol


class AttachmentContents(Protocol):
    """The content of attachments by incident and sha256. Synchronous."""

    def keep(self, incident: str, sha256: str, content: bytes, at: datetime) -> None:
        """Keep the content, as far as it is not there yet."""
        ...

    def forget(self, incident: str, sha256: str) -> None:
        """Delete content that no standing entry names."""
        ...

    def parts(self, incident: str, sha256: str) -> Iterator[bytes]:
        """The content, part by part; nothing where there is none."""
        ...
