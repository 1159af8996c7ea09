"""Attachments as commands, entries and states name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Position = Literal["none", "removed", "kept", "not_searched"]
"""What became of the place where a photo was taken.

`none`: there was none in it; `removed`: it was taken out; `kept`: the file was kept as it came, on
purpose; `not_searched`: a kind of file in which nobody looks for one.
"""


@dataclass(frozen=True, slots=True)
class Attached:
    """Content that was attached to an incident, in one entry or several (`seqs`).

    `size` in bytes; `destroyed` is the entry that destroyed it.
    """

    seqs: tuple[int, ...]
    size: int
    destroyed: int | None = None
