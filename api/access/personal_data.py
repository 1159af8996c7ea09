"""Telephone and identity numbers inside texts, however they are written, and only those.

Looked for in a copy of the text with full-width characters and odd dashes made plain, one
for one, so that what is found there can be cut out of the text itself. Ids of ours, codes
of divisions, instants and amounts of money are left alone: a number stands by itself or
right behind a short word (`tel138…`), and what is followed by 元 is no telephone.

Source: the numbering plan of Chinese telephones and GB 11643 (identity numbers).
"""

from __future__ import annotations

import re

from engine.presentation.seen_by import HIDDEN

_PLAIN = str.maketrans(
    {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | {"\u3000": " ", "\u00a0": " ", "\uffe5": "¥"}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
"""Full-width forms, wide spaces and dashes, each mapped to one plain character."""

_SOME_DIGITS = re.compile(r"\d{3}")
"""A run of digits that every such number contains; a text without one is searched no further."""

_NUMBER = re.compile(
    r"""
    (?<![0-9A-Za-z]) (?<!(?<![0-9])0\.) (?<![¥$])
    (?P<word> [A-Za-z]{2,12} )?
    (?:
        [1-9][0-9]{16}[0-9Xx]                                              # identity number
      | (?: \(? (?:\+|00)? 86 \)? [-. ]? )? 1[3-9][0-9] ([-. ]?) [0-9]{4} \2 [0-9]{4}   # mobile
      | (?:\+|00) 86 [- ]? [1-9][0-9]{1,2} [- ]? [0-9]{3,4} [- ]? [0-9]{4} # landline from abroad
      | \( 0[0-9]{2,3} \) [- ]? [0-9]{3,4} [- ]? [0-9]{4}                  # (0357) 2091110
      | 0[0-9]{2,3} [- ] [0-9]{3,4} [- ]? [0-9]{4}                         # 0357-2091110
      | (?: 010 | 02[0-9] ) [0-9]{8} | 0[3-9][0-9]{2} [0-9]{7,8}           # 03572091110
    )
    (?: [- ]? (?: ext\.? | x | 转 | 分机 ) [ ]? [0-9]{1,5} )?
    (?! [0-9A-Za-z] | \.[0-9]{1,2}(?![0-9]) | [ ]?(?:[万亿]?元|吨|公斤|斤|yuan) )
    """,
    re.VERBOSE,
)


def without_numbers(words: str) -> str:
    """The text with telephone and identity numbers replaced by `HIDDEN`."""
    if not _SOME_DIGITS.search(words):
        return words
    kept: list[str] = []
    end = 0
    for found in _NUMBER.finditer(words.translate(_PLAIN)):
        start = found.end("word") if found["word"] else found.start()
        kept += (words[end:start], HIDDEN)
        end = found.end()
    return "".join((*kept, words[end:]))
