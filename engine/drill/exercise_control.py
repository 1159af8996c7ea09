"""What a controller may do to a live drill: a request becomes an entry of its log, or a refusal.

One controller at a time. The first who controls is it; another one is refused (409) until the
first hands over, or has been gone for some minutes. Breaking off is everybody's: who hears the
abort word may type it, whoever controls.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.drill.exercise import FASTEST, SLOWEST, Action, ControlEntry, Exercise, Holder
from engine.errors import InvalidInput, NotFound, StateRefuses
from engine.frozen import replace
from engine.instants import local_text
from engine.messages import MessageKey

GONE = timedelta(minutes=5)
"""Real time after which a controller who is not connected may be relieved."""

NEXT_INJECT, NEXT_DUE = "next_inject", "next_due"


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asks for. `to` is an instant of drill time; `target` names one."""

    action: Action
    by: str
    speed: int | None = None
    minutes: int | None = None
    to: datetime | None = None
    target: str | None = None
    inject: str | None = None
    part: str | None = None
    holder: Holder | None = None
    account: str | None = None
    word: str | None = None
    note: str = ""
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a decision has to know beside the log.

    `now` is drill time; `gone_for` is how long the controller has not been connected, in real
    time; `next_inject` and `next_due` are the instants that a jump may aim at.
    """

    now: datetime
    ends: datetime
    zone: str
    gone_for: Callable[[str], timedelta]
    controllers: Collection[str]
    parts: Collection[str]
    open_injects: Mapping[str, datetime | None]
    """When each is due; None for one that waits for its condition or lies in the pool."""
    known_injects: Collection[str]
    next_inject: datetime | None = None
    next_due: datetime | None = None


def permit(exercise: Exercise, asked: Request) -> None:
    """Refuse what a replay does not know, or what is for a replay alone. Raises `StateRefuses`."""
    if exercise.replaying and asked.action in ("inject", "skip", "postpone"):
        raise StateRefuses("replay_refuses")
    if not exercise.replaying and asked.action in REPLAY_ACTIONS:
        raise StateRefuses("replay_is_over")


def decide(exercise: Exercise, asked: Request, around: Surroundings) -> ControlEntry:
    """The entry that the request becomes. Raises `StateRefuses`, `InvalidInput`, `NotFound`."""
    entry = ControlEntry(asked.action, around.now, asked.by, note=asked.note)
    if exercise.over:
        raise StateRefuses("drill_over", state=_state(exercise))
    if asked.action == "abort":
        return _abort(exercise, asked, entry)
    if asked.action == "take_over":
        return _take_over(exercise, asked, entry, around)
    if exercise.controller not in (None, asked.by):
        raise StateRefuses("drill_has_controller", name=exercise.controller)
    _possible(exercise, asked.action)
    permit(exercise, asked)
    return replace(entry, **_DETAILS.get(asked.action, _nothing)(asked, around))


REPLAY_ACTIONS: tuple[Action, ...] = ("seek", "branch")
"""What can be done to a replay alone."""

_FROM: dict[Action, tuple[str, ...]] = {
    "start": ("ready",),
    "pause": ("running",),
    "resume": ("paused",),
    "speed": ("ready", "running", "paused"),
    "step": ("running", "paused"),
    "jump": ("running", "paused"),
    "seek": ("ready", "running", "paused"),
    "branch": ("ready", "running", "paused"),
    "inject": ("running", "paused"),
    "skip": ("ready", "running", "paused"),
    "postpone": ("ready", "running", "paused"),
    "cast": ("ready", "running", "paused"),
    "word": ("ready", "running", "paused"),
    "hand_over": ("ready", "running", "paused"),
    "end": ("running", "paused"),
}
"""In which states each action is possible; what is not here is decided before."""


def possible(exercise: Exercise) -> tuple[Action, ...]:
    """What the controller may do now."""
    if exercise.over:
        return ()
    own = tuple(
        action
        for action, states in _FROM.items()
        if exercise.state in states and (exercise.replaying or action not in REPLAY_ACTIONS)
    )
    return (*own, "take_over", "abort")


def _possible(exercise: Exercise, action: Action) -> None:
    if exercise.state not in _FROM.get(action, ()):
        words = MessageKey(f"drill.live.action.{action}")
        raise StateRefuses("drill_not_now", action=words, state=_state(exercise))


def _state(exercise: Exercise) -> MessageKey:
    return MessageKey(f"drill.live.state.{exercise.state}")


def _abort(exercise: Exercise, asked: Request, entry: ControlEntry) -> ControlEntry:
    if not asked.word or asked.word.strip() != exercise.word:
        raise InvalidInput("drill_wrong_word", field="word")
    return entry


def _take_over(
    exercise: Exercise, asked: Request, entry: ControlEntry, around: Surroundings
) -> ControlEntry:
    """The seat is free, or its holder has been gone for long enough."""
    holder = exercise.controller
    if holder is not None and holder != asked.by:
        gone = around.gone_for(holder)
        if gone < GONE:
            minutes = int(GONE.total_seconds() // 60)
            raise StateRefuses("drill_controller_here", name=holder, minutes=minutes)
    return replace(entry, account=asked.by)


def _speed(asked: Request) -> int:
    if asked.speed is None or not SLOWEST <= asked.speed <= FASTEST:
        value, accepted = asked.speed or "—", f"{SLOWEST}–{FASTEST}"
        raise InvalidInput("drill_speed", field="speed", value=value, accepted=accepted)
    return asked.speed


def _step(asked: Request, around: Surroundings) -> datetime:
    """So many minutes from now, at most to the scenario's end."""
    if asked.minutes is None or asked.minutes < 1:
        raise InvalidInput("drill_minutes", field="minutes")
    return min(around.now + timedelta(minutes=asked.minutes), max(around.ends, around.now))


