"""Where each inject of a drill stands: a pure function of scenario, log, instant and journals.

The batch runner and a live drill both ask it. `log` is what was done with injects by hand or by the
runner (given, skipped, postponed); everything else follows from the scenario and the journals.
An inject whose instant has come is `due` until somebody gives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engine.drill.draws import draw
from engine.drill.scenario.inject import Branch, Condition, Inject
from engine.drill.scenario.model import Scenario
from engine.drill.scenario.parts import After
from engine.incident.events import Event

Status = Literal["waiting", "due", "given", "skipped", "in_pool"]


@dataclass(frozen=True, slots=True)
class InjectEntry:
    """One entry of the log: what became of an inject, when (drill time) and by whom."""

    id: str
    action: Literal["given", "skipped", "postponed"]
    at: datetime
    by: str
    postponed_to: datetime | None = None


@dataclass(frozen=True, slots=True)
class InjectState:
    """Where one inject of a run stands; `due_at` is None while its condition is open."""

    id: str
    status: Status
    due_at: datetime | None
    given_at: datetime | None


def inject_states(
    scenario: Scenario,
    log: Sequence[InjectEntry],
    now: datetime,
    journals: Mapping[str, Sequence[Event]],
) -> tuple[InjectState, ...]:
    """The state of every inject at `now` (drill time, aware), in the order of the scenario.

    `journals` are the entries of each incident by its key in the scenario, in order of `seq`; an
    incident that has not been opened has none.
    """
    view = _View(scenario, log, now, journals)
    return tuple(view.state(one) for one in scenario.injects)


def opening_due(
    scenario: Scenario,
    key: str,
    log: Sequence[InjectEntry],
    now: datetime,
    journals: Mapping[str, Sequence[Event]],
) -> datetime | None:
    """When an incident is to be opened; None while what it waits for has not happened."""
    opening = scenario.openings[key]
    if opening.at is not None:
        return scenario.at(opening.at.day, opening.at.time)
    if opening.after is not None:
        return _View(scenario, log, now, journals).after(opening.after)
    return scenario.begins


def types_asked(scenario: Scenario) -> frozenset[str]:
    """The types of entries that the injects, branches and openings of a scenario ask about."""
    waiting = [one.when for one in scenario.injects] + [
        branch.when for branch in scenario.branches.values()
    ]
    found = {"response_activated", "response_adjusted", "warning_issued", *_STAGES}
    while waiting:
        condition = waiting.pop()
        if condition is not None:
            found |= {one for one in (condition.event, condition.missing) if one is not None}
            waiting += [*(condition.all_ or ()), *(condition.any_ or ())]
    return frozenset(found)


def place_after(event: Event) -> str | None:
    """The place that an entry leads to, or None if it leads nowhere."""
    data = event.data
    if event.type in ("response_activated", "response_adjusted"):
        sub = data.get("sub_state")
        given = data.get("place") or (f"{data['level']}.{sub}" if sub else data["level"])
        return str(given)
    if event.type == "warning_issued":
        return f"warning.{data['grade']}" if data.get("grade") else "warning"
    return _STAGES.get(event.type)


_STAGES = {
    "incident_opened": "assessing",
    "warning_lifted": "assessing",
    "response_ended": "ended",
    "incident_closed": "closed",
    "incident_voided": "closed",
}
"""Types of entries that lead to one stage."""


class _View:
    """One look at a run. Each answer is computed once; a circle of conditions stays open."""

    def __init__(
        self,
        scenario: Scenario,
        log: Sequence[InjectEntry],
        now: datetime,
        journals: Mapping[str, Sequence[Event]],
    ) -> None:
        self.scenario, self.now, self.journals = scenario, now, journals
        self.by_id = {one.id: one for one in scenario.injects}
        self.last = {entry.id: entry for entry in log}
        self.opened: dict[str, datetime | None] = {}

    def state(self, inject: Inject) -> InjectState:
        entry = self.last.get(inject.id)
        if entry is not None and entry.action == "given":
            return InjectState(inject.id, "given", entry.at, entry.at)
        if entry is not None and entry.action == "skipped":
            return InjectState(inject.id, "skipped", None, None)
        if entry is not None and entry.postponed_to is not None:
            return self._timed(inject.id, entry.postponed_to)
        if inject.branch is not None and self._given_up(inject.branch):
            return InjectState(inject.id, "skipped", None, None)
        if inject.pool:
            return InjectState(inject.id, "in_pool", None, None)
        due = self._due(inject)
        if inject.branch is not None and due is not None:
            begun = self._branch(inject.branch)
            due = max(due, begun) if begun is not None else None
        return self._timed(inject.id, due)

    def _timed(self, id_: str, due: datetime | None) -> InjectState:
        come = due is not None and due <= self.now
        return InjectState(id_, "due" if come else "waiting", due, None)

    def _due(self, inject: Inject) -> datetime | None:
        """The instant of its own time or condition, whatever its branch says."""
        own = inject.incident or self.scenario.first_incident
        if inject.at is not None:
            return self.scenario.at(inject.at.day, inject.at.time)
        if inject.after is not None:
            return self.after(inject.after)
        if inject.on_state is not None:
            state = inject.on_state
            reached = self._reached(state.incident or own, state.place)
            return reached and reached + timedelta(minutes=state.minutes)
        return self.met(inject.when, own) if inject.when is not None else None

    def after(self, after: After) -> datetime | None:
        """The instant of a delay, None until what it counts from has happened."""
        if after.start:
            base: datetime | None = self.scenario.begins
        elif after.inject is not None:
            base = self._given(after.inject)
        else:
            base = self._opening(after.incident or "")
        return base and base + timedelta(minutes=after.minutes)

    def met(self, condition: Condition, own: str) -> datetime | None:
        """The instant at which a condition was met, None while it is not.

        Parts of a condition are about its incident unless they name their own.
        """
        key = condition.incident or own
        if condition.all_ is not None:
            parts = [self.met(part, key) for part in condition.all_]
            return None if None in parts else max(one for one in parts if one is not None)
        if condition.any_ is not None:
            found = [one for part in condition.any_ if (one := self.met(part, key)) is not None]
            return min(found, default=None)
        wait = timedelta(minutes=condition.minutes)
        if condition.missing is not None:
            return self._missed(condition, condition.missing, key, wait)
        fitting = _fitting(condition, condition.event or "", self.journals.get(key, ()))
        found = [event.recorded_at for event in fitting]
        return found[condition.times - 1] + wait if len(found) >= condition.times else None

    def _missed(
        self, condition: Condition, type_: str, key: str, wait: timedelta
    ) -> datetime | None:
        since = self._given(condition.since) if condition.since else self._opening(key)
        if since is None:
            return None
        due = since + wait
        made = _fitting(condition, type_, self.journals.get(key, ()))
        between = sum(since <= event.recorded_at <= due for event in made)
        return None if between >= condition.times else due

    def _given(self, id_: str) -> datetime | None:
        entry = self.last.get(id_)
        return entry.at if entry is not None and entry.action == "given" else None

    def _opening(self, key: str) -> datetime | None:
        journal = self.journals.get(key, ())
        return journal[0].recorded_at if journal else None

    def _reached(self, key: str, place: str) -> datetime | None:
        for event in self.journals.get(key, ()):
            there = place_after(event)
            if there is not None and (there == place or there.startswith(f"{place}.")):
                return event.recorded_at
        return None

    def _branch(self, name: str) -> datetime | None:
        """When a branch opened; None while it is closed or if another of its fork is taken."""
        if name not in self.opened:
            self.opened[name] = None  # a branch that waits for itself never opens
            self.opened[name] = self._opens(name)
        own = self.opened[name]
        return own if own is None or self._taken(name) == name else None

    def _opens(self, name: str) -> datetime | None:
        """When it would open by itself or was opened by hand."""
        branch = self.scenario.branches[name]
        by_hand = min(
            (
                entry.at
                for entry in self.last.values()
                if entry.action == "given" and self.by_id[entry.id].branch == name
            ),
            default=None,
        )
        own: datetime | None = None
        if branch.when is not None:
            own = self.met(branch.when, self.scenario.first_incident)
        elif branch.chance is not None and drawn(self.scenario, name):
            own = self.scenario.begins
        found = [one for one in (by_hand, own) if one is not None and one <= self.now]
        return min(found, default=None)

    def _taken(self, name: str) -> str | None:
        """The branch of the same fork that opened first; the first in the file of two at once."""
        fork = self.scenario.branches[name].fork
        if fork is None:
            return name
        rivals = [n for n, one in self.scenario.branches.items() if one.fork == fork]
        for rival in rivals:
            if rival not in self.opened:
                self._branch_alone(rival)
        open_ = [(when, n) for n in rivals if (when := self.opened[n]) is not None]
        return min(open_, key=lambda pair: pair[0], default=(None, None))[1]

    def _branch_alone(self, name: str) -> None:
        self.opened[name] = None
        self.opened[name] = self._opens(name)

    def _given_up(self, name: str) -> bool:
        """True if the seed decided against the branch, or another of its fork is taken."""
        branch = self.scenario.branches[name]
        if self._branch(name) is not None:
            return False
        if branch.fork is not None and self._taken(name) not in (None, name):
            return True
        return branch.chance is not None and not drawn(self.scenario, name)


def _fitting(condition: Condition, type_: str, events: Iterable[Event]) -> list[Event]:
    """The entries of one type, role and content."""
    return [
        event
        for event in events
        if event.type == type_
        and (condition.role is None or event.role == condition.role)
        and all(_same(event.data.get(key), value) for key, value in condition.with_.items())
    ]


def _same(found: object, wanted: object) -> bool:
    """True if a value is as written; of a mapping only the keys that are written count."""
    if isinstance(wanted, Mapping) and isinstance(found, Mapping):
        return all(_same(found.get(key), value) for key, value in wanted.items())
    if isinstance(wanted, (list, tuple)) and isinstance(found, (list, tuple)):
        return list(found) == list(wanted)
    return found == wanted


def drawn(scenario: Scenario, name: str) -> bool:
    """Whether the seed takes a branch with a chance; the chances of a fork share one draw."""
    branch: Branch = scenario.branches[name]
    together = [
        (other, one.chance or 0)
        for other, one in scenario.branches.items()
        if other == name or (branch.fork is not None and one.fork == branch.fork)
    ]
    lot = draw(scenario.seed, "branch", branch.fork or name) % 100
    low = 0
    for other, chance in together:
        if other == name:
            return low <= lot < low + chance
        low += chance
    return False
