"""Message catalogues: every sentence that a person may read, Chinese first.

`text(key, language, **facts)` fills one sentence. A key without an English sentence
falls back to Chinese; a key in neither catalogue is a defect and raises `KeyError`.
Nothing but the catalogues lives here; they are plain mappings so that a translator
can edit them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.messages.en import MESSAGES as _EN
from engine.messages.zh import MESSAGES as _ZH

CATALOGUES = {"zh": _ZH, "en": _EN}


class MessageKey(str):
    """A fact that is itself a catalogue entry, rendered in the sentence's language."""

    __slots__ = ()


NOTHING_NEAR = "—"
"""The fact `hint` where no known word is like the one that was given."""


def text(key: str, language: str = "zh", /, **facts: Any) -> str:
    """The sentence of `key` in `language`, with `facts` filled in.

    `{field}` and `{other}` are named as people call them (`label` says how, where the
    catalogue cannot know), and `{nearest}` is a sentence only where there is a `hint`.
    """
    catalogue = CATALOGUES.get(language, _ZH)
    sentence = catalogue.get(key) or _ZH[key]
    filled = {
        name: text(value, language) if isinstance(value, MessageKey) else value
        for name, value in facts.items()
    }
    for name, label in (("field", facts.get("label")), ("other", None)):
        if name in facts:
            filled[name] = _called(str(facts[name]), label, catalogue)
    hint = facts.get("hint", NOTHING_NEAR)
    near = catalogue["word.nearest"].format(hint=hint) if hint != NOTHING_NEAR else ""
    return sentence.format_map({"nearest": near} | filled)


def _called(field: str, label: Any, catalogue: Mapping[str, str]) -> str:
    """What people call a field, with its own name behind it."""
    name = label or catalogue.get(f"field.{field}")
    return catalogue["word.field"].format(name=name, field=field) if name else field
