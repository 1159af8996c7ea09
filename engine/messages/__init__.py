"""Message catalogues: every sentence that a person may read, Chinese first.

`text(key, language, **facts)` fills one sentence. A key without an English sentence
falls back to Chinese; a key in neither catalogue is a defect and raises `KeyError`.
Nothing but the catalogues lives here; they are plain mappings so that a translator
can edit them.
"""

from __future__ import annotations

from typing import Any

from engine.messages.en import MESSAGES as _EN
from engine.messages.zh import MESSAGES as _ZH

CATALOGUES = {"zh": _ZH, "en": _EN}


class MessageKey(str):
    """A fact that is itself a catalogue entry, rendered in the sentence's language."""

    __slots__ = ()


def text(key: str, language: str = "zh", /, **facts: Any) -> str:
    """The sentence of `key` in `language`, with `facts` filled in."""
    catalogue = CATALOGUES.get(language, _ZH)
    sentence = catalogue.get(key) or _ZH[key]
    filled = {
        name: text(value, language) if isinstance(value, MessageKey) else value
        for name, value in facts.items()
    }
    return sentence.format_map(filled)
