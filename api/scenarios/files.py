"""A scenario as data with its notes, and as the text of a file; one is made from the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.scenarios.checking import FILE
from api.scenarios.shapes import ScenarioNote
from engine.drill.scenario import comments_of
from engine.drill.scenario.rewriting import rewritten
from engine.drill.scenario.writing import to_yaml
from engine.errors import InvalidInput, PlanFileError
from engine.messages import InBoth
from engine.plan.yaml_tree import parse, plain

MOST_CHARACTERS = 400_000
"""Of a scenario's text. The longest shipped one has 20,000."""

ORDER = (
    *("format", "id", "plan", "title", "title_en", "start", "end_day", "seed", "people", "open"),
    *("incidents", "branches", "injects", "simulated", "steps"),
)
"""The keys in the order in which a new file has them."""


def data_of(text: str) -> tuple[dict[str, Any], list[ScenarioNote]]:
    """What a file holds, and the comments above its entries. Raises `PlanFileError`."""
    content = text.encode()
    data: dict[str, Any] = plain(parse(content, FILE, []))
    notes: list[ScenarioNote] = [
        {"place": list(place), "text": "\n".join(words)}
        for place, words in comments_of_all(content).items()
    ]
    return data, notes


def comments_of_all(content: bytes) -> Mapping[tuple[str | int, ...], list[str]]:
    """The comments of a file; of one that has faults none."""
    try:
        return comments_of(content, FILE)
    except PlanFileError:
        return {}


def text_of(data: Mapping[str, Any], notes: Iterable[ScenarioNote], before: str | None) -> str:
    """The text of a file; what is as in `before` keeps its lines and the comments in them."""
    ordered = {key: data[key] for key in (*ORDER, *data) if key in data}
    comments: Mapping[Any, list[str]] = {
        tuple(one["place"]): _lines(one["text"]) for one in notes if one["text"].strip()
    }
    if before is None:
        return to_yaml(ordered, comments)
    try:
        keys = [*parse(before.encode(), FILE, []), *ordered]
        return rewritten(before, {key: data[key] for key in keys if key in data}, comments)
    except PlanFileError:
        return to_yaml(ordered, comments)


def _lines(words: str) -> list[str]:
    return [" ".join(line.split()) for line in words.splitlines()]


def refuse_other(text: str, data: Mapping[str, Any]) -> None:
    """Raise `InvalidInput` unless the text is read back as these data, and is short enough.

    Characters that nobody sees cannot be kept, nor names with line breaks.
    """
    if len(text) > MOST_CHARACTERS:
        raise InvalidInput("scenario_too_long", field="scenario", most=MOST_CHARACTERS)
    try:
        same = plain(parse(text.encode(), FILE, [])) == _plain(data)
    except PlanFileError as wrong:
        why = InBoth(_told(wrong, "zh"), _told(wrong, "en"))
        raise InvalidInput("scenario_unkeepable", field="scenario", why=why) from None
    if not same:
        why = InBoth("—", "—")
        raise InvalidInput("scenario_unkeepable", field="scenario", why=why)


def _told(wrong: PlanFileError, language: str) -> str:
    return wrong.sentence(language).removeprefix(f"{FILE}:{wrong.line}").lstrip("：: ")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return tuple(_plain(one) for one in value) if isinstance(value, list | tuple) else value
