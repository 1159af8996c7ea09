"""Who writes evaluations: scores, remarks, the grade, what has to get better.

Of an exercise evaluators and controllers. Of a real incident duty officers and the plan's posts:
an evaluator does not see real incidents at all. Whoever sees all of an incident reads its
evaluation. Source: our choice (docs/explanation/who-sees-what.md).
"""

from __future__ import annotations

from engine.incident.actors import Actor


def may_assess(actor: Actor, *, exercise: bool) -> bool:
    """Whether the account writes about exercises, or about real incidents."""
    if exercise:
        return actor.is_a("evaluator") or actor.is_a("controller")
    holds_post = any(":" in role for role in actor.roles)
    return actor.is_a("duty_officer") or (actor.division is None and holds_post)
