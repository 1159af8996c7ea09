"""What pages, comments and docstrings name is there: files, modules, tests, commands, settings."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from api.cli import app as cli
from tests.docs.pages import ROOT, tracked

KEPT = {file.relative_to(ROOT).as_posix() for file in tracked()}
FOLDERS = {parent.as_posix() for name in KEPT for parent in Path(name).parents}

NOT_HERE = {
    "api/site": "built by `x.py docs`, never committed",
    "api/health/ready": "an address",
    "engine/x/y.py": "any module",
    "tests/engine/x/test_y.py": "its test",
    "plans/coal_mine/documents/first_report.docx": "an office's own template",
    "plans/coal_mine/documents/official_paper.docx": "an office's own template",
}
"""Paths that are named and are no file of the repository, and why."""

PATH = re.compile(r"(?<![\w./:*-])(?:api|docs|engine|plans|tests)/[\w./*{}<>-]*\w")
MODULE = re.compile(r"python -m ((?:api|engine|tests)(?:\.\w+)+)")
TEST = re.compile(r"`(test_\w+)")
SAID = re.compile(r"(?<![\w/.@-])zhiban((?: +[^\s|;&]+)+)")
CONNECTIONS = {"listen", "notify"}
"""What PostgreSQL calls the connections of a server: `zhiban listen`."""


def notes(file: Path) -> Iterator[str]:
    """What people read in a file: a page as a whole, comments and docstrings of a module."""
    text = file.read_text(encoding="utf-8")
    if file.suffix != ".py" or not (PATH.search(text) or MODULE.search(text)):
        yield text
        return
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_docstring = token.type == tokenize.STRING and token.string.startswith('"""')
        if is_docstring or token.type == tokenize.COMMENT:
            yield token.string


READ = [
    file
    for file in tracked("*.md", "*.py", "*.toml")
    if file.name != "CHANGELOG.md" and file != Path(__file__)
]
PAGES = [file for file in READ if file.suffix == ".md"]


def there(path: str, beside: Path) -> bool:
    """Whether a path is kept, from the root or from the folder of what names it."""
    near = (beside / path).relative_to(ROOT).as_posix()
    return any(
        one in KEPT or one in FOLDERS or f"{one}.py" in KEPT or f"{one}.md" in KEPT
        for one in (path, near)
    )


def test_every_path_that_is_named_exists() -> None:
    gone = [
        f"{file.relative_to(ROOT)}: {path}"
        for file in READ
        for text in notes(file)
        for path in PATH.findall(text)
        if not set("*{}<>") & set(path) and path not in NOT_HERE and not there(path, file.parent)
    ]
    assert not gone, "\n".join(gone)


def test_every_module_that_is_run_exists() -> None:
    gone = [
        f"{file.relative_to(ROOT)}: {module}"
        for file in READ
        for text in notes(file)
        for module in MODULE.findall(text)
        if f"{module.replace('.', '/')}.py" not in KEPT
        and f"{module.replace('.', '/')}/__main__.py" not in KEPT
    ]
    assert not gone, "\n".join(gone)


def test_every_test_that_a_page_names_exists() -> None:
    files = {Path(name).stem for name in KEPT if name.startswith("tests/")}
    sources = "\n".join(file.read_text(encoding="utf-8") for file in tracked("tests/**/*.py"))
    functions = set(re.findall(r"def (test_\w+)", sources))
    gone = [
        f"{file.relative_to(ROOT)}: {name}"
        for file in PAGES
        for name in TEST.findall(file.read_text(encoding="utf-8"))
        if name not in files | functions
    ]
    assert not gone, "\n".join(gone)


def spoken(text: str) -> Iterator[list[str]]:
    """The words behind `zhiban` in code, inline or in an example."""
    for code in re.findall(r"`([^`\n]+)`", text) + re.findall(r"^ *\$ (.+)$", text, re.MULTILINE):
        # `podman exec zhiban zhiban doctor`: the first is the container.
        for said in SAID.findall(code.replace("exec zhiban ", "")):
            yield said.split()


def unknown(command: Any, words: list[str]) -> str | None:
    """The first word or option that the command line does not have; None where it has all."""
    for word in words:
        if hasattr(command, "commands"):
            if not re.fullmatch(r"[a-z][a-z-]*", word):
                return None
            if word not in command.commands:
                return word
            command = command.commands[word]
        elif re.match(r"--[a-z]", word):
            name = word.split("=")[0]
            if name != "--help" and not any(name in one.opts for one in command.params):
                return name
    return None


def test_every_command_that_a_page_says_to_type_exists() -> None:
    program = get_command(cli)
    wrong = [
        f"{file.relative_to(ROOT)}: zhiban {' '.join(words)}"
        for file in PAGES
        for words in spoken(file.read_text(encoding="utf-8"))
        if unknown(program, words) not in {None, *CONNECTIONS}
    ]
    assert not wrong, "\n".join(wrong)
