"""What a file that is given has otherwise than the scenario that is kept, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.scenarios.shapes import ScenarioDifference
from engine.drill.scenario.writing import flow
from engine.messages import text

SECTIONS = ("people", "incidents", "branches", "injects", "simulated", "steps")
LONGEST = 200
MOST = 500


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], language: str
) -> list[ScenarioDifference]:
    """What changes from one to the other; injects are known by their ids, steps by their place."""
    return [*_head(before, after, language), *_sections(before, after, language)][:MOST]


def _head(
    before: Mapping[str, Any], after: Mapping[str, Any], language: str
) -> Iterator[ScenarioDifference]:
    keys = [key for key in dict.fromkeys((*before, *after)) if key not in SECTIONS]
    for key in keys:
        if before.get(key) != after.get(key):
            name = text("scenario.part.head", language)
            yield _difference([key], name, before.get(key), after.get(key))


def _sections(
    before: Mapping[str, Any], after: Mapping[str, Any], language: str
) -> Iterator[ScenarioDifference]:
    for section in SECTIONS:
        old, new = _entries(before.get(section)), _entries(after.get(section))
        for key in dict.fromkeys((*old, *new)):
            if old.get(key) == new.get(key):
                continue
            shown = new.get(key, old.get(key))
            at = list(new if key in new else old).index(key)
            named = isinstance((after if key in new else before).get(section), Mapping)
            place: list[str | int] = [section, key if named else at]
            yield _difference(
                place, _name(section, key, shown, language), old.get(key), new.get(key)
            )
        common = [key for key in old if key in new]
        if common != [key for key in new if key in old] and section == "injects":
            yield {
                "kind": "moved",
                "place": [section],
                "name": text(f"scenario.part.{section}", language),
                "before": None,
                "after": None,
            }


def _entries(section: Any) -> dict[str, Any]:
    """The entries of a section by what they are known by."""
    if isinstance(section, Mapping):
        return dict(section)
    found: dict[str, Any] = {}
    for at, one in enumerate(section if isinstance(section, list | tuple) else ()):
        known = one.get("id") if isinstance(one, Mapping) else None
        key = known if isinstance(known, str) and known not in found else str(at + 1)
        found[key] = one
    return found


def _name(section: str, key: str, value: Any, language: str) -> str:
    part = text(f"scenario.part.{section}", language)
    words = value.get("text") or value.get("title") if isinstance(value, Mapping) else None
    if section == "steps":
        return text("scenario.part.numbered", language, part=part, number=key)
    name = str(words)[:40] if isinstance(words, str) and words else key
    return text("scenario.part.named", language, part=part, name=name)


def _difference(place: list[str | int], name: str, old: Any, new: Any) -> ScenarioDifference:
    return {
        "kind": "new" if old is None else "gone" if new is None else "changed",
        "place": place,
        "name": name,
        "before": None if old is None else _shown(old),
        "after": None if new is None else _shown(new),
    }


def _shown(value: Any) -> str:
    words = value if isinstance(value, str) else flow(value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
