"""The one JSON form of a value, so that anybody computes the same hash.

Keys in the order of their code points, no spaces, characters unescaped, numbers as Python's
`json` writes them, UTF-8. Infinities and NaN are refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

_ANY = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_PLAIN = frozenset({str, int, bool, type(None)})


def canonical(value: Mapping[str, Any]) -> bytes:
    """The value as JSON. Raises `ValueError` or `TypeError` for what JSON cannot hold.

    orjson is ten times as fast and writes the same bytes except for fractions: it formats very
    large and very small ones differently and accepts NaN.
    """
    if _is_plain(value.values()):
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        except TypeError:
            # Half a character, more than 64 bits, a key that is no text.
            pass
    return _ANY.encode(value).encode()


def _is_plain(values: Iterable[Any]) -> bool:
    """Whether the value holds only texts, whole numbers, booleans and null."""
    for value in values:
        kind = type(value)
        if kind in _PLAIN:
            continue
        if kind is dict:
            inner = value.values()
        elif kind is list or kind is tuple:
            inner = value
        else:
            return False
        if not _is_plain(inner):
            return False
    return True
