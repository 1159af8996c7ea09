"""What keeps a document from becoming a file: a template or the fonts of this machine."""

from __future__ import annotations

from engine.errors import ZhibanError


class CannotRender(ZhibanError):
    """The document is there, but this server cannot make the file."""
