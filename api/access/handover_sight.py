"""Who reads hand-overs and the shift log, and who writes them.

They hold what callers said and every open incident, so they are the desk's: duty officers, the
posts of the whole area, administrators and auditors read them; duty officers write them.

Source: our choice (docs/explanation/who-sees-what.md).
"""

from __future__ import annotations

from engine.incident.actors import Actor

READS = ("duty_officer", "admin", "auditor")


def may_read(actor: Actor) -> bool:
    """Whether the account reads hand-overs and the shift log."""
    if any(actor.is_a(role) for role in READS):
        return True
    return actor.division is None and any(":" in role for role in actor.roles)


def may_write(actor: Actor) -> bool:
    """Whether the account makes and signs hand-overs, and writes the shift log."""
    return actor.is_a("duty_officer")
