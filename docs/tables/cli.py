"""The command line, from the command tree that typer builds.

The help is written in the terminal's language when the program starts, so the tree is read
by another process that is told which language to take: `python -m docs.tables.cli`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import lru_cache
from typing import Any

from typer.main import get_command

from docs.tables.markdown import code, table

Node = dict[str, Any]


def command_table() -> str:
    """Every command with what it does."""
    rows = [
        (f"[`{node['path']}`](#{anchor(node['path'])})", node["help"], english["help"])
        for node, english in zip(tree("zh"), tree("en"), strict=True)
    ]
    return table(("command", "中文", "English"), rows)


def command_details() -> str:
    """Each command's arguments and options."""
    parts = []
    for node, english in zip(tree("zh"), tree("en"), strict=True):
        rows = [
            (code(one["name"]), "yes" if one["required"] else "", one["help"], other["help"])
            for one, other in zip(node["parameters"], english["parameters"], strict=True)
        ]
        parameters = table(("parameter", "required", "中文", "English"), rows)
        body = parameters if rows else "No arguments and no options."
        parts.append(f"### {node['path']}\n\n{english['help']}\n\n{body}")
    return "\n\n".join(parts)


def anchor(path: str) -> str:
    """The address of a command's heading on its page."""
    return path.replace(" ", "-")


@lru_cache(maxsize=2)
def tree(language: str) -> list[Node]:
    """Every command of the program, in its order, with its help in `language`."""
    read = subprocess.run(
        [sys.executable, "-m", "docs.tables.cli"],
        env={**os.environ, "ZHIBAN_LANGUAGE": language, "PYTHONIOENCODING": "utf-8"},
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    nodes: list[Node] = json.loads(read.stdout)
    return nodes


def _walk(command: Any, path: str) -> list[Node]:
    if hasattr(command, "commands"):
        below = command.commands.items()
        return [node for name, one in below for node in _walk(one, f"{path} {name}")]
    parameters = [
        {"name": _name(one), "required": bool(one.required), "help": one.help or ""}
        for one in command.params
        if one.name != "help"
    ]
    return [{"path": path, "help": command.help or "", "parameters": parameters}]


def _name(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.name).upper()
    return ", ".join([*parameter.opts, *parameter.secondary_opts])


if __name__ == "__main__":
    from api.cli import app

    print(json.dumps(_walk(get_command(app), "zhiban"), ensure_ascii=False))
