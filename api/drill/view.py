"""A live drill as an account sees it: all of it, or what was given to a participant."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from api.drill.session import DrillSession, Kept
from api.drill.shapes import ControlLine, DrillView, ExpectedView, InjectView, OpeningView, PartView
from engine.drill.exercise_control import GONE, possible
from engine.drill.injects import InjectState, inject_states, opening_due
from engine.drill.reporter_parts import part_of, reporters_of
from engine.drill.scenario import EVERYBODY, Expected, Inject, Scenario
from engine.incident.actors import Actor
from engine.incident.events import Event
from engine.instants import to_text
from engine.messages import post_words, text
from engine.plan.model import Plan

OVERSEERS = ("controller", "evaluator")
"""General roles that see the whole drill."""

_KEPT = (
    "action",
    "at",
    "real_at",
    "by",
    "speed",
    "to",
    "inject",
    "part",
    "holder",
    "account",
    "entry",
)


def oversees(actor: Actor) -> bool:
    """Whether the account sees the whole drill."""
    return any(actor.is_a(role) for role in OVERSEERS)


def drill_view(
    session: DrillSession,
    kept: Kept,
    actor: Actor,
    plans: Mapping[str, Plan],
    journals: Mapping[str, Sequence[Event]],
    next_due: datetime | None,
    controllers: Collection[str],
) -> DrillView:
    """The drill for an account. `journals` are of the incidents by their keys."""
    whole, script, now = oversees(actor), session.scenario, session.clock.now
    zone = plans[next(iter(script.openings.values())).plan].zone
    states = inject_states(script, kept.exercise.injects, now, journals)
    pairs = zip(states, script.injects, strict=True)
    told = [pair for pair in pairs if whole or _told(actor, *pair)]
    mine = session.gone_for
    seat = _seat(session, actor, mine)
    return {
        **session.sign(),
        "clock": to_text(now),
        "begins": to_text(script.begins),
        "ends": to_text(script.ends(zone)),
        "zone": zone,
        "injects": [
            _inject(kept, script, one.incident or script.first_incident, state, one, whole=whole)
            for state, one in told
        ],
        "openings": list(_openings(session, kept, actor, journals)),
        "parts": [one for one in _parts(session, plans) if whole or one["part"] == actor.name],
        "log": [_line(one) for one in kept.log] if whole else [],
        "word": session.exercise.word if whole else None,
        # What is still to be caught up with after a branch is due when time goes on.
        "next_due": to_text(max(next_due, now)) if whole and next_due is not None else None,
        "may": _may(session, actor, seat),
        "seat": seat,
        "controllers": sorted(controllers) if whole else [],
    }


def _told(actor: Actor, state: InjectState, inject: Inject) -> bool:
    """Whether a participant has been given an inject: all are, or the one it is addressed to."""
    return state.status == "given" and not inject.hidden and inject.to in (actor.name, _ALL)


_ALL = Inject.model_fields["to"].default
"""How a scenario addresses everybody."""


def _inject(
    kept: Kept, script: Scenario, key: str, state: InjectState, inject: Inject, *, whole: bool
) -> InjectView:
    """An inject about the incident of the scenario that has the key."""
    return {
        "id": inject.id,
        "plan": script.openings[key].plan,
        "status": state.status,
        "due_at": to_text(state.due_at) if state.due_at else None,
        "given_at": to_text(state.given_at) if state.given_at else None,
        "from": inject.from_,
        "to": inject.to,
        "means": inject.means,
        "text": inject.text,
        "text_en": inject.text_en,
        "facts": dict(inject.facts),
        "source": inject.source,
        "incident": kept.progress.incidents.get(key),
        "hidden": inject.hidden,
        "pool": inject.pool,
        "expected": [_expected(one) for one in inject.expected] if whole else [],
    }


def _expected(one: Expected) -> ExpectedView:
    return {
        "action": one.action,
        "action_en": one.action_en,
        "by": one.by,
        "within_minutes": one.within_minutes,
        "clause": str(one.clause) if one.clause is not None else None,
    }


def _openings(
    session: DrillSession, kept: Kept, actor: Actor, journals: Mapping[str, Sequence[Event]]
) -> Iterator[OpeningView]:
    """What the account has been told of and nobody has opened yet."""
    script, log, now = session.scenario, kept.exercise.injects, session.clock.now
    for key in kept.progress.waiting:
        opening = session.scenario.openings[key]
        if opening.by != actor.name and not oversees(actor):
            continue
        caller = opening.caller
        words = " ".join(w for w in (caller.post, caller.name, caller.phone) if w) if caller else ""
        told = opening_due(script, key, log, now, journals) or now
        happened = told - timedelta(minutes=opening.occurred_minutes_ago)
        yield {
            "key": key,
            "plan": opening.plan,
            "title": opening.title,
            "division": opening.division,
            "place": opening.place,
            "kind": opening.kind,
            "caller": words,
            "occurred_at": to_text(happened.replace(second=0, microsecond=0)),
            "facts": dict(opening.facts),
        }


def _parts(session: DrillSession, plans: Mapping[str, Plan]) -> Iterator[PartView]:
    for name, person in session.scenario.people.items():
        yield _part(
            session, name, person.roles, person.division, person.unit, _posts(person.roles, plans)
        )
    yield _part(session, EVERYBODY, ("reporter",))
    for reporter, plan in reporters_of(session.scenario, plans).items():
        division = plan.division_by_code.get(reporter)
        known = division or plan.unit_by_id.get(reporter)
        code, unit = (reporter, None) if division else (None, reporter)
        names = (known.name, known.name_en) if known else (reporter, None)
        yield _part(session, part_of(reporter), ("reporter",), code, unit, names)


def _posts(roles: Sequence[str], plans: Mapping[str, Plan]) -> tuple[str, str]:
    """What somebody with these roles is called, in Chinese and in English."""
    names: list[tuple[str, str]] = []
    for role in roles:
        of, colon, post = role.partition(":")
        if colon and of in plans:
            known = plans[of].role_by_id[post]
            names.append((known.name, known.name_en or known.name))
        else:
            (word,) = post_words(role)
            names.append((text(word, "zh"), text(word, "en")))
    chinese, english = zip(*names, strict=True)
    return text("word.comma", "zh").join(chinese), text("word.comma", "en").join(english)


def _part(
    session: DrillSession,
    part: str,
    roles: Sequence[str],
    division: str | None = None,
    unit: str | None = None,
    names: tuple[str | None, str | None] = (None, None),
) -> PartView:
    return {
        "part": part,
        "name": names[0],
        "name_en": names[1],
        "roles": list(roles),
        "division": division,
        "unit": unit,
        "holder": "simulated" if session.exercise.plays(part) else "person",
        "connected": part in session.here,
    }


def _line(one: Mapping[str, Any]) -> ControlLine:
    shown = {name: one.get(name) for name in _KEPT}
    # What the abort word was changed to stands on the controllers' page alone.
    shown["note"] = "" if one["action"] == "word" else one["note"]
    return cast(ControlLine, shown)


Seat = Literal["mine", "free", "taken", "gone"]


def _seat(session: DrillSession, actor: Actor, gone_for: Any) -> Seat:
    holder = session.exercise.controller
    if holder is None:
        return "free"
    if holder == actor.name:
        return "mine"
    return "gone" if gone_for(holder) >= GONE else "taken"


def _may(session: DrillSession, actor: Actor, seat: Seat) -> list[Any]:
    if not oversees(actor) or session.exercise.over:
        return []
    if not actor.is_a("controller"):
        return ["abort"]
    every = possible(session.exercise)
    if seat in ("mine", "free"):
        return [one for one in every if one != "take_over" or seat == "free"]
    return ["abort", *(("take_over",) if seat == "gone" else ())]
