"""Facts against thresholds: met (True), not met (False) or unknown (None).

Unknown is never treated as false: `any` is met as soon as one part is, and unknown while
nothing is met but something could be. Bands are half-open as the plans write them. A sum
of figures of which some are not reported is a lower bound: it can reach a band, it can
overshoot one, but it cannot be known to stay below one.

`holds` only answers; the sentences behind an answer are made in `engine.conditions.explanations`.
Serves the response conditions and classes of all plans (assumptions A1–A6).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from engine.incident.state import Incident
from engine.plan import expressions as ex
from engine.plan.model import CountOf, HoldsWhen, PercentOf, Plan, SumOf

Answer = bool | None


@dataclass(frozen=True, slots=True)
class Situation:
    """What a condition is judged by: the plan, the known values, the place, and which
    durations of a named place or a true flag were reached last (`lasted`).

    `day` is the day that it is in the plan's zone, or one since which no condition about
    the date has turned; None where no condition may ask for it.
    """

    plan: Plan
    known: Mapping[str, Any]
    place: str = "assessing"
    lasted: Mapping[str, ex.Duration] = field(default_factory=dict)
    day: date | None = None
    _answers: dict[int, Answer] = field(default_factory=dict, compare=False, repr=False)


def situation_of(plan: Plan, incident: Incident) -> Situation:
    """The situation that an incident is in."""
    return Situation(plan, incident.known(), incident.place, incident.lasted, incident.day)


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure: its value so far, and whether parts of it are still unknown."""

    value: float
    complete: bool


def amount(situation: Situation, figure: str) -> Amount | None:
    """The value of a fact or a derived figure; None when nothing is known."""
    derived = situation.plan.derived_by_id.get(figure)
    if derived is None:
        value = situation.known.get(figure)
        return None if value is None else Amount(value, complete=True)
    if isinstance(derived, CountOf):
        entries = situation.known.get(derived.count_of)
        if entries is None:
            return None
        return Amount(sum(entry not in derived.excluding for entry in entries), complete=True)
    if isinstance(derived, PercentOf):
        return _percent(situation, derived)
    if isinstance(derived, HoldsWhen):
        return None
    return _sum(situation, derived)


def _percent(situation: Situation, derived: PercentOf) -> Amount | None:
    part = amount(situation, derived.part)
    base = amount(situation, derived.percent_of)
    if part is None or base is None or not base.complete or base.value <= 0:
        return None
    return Amount(100 * part.value / base.value, complete=part.complete)


def _sum(situation: Situation, derived: SumOf) -> Amount | None:
    values = [situation.known.get(part) for part in derived.sum_of]
    reported = [value for value in values if value is not None]
    if not reported:
        return None
    return Amount(sum(reported), complete=len(reported) == len(values))


def holds(expression: ex.Expression, situation: Situation) -> Answer:
    """True, False or None (unknown): whether the condition is met in this situation."""
    key = id(expression)
    answers = situation._answers
    if key not in answers:
        answers[key] = None  # a condition that asks for itself is unknown
        answers[key] = _JUDGES[type(expression)](expression, situation)
    return answers[key]


def all_of(answers: Iterable[Answer]) -> Answer:
    """Kleene's and: one False decides, else one None leaves it open."""
    seen = list(answers)
    if False in seen:
        return False
    return None if None in seen else True


def any_of(answers: Iterable[Answer]) -> Answer:
    """Kleene's or: one True decides, else one None leaves it open."""
    seen = list(answers)
    if True in seen:
        return True
    return None if None in seen else False


def _at_least_n(node: ex.AtLeastN, situation: Situation) -> Answer:
    answers = [holds(part, situation) for part in node.of]
    if answers.count(True) >= node.at_least_n:
        return True
    possible = answers.count(True) + answers.count(None)
    return None if possible >= node.at_least_n else False


def _negated(node: ex.Not, situation: Situation) -> Answer:
    answer = holds(node.not_, situation)
    return None if answer is None else not answer