def _aim(asked: Request, around: Surroundings) -> datetime:
    """Where a jump goes: the next inject, what is due next, or a time of the drill."""
    if asked.target is not None:
        found = around.next_inject if asked.target == NEXT_INJECT else around.next_due
        if found is None:
            raise StateRefuses("drill_nothing_ahead")
        return max(found, around.now)
    if asked.to is None:
        raise InvalidInput("drill_jump_where", field="to")
    if not around.now <= asked.to <= around.ends:
        first, last = (local_text(one, around.zone) for one in (around.now, around.ends))
        raise InvalidInput("drill_jump_outside", field="to", first=first, last=last)
    return asked.to


def _inject(asked: Request, around: Surroundings) -> str:
    if asked.inject is None or asked.inject not in around.known_injects:
        raise NotFound("drill_inject_unknown")
    if asked.inject not in around.open_injects:
        raise StateRefuses("drill_inject_done")
    return asked.inject


def _postponed(asked: Request, around: Surroundings) -> tuple[str, datetime]:
    """So many minutes later than it is due; one that should be here already, than now."""
    inject, due = _inject(asked, around), around.open_injects.get(asked.inject or "")
    if due is None:
        raise StateRefuses("drill_inject_no_time")
    return inject, _step(asked, replace(around, now=max(due, around.now)))


def _part(asked: Request, around: Surroundings) -> tuple[str, Holder]:
    if asked.part is None or asked.part not in around.parts or asked.holder is None:
        raise InvalidInput("drill_part", field="part", accepted="、".join(sorted(around.parts)))
    return asked.part, asked.holder


def _new_word(asked: Request) -> str:
    word = (asked.word or "").strip()
    if not word:
        raise InvalidInput("drill_empty_word", field="word")
    return word


def _heir(asked: Request, around: Surroundings) -> str:
    heir = asked.account
    if heir is None or heir not in around.controllers or heir == asked.by:
        others = "、".join(sorted(set(around.controllers) - {asked.by})) or "—"
        raise InvalidInput("drill_heir", field="account", accepted=others)
    return heir


_Details = Callable[[Request, Surroundings], dict[str, Any]]
"""What of a request stands in its entry. Raises what is wrong with it."""


def _nothing(asked: Request, around: Surroundings) -> dict[str, Any]:
    return {}


_DETAILS: Mapping[Action, _Details] = {
    "speed": lambda asked, around: {"speed": _speed(asked)},
    "step": lambda asked, around: {"to": _step(asked, around)},
    "jump": lambda asked, around: {"to": _aim(asked, around)},
    "inject": lambda asked, around: {"inject": _inject(asked, around)},
    "skip": lambda asked, around: {"inject": _inject(asked, around)},
    "postpone": lambda asked, around: dict(
        zip(("inject", "to"), _postponed(asked, around), strict=True)
    ),
    "cast": lambda asked, around: dict(zip(("part", "holder"), _part(asked, around), strict=True)),
    "word": lambda asked, around: {"note": _new_word(asked)},
    "hand_over": lambda asked, around: {"account": _heir(asked, around)},
}
