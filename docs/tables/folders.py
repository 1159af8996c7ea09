"""The packages of the program, each with the first line of its docstring."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from docs.tables.markdown import code, table
from docs.tables.plans import ROOT


def folders() -> str:
    """Every package of the engine and of the server."""
    return table(("folder", "holds"), [(code(f"{name}/"), words) for name, words in _packages()])


def _packages() -> Iterator[tuple[str, str]]:
    for top in ("engine", "api"):
        for file in sorted((ROOT / top).rglob("__init__.py"), key=lambda one: one.parent):
            yield file.parent.relative_to(ROOT).as_posix(), _first_line(file)


def _first_line(file: Path) -> str:
    said = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return said.partition("\n")[0]
