"""A live drill as a fold over its control log: states, drill time, who controls, who plays.

    ready ── start ──▶ running ⇄ paused ── end ──▶ ended
                          └──────────┴── abort ──▶ aborted

Drill time is a function of the log and of real seconds: it stands unless the drill runs, and
then goes on from the last entry at the drill's speed. Nothing here reads a clock. What happens
in drill time (reports that fall due, steps that the program plays) is in the journals of the
incidents; the log holds only what people did to the drill itself.

Source: AQ/T 9007-2019 7.3, 7.6 (conducting and breaking off a drill); the states are our choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from engine.drill.injects import InjectEntry
from engine.drill.reporter_parts import reporter_of
from engine.drill.scenario import EVERYBODY
from engine.frozen import replace
from engine.instants import from_text, to_text

State = Literal["ready", "running", "paused", "ended", "aborted"]
Asking = Literal[
    "start",
    "pause",
    "resume",
    "speed",
    "step",
    "jump",
    "inject",
    "skip",
    "postpone",
    "cast",
    "word",
    "hand_over",
    "take_over",
    "seek",
    "branch",
    "end",
    "abort",
]
"""What a controller asks for."""

Action = Literal[Asking, "alarm", "contact"]
"""`seek` and `branch` are of a replay: to another place of it, and from here on a drill.

`cast` gives a part to a person or to the program, `word` sets the abort word. By the program
itself: `alarm` (a real incident was opened), `contact` (the real server is out of reach, or back).
"""

ACTIONS: tuple[Action, ...] = get_args(Action)
Holder = Literal["person", "simulated"]

SLOWEST, FASTEST = 1, 3600
"""Drill seconds in one real second."""

OVER = ("ended", "aborted")


@dataclass(frozen=True, slots=True)
class ControlEntry:
    """One entry of the control log. `at` and `to` are instants of drill time, aware."""

    action: Action
    at: datetime
    by: str
    speed: int | None = None
    to: datetime | None = None
    inject: str | None = None
    part: str | None = None
    holder: Holder | None = None
    account: str | None = None
    note: str = ""
    entry: str | None = None
    """The entry of a replay that it is about, by its id."""

    def to_json(self) -> dict[str, Any]:
        """As it is kept: instants as texts, nothing that is absent."""
        return {
            "action": self.action,
            "at": to_text(self.at),
            "by": self.by,
            "speed": self.speed,
            "to": to_text(self.to) if self.to else None,
            "inject": self.inject,
            "part": self.part,
            "holder": self.holder,
            "account": self.account,
            "note": self.note,
            "entry": self.entry,
        }


def entry_of(kept: Mapping[str, Any]) -> ControlEntry:
    """The entry that `to_json` kept."""
    texts = {"at": from_text(kept["at"]), "to": from_text(kept["to"]) if kept["to"] else None}
    return ControlEntry(**{**kept, **texts})


@dataclass(frozen=True, slots=True)
class Exercise:
    """A drill as of its last entry. `at` is the drill time from which it stands or runs."""

    state: State
    at: datetime
    speed: int = 1
    controller: str | None = None
    word: str = ""
    simulated: frozenset[str] = frozenset()
    apart: frozenset[str] = frozenset()
    """Parts of reporters that are had by another than the reporters as a whole."""
    alarm: str | None = None
    """What was opened in reality meanwhile, while nobody has answered to it."""
    reached: bool = True
    """Whether the real server that is watched answers."""
    note: str = ""
    """Why it was paused, ended or aborted."""
    injects: tuple[InjectEntry, ...] = ()
    entries: int = 0
    replaying: bool = False
    """Whether finished journals are played, and nobody can enter anything."""

    @property
    def pace(self) -> int:
        """Drill seconds in one real second now; 0 while time stands."""
        return self.speed if self.state == "running" else 0

    @property
    def over(self) -> bool:
        """Whether it has ended for good."""
        return self.state in OVER

    def plays(self, part: str) -> bool:
        """Whether the program has this part; a reporter's follows `reporters` unless it differs."""
        if reporter_of(part) is not None:
            return (EVERYBODY in self.simulated) != (part in self.apart)
        return part in self.simulated

    def time_after(self, seconds: float) -> datetime:
        """Drill time so many real seconds after the last entry."""
        return self.at + timedelta(seconds=seconds * self.pace)


