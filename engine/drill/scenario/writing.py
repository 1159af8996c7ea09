"""A scenario as the text of a YAML file: its head line by line, each step and inject on one line.

What is written is read back as the same scenario.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.drill.scenario.model import Scenario

_PLAIN = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*")
"""Words that YAML reads as text without quotes, if they are none of `_OTHER`."""

_OTHER = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"})


_NONE: Mapping[Any, Sequence[str]] = {}


def as_data(scenario: Scenario) -> dict[str, Any]:
    """The scenario as mappings and lists, without what is left at its default."""
    return scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)


Origin = tuple[str, str | int] | tuple[str]
"""What a line is about: a key of the head, or one entry of a section."""


def to_yaml(
    scenario: Mapping[str, Any], comments: Mapping[Origin | tuple[()], Sequence[str]] = _NONE
) -> str:
    """A scenario as data as the text of a file; comments stand above what they are about.

    Those of `()` stand at the top.
    """
    lines = [f"# {words}" for words in comments.get((), ())]
    for line, origin in yaml_lines(scenario):
        indent = line[: len(line) - len(line.lstrip())]
        if origin is not None:
            lines += [f"{indent}# {words}" for words in comments.get(origin, ())]
        lines.append(line)
    return "".join(f"{line}\n" for line in lines)


def yaml_lines(scenario: Mapping[str, Any]) -> Iterator[tuple[str, Origin | None]]:
    """The lines of the file, each with what it is about; None for the name of a section."""
    for key, value in scenario.items():
        if isinstance(value, Mapping) and value and key != "open":
            yield f"{key}:", None
            for name, one in value.items():
                yield f"  {_key(name)}: {flow(one)}", (key, name)
        elif isinstance(value, list | tuple) and value:
            yield f"{key}:", None
            for index, one in enumerate(value):
                yield f"  - {flow(one)}", (key, index)
        else:
            yield f"{key}: {flow(value)}", (key,)


def flow(value: Any) -> str:
    """A value on one line; text in quotes unless it reads as a word."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)}: {flow(one)}" for key, one in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(flow(one) for one in value)}]"
    return _key(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _key(words: str) -> str:
    plain = _PLAIN.fullmatch(words) is not None and words.lower() not in _OTHER
    return words if plain else json.dumps(words, ensure_ascii=False)
