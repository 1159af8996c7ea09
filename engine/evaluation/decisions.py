"""The decisions about an incident: each recommendation, and what became of it.

A recommendation is decided by the approval, the refusal or the activation that answers it. What
else happens meanwhile, another level for instance, is no answer while the recommendation stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from engine.evaluation.history import History, Step, once
from engine.frozen import replace
from engine.incident.events import Event
from engine.incident.state import Pending
from engine.lifecycle.table import lifecycle_of

Answer = Literal["approved", "refused", "activated", "replaced", "dropped"]

ANSWERS: dict[str, Answer] = {
    "activation_approved": "approved",
    "activation_refused": "refused",
    "response_activated": "activated",
    "response_adjusted": "activated",
    "response_ended": "activated",
    "activation_recommended": "replaced",
    "end_recommended": "replaced",
}
"""What ends a recommendation; anything else, as the close of the incident, drops it. So does a
change to another level than the one that it was for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A recommendation with its answer; `answer` is None while nobody has decided.

    `asked` and `answered` are the entries' `seq`, `asked_in` is the place of the incident then.
    `ends`: the end of the response was asked for.
    """

    level: str
    sub_state: str | None
    ends: bool
    asked_by: str
    asked: int
    asked_at: datetime
    asked_in: str
    answer: Answer | None = None
    answered: int | None = None
    answered_at: datetime | None = None

    @property
    def place(self) -> str:
        """Where the recommended step leads to."""
        if self.ends:
            return "ended"
        return f"{self.level}.{self.sub_state}" if self.sub_state else self.level

    def minutes(self, until: datetime) -> int:
        """Whole minutes from the recommendation to its answer, or to `until` without one."""
        return int(((self.answered_at or until) - self.asked_at).total_seconds() // 60)


@once
def decisions(history: History) -> tuple[Decision, ...]:
    """Every recommendation in a journal, in order."""
    found: list[Decision] = []
    before: Pending | None = None
    for step in history.steps:
        event, after = step.event, step.after.pending
        if after is before:
            continue
        if before is not None:
            found[-1] = _after(history, found[-1], before, step)
        if after is not None and (before is None or after.seq != before.seq):
            found.append(_asked(after, event, "" if step.before is None else step.before.place))
        before = after
    return tuple(found)


def _asked(pending: Pending, event: Event, place: str) -> Decision:
    return Decision(
        pending.level,
        pending.sub_state,
        pending.ends,
        pending.recommended_by,
        event.seq,
        event.occurred_at,
        place,
    )


def _after(history: History, decision: Decision, before: Pending, step: Step) -> Decision:
    """The decision after one more entry, while its recommendation stood."""
    event, after = step.event, step.after.pending
    if after is not None and after.seq == before.seq:
        if before.approved_by is None and after.approved_by is not None:
            return _answered(decision, "approved", event)
        return decision
    if decision.answer is not None:
        return decision
    answer = ANSWERS.get(event.type, "dropped")
    if answer == "activated" and not _reached(history, decision, step.after.place):
        answer = "dropped"
    return _answered(decision, answer, event)


def _reached(history: History, decision: Decision, place: str) -> bool:
    """Whether the incident came to where the recommendation led to, or beyond it."""
    if decision.ends or place == "ended":
        return decision.place == place
    rank = lifecycle_of(history.plan).rank
    wanted, here = rank(decision.place), rank(place)
    return here >= wanted if wanted > rank(decision.asked_in) else here <= wanted


def _answered(decision: Decision, answer: Answer, event: Event) -> Decision:
    return replace(decision, answer=answer, answered=event.seq, answered_at=event.occurred_at)
