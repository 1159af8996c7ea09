"""Whose numbers an account sees in full.

A number is personal. Duty officers, administrators and the posts of the plans ring people and
see all. Whoever belongs to a division, such as a county's reporter, sees its own division's,
and everywhere the duty telephones, which belong to no person. Everybody else, such as a wall
screen, sees who there is and the ends of the numbers.

Source: our choice (docs/explanation/who-sees-what.md).
"""

from __future__ import annotations

from engine.contacts.contact import Contact
from engine.incident.actors import Actor

RINGS = ("duty_officer", "admin")


def sees_numbers(actor: Actor, contact: Contact) -> bool:
    """Whether the account sees the contact's numbers in full."""
    if sees_all_numbers(actor):
        return True
    posts = any(":" in role for role in actor.roles)
    if not (posts or actor.is_a("reporter")):
        return False
    own = actor.division is not None and contact.division == actor.division
    return own or contact.person is None


def sees_all_numbers(actor: Actor) -> bool:
    """Whether the account rings anybody, and so reads numbers wherever they stand."""
    posts = any(":" in role for role in actor.roles)
    return any(actor.is_a(role) for role in RINGS) or (posts and actor.division is None)


def may_keep(actor: Actor) -> bool:
    """Whether the account may change the address book."""
    return any(actor.is_a(role) for role in RINGS)
