"""A scenario as the text of a YAML file: its head line by line, each step and inject on one line.

What is written is read back as the same scenario.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine.drill.scenario.model import Scenario

_PLAIN = re.compile(r"[A-Za-z_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff]*")
"""Words that YAML reads as text without quotes, if they are none of `_OTHER`."""

_OTHER = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"})


def as_data(scenario: Scenario) -> dict[str, Any]:
    """The scenario as mappings and lists, without what is left at its default."""
    return scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def to_yaml(scenario: Mapping[str, Any]) -> str:
    """A scenario as data as the text of a file."""
    return "".join(f"{line}\n" for line in _lines(scenario))


def _lines(scenario: Mapping[str, Any]) -> Iterator[str]:
    for key, value in scenario.items():
        if isinstance(value, Mapping) and value and key != "open":
            yield f"{key}:"
            yield from (f"  {_key(name)}: {_flow(one)}" for name, one in value.items())
        elif isinstance(value, list | tuple) and value:
            yield f"{key}:"
            yield from (f"  - {_flow(one)}" for one in value)
        else:
            yield f"{key}: {_flow(value)}"


def _flow(value: Any) -> str:
    """A value on one line; text in quotes unless it reads as a word."""
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)}: {_flow(one)}" for key, one in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flow(one) for one in value)}]"
    return _key(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _key(words: str) -> str:
    plain = _PLAIN.fullmatch(words) is not None and words.lower() not in _OTHER
    return words if plain else json.dumps(words, ensure_ascii=False)
