"""What the server asks of the records of evaluations, as a protocol. All of it blocks."""

from __future__ import annotations

DRILL = "drill"
"""The subject of what is about a drill as a whole."""
