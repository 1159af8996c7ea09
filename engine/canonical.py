"""The one way in which a value is written as JSON, so that its hash can be taken anywhere.

Keys in the order of their code points, no spaces, characters as themselves, numbers as
Python's `json` writes them, UTF-8. Infinities and what is not a number are refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

_ANY = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
_PLAIN = frozenset({str, int, bool, type(None)})


def canonical(value: Mapping[str, Any]) -> bytes:
    """The value's JSON; raises `ValueError` or `TypeError` for what JSON has no words for.

    orjson is ten times as fast and writes the same, but for fractions: it has another way
    to write very large and very small ones, and it does not refuse what is not a number.
    """
    if _is_plain(value.values()):
        try:
            return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
        except TypeError:
            # Half a character, more than 64 bits, a key that is no text.
            pass
    return _ANY.encode(value).encode()


def _is_plain(values: Iterable[Any]) -> bool:
    """Whether there are only texts, whole numbers, truth values and nothing among them."""
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
