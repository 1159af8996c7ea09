"""Who writes evaluations: scores, remarks, the grade, what has to get better.

Of an exercise evaluators and controllers. Of a real incident duty officers and the plan's posts:
an evaluator does not see real incidents at all. Whoever sees all of an incident reads its
evaluation. That an improvement is done says its owner, or an administrator. Source: our choice
(docs/explanation/who-sees-what.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from engine.incident.actors import Actor
from engine.plan.model import Plan
from engine.plan.names import party_name


def may_assess(actor: Actor, *, exercise: bool) -> bool:
    """Whether the account writes about exercises, or about real incidents."""
    if exercise:
        return actor.is_a("evaluator") or actor.is_a("controller")
    holds_post = any(":" in role for role in actor.roles)
    return actor.is_a("duty_officer") or (actor.division is None and holds_post)


def reads_drill(actor: Actor) -> bool:
    """Whether the account reads what was written about a drill as a whole: no reporter, no wall."""
    answers = actor.is_a("admin") or actor.is_a("auditor")
    return answers or any(may_assess(actor, exercise=one) for one in (True, False))


def may_settle(actor: Actor, owner: str, plans: Iterable[Plan]) -> bool:
    """Whether the account may say that what `owner` has to do is done.

    An owner is written in words: the name of an account, or of a unit, a division or a post of a
    plan; of several, one after the other, each is one.
    """
    if actor.is_a("admin"):
        return True
    owners = {one.strip() for one in _BETWEEN.split(owner)}
    return not owners.isdisjoint(_names(actor, plans))


_BETWEEN = re.compile(r"[、，,;；/]")


def _names(actor: Actor, plans: Iterable[Plan]) -> set[str]:
    names = {actor.name, actor.unit or actor.name}
    for plan in plans:
        places = [one for one in (actor.unit, actor.division) if one]
        own = [*actor.posts(plan.id), *places]
        names.update(party_name(plan, one, language) for one in own for language in ("zh", "en"))
    return names
