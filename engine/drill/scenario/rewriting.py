"""A scenario file with changes: what has not changed keeps its lines, with every comment in them.

Only entries that are new or different are written by `writing`; the others are taken out of the
text that the file had. What is written is read back as the same data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from engine.drill.scenario.reading import comments_of
from engine.drill.scenario.writing import Origin, to_yaml, yaml_lines
from engine.errors import PlanFileError
from engine.plan.yaml_tree import Mapped, line_of, parse, plain

FILE = "scenario"
"""What the text is called in faults that nobody reads."""

Notes = Mapping[Any, Sequence[str]]


def rewritten(before: str, scenario: Mapping[str, Any], notes: Notes) -> str:
    """The text `before` with what `scenario` and `notes` have otherwise."""
    whole = to_yaml(scenario, notes)
    try:
        made = "".join(f"{line}\n" for line in _lines(before, scenario, notes))
        same = plain(parse(made.encode(), FILE)) == _plain(scenario)
        kept = comments_of(made.encode(), FILE) == _as_read(notes)
    except PlanFileError:
        return whole
    return made if same and kept else whole


def _plain(value: Any) -> Any:
    """As the reader gives it: lists are tuples."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return tuple(_plain(one) for one in value) if isinstance(value, list | tuple) else value


def _as_read(notes: Notes) -> dict[Any, list[str]]:
    return {place: list(words) for place, words in notes.items() if words}


def _lines(before: str, scenario: Mapping[str, Any], notes: Notes) -> Iterator[str]:
    old = _Old(before)
    yield from old.top if old.comments.get((), []) == list(notes.get((), ())) else _top(notes)
    for line, origin in yaml_lines(scenario):
        if origin is None:
            yield old.heading(line)
        else:
            value = scenario[origin[0]]
            value = value if len(origin) == 1 else value[origin[1]]
            kept = old.take(origin, _plain(value), list(notes.get(origin, ())))
            yield from _new(line, notes.get(origin, ())) if kept is None else kept


def _top(notes: Notes) -> Iterator[str]:
    yield from (f"# {words}" for words in notes.get((), ()))


def _new(line: str, notes: Sequence[str]) -> Iterator[str]:
    indent = line[: len(line) - len(line.lstrip())]
    yield from (f"{indent}# {words}" for words in notes)
    yield line


class _Old:
    """The entries of a file with the lines that they stand in."""

    def __init__(self, text: str) -> None:
        content = text.encode()
        self.tree: Mapped = parse(content, FILE)
        self.comments: Mapping[Any, list[str]] = comments_of(content, FILE)
        self.lines = text.splitlines()
        self.begins: dict[Origin, int] = {}
        self.headings: dict[str, int] = {}
        for key, value in self.tree.items():
            self._note(key, value)
        first = min((*self.begins.values(), *self.headings.values()), default=0)
        self.top = self.lines[:first]
        starts = sorted({*self.begins.values(), *self.headings.values(), len(self.lines)})
        self.ends = dict(pairwise(starts))
        self.left = [origin for origin in self.begins if len(origin) == 2]

    def _note(self, key: str, value: Any) -> None:
        line = line_of(self.tree, (key,)) - 1
        names: list[str | int] = []
        if key != "open" and isinstance(value, Mapping):
            names = list(value)
        elif isinstance(value, tuple):
            names = list(range(len(value)))
        inner = [line_of(self.tree, (key, name)) - 1 for name in names]
        if inner and inner[0] > line and len(set(inner)) == len(inner):
            self.headings[key] = line
            for name, at in zip(names, inner, strict=True):
                self.begins[key, name] = self._above(at)
        else:
            self.begins[(key,)] = self._above(line)

    def _above(self, line: int) -> int:
        """The first line of the comment that stands directly above a line."""
        at = line
        while at > 0 and self.lines[at - 1].lstrip().startswith("#"):
            at -= 1
        return line if at == 0 else at

    def heading(self, line: str) -> str:
        """The line that names a section, as it was."""
        at = self.headings.get(line.removesuffix(":"))
        return line if at is None else self.lines[at]

    def take(self, origin: Origin, value: Any, notes: list[str]) -> list[str] | None:
        """The lines of an entry that is as it was; an entry of a list may stand elsewhere."""
        found = next((one for one in self._candidates(origin) if self._value(one) == value), None)
        if found is None or self.comments.get(found, []) != notes:
            return None
        if found in self.left:
            self.left.remove(found)
        start = self.begins[found]
        return self.lines[start : self.ends.get(start, len(self.lines))]

    def _candidates(self, origin: Origin) -> list[Origin]:
        if len(origin) == 2 and isinstance(origin[1], int):
            return [one for one in self.left if one[0] == origin[0]]
        return [origin] if origin in self.begins else []

    def _value(self, origin: Origin) -> Any:
        node: Any = self.tree
        for step in origin:
            node = node[step]
        return plain(node)
