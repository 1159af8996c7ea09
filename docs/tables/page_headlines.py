"""The headlines of the journal, copied out of the catalogue for the page's build."""

from __future__ import annotations

import json

from engine.incident.events import EVENT_TYPES
from engine.messages import CATALOGUES

FILE = "api/web/src/messages/journal.ts"

HEAD = """/** Made from engine/messages/event.toml by docs/generate.py: change it there. */
export const journalZh = %s as const;

export const journalEn: Record<keyof typeof journalZh, string> = %s;
"""


def module() -> str:
    """The TypeScript module with each event's headline in both languages."""
    return HEAD % (_object("zh"), _object("en"))


def _object(language: str) -> str:
    catalogue = CATALOGUES[language]
    headlines = {f"event.{type_}": catalogue[f"event.{type_}.headline"] for type_ in EVENT_TYPES}
    lines = [
        f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)},\n" for k, v in headlines.items()
    ]
    return "{\n" + "".join(lines) + "}"
