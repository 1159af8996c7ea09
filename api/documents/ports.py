"""What the server asks of the store about files of signed documents, as protocols."""

from __future__ import annotations

from typing import Protocol


class KeptFile(Protocol):
    """A file with the name under which a browser keeps it."""

    @property
    def name(self) -> str:
        """Its name, with the ending that says the format."""
        ...

    @property
    def media(self) -> str:
        """Its media type."""
        ...

    @property
    def content(self) -> bytes:
        """Its bytes."""
        ...


class KeptFiles(Protocol):
    """The files of signed documents. Synchronous."""

    def keep(self, incident: str, name: str, media: str, content: bytes) -> str:
        """Keep a file, if it is not there yet; its sha256."""
        ...

    def get(self, incident: str, sha256: str) -> KeptFile | None:
        """The file of an incident with this hash, or None."""
        ...
