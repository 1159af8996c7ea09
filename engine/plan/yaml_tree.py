"""From YAML text to plain values that know their lines.

One pass over the events of libyaml's parser builds dicts and tuples of text, numbers,
flags and nothing else; what a plain scalar means is decided here, as YAML 1.2 has it.
Refused on the way, before anything is built from it: anchors and aliases (they can
explode and nobody can cite them), tags, keys that come twice, nesting deeper than
`MAX_DEPTH`, a second document, characters that are not seen, and plain scalars that YAML
versions read differently: `4.3.1`, `15:00`, `2021-07-19`, `007` have to be quoted.

What the values mean is the business of `engine.plan.loader`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from yaml import CSafeLoader, YAMLError
from yaml import parse as parsed
from yaml.error import MarkedYAMLError

from engine.errors import PlanFileError
from engine.messages import MessageKey

MAX_DEPTH = 40

Path = tuple[int | str, ...]

_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?")
_MUST_BE_QUOTED = re.compile(
    r"0[0-9]+|[0-9]+([.:\-][0-9]+)+([(（][0-9]+[)）])?([T ][0-9:.+\-Z ]*)?"
)

_SHORT_CLOCK = re.compile(r"[0-9]:[0-5][0-9]")

_ODD = re.compile(
    "[^\t\n\r -~\xa0-\xac\xae-\u200a\u2010-\u2027\u202f-\u205f\u2070-\ud7ff"
    "\ue000-\ufefe\uff00-\ufff8\ufffc-\ufffd\U00010000-\U000e0000\U000e0080-\U0010ffff]"
)
"""Characters that YAML forbids, those that YAML 1.1 and editors count lines by differently,
and those that nobody sees or that turn the order of others around: two names that look the
same would differ. They may not come by an escape (`"\\0"`) either."""

_CUT = re.compile(r"\s+(#[^\s#─-].*)")
_WIDE_KEY = re.compile(r"\s*(- )?[\"“]?[A-Za-z_]+[\"”]?\s*：")

_PROBLEMS = (
    ("wide colon", "wide_colon"),
    ("mapping values are not allowed", "colon"),
    ("could not find expected ':'", "no_colon"),
    ("tab character", "tab"),
    ("cannot start any token", "character"),
    ("expected alphabetic or numeric", "character"),
    ("unexpected ':'", "colon"),
    ("unexpected end of stream", "open_quote"),
    ("expected ',' or", "open_bracket"),
    ("expected key", "indentation"),
    ("expected '-' indicator", "indentation"),
    ("entries are not allowed", "indentation"),
    ("unknown escape", "escape"),
    ("character escape code", "escape"),
    ("hexdecimal number", "escape"),
    ("expected node content", "bracket"),
    ("expected <document start>", "bracket"),
)
"""Parts of the parser's commonest complaints → their words in the catalogues."""


class Mapped(dict[str, Any]):
    """A mapping of a file: its entries, the line of each key, and numbers as written.

    `files` names the file of each entry that another file holds.
    """

    def __init__(self, line: int, file: str) -> None:
        super().__init__()
        self.line, self.file = line, file
        self.files: dict[int | str, str] = {}
        self.lines: dict[int | str, int] = {}
        self.written: dict[int | str, str] = {}
        self.cut: list[tuple[str, int, str]] = []
        """Files and lines where a ` #` without a space behind it ends a text, with the rest."""

    def adopt(self, key: str, value: Any, file: str, line: int) -> None:
        """Take an entry that begins in `line` of another file, instead of one's own."""
        self[key] = value
        self.files[key], self.lines[key] = file, line


class Listed(tuple[Any, ...]):
    """A list of a file: its entries, the line of each, and numbers as written."""

    lines: dict[int | str, int]
    written: dict[int | str, str]


