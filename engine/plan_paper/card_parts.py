"""Parts of cards: when a level is asked for and may end, and the card of the duty desk."""

from __future__ import annotations

from collections.abc import Iterator

from engine.messages import text
from engine.plan.model import Act, Criterion, Transition
from engine.plan_paper import decision_sentences as decisions
from engine.plan_paper.paper import Block, Page, Row
from engine.plan_paper.words import Words

DESK = "desk"
"""The card of the duty officer, who holds no post of the plan."""


def small(w: Words, clauses: tuple[str, ...]) -> tuple[str, ...]:
    """The sources of a row."""
    return (w.say("paper.cards.source", sources=w.sources(clauses)),)


def conditions(w: Words, party: str) -> Iterator[Row]:
    """The conditions of every level that the party activates or ends, each level once.

    A card that says who decides and not when would leave out what is asked at night.
    """
    rows = [row for row in w.plan.lifecycle if party in (*row.by, *row.approved_by)]
    opened = dict.fromkeys(place for row in rows if _activates(row) for place in row.to)
    for place in opened:
        criteria = _criteria(w, place)
        if criteria:
            texts = w.say("paper.semicolon").join(w.worded(one) for one in criteria)
            words = w.say("paper.cards.conditions", level=w.place(place), texts=texts)
            clauses = dict.fromkeys(clause for one in criteria for clause in one.clause)
            yield Row(w.say("paper.cards.mark.condition"), words, small(w, tuple(clauses)))
    ended = dict.fromkeys(p for row in rows if row.requires_end_conditions for p in row.from_)
    asked = [one for one in w.plan.end_conditions if any(w.plan.covers(one.at, p) for p in ended)]
    if asked:
        texts = w.say("paper.semicolon").join(w.worded(one) for one in asked)
        words = w.say("paper.cards.end_conditions", level=w.places(ended), texts=texts)
        clauses = dict.fromkeys(clause for one in asked for clause in one.clause)
        yield Row(w.say("paper.cards.mark.condition"), words, small(w, tuple(clauses)))


def _activates(row: Transition) -> bool:
    return "activate_response" in row.on


def _criteria(w: Words, place: str) -> tuple[Criterion, ...]:
    """The criteria of a level or of one of its states."""
    level, _, state = place.partition(".")
    for one in w.plan.levels:
        if one.id == level:
            states = {sub.id: sub.criteria for sub in one.sub_states}
            return states.get(state, ()) if state else one.criteria
    return ()


def desk_card(w: Words) -> Page:
    """What the duty officer may do by the plan, and what only records another's decision."""
    alone = [*_steps_alone(w), *_acts_alone(w)]
    others = [_recorded(w, row) for row in w.plan.lifecycle if row.by and not row.desk]
    headings = {"desk": alone, "record": others}
    blocks = tuple(
        Block(w.say(f"paper.cards.heading.{key}"), tuple(rows))
        for key, rows in headings.items()
        if rows
    )
    lead = (w.say("paper.cards.desk_lead"), w.say("paper.cards.person"))
    return Page(text("word.desk", w.language), party=DESK, lead=lead, blocks=blocks)


def _steps_alone(w: Words) -> Iterator[Row]:
    for row in w.plan.lifecycle:
        if row.desk or not row.by:
            words = w.say(
                "paper.cards.step", at=w.places(row.from_), verbs=decisions.verbs_of(w, row)
            )
            yield _alone(w, row, words + "".join(decisions.before(w, row)))


def _acts_alone(w: Words) -> Iterator[Row]:
    for act in w.plan.acts:
        if act.desk or not act.by:
            words = w.say("paper.cards.act", at=w.places(act.at), verbs=w.commands(act.on))
            yield _alone(w, act, words)


def _alone(w: Words, row: Transition | Act, words: str) -> Row:
    if row.by:
        words += w.say("paper.cards.alone_with", who=w.parties(row.by))
    return Row(w.say("paper.cards.mark.alone"), words, small(w, row.clause))


def _recorded(w: Words, row: Transition) -> Row:
    words = w.say(
        "paper.cards.for_others",
        at=w.places(row.from_),
        verbs=decisions.verbs_of(w, row),
        who=decisions.deciders(w, row),
    )
    if decisions.proposes_itself(row):
        words += w.say("paper.approved.one", who=w.parties(row.approved_by))
    words += "".join(decisions.before(w, row))
    return Row(w.say("paper.cards.mark.for_others"), words, small(w, row.clause))
