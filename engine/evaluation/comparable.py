"""A run out of a file, to be compared: what of it is needed, and nothing else.

Accepted are the `evaluation.json` of `zhiban drill run --out`, the JSON of an evaluation from a
server, of which the incident under the wanted plan counts, and a journal, a line an entry. Files
come from anywhere, so their shape is checked before anything of it is used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine.evaluation.expected import Verdict
from engine.incident.events import Event, first_bad_entry

Words = Annotated[str, Field(max_length=4000)]
MOST_ROWS = 50_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Plan(_Part):
    id: Words
    version: Words
    title: Words


class _Shares(_Part):
    total: int
    counted: int
    judged: int
    met: int
    judged_percent: int | None
    met_percent: int | None


class _Row(_Part):
    about: Words
    owner: tuple[Words, ...]
    kind_name: Words
    name: Words
    owner_name: Words
    clause: Words | None
    verdict: Verdict


class _Finding(_Part):
    kind: Words
    about: Words | None = None
    sentence: Words
    clause: Words | None = None


class _Link(_Part):
    step: Words
    name: Words
    minutes: int | None


class _Chain(_Part):
    place: Words
    place_name: Words
    links: tuple[_Link, ...]


class _Run(_Part):
    number: Words
    title: Words
    exercise: bool
    plan: _Plan
    until: Words
    shares: _Shares
    rows: Annotated[tuple[_Row, ...], Field(max_length=MOST_ROWS)]
    findings: Annotated[tuple[_Finding, ...], Field(max_length=MOST_ROWS)]
    chains: tuple[_Chain, ...]


def judged_run(content: bytes, plan: str) -> Mapping[str, Any] | None:
    """The evaluated incident of a file (`EvaluatedIncident`), or None where it holds none."""
    try:
        shape = json.loads(content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(shape, dict):
        return None
    among = shape.get("incidents")
    if isinstance(among, list):
        found = [one for one in among if isinstance(one, dict)]
        same = [one for one in found if _plan_of(one) == plan]
        shape = (same or found or [{}])[0]
    elif isinstance(shape.get("whole"), dict):
        shape = shape["whole"]
    try:
        return _Run.model_validate(shape).model_dump()
    except ValidationError:
        return None


def _plan_of(shape: Mapping[str, Any]) -> Any:
    plan = shape.get("plan")
    return plan.get("id") if isinstance(plan, dict) else None


def journal_of(content: bytes) -> list[Event]:
    """The entries of the first incident of a journal whose chain holds; none of anything else."""
    shapes: list[Mapping[str, Any]] = []
    try:
        for line in content.splitlines():
            if line.strip():
                shape = json.loads(line)
                if not shapes or shape["incident"] == shapes[0]["incident"]:
                    shapes.append(shape)
        events = [Event.from_json(shape) for shape in shapes]
        if not events or first_bad_entry(events[0].incident, shapes) is not None:
            return []
    except UNREADABLE:
        return []
    return events


UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)
"""What comes of reading a file, or of folding entries, that are none."""
