"""Lists as sheets: every kind of entry has a name, in both languages."""

from __future__ import annotations

import pytest

from api.spreadsheets.lists import headline
from engine.incident.events import EVENT_TYPES


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_entry_has_a_name_without_gaps(language: str) -> None:
    for type_ in EVENT_TYPES:
        words = headline(type_, language)
        assert words
        assert "{" not in words
