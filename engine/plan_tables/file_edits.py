"""Single values of a YAML file changed in place: every other byte stays as it is.

Reading a file into objects and writing it out again would keep comments at best, and change the
layout of lines that nobody touched. Here the parser only says where a value begins and ends.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from yaml import CSafeLoader, MappingNode, Node, ScalarNode, SequenceNode, compose

from engine.errors import PlanFileError
from engine.plan.yaml_tree import parse

Path = tuple[int | str, ...]
Edit = tuple[int, int, str]
"""From, to, and what comes instead."""


class CannotEdit(Exception):
    """The file has no such place; the caller's paths are those of the file, so a defect."""


def edited(content: bytes, values: Mapping[Path, Any]) -> bytes:
    """The file with these values at these paths. Raises `CannotEdit` for a path that it lacks.

    A key that its mapping lacks is added to it. Lists are of plain values.
    """
    mark = b"\xef\xbb\xbf" if content.startswith(b"\xef\xbb\xbf") else b""
    words = content.removeprefix(mark).decode()
    root = compose(words, Loader=CSafeLoader)
    edits = [_edit(words, root, path, value) for path, value in values.items()]
    for begin, end, new in sorted(edits, reverse=True):
        words = f"{words[:begin]}{new}{words[end:]}"
    return mark + words.encode()


def _edit(words: str, root: Node | None, path: Path, value: Any) -> Edit:
    node, parent = root, None
    for at, step in enumerate(path):
        parent = node
        node = _below(node, step)
        if node is None:
            if at != len(path) - 1 or not isinstance(parent, MappingNode):
                raise CannotEdit(path)
            return _added(words, parent, str(step), value)
    if node is None:
        raise CannotEdit(path)
    return _replaced(words, node, value)


def _below(node: Node | None, step: int | str) -> Node | None:
    if isinstance(node, SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


def _replaced(words: str, node: Node, value: Any) -> Edit:
    begin, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, SequenceNode) and not node.flow_style:
        lines = value if isinstance(value, list) else [value]
        between = "\n" + " " * node.start_mark.column
        last = node.value[-1].end_mark.index
        return begin, last, between.join(f"- {_scalar(one, '')}" for one in lines)
    style = node.style if isinstance(node, ScalarNode) else ""
    if isinstance(value, list) and len(value) == 1 and isinstance(node, ScalarNode):
        value = value[0]
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        end = begin + len(words[begin:end].rstrip())
    if isinstance(value, list):
        inner = node.value[0].style if isinstance(node, SequenceNode) and node.value else ""
        return begin, end, f"[{', '.join(_scalar(one, inner or '') for one in value)}]"
    return begin, end, _scalar(value, style or "")


def _added(words: str, parent: MappingNode, key: str, value: Any) -> Edit:
    """A new key: at the end of a mapping in braces, else on a line below the first key."""
    listed = f"[{', '.join(_scalar(one, '') for one in value)}]" if isinstance(value, list) else ""
    said = f"{key}: {listed or _scalar(value, '')}"
    if parent.flow_style:
        end = parent.end_mark.index - 1
        while words[end - 1] in " \n":
            end -= 1
        return end, end, f", {said}" if parent.value else said
    first, held = parent.value[0]
    if not isinstance(held, ScalarNode):
        raise CannotEdit(key)
    line = words.find("\n", held.end_mark.index)
    at = len(words) if line < 0 else line
    return at, at, f"\n{' ' * first.start_mark.column}{said}"


def _scalar(value: Any, style: str) -> str:
    """A value as the file writes it, in the quotation marks that stood there."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    words = str(value)
    if style == "'":
        return "'" + words.replace("'", "''") + "'"
    if style != '"' and _plain(words):
        return words
    return json.dumps(words, ensure_ascii=False)


def _plain(words: str) -> bool:
    """Whether the words mean themselves without quotation marks, in a list too."""
    try:
        found = parse(f"a: [{words}, b]\nc: {words}\n".encode(), "cell")
    except PlanFileError:
        return False
    return found.get("a") == (words, "b") and found.get("c") == words and not found.cut
