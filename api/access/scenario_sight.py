"""Who writes scenarios, and who reads them.

Whoever takes part must not know what will come: so only those who conduct exercises, those who
judge them, and administrators read scenarios. Evaluators do not change them. Source: our choice.
"""

from __future__ import annotations

from engine.incident.actors import Actor

WRITERS = ("controller", "admin")
READERS = (*WRITERS, "evaluator")


def may_write(actor: Actor) -> bool:
    """Whether the account adds, changes and removes scenarios."""
    return any(actor.is_a(role) for role in WRITERS)
