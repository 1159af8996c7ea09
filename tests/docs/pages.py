"""Reading Markdown pages: links, headings, console examples."""

from __future__ import annotations

import re
import subprocess
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[(?:[^\]\[]|\[[^\]]*\])*\]\(([^()\s]+(?:\([^()]*\)[^()\s]*)?)\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
RUN = re.compile(
    r"^(?P<indent> *)<!-- run(?:: (?P<group>\w+))? -->\n+ *```console\n(?P<block>.*?)^ *```",
    re.MULTILINE | re.DOTALL,
)


def tracked(*patterns: str) -> list[Path]:
    """The files of the repository that git knows, or all of them outside of git."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode == 0:
        return [ROOT / name for name in listed.stdout.split("\0") if name]
    return [
        file
        for pattern in patterns or ("*",)
        for file in sorted(ROOT.rglob(pattern))
        if file.is_file() and not any(part.startswith(".") for part in file.parts)
    ]


def links(page: str) -> Iterator[str]:
    """The targets of the links of a page, those inside code left out."""
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", page))
    yield from LINK.findall(prose)
    yield from re.findall(r'<(?:img|a)\s[^>]*?(?:src|href)="([^"]+)"', prose)


def anchors(page: str) -> set[str]:
    """The addresses of the headings, as code forges make them."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", page)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
        number = 0
        while (named := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(named)
    return found


@dataclass(frozen=True)
class Step:
    """One command of a console example, and the lines it must print."""

    command: str
    expected: tuple[str, ...]


@dataclass(frozen=True)
class Example:
    """Commands that follow each other: one block, or all blocks of a group on a page."""

    page: str
    name: str
    steps: tuple[Step, ...]


def examples() -> list[Example]:
    """The console examples that are marked with `<!-- run -->` or `<!-- run: GROUP -->`."""
    found: dict[tuple[str, str], list[Step]] = {}
    for file in tracked("*.md"):
        page = file.relative_to(ROOT).as_posix()
        for number, block in enumerate(RUN.finditer(file.read_text(encoding="utf-8"))):
            name = block["group"] or str(number)
            lines = textwrap.dedent(block["block"]) if block["indent"] else block["block"]
            found.setdefault((page, name), []).extend(_steps(lines))
    return [Example(page, name, tuple(steps)) for (page, name), steps in found.items()]


def _steps(block: str) -> Iterator[Step]:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *lines = part.rstrip("\n").split("\n")
        while command.endswith("\\"):
            command = command[:-1] + lines.pop(0)
        yield Step(command, tuple(line for line in lines if line.strip()))
