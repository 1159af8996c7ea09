"""The kinds of values in cells: how each is read, and what is wrong with one that cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.messages import text
from engine.plan.model import Plan, Role, Unit
from engine.plan.nearest import nearest

Kind = Literal[
    "text",
    "texts",
    "number",
    "count",
    "counts",
    "clock",
    "clocks",
    "flag",
    "modality",
    "parties",
    "parties_or_words",
]

LONGEST = 2000
"""Characters of one text, as a plan file allows."""

_CLOCK = re.compile(r"(([01]?[0-9]|2[0-3]):[0-5][0-9]|24:00)")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_WHOLE = re.compile(r"[0-9]{1,12}")


class WrongCell(Exception):
    """A cell that cannot be read. `key` is its sentence under `table.wrong.`."""

    def __init__(self, key: str, **facts: str) -> None:
        super().__init__(key)
        self.key, self.facts = key, facts


@dataclass(frozen=True, slots=True)
class Asked:
    """What a cell may hold."""

    plan: Plan
    least: int
    most: int


def read_value(kind: Kind, words: str, asked: Asked) -> Any:
    """The value of a cell. Raises `WrongCell`."""
    return _READERS[kind](words.strip(), asked)


def party_words(plan: Plan, party: str) -> str:
    """How a cell calls a post or unit: by its name; by its id where another has the same name."""
    names = _names(plan)
    return names.get(party, party)


def _names(plan: Plan) -> dict[str, str]:
    """Posts, units and divisions by id, with a name that no other has."""
    parts: tuple[Role | Unit, ...] = (*plan.roles, *plan.units)
    counted: dict[str, int] = {}
    for part in parts:
        counted[part.name] = counted.get(part.name, 0) + 1
    return {part.id: part.name if counted[part.name] == 1 else part.id for part in parts}


def _text(words: str, asked: Asked) -> str:
    if not words:
        raise WrongCell("empty")
    if "\n" in words:
        raise WrongCell("lines")
    if len(words) > LONGEST:
        raise WrongCell("long", most=str(LONGEST))
    return words


def _lines(words: str) -> list[str]:
    found = [one.strip() for one in words.split("\n") if one.strip()]
    if not found:
        raise WrongCell("empty")
    return found


def _texts(words: str, asked: Asked) -> list[str]:
    return [_text(one, asked) for one in _lines(words)]


def _number(words: str, asked: Asked) -> int | float:
    plain = words.replace(",", "").replace("，", "")
    if not _NUMBER.fullmatch(plain):
        raise WrongCell("number")
    return float(plain) if "." in plain and not float(plain).is_integer() else int(float(plain))


def _count(words: str, asked: Asked) -> int:
    facts = {"least": str(asked.least), "most": str(asked.most)}
    if not _WHOLE.fullmatch(words) or not asked.least <= int(words) <= asked.most:
        raise WrongCell("count", **facts)
    return int(words)


def _counts(words: str, asked: Asked) -> list[int]:
    return [_count(one, asked) for one in _lines(words)]


def _clock(words: str, asked: Asked) -> str:
    plain = words.replace("：", ":")
    if not _CLOCK.fullmatch(plain):
        raise WrongCell("clock")
    return plain.rjust(5, "0")


def _clocks(words: str, asked: Asked) -> list[str]:
    found = [_clock(one, asked) for one in _lines(words)]
    if found != sorted(set(found)):
        raise WrongCell("clock_order")
    return found


def _flag(words: str, asked: Asked) -> bool:
    known = {text("word.yes"): True, text("word.no"): False}
    if words not in known:
        raise WrongCell("flag", accepted=text("word.comma").join(known))
    return known[words]


MODALITIES = ("required", "as_needed", "when_necessary")


def _modality(words: str, asked: Asked) -> str:
    known = {text(f"plan.value.modality.{one}"): one for one in MODALITIES}
    if words not in known:
        raise WrongCell("flag", accepted=text("word.comma").join(known))
    return known[words]


def _parties(words: str, asked: Asked) -> list[str]:
    known = _by_words(asked.plan)
    found = []
    for one in _lines(words):
        if one not in known:
            raise WrongCell("party", word=one, hint=nearest(one, known) or "—")
        found.append(known[one])
    return found


def _parties_or_words(words: str, asked: Asked) -> list[str]:
    known = _by_words(asked.plan)
    return [known.get(one, _text(one, asked)) for one in _lines(words)]


def _by_words(plan: Plan) -> dict[str, str]:
    """What a cell may call a post or unit → its id."""
    names = _names(plan)
    return {**{name: id_ for id_, name in names.items()}, **{id_: id_ for id_ in names}}


_READERS: Mapping[str, Callable[[str, Asked], Any]] = {
    "text": _text,
    "texts": _texts,
    "number": _number,
    "count": _count,
    "counts": _counts,
    "clock": _clock,
    "clocks": _clocks,
    "flag": _flag,
    "modality": _modality,
    "parties": _parties,
    "parties_or_words": _parties_or_words,
}
