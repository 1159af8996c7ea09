"""The JSON that is hashed: always the same bytes, whoever writes it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.canonical_json import canonical

WORDS = st.text(st.characters(exclude_categories=()), max_size=12)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4)
)


def plainly(value: Any) -> bytes:
    """What the standard library writes."""
    words = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return words.encode()


def outcome(write: Any, value: Any) -> Any:
    try:
        return write(value)
    except (ValueError, TypeError) as error:
        return type(error)


@given(st.dictionaries(WORDS, VALUES, max_size=6))
@example({"值": '\x00\x1b\x7f"\\/\b\f\n\r\t\u2028😀é'})
@example({"b": 1, "a": 2, "Z": 3, "😀": 4, "\uffff": 5})
@example({"large": 10**30, "small": -(2**63), "most": 2**64 - 1})
@example({"part": 0.1, "large": 1e16, "small": 1e-7, "whole": 2.0, "minus": -0.0})
@example({"inside": [1, ("2", [3.5e22])]})
@example({"half": "\ud800"})
@example({"no number": float("inf")})
def test_it_is_what_the_standard_library_writes(value: dict[str, Any]) -> None:
    assert outcome(canonical, value) == outcome(plainly, value)


@pytest.mark.parametrize(
    "value", [float("nan"), [float("-inf")], {"deep": {"deeper": float("nan")}}, b"bytes", {1, 2}]
)
def test_what_json_has_no_words_for_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical({"data": value})
