"""Response times: 接报 → 研判 → 建议 → 批准 → 启动 → 通知 → 到场, for each level that was opened.

Source: AQ/T 9009-2015, 5.4 (定量测量). A step that the journal does not show has no instant.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from engine.evaluation.decisions import Decision, decisions
from engine.evaluation.history import History, Step, minutes_between
from engine.evaluation.levels import Lag, lags
from engine.incident.events import Event
from engine.lifecycle.table import lifecycle_of
from engine.plan.monitor_rules import MonitorRules

ChainWord = Literal[
    "received", "assessed", "recommended", "approved", "activated", "notified", "on_scene"
]
CHAIN: tuple[ChainWord, ...] = get_args(ChainWord)
LEVELS = ("response_activated", "response_adjusted")
SHOWING = ("measure_completed", "document_signed", "call_answered")


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One step: when, by whom, shown by which entries.

    `minutes` count from the first step of this chain that is known.
    """

    step: ChainWord
    at: datetime | None
    role: str | None
    entries: tuple[int, ...]
    minutes: int | None


@dataclass(frozen=True, slots=True)
class ResponseChain:
    """The steps that led to one level, and what followed until the next one."""

    place: str
    seq: int
    links: tuple[ChainLink, ...]


def response_chains(history: History, rules: MonitorRules) -> tuple[ResponseChain, ...]:
    """A chain for each level that was opened or raised, in order."""
    rank = lifecycle_of(history.plan).rank
    moved = (history.steps[event.seq - 1] for event in history.of(*LEVELS))
    raises = [
        step
        for step in moved
        if step.before is not None and rank(step.after.place) > rank(step.before.place)
    ]
    found, made = lags(history), decisions(history)
    chains = []
    for number, step in enumerate(raises):
        start = raises[number - 1].event.seq if number else 0
        end = raises[number + 1].event.seq if number + 1 < len(raises) else None
        points = _points(history, rules, step, (start, end), found, made)
        chains.append(ResponseChain(step.after.place, step.event.seq, _links(points)))
    return tuple(chains)


Point = tuple[ChainWord, datetime | None, str | None, tuple[int, ...]]


def _points(
    history: History,
    rules: MonitorRules,
    raised: Step,
    span: tuple[int, int | None],
    found: Iterable[Lag],
    made: Iterable[Decision],
) -> Iterator[Point]:
    start, end = span
    opened, event = history.steps[0].event, raised.event
    if start == 0:
        yield "received", history.last.received_at, history.role_of(opened.seq), (opened.seq,)
    lag = next((one for one in found if _went_on(one, start, event.seq)), None)
    role = history.role_of(lag.seq) if lag else None
    yield "assessed", lag.since if lag else None, role, (lag.seq,) if lag else ()
    below = _below_since(history, raised)
    asked = [one for one in made if below < one.asked < event.seq and not one.ends]
    mine = next((one for one in asked if one.place == raised.after.place), None)
    agreed = next((one for one in asked if _agreed(one, raised.after.place)), None)
    yield (
        "recommended",
        mine.asked_at if mine else None,
        history.role_of(mine.asked) if mine else None,
        (mine.asked,) if mine else (),
    )
    yield (
        "approved",
        agreed.answered_at if agreed else None,
        history.role_of(agreed.answered) if agreed else None,
        (agreed.answered,) if agreed and agreed.answered else (),
    )
    begun = max(start, lag.seq) if start and lag else start
    yield "activated", event.occurred_at, history.role_of(event.seq), (event.seq,)
    for step, shows in (("notified", _notifies), ("on_scene", _completes)):
        named = rules.measures_of(step)
        first = next(
            (
                one
                for one in history.of(*SHOWING)
                if one.seq > (event.seq if step == "notified" else begun)
                and (end is None or one.seq < end)
                and shows(one, named)
            ),
            None,
        )
        word: ChainWord = "notified" if step == "notified" else "on_scene"
        at = first.occurred_at if first else None
        yield word, at, history.role_of(first.seq) if first else None, _seq(first)


def _went_on(lag: Lag, start: int, until: int) -> bool:
    """Whether the level was behind at some time between two entries, the second included."""
    return lag.seq <= until and (lag.ended is None or lag.ended > start)


def _below_since(history: History, raised: Step) -> int:
    """The entry since which the incident has been below the level to which it was raised.

    A recommendation stays open until its level is reached or passed (A9), so one that was made
    before a lower level was opened meanwhile belongs to this one.
    """
    rank = lifecycle_of(history.plan).rank
    height = rank(raised.after.place)
    moved = (history.steps[event.seq - 1] for event in history.of(*LEVELS))
    there = (
        step.event.seq
        for step in moved
        if step.event.seq < raised.event.seq
        and step.before is not None
        and max(rank(step.before.place), rank(step.after.place)) >= height
    )
    return max(there, default=0)


def _agreed(one: Decision, place: str) -> bool:
    """An approval of this level, perhaps after a refusal."""
    return one.place == place and one.answer == "approved"


def _seq(event: Event | None) -> tuple[int, ...]:
    return () if event is None else (event.seq,)


def _completes(event: Event, named: tuple[str, ...]) -> bool:
    return event.type == "measure_completed" and event.data["measure"] in named


def _notifies(event: Event, named: tuple[str, ...]) -> bool:
    """Whether somebody was reached: a measure, a signed notice, a call about the level."""
    if event.type == "document_signed":
        return bool(event.data["document"] == "activation_notice")
    return event.type == "call_answered" or _completes(event, named)


def _links(points: Iterable[Point]) -> tuple[ChainLink, ...]:
    links: list[ChainLink] = []
    first: datetime | None = None
    for step, at, role, entries in points:
        first = first or at
        minutes = minutes_between(first, at) if first is not None and at is not None else None
        links.append(ChainLink(step, at, role, entries, minutes))
    return tuple(links)