def parse(content: bytes, file: str, faults: list[PlanFileError] | None = None) -> Mapped:
    """The file's mapping, or `PlanFileError` with the line.

    Faults after which the file can still be read are collected in `faults`, if it is given.
    """
    found: list[PlanFileError] = [] if faults is None else faults
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise PlanFileError("plan_not_utf8", file=file, line=line) from None
    odd = {words.count("\n", 0, m.start()) + 1: m[0] for m in _ODD.finditer(words)}
    if odd:
        raise PlanFileError.of_all([_odd_character(file, line, c) for line, c in odd.items()])
    try:
        tree = _Composer(words, file, found).whole()
    except MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line, said = _typed_wide(words, mark.line) or (mark.line, _problem(words, mark, wrong))
        follows = found and mark.line - found[-1].line <= 1
        own = [] if follows else [_not_yaml(file, line + 1, said)]
        raise PlanFileError.of_all([*found, *own]) from None
    except (YAMLError, ValueError) as wrong:
        raise PlanFileError.of_all([*found, _not_yaml(file, 1, str(wrong))]) from None
    if faults is None and found:
        raise PlanFileError.of_all(found)
    return tree


def _typed_wide(words: str, line: int) -> tuple[int, str] | None:
    """The line, at most three above, in which a Chinese colon ends a key."""
    lines = words.splitlines()
    for number in range(min(line, len(lines) - 1), max(-1, line - 4), -1):
        if _WIDE_KEY.match(lines[number]):
            return number, "wide colon"
    return None


def _problem(words: str, mark: Any, wrong: MarkedYAMLError) -> str:
    """The parser's complaint in our words; the parser does not mention a tab."""
    lines = words.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    return "tab character" if line.lstrip(" ").startswith("\t") else str(wrong.problem)


def _not_yaml(file: str, line: int, problem: str) -> PlanFileError:
    first = problem.splitlines()[0][:120] if problem.strip() else "?"
    known = next((word for words, word in _PROBLEMS if words in first), None)
    said = MessageKey(f"word.yaml.{known}") if known else first
    return PlanFileError("plan_not_yaml", file=file, line=line, problem=said)


def _odd_character(file: str, line: int, character: str) -> PlanFileError:
    value = f"U+{ord(character):04X}"
    return PlanFileError("plan_odd_character", file=file, line=line, value=value)


def line_of(tree: Any, path: Path) -> int:
    """The line (from 1) of the deepest part of `path` that the tree holds."""
    return place_of(tree, path)[1]


def place_of(tree: Any, path: Path) -> tuple[str, int]:
    """The file and the line (from 1) of the deepest part of `path` that the tree holds."""
    file, line, node = tree.file if isinstance(tree, Mapped) else "", 1, tree
    for step in path:
        if isinstance(node, Mapped | Listed) and step in node.lines:
            line = node.lines[step]
            if isinstance(node, Mapped):
                file = node.files.get(step, file)
            node = node[step]  # type: ignore[index]
    return file, line


def written(tree: Any, path: Path) -> str | None:
    """A number or flag as the file writes it (`4.10`, not 4.1); None for anything else."""
    node, found = tree, None
    for step in path:
        if not isinstance(node, Mapped | Listed) or step not in node.lines:
            continue
        found = node.written.get(step)
        node = node[step]  # type: ignore[index]
    return found


def plain(node: Any) -> Any:
    """The tree as plain dicts and tuples, which the strict models accept."""
    if isinstance(node, Mapping):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, tuple):
        return tuple(plain(value) for value in node)
    return node


