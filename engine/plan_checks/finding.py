"""The findings of the plan checker as data, and the functions that make them.

A finding has a stable code, facts, a place in a file and, where it helps, a trail: the shortest
sequence of commands and facts that shows the fault. The sentences are in `engine.messages` under
`check.CODE` (for a file that does not load, `error.CODE`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.errors import PlanFileError
from engine.messages import CATALOGUES, MessageKey, text
from engine.plan.model import Plan
from engine.plan.yaml_tree import Mapped, Path, path_text, place_of

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that a plan gives in Chinese and, optionally, in English."""

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """The words in `language`."""
        return self.en if language == "en" else self.zh


def joined(parts: Iterable[Words]) -> Words:
    """Words as a list in each language; a dash when there are none."""
    found = list(dict.fromkeys(parts))
    return Words("、".join(p.zh for p in found) or "—", ", ".join(p.en for p in found) or "—")


def named(part: Any) -> Words:
    """The name (or the text) of a part of a plan in both languages."""
    for key in ("name", "text", "title"):
        chinese = getattr(part, key, None)
        if chinese:
            return Words(str(chinese), str(getattr(part, f"{key}_en", None) or chinese))
    return Words(str(getattr(part, "id", "—")), str(getattr(part, "id", "—")))


@dataclass(frozen=True, slots=True)
class Note:
    """One step of a trail: a catalogue key and its facts."""

    key: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def words(self, language: str = "zh") -> str:
        """The step in words."""
        return text(self.key, language, **_spoken(self.facts, language))


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """One thing that is wrong (`error`) or doubtful (`warning`) in a plan file."""

    code: str
    severity: Severity
    file: str
    line: int
    facts: Mapping[str, Any]
    clause: str | None = None
    trail: tuple[Note, ...] = ()

    def sentence(self, language: str = "zh") -> str:
        """The whole sentence, with file, line and remedy."""
        key = f"check.{self.code}"
        if key not in CATALOGUES["zh"]:
            key = f"error.{self.code}"
        facts = _spoken(self.facts, language)
        clause = self.clause or text("word.our_rule", language)
        return text(key, language, **{**facts, "file": self.file, "line": self.line}, clause=clause)

    def counter_example(self, language: str = "zh") -> list[str]:
        """The trail in words, one step a line; empty where there is none."""
        return [note.words(language) for note in self.trail]


def of_error(wrong: PlanFileError) -> PlanFinding:
    """A file that does not load, as a finding."""
    facts = {k: v for k, v in wrong.facts.items() if k not in ("file", "line")}
    return PlanFinding(wrong.code, "error", wrong.file, wrong.line, facts)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is being checked: a plan, its tree (for lines), and what stands beside it.

    `used_elsewhere` are facts that other plans' coverage asks for; `texts` the plan's
    official text by clause, where it is at hand.
    """

    plan: Plan
    tree: Mapped | None = None
    used_elsewhere: frozenset[str] = frozenset()
    texts: Mapping[str, str] | None = None

    def line(self, path: Path) -> int:
        """The line (from 1) of what is at `path`; 1 without a tree."""
        return place_of(self.tree, path)[1] if self.tree is not None else 1

    def error(
        self,
        code: str,
        path: Path,
        /,
        *,
        clause: str | None = None,
        trail: Sequence[Note] = (),
        **facts: Any,
    ) -> PlanFinding:
        """A finding that makes the plan unusable, at `path` of the file."""
        return self._finding("error", code, path, clause, tuple(trail), facts)

    def warning(
        self,
        code: str,
        path: Path,
        /,
        *,
        clause: str | None = None,
        trail: Sequence[Note] = (),
        **facts: Any,
    ) -> PlanFinding:
        """A finding that the plan's author should look at, at `path` of the file."""
        return self._finding("warning", code, path, clause, tuple(trail), facts)

    def _finding(
        self,
        severity: Severity,
        code: str,
        path: Path,
        clause: str | None,
        trail: tuple[Note, ...],
        facts: dict[str, Any],
    ) -> PlanFinding:
        file, line = place_of(self.tree, path) if self.tree is not None else ("", 1)
        place = path_text(path) or MessageKey("word.top")
        return PlanFinding(
            code, severity, file or self.plan.id, line, {"place": place, **facts}, clause, trail
        )


def _spoken(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {k: v.in_(language) if isinstance(v, Words) else v for k, v in facts.items()}
