"""Keys that stand twice in one JSON object: which of them counts is anybody's guess (RFC 8259).

A proxy, a log or an auditor may read the first and the program the last. So what is written
twice is refused. orjson does not tell; the standard library's parser shows every pair.
"""

from __future__ import annotations

import json
from typing import Any


class DuplicateKey(ValueError):
    """A key stands twice in one object; `key` is its text."""

    def __init__(self, key: str) -> None:
        self.key = key
        super().__init__(key)


def check_keys(content: bytes | str) -> None:
    """Raise `DuplicateKey` for JSON that has one; the content is known to be JSON."""
    _READER.decode(content if isinstance(content, str) else content.decode())


def _once(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _ in pairs}) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise DuplicateKey(key)
            seen.add(key)


_READER = json.JSONDecoder(object_pairs_hook=_once, parse_int=str, parse_float=str)
"""Numbers stay texts: a long one would take long to read."""
