"""Values that a file may hold, and that are probably not what was typed for.

What the models refuse is told by `engine.plan.typing_mistakes`; here are slips that pass:
a text in Chinese quotation marks, a no-break space that makes two equal names differ, a
comma that does not separate, a `#` that cut a text off, 0.3 for 30 %, a unit's name with
one wrong character. All are warnings: each might be meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.plan import expressions as ex
from engine.plan import model as m
from engine.plan.typing_mistakes import COMMAS, SPACES, narrow, uncurled, unseen_spaces_out
from engine.plan.yaml_tree import Mapped, Path
from engine.plan_checks.conditions.types import kind_of
from engine.plan_checks.finding import PlanFinding, Subject, named
from engine.plan_checks.plan_walk import Found

SHORTEST_NAME = 4
"""Shorter names differ too often by one character to suspect a slip."""


def check(subject: Subject, found: list[Found]) -> Iterator[PlanFinding]:
    """Slips of the keyboard that no model refuses."""
    if subject.tree is not None:
        yield from _cut(subject, subject.tree)
        for path, words in _texts(subject.tree):
            yield from _characters(subject, path, words)
    names = _names(subject.plan)
    for path, part in found:
        if isinstance(part, ex.Band) and kind_of(subject.plan, part.fact) == "percent":
            yield from _fractions(subject, path, part)
        if isinstance(part, m.Group):
            for key in ("leader", "members"):
                for index, entry in enumerate(getattr(part, key)):
                    yield from _member(subject, (*path, key, index), entry, names)


def _cut(subject: Subject, tree: Mapped) -> Iterator[PlanFinding]:
    for file, line, words in tree.cut:
        yield PlanFinding("text_cut_off", "warning", file, line, {"value": words[:80]})


def _texts(node: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _texts(value, (*path, key))
    elif isinstance(node, tuple):
        for index, value in enumerate(node):
            yield from _texts(value, (*path, index))
    elif isinstance(node, str):
        yield path, node


def _characters(subject: Subject, path: Path, words: str) -> Iterator[PlanFinding]:
    """Quotation marks around a text, characters that only look like spaces, full-width numbers."""
    inside = uncurled(words)
    narrowed = narrow(words) if "clause" in path and ":" not in words else None
    if inside is not None:
        yield subject.warning("typed_quotes", path, value=words[:80], better=inside[:80])
    elif SPACES.search(words):
        better = unseen_spaces_out(words)
        yield subject.warning("typed_space", path, value=words[:80], better=better[:80])
    elif narrowed is not None:
        yield subject.warning("typed_wide", path, value=words[:80], better=narrowed[:80])


def _fractions(subject: Subject, path: Path, band: ex.Band) -> Iterator[PlanFinding]:
    """Percentages below one: nearly always a share was meant, such as 0.3 for 30 %."""
    figure = subject.plan.fact_by_id.get(band.fact) or subject.plan.derived_by_id[band.fact]
    for key in ("at_least", "above", "below", "at_most"):
        bound = getattr(band, key)
        if bound is not None and 0 < bound < 1:
            better = f"{bound * 100:g}"
            yield subject.warning(
                "percent_as_share", (*path, key), name=named(figure), value=bound, better=better
            )


def _names(plan: m.Plan) -> dict[str, str]:
    """Every name and alias of a unit → the unit's id."""
    return {name: unit.id for unit in plan.units for name in (unit.name, *unit.aliases)}


def _member(
    subject: Subject, path: Path, entry: str, names: Mapping[str, str]
) -> Iterator[PlanFinding]:
    """A leader or member in words that is nearly a unit's name, or several names in one."""
    pieces = [piece.strip() for piece in COMMAS.split(entry)]
    known = {*names, *names.values()}
    if len(pieces) > 1 and (known & set(pieces) or "，" in entry):
        better = f"[{', '.join(names.get(piece, piece) for piece in pieces)}]"
        yield subject.warning("typed_comma", path, value=entry[:80], better=better[:80])
    elif entry in names:
        return
    elif not any(name in entry for name in names):
        near = next(
            (n for n in names if len(n) >= SHORTEST_NAME and _starts_nearly(entry, n)), None
        )
        if near is not None:
            yield subject.warning(
                "nearly_a_unit", path, value=entry[:80], hint=near, id=names[near]
            )


def _starts_nearly(entry: str, name: str) -> bool:
    """The entry is the name with one character other, more or less, or begins with it, one other.

    Posts are written as a unit and what somebody is in it: 市民政局主要负责人.
    """
    start = entry[: len(name)]
    return _one_apart(entry, name) or (len(start) == len(name) and _one_apart(start, name))


def _one_apart(one: str, other: str) -> bool:
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(
        long[:i] + long[i + 1 :] == short for i in range(len(long))
    )