def _band(node: ex.Band, situation: Situation) -> Answer:
    found = amount(situation, node.fact)
    if found is None:
        return None
    if node.below is not None and found.value >= node.below:
        return False
    if node.at_most is not None and found.value > node.at_most:
        return False
    reached = (node.at_least is None or found.value >= node.at_least) and (
        node.above is None or found.value > node.above
    )
    if reached:
        return True
    return False if found.complete else None


def flag(situation: Situation, name: str) -> Answer:
    """A yes-or-no fact, recorded or derived; None while it is unknown."""
    derived = situation.plan.derived_by_id.get(name)
    if isinstance(derived, HoldsWhen):
        return holds(derived.when, situation)
    value = situation.known.get(name)
    return value if isinstance(value, bool) else None


def stands(situation: Situation, name: str) -> Answer:
    """True if the incident is at the place of this name, or the flag of this name is true."""
    plan = situation.plan
    if name in plan.places:
        return plan.covers((name,), situation.place)
    return flag(situation, name)


def _flag(node: ex.Flag, situation: Situation) -> Answer:
    value = flag(situation, node.fact)
    return None if value is None else value is node.is_


def _lasting(node: ex.Lasting, situation: Situation) -> Answer:
    answer = stands(situation, node.lasting)
    return answer and situation.lasted.get(node.lasting, ex.Duration()) >= node.bound


def _one_of(node: ex.OneOf, situation: Situation) -> Answer:
    value = situation.known.get(node.fact)
    return None if value is None else value in node.one_of


def _includes(node: ex.Includes, situation: Situation) -> Answer:
    """A list names what is confirmed; an entry that it lacks is not confirmed, so not met."""
    value = situation.known.get(node.fact)
    return None if value is None else all(entry in value for entry in node.includes)


def class_holds(situation: Situation, scale: str, class_id: str) -> Answer:
    """Whether the conditions of one class of a scale are met.

    Raises `KeyError` for a class that the scale does not have.
    """
    for candidate in situation.plan.scale_by_id[scale].classes:
        if candidate.id == class_id:
            return holds(candidate.when, situation)
    raise KeyError(class_id)


def current_class(situation: Situation, scale: str) -> str | None:
    """The highest class of the scale that is known to hold, or None."""
    for candidate in reversed(situation.plan.scale_by_id[scale].classes):
        if holds(candidate.when, situation):
            return candidate.id
    return None


def _scale_at_least(node: ex.ScaleAtLeast, situation: Situation) -> Answer:
    classes = situation.plan.scale_by_id[node.scale].classes
    ids = [candidate.id for candidate in classes]
    higher = classes[ids.index(node.at_least) :]
    return any_of(holds(candidate.when, situation) for candidate in higher)


def _season(node: ex.Between | ex.MonthIn, situation: Situation) -> Answer:
    return None if situation.day is None else node.covers(situation.day)


def _judgement(node: ex.Judgement, situation: Situation) -> Answer:
    return None


_JUDGES: dict[type[Any], Callable[[Any, Situation], Answer]] = {
    ex.All: lambda node, s: all_of(holds(part, s) for part in node.all),
    ex.AnyOf: lambda node, s: any_of(holds(part, s) for part in node.any),
    ex.AtLeastN: _at_least_n,
    ex.Not: _negated,
    ex.Band: _band,
    ex.Flag: _flag,
    ex.OneOf: _one_of,
    ex.Includes: _includes,
    ex.ScaleIs: lambda node, s: class_holds(s, node.scale, node.is_),
    ex.ScaleAtLeast: _scale_at_least,
    ex.ScaleCurrent: lambda node, s: current_class(s, node.scale) in node.current,
    ex.Unless: lambda node, s: holds(node.unless, s) is not True,
    ex.Lasting: _lasting,
    ex.Between: _season,
    ex.MonthIn: _season,
    ex.In: lambda node, s: s.plan.covers(node.in_, s.place),
    ex.Judgement: _judgement,
}
