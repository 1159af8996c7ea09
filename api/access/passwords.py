"""Which passwords nobody may choose: the common ones, and those made of the account's name.

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


def check_choice(name: str, password: str) -> None:
    """Raise `InvalidInput` for a password that others would guess soon."""
    plain, own = _compared(password), _compared(name)
    if len(set(plain)) < FEWEST_CHARACTERS:
        raise InvalidInput("password_repeats", field="password", fewest=FEWEST_CHARACTERS)
    if plain in common():
        raise InvalidInput("password_common", field="password")
    if own and own in plain and len(plain.replace(own, "")) < FEWEST_BESIDE_NAME:
        raise InvalidInput("password_like_name", field="password", fewest=FEWEST_BESIDE_NAME)


@cache
def common() -> frozenset[str]:
    """The common passwords, in the form in which they are compared."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(_compared(line) for line in lines if not line.startswith("#"))


def _compared(words: str) -> str:
    """Capitals and full-width letters make no password harder to guess."""
    return unicodedata.normalize("NFKC", words).casefold()