class _Composer:
    """Builds the values of one document from the parser's events."""

    def __init__(self, words: str, file: str, faults: list[PlanFileError]) -> None:
        self.file, self.faults = file, faults
        self.text = words.splitlines()
        self.cut: list[tuple[str, int, str]] = []
        self.events: Iterator[Any] = parsed(words, Loader=CSafeLoader)

    def whole(self) -> Mapped:
        """The one mapping of the file."""
        self._next("StreamStartEvent")
        event = next(self.events)
        if type(event).__name__ == "StreamEndEvent":
            raise PlanFileError("plan_empty", file=self.file, line=1)
        top, _ = self._value(next(self.events), ())
        if not isinstance(top, Mapped):
            raise PlanFileError("plan_not_a_mapping", file=self.file, line=1)
        self._next("DocumentEndEvent")
        after = next(self.events)
        if type(after).__name__ != "StreamEndEvent":
            line = after.start_mark.line + 1
            raise PlanFileError("plan_two_documents", file=self.file, line=line)
        top.cut = self.cut
        return top

    def _next(self, expected: str) -> None:
        found = type(next(self.events)).__name__
        if found != expected:
            raise ValueError(f"{found}, not {expected}")

    def _value(self, event: Any, path: Path) -> tuple[Any, str | None]:
        """The value that begins with `event`, and its spelling in the file if it is no text."""
        line = event.start_mark.line + 1
        name = type(event).__name__
        if name == "AliasEvent" or getattr(event, "anchor", None):
            self._fault("plan_has_anchor", line)
        if name == "AliasEvent":
            return None, None
        if getattr(event, "tag", None):
            self._fault("plan_has_tag", line, tag=str(event.tag))
        if name == "ScalarEvent":
            return self._scalar(event, path)
        if len(path) >= MAX_DEPTH:
            raise PlanFileError("plan_too_deep", file=self.file, line=line, limit=MAX_DEPTH)
        return (self._mapping if name == "MappingStartEvent" else self._list)(line, path), None

    def _mapping(self, line: int, path: Path) -> Mapped:
        found = Mapped(line, self.file)
        while type(event := next(self.events)).__name__ != "MappingEndEvent":
            at = event.start_mark.line + 1
            if type(event).__name__ not in ("ScalarEvent", "AliasEvent"):
                raise _not_yaml(self.file, at, "expected node content")
            self._value(event, ())
            key = event.value
            if key in found:
                self._fault("plan_key_twice", at, key=key, first=found.lines[key])
                self._value(next(self.events), (*path, key))
                continue
            found.lines[key] = at
            found[key], as_written = self._value(next(self.events), (*path, key))
            if as_written is not None:
                found.written[key] = as_written
        return found

    def _list(self, line: int, path: Path) -> Listed:
        entries: list[Any] = []
        lines: dict[int | str, int] = {}
        as_written: dict[int | str, str] = {}
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            index = len(entries)
            lines[index] = event.start_mark.line + 1
            value, words = self._value(event, (*path, index))
            entries.append(value)
            if words is not None:
                as_written[index] = words
        found = Listed(entries)
        found.lines, found.written = lines, as_written
        return found

    def _scalar(self, event: Any, path: Path) -> tuple[Any, str | None]:
        words = event.value
        odd = _ODD.search(words)
        if odd is not None:
            raise _odd_character(self.file, event.start_mark.line + 1, odd[0])
        if event.style:
            return words, None
        if words in _NOTHING:
            return None, words
        if words in _FLAGS:
            return _FLAGS[words], words
        if _WHOLE.fullmatch(words):
            return int(words), words
        if _DECIMAL.fullmatch(words):
            return float(words), words
        line = event.start_mark.line + 1
        if path and _MUST_BE_QUOTED.fullmatch(words):
            padded = f"0{words}" if _SHORT_CLOCK.fullmatch(words) else words
            facts = {"place": path_text(path), "value": words, "quoted": padded}
            self._fault("plan_must_be_quoted", line, **facts)
        end = event.end_mark
        behind = self.text[end.line][end.column :] if end.line < len(self.text) else ""
        if path and (rest := _CUT.match(behind)):
            self.cut.append((self.file, end.line + 1, f"{words} {rest[1].rstrip(' ]},')}"))
        return words, None

    def _fault(self, code: str, line: int, **facts: Any) -> None:
        """Record a fault after which the file can still be read; the same one once a line."""
        last = self.faults[-1] if self.faults else None
        if last is not None and not facts and (last.code, last.line) == (code, line):
            return
        self.faults.append(PlanFileError(code, file=self.file, line=line, **facts))


def path_text(path: Path) -> str:
    """`("levels", 0, "name")` → `levels[0].name`."""
    words = ""
    for step in path:
        words += f"[{step}]" if isinstance(step, int) else f".{step}" if words else str(step)
    return words
