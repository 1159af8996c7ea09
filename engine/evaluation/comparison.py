"""Two evaluations side by side: two runs of one scenario, or one scenario under two editions.

Both are read as the data of an evaluation (`engine.evaluation.view`), so that a run of last
year is compared as it was judged then. Rows are known by what was asked of whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from engine.evaluation.expected import VERDICTS

Shape = Mapping[str, Any]


Trend = Literal["worse", "better", "other"]
TRENDS: tuple[Trend, ...] = get_args(Trend)


@dataclass(frozen=True, slots=True)
class Difference:
    """What was asked of somebody and came out otherwise: how often each verdict, in each run.

    An empty mapping means that the run never asked for it.
    """

    kind: str
    name: str
    owner: str
    clauses: tuple[str | None, str | None]
    verdicts: tuple[Mapping[str, int], Mapping[str, int]]

    @property
    def trend(self) -> Trend:
        """Whether more or less of it was late or missing than in the first run."""
        before, now = (one.get("late", 0) + one.get("missing", 0) for one in self.verdicts)
        return "worse" if now > before else "better" if now < before else "other"


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Minutes of one step of the chain to one level, in each run; None where it has none."""

    place: str
    step: str
    minutes: tuple[int | None, int | None]


Turn = Literal["new", "gone", "came_back"]
"""A finding of the second run only, of the first only, or of both."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Findings about one thing: how many in each run, and the last sentence about it."""

    about: str
    turn: Turn
    sentence: str
    clause: str | None
    counts: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs side by side."""

    plans: tuple[str, str]
    shares: tuple[Shape, Shape]
    times: tuple[StepTimes, ...]
    differences: tuple[Difference, ...]
    findings: tuple[Recurrence, ...]
    alike: int
    """How many tasks came out alike."""


def compare(first: Shape, second: Shape) -> Comparison:
    """Compare two evaluated incidents (`EvaluatedIncident`); names are those of the second.

    What has become worse stands first among the differences.
    """
    tasks = [_by_task(one["rows"]) for one in (first, second)]
    differences = tuple(sorted(_differences(*tasks), key=lambda one: TRENDS.index(one.trend)))
    return Comparison(
        (_plan(first), _plan(second)),
        (first["shares"], second["shares"]),
        tuple(_times(first, second)),
        differences,
        tuple(_recurrences(first["findings"], second["findings"])),
        len(tasks[0].keys() | tasks[1].keys()) - len(differences),
    )


def _plan(shape: Shape) -> str:
    return f"{shape['plan']['title']} {shape['plan']['version']}"


def _times(first: Shape, second: Shape) -> Iterator[StepTimes]:
    found = [_steps(one) for one in (first, second)]
    for key in dict.fromkeys((*found[0], *found[1])):
        left, right = found[0].get(key), found[1].get(key)
        names, minutes = right or left or ("", ""), (_last(left), _last(right))
        if minutes != (None, None):
            yield StepTimes(names[0], names[1], minutes)


_Timed = tuple[str, str, int | None]
"""The names of a level and of a step, and its minutes."""


def _last(found: _Timed | None) -> int | None:
    return found[2] if found else None


def _steps(shape: Shape) -> dict[tuple[str, str], _Timed]:
    """The first chain to each level, step by step."""
    steps: dict[tuple[str, str], _Timed] = {}
    for chain in shape["chains"]:
        for link in chain["links"]:
            timed = (chain["place_name"], link["name"], link["minutes"])
            steps.setdefault((chain["place"], link["step"]), timed)
    return steps


def _recurrences(first: Sequence[Shape], second: Sequence[Shape]) -> Iterator[Recurrence]:
    """What was found, in the order of the second run: new, again, and last what is gone."""
    found = [_by_about(findings) for findings in (first, second)]
    for key in dict.fromkeys((*found[1], *found[0])):
        left, right = (one.get(key, []) for one in found)
        turn: Turn = "came_back" if left and right else "new" if right else "gone"
        last = (right or left)[-1]
        counts = (len(left), len(right))
        yield Recurrence(key, turn, last["sentence"], last["clause"], counts)


def _by_about(findings: Sequence[Shape]) -> dict[str, list[Shape]]:
    """Findings by what they are about; older files do not say it, and go by their kind."""
    found: dict[str, list[Shape]] = {}
    for one in findings:
        found.setdefault(one.get("about") or one["kind"], []).append(one)
    return found


Tasks = Mapping[tuple[str, tuple[str, ...]], list[Shape]]


def _differences(first: Tasks, second: Tasks) -> Iterator[Difference]:
    found = (first, second)
    for key in dict.fromkeys((*found[0], *found[1])):
        left, right = (one.get(key, []) for one in found)
        counts = _counted(left), _counted(right)
        if counts[0] != counts[1]:
            row = (right or left)[0]
            clauses = (_clause(left), _clause(right))
            yield Difference(row["kind_name"], row["name"], row["owner_name"], clauses, counts)


def _by_task(rows: Sequence[Shape]) -> dict[tuple[str, tuple[str, ...]], list[Shape]]:
    found: dict[tuple[str, tuple[str, ...]], list[Shape]] = {}
    for row in rows:
        found.setdefault((row["about"], tuple(row["owner"])), []).append(row)
    return found


def _counted(rows: Sequence[Shape]) -> dict[str, int]:
    """How often each verdict, in a fixed order."""
    count = Counter(row["verdict"] for row in rows)
    return {verdict: count[verdict] for verdict in VERDICTS if count[verdict]}


def _clause(rows: Sequence[Shape]) -> str | None:
    return rows[0]["clause"] if rows else None
