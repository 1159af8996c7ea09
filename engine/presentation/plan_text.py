"""Parts, fields and values of a plan in words: the names by which people call them.

`zhiban plan show` and `zhiban plan diff` use these words. Unknown ids stay as they are, since a
plan may be shown before it passes the check.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from engine.messages import CATALOGUES, text
from engine.plan import cadences as ca
from engine.plan import expressions as ex
from engine.plan import model as m
from engine.plan.names import division_name, named, parties_name
from engine.plan.part import Part
from engine.presentation.condition_text import (
    cadence_words,
    condition_words,
    facts_words,
    limit_words,
    places_words,
    report_name,
    reporters_words,
)

CONDITIONS = tuple(ex._KIND_OF_TYPE)
CADENCES = tuple(ca._KIND_OF_TYPE)
VALUES: tuple[type[Part], ...] = (*CONDITIONS, *CADENCES, m.Reporters, m.TimeLimit)
"""Parts that are shown as one value, not field by field."""

_PARTIES = frozenset(
    (
        *("by", "recommended_by", "approved_by", "confirmed_by", "decided_by"),
        *("recipients", "leader", "members", "unit"),
    )
)
_FACTS = frozenset(
    ("sum_of", "by_sum_of", "count_of", "percent_of", "part", "replace", "divisions_in")
)
_PLACES = frozenset(("at", "from", "to", "position", "of"))
_COMMANDS = frozenset(("on", "blocked_while_superior_holds"))


_SAID_BY_NAME = frozenset(
    ("id", "number", "code", "heading", "name", "name_en", "title_en", "text_en")
)
"""Fields that a part's name already contains, and their English versions."""


def fields_of(part: Part) -> dict[str, str]:
    """The part's attributes by their keys in a file, without the digest."""
    fields = type(part).model_fields.items()
    return {field.alias or name: name for name, field in fields if name != "digest"}


def key_of(part: Part) -> str | None:
    """The key that distinguishes a part in its list; None for a part without an id."""
    for name in ("id", "number", "code"):
        if (found := getattr(part, name, None)) is not None and not isinstance(part, m.Document):
            return str(found)
    return None


def field_name(field: str, language: str = "zh", owner: Part | None = None) -> str:
    """The name of a key of a plan file (of `owner`); the key itself if it has none."""
    own = _known(f"plan.field_of.{type(owner).__name__}.{field}", language) if owner else None
    return own or _known(f"plan.field.{field}", language) or field


def part_name(plan: m.Plan, part: Part, language: str = "zh") -> str:
    """A part with its kind, its name and its id, such as `报告制度“县级日报”（county_daily）`."""
    kind = _known(f"plan.part.{type(part).__name__}", language) or type(part).__name__
    if isinstance(part, m.Transition | m.Act | m.Inheritance | m.NotEncoded):
        return text("plan.said.field", language, what=kind, value=row_words(plan, part, language))
    key = key_of(part)
    if key is None:
        return kind
    words = getattr(part, "heading", None) or _name(part, language)
    if not words or isinstance(part, m.Assumption):
        return text("plan.said.only_id", language, kind=kind, id=key)
    return text("plan.said.named", language, kind=kind, name=words, id=key)


def _name(part: Any, language: str) -> str | None:
    if hasattr(part, "name"):
        return named(part, language)
    keys = ("text_en", "title_en", "text", "title")[0 if language == "en" else 2 :]
    return next((found for key in keys if (found := getattr(part, key, None))), None)


def row_words(plan: m.Plan, row: Part, language: str = "zh") -> str:
    """The subject of a part without an id."""

    def said(field: str) -> str:
        attribute = fields_of(row)[field]
        return value_words(plan, row, field, getattr(row, attribute), language)

    if isinstance(row, m.Transition):
        facts = {"commands": said("on"), "sources": said("from"), "targets": said("to")}
        return text("plan.said.step", language, **facts)
    keys = {m.Act: ("on", "at"), m.Inheritance: ("position", "of")}.get(type(row), ("clause",))
    return text("word.comma", language).join(said(key) for key in keys)


def part_words(plan: m.Plan, part: Part, language: str = "zh") -> str:
    """The fields of a part, without its name; absent fields are left out."""
    words = []
    for field, attribute in fields_of(part).items():
        value = getattr(part, attribute)
        default = type(part).model_fields[attribute].get_default()
        if value is None or value == default or field in _SAID_BY_NAME:
            continue
        said = value_words(plan, part, field, value, language)
        name = field_name(field, language, part)
        words.append(text("plan.said.field", language, what=name, value=said))
    return text("plan.said.and", language).join(words)


def value_words(plan: m.Plan, owner: Part, field: str, value: Any, language: str = "zh") -> str:
    """The value of a field of `owner` in words."""
    if value is None or value == ():
        return text("word.none", language)
    if isinstance(value, bool):
        return text("word.yes" if value else "word.no", language)
    if isinstance(value, VALUES):
        return _one_value(plan, value, language)
    if isinstance(value, Part):
        return part_words(plan, value, language)
    if isinstance(value, tuple):
        if isinstance(value[0], VALUES):
            said = (value_words(plan, owner, field, one, language) for one in value)
            return text("word.comma", language).join(said)
        if isinstance(value[0], Part):
            return text("plan.said.and", language).join(
                f"{part_name(plan, one, language)}{text('condition.group', language, parts=words)}"
                if (words := part_words(plan, one, language))
                else part_name(plan, one, language)
                for one in value
            )
        return entries_words(plan, owner, field, value, language)
    return entries_words(plan, owner, field, (value,), language)


def _one_value(plan: m.Plan, value: Part, language: str) -> str:
    """A part that is said as one value."""
    if isinstance(value, m.Reporters):
        return reporters_words(plan, value, language)
    if isinstance(value, m.TimeLimit):
        return limit_words(value, language)
    if isinstance(value, CADENCES):
        return cadence_words(plan, cast(ca.Cadence, value), language)
    return condition_words(plan, cast(ex.Expression, value), language)


def entries_words(
    plan: m.Plan, owner: Part, field: str, entries: Iterable[Any], language: str = "zh"
) -> str:
    """Entries of a field that holds words or ids."""
    entries = tuple(map(str, entries))
    comma = text("word.comma", language)
    if field == "unit" and not isinstance(owner, m.Measure):
        return comma.join(entries)
    if field == "parent":
        return comma.join(division_name(plan, one, language) for one in entries)
    if field in _PARTIES:
        return parties_name(plan, entries, language)
    if field in _FACTS:
        return facts_words(plan, entries, language)
    if field in _PLACES:
        return places_words(plan, entries, language)
    if field in _COMMANDS:
        return comma.join(_command(one, language) for one in entries)
    if field == "scale" and (scale := plan.scale_by_id.get(entries[0])):
        return named(scale, language)
    if field == "series":
        return comma.join(report_name(plan, one, language) for one in entries)
    return comma.join(_known(f"plan.value.{field}.{one}", language) or one for one in entries)


def _command(command: str, language: str) -> str:
    return (
        _known(f"word.command.{command}", language)
        or _known(f"plan.value.on.{command}", language)
        or command
    )


def _known(key: str, language: str) -> str | None:
    return text(key, language) if key in CATALOGUES["zh"] else None