def begun(
    at: datetime, word: str, simulated: Iterable[str] = (), *, replaying: bool = False
) -> Exercise:
    """A drill, or a replay, before its first entry, at the first instant."""
    played = frozenset(simulated)
    return Exercise("ready", at, word=word, simulated=played, replaying=replaying)


def after(exercise: Exercise, entry: ControlEntry) -> Exercise:
    """The drill after one more entry of its log."""
    now = max(exercise.at, entry.at)
    known = replace(exercise, at=now, entries=exercise.entries + 1)
    return _MOVES[entry.action](known, entry)


_Move = Callable[[Exercise, ControlEntry], Exercise]


def _runs(exercise: Exercise, entry: ControlEntry) -> Exercise:
    return replace(exercise, state="running", alarm=None, note="")


def _alarm(exercise: Exercise, entry: ControlEntry) -> Exercise:
    state: State = "paused" if exercise.state == "running" else exercise.state
    return replace(exercise, state=state, alarm=entry.note)


def _forward(exercise: Exercise, entry: ControlEntry) -> Exercise:
    return replace(exercise, at=max(exercise.at, entry.to or exercise.at))


def _sought(exercise: Exercise, entry: ControlEntry) -> Exercise:
    """A replay stands at another place, which may lie before."""
    return replace(exercise, at=entry.to or exercise.at)


def _branched(exercise: Exercise, entry: ControlEntry) -> Exercise:
    """The replay has become a drill, which waits at the speed of every day."""
    there = _sought(exercise, entry)
    state: State = "ready" if exercise.state == "ready" else "paused"
    return replace(there, state=state, speed=SLOWEST, replaying=False, note=entry.note)


def _injected(exercise: Exercise, entry: ControlEntry) -> Exercise:
    return replace(exercise, injects=(*exercise.injects, inject_entry(entry)))


def _cast(exercise: Exercise, entry: ControlEntry) -> Exercise:
    name, program = entry.part or "", entry.holder == "simulated"
    part = frozenset({name})
    if reporter_of(name) is not None:
        differs = program != (EVERYBODY in exercise.simulated)
        apart = exercise.apart | part if differs else exercise.apart - part
        return replace(exercise, apart=apart)
    played = exercise.simulated | part if program else exercise.simulated - part
    apart = frozenset() if name == EVERYBODY else exercise.apart
    return replace(exercise, simulated=played, apart=apart)


def _seated(exercise: Exercise, entry: ControlEntry) -> Exercise:
    return replace(exercise, controller=entry.account)


def _over(state: State) -> _Move:
    return lambda exercise, entry: replace(exercise, state=state, alarm=None, note=entry.note)


_MOVES: Mapping[Action, _Move] = {
    "start": _runs,
    "resume": _runs,
    "pause": lambda exercise, entry: replace(exercise, state="paused", note=entry.note),
    "alarm": _alarm,
    "contact": lambda exercise, entry: replace(exercise, reached=not entry.note),
    "speed": lambda exercise, entry: replace(exercise, speed=entry.speed or exercise.speed),
    "step": _forward,
    "jump": _forward,
    "seek": _sought,
    "branch": _branched,
    "inject": _injected,
    "skip": _injected,
    "postpone": _injected,
    "cast": _cast,
    "word": lambda exercise, entry: replace(exercise, word=entry.note),
    "hand_over": _seated,
    "take_over": _seated,
    "end": _over("ended"),
    "abort": _over("aborted"),
}
"""What each entry changes."""


def folded(exercise: Exercise, entries: Iterable[ControlEntry]) -> Exercise:
    """The drill after all these entries, in order."""
    for entry in entries:
        exercise = after(exercise, entry)
    return exercise


def inject_entry(entry: ControlEntry) -> InjectEntry:
    """What an entry about an inject says to `engine.drill.injects`."""
    done: Mapping[str, Literal["given", "skipped", "postponed"]] = {
        "inject": "given",
        "skip": "skipped",
        "postpone": "postponed",
    }
    id_, action = entry.inject or "", done[entry.action]
    return InjectEntry(id_, action, entry.at, entry.by, postponed_to=entry.to)
