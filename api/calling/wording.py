"""What channels say about attempts: a word of the catalogue, and the other side's own words."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, quote_plus

from api.calling.ports import Result
from engine.messages import CATALOGUES, text

HIDDEN = "***"
SHORTEST_SECRET = 4
"""Characters; hiding less would only make words unreadable."""
LONGEST_SAID, LONGEST_DETAIL = 4000, 300
"""Characters; what is longer is cut, at first with room for what is hidden afterwards."""


def detail(word: str, said: object = "", hidden: Iterable[str] = ()) -> str:
    """A detail for the record, in one line, without any of the `hidden` texts.

    `word` stands in the catalogue under `channel.detail`.
    """
    words = without(str(said), hidden)
    line = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    return f"{word} {line}".strip()[:LONGEST_SAID]


def without(words: str, hidden: Iterable[str]) -> str:
    """The words with `***` for each of the hidden texts, also as they stand in addresses."""
    secrets = [one for one in hidden if len(one) >= SHORTEST_SECRET]
    forms = {form for one in secrets for form in (one, quote(one), quote_plus(one))}
    for secret in sorted(forms, key=len, reverse=True):
        words = words.replace(secret, HIDDEN)
    return words


def detail_sentence(given: str, language: str = "zh") -> str:
    """A detail as people read it; one without a known word is shown as it is."""
    word, _, said = given.partition(" ")
    key = f"channel.detail.{word}"
    if key not in CATALOGUES["zh"]:
        return given
    sentence = text(key, language)
    return text("channel.said", language, what=sentence, said=said) if said else sentence


def result_word(result: Result, language: str = "zh") -> str:
    """How an attempt ended, as people call it."""
    return text(f"channel.result.{result}", language)


def channel_word(name: str, language: str = "zh") -> str:
    """A channel as people call it."""
    return text(f"channel.name.{name}", language)
