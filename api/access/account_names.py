"""The forms in which names of accounts are looked up, compared and counted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

RESERVED = frozenset(
    {"clock", "calling", "system", "zhiban", "***", "时钟", "叫应", "系统叫应", "系统", "值班系统"}
)
"""Names that screens and journals use for time, the program, and what a reader may not see."""

STEPS = frozenset({".", ".."})
"""Steps in an address: a browser asks for another page than that of such an account."""

ALPHABETS = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})
"""Alphabets with letters that look like those of another."""

BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that count as printable and show nothing: fillers, joiners, an empty Braille cell."""

VARIATIONS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
"""Selectors of a letter's shape, which most letters do not have."""

DOTLESS = str.maketrans("ıȷ", "ij")
"""Letters that a screen at night does not tell from another."""


def canonical_name(words: str) -> str:
    """The name in Unicode's compatible form (NFKC), without spaces around it.

    A telephone's keyboard adds a space after a word, and a Chinese one writes full-width letters.
    Neither makes another account.
    """
    return unicodedata.normalize("NFKC", words).strip()


def folded_name(words: str) -> str:
    """The form in which names are compared: canonical, and without upper and lower case.

    Two accounts with the same folded name would read alike on a screen at night.
    """
    return canonical_name(canonical_name(words).casefold())


def mixes_alphabets(words: str) -> bool:
    """Whether letters of several alphabets stand in the name: `сlock` with a Cyrillic `с`."""
    used = {unicodedata.name(letter, "").partition(" ")[0] for letter in words}
    return len(used & ALPHABETS) > 1


def is_visible(words: str) -> bool:
    """Whether every character shows something: `admin` with a filler behind it reads `admin`."""
    hidden = any(letter in BLANK for letter in words)
    selected = any(ord(letter) in some for letter in words for some in VARIATIONS)
    return words.isprintable() and not hidden and not selected


def is_reserved(words: str) -> bool:
    """Whether no account may be called so."""
    return folded_name(words) in RESERVED | STEPS


def names_alike(names: Iterable[str]) -> list[tuple[str, ...]]:
    """The names of which several are compared as one: older versions let both be.

    Such accounts are found only as their names are written.
    """
    found: dict[str, list[str]] = {}
    for name in sorted(names):
        found.setdefault(folded_name(name), []).append(name)
    return [tuple(alike) for alike in found.values() if len(alike) > 1]
