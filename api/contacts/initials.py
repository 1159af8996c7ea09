"""The initials of Chinese words in pinyin: 乡宁县应急局 is found by `xnxyjj`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module

from engine.contacts.contact import Contact


@lru_cache(maxsize=20_000)
def initials(words: str) -> str:
    """The first letters of the characters' commonest readings; letters and digits stay."""
    # Loaded where it is used: its tables take a tenth of a second of every start.
    pinyin = import_module("pypinyin")
    letters = pinyin.lazy_pinyin(
        words, style=pinyin.Style.FIRST_LETTER, errors=lambda rest: [*rest]
    )
    return "".join("".join(letters).split()).casefold()


def spelled(contacts: Iterable[Contact]) -> dict[str, str]:
    """Each contact's id → the initials of its unit, post and person, a space between them."""
    return {one.id: " ".join(initials(part) for part in one.title) for one in contacts}
