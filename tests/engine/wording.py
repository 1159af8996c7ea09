"""What the sentences of refusals must not hold."""

from __future__ import annotations

import re

from engine.errors import InvalidInput, ZhibanError


def internal_words(error: ZhibanError) -> list[str]:
    """Identifiers in the sentences of a refusal, in both languages.

    A request that names what does not exist is answered with the ids that do: its author
    has to write one. Nothing else that an officer reads holds an id.
    """
    if isinstance(error, InvalidInput) and "accepted" in error.facts:
        return []
    both = error.sentence("zh") + error.sentence("en")
    return re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)+|[a-z]+\.[a-z]+", both)
