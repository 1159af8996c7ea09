"""What the parts of this folder raise about a file; `receiving` makes refusals of it."""

from __future__ import annotations


class Broken(Exception):
    """The file begins like one of a kind that is taken, but is not built like one."""
