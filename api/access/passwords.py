"""Which passwords nobody may choose: common ones, and names and words of the office.

Asked when a password is chosen; passwords chosen before stay valid. After NIST SP 800-63B,
which asks for such a list and for no rules about kinds of characters.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from engine.errors import InvalidInput

COMMON = Path(__file__).with_name("common_passwords.txt")
FEWEST_CHARACTERS = 4
"""Different characters in a password: `1212121212` and its like are guessed first."""

FEWEST_BESIDE_NAME = 6
"""Characters that remain when the account's name is taken out."""


FEWEST_BESIDE_WORDS = 8
"""Characters that remain when the words of a duty office are taken out."""

OFFICE = Path(__file__).with_name("office_words.txt")


def check_choice(name: str, password: str) -> None:
    """Raise `InvalidInput` for a password that others would guess soon."""
    plain, own = _compared(password), _compared(name)
    if len(set(plain)) < FEWEST_CHARACTERS:
        raise InvalidInput("password_repeats", field="password", fewest=FEWEST_CHARACTERS)
    if plain in common():
        raise InvalidInput("password_common", field="password")
    if own and own in plain and len(plain.replace(own, "")) < FEWEST_BESIDE_NAME:
        raise InvalidInput("password_like_name", field="password", fewest=FEWEST_BESIDE_NAME)
    beside = _without_office_words(plain)
    if beside != plain and len(beside) < FEWEST_BESIDE_WORDS:
        raise InvalidInput("password_of_office", field="password", fewest=FEWEST_BESIDE_WORDS)


def _without_office_words(plain: str) -> str:
    """What remains; the longest word goes first, so that none is left in halves."""
    for word in sorted(office_words(), key=len, reverse=True):
        plain = plain.replace(word, "")
    return plain


@cache
def common() -> frozenset[str]:
    """The common passwords, in the form in which they are compared."""
    return _lines(COMMON)


@cache
def office_words() -> frozenset[str]:
    """The words of a duty office, in the same form."""
    return _lines(OFFICE)


def _lines(file: Path) -> frozenset[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return frozenset(_compared(line) for line in lines if line and not line.startswith("#"))


def _compared(words: str) -> str:
    """Capitals and full-width letters make no password harder to guess."""
    return unicodedata.normalize("NFKC", words).casefold()
