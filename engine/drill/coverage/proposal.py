"""The shortest scenario for what is missing, searched over the plan as a finite machine.

Each walk is one incident. From where it stands, the nearest missing move is taken (breadth first
over the lifecycle); at every state what is missing there is done. When no missing move can be
reached any more, another incident begins. Duties that no walk has met get an incident with the
figures that they need. All incidents open at one instant and run side by side.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from engine.drill.coverage.at_place import promises, settle
from engine.drill.coverage.items import KINDS, Kind, move, visited
from engine.drill.coverage.provoke import provoke
from engine.drill.coverage.walk import Walk, begin, people_of, step_to
from engine.drill.outcome import Refusal
from engine.instants import local_day
from engine.lifecycle.table import lifecycle_of
from engine.messages import text
from engine.plan.model import Plan

Missing = Mapping[Kind, frozenset[str]]

START = "2026-11-03T08:00:00+08:00"
"""When a proposal begins; its author moves it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A scenario as data, and what the search could not visit: kind, item, the last refusal.

    With no incidents there is no scenario to write: no way was found to anything.
    """

    scenario: Mapping[str, Any]
    left: Mapping[Kind, Mapping[str, Refusal | None]]
    incidents: int
    steps: int


def propose(plan: Plan, missing: Missing) -> Proposal:
    """A scenario that visits what is missing, as far as the search finds a way."""
    search = _Search(plan, missing)
    search.moves()
    search.obligations()
    left = {
        kind: {one: search.barred.get(one) for one in sorted(search.todo[kind])} for kind in KINDS
    }
    steps = sum(len(walk.steps) for walk in search.walks)
    return Proposal(_scenario(plan, search.walks), left, len(search.walks), steps)


class _Search:
    """One search in progress.

    `barred` are moves that were refused, with the refusal; `approved` those that were made once
    for the approval that they need.
    """

    def __init__(self, plan: Plan, missing: Missing) -> None:
        self.plan = plan
        self.todo = {kind: set(missing.get(kind, ())) for kind in KINDS}
        self.barred: dict[str, Refusal] = {}
        self.approved: set[str] = set()
        self.walks: list[Walk] = []
        self.division = next(iter(plan.division_by_code), plan.jurisdiction.code)

    def moves(self) -> None:
        """Walk until no missing move and nothing missing at a state can be reached."""
        while True:
            walk = begin(self.plan, self._key(), START, self.division, {})
            before = self._count()
            self._walk(walk)
            if self._count() == before:
                return
            self.walks.append(walk)

    def obligations(self) -> None:
        """Give each duty that is still missing an incident of its own."""
        for report in sorted(self.todo["obligations"]):
            if report in self.todo["obligations"]:
                walk = provoke(self.plan, report, self._key(), START, self.division, self._path)
                if walk is not None:
                    self._settle(walk)
                    self.walks.append(walk)

    def _key(self) -> str:
        return f"walk_{len(self.walks) + 1}"

    def _count(self) -> int:
        return sum(len(items) for items in self.todo.values())

    def _walk(self, walk: Walk) -> None:
        """Walk as far as something missing can be reached; what visits nothing is cut off."""
        been = {walk.incident.place}
        self._settle(walk)
        useful, left = len(walk.steps), self._count()

        def is_new(source: str, target: str) -> bool:
            wanted = move(source, target) in self.todo["moves"] or target in self.todo["states"]
            return wanted or self._approves(source, target)

        def promises_more(source: str, target: str) -> bool:
            return target not in been and promises(self.plan, target, self.todo)

        def way() -> list[tuple[str, str]] | None:
            """Missing moves first: a detour may lead where no way leads back from."""
            here = walk.incident.place
            return self._path(here, is_new) or self._path(here, promises_more)

        while (path := way()) is not None:
            for source, target in path:
                taken = walk.take(step_to(self.plan, source, target))
                self.approved.add(move(source, target))
                if not taken:
                    self.barred[move(source, target)] = walk.ground.refusals[-1]
                    break
                been.add(target)
                self._settle(walk)
                if self._count() < left:
                    useful, left = len(walk.steps), self._count()
        del walk.steps[useful:]

    def _approves(self, source: str, target: str) -> bool:
        """Whether a move, not yet made, needs the approval that is missing."""
        if f"approve {target}" not in self.todo["decisions"]:
            return False
        row = step_to(self.plan, source, target).row
        return bool(row.approved_by) and move(source, target) not in self.approved

    def _settle(self, walk: Walk) -> None:
        settle(walk, self.todo)
        self._tick_off(walk)

    def _path(self, place: str, wanted: Callable[[str, str], bool]) -> list[tuple[str, str]] | None:
        """The shortest way whose last move is wanted, or None."""
        ways: deque[tuple[str, list[tuple[str, str]]]] = deque([(place, [])])
        seen = {place}
        while ways:
            here, path = ways.popleft()
            for source, target in self._moves_from(here):
                if wanted(source, target):
                    return [*path, (source, target)]
                if target not in seen:
                    seen.add(target)
                    ways.append((target, [*path, (source, target)]))
        return None

    def _moves_from(self, place: str) -> Iterator[tuple[str, str]]:
        for step in lifecycle_of(self.plan).steps_from(place):
            if move(step.source, step.target) not in self.barred:
                yield step.source, step.target

    def _tick_off(self, walk: Walk) -> None:
        found = visited(walk.ground.journal.read(walk.incident.id))
        for kind in KINDS:
            self.todo[kind] -= found[kind]


def _scenario(plan: Plan, walks: list[Walk]) -> dict[str, Any]:
    """The walks as one scenario of format "2", as data that a file can hold."""
    zone, start = plan.zone, datetime.fromisoformat(START)
    first = local_day(start, zone)
    timed = sorted(
        ((instant, walk.key, body) for walk in walks for instant, body in walk.steps),
        key=lambda row: row[0],
    )
    steps = []
    for instant, key, body in timed:
        local = instant.astimezone(ZoneInfo(zone))
        step = {"day": (local.date() - first).days + 1, "at": local.strftime("%H:%M")}
        steps.append({**step, "incident": key, **_body(body, first, zone)})
    last = max((step["day"] for step in steps), default=1)
    division = walks[0].opening.division if walks else plan.jurisdiction.code
    people = people_of(plan, division)
    return {
        "format": "2",
        "id": f"{plan.id}_more",
        "title": text("drill.proposal_title", plan=plan.title),
        "title_en": text("drill.proposal_title", "en", plan=plan.title_en or plan.title),
        "start": START,
        "end_day": last + 1,
        "people": {name: one.model_dump(exclude_none=True) for name, one in people.items()},
        "incidents": {walk.key: walk.opening.model_dump(exclude_defaults=True) for walk in walks},
        "steps": steps,
    }


def _body(body: Mapping[str, Any], first: Any, zone: str) -> dict[str, Any]:
    """A step as a file holds it; the day of a due instant is counted from the start."""
    step = {key: value for key, value in body.items() if key != "due_at"}
    if "due" in step.get("submit", {}):
        day = (body["due_at"].astimezone(ZoneInfo(zone)).date() - first).days + 1
        step["submit"] = {**step["submit"], "due_day": day}
    return step
