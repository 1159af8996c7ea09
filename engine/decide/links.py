"""Linking incidents that run beside each other (A25): an entry in each journal, no effect.

A link is kept on both sides, each in its own journal, so that each incident is understood
without the other. The side where the command was given is decided first; `other_side`
says what the same command enters on the other one. Sides may differ: an entry that is
struck takes back the link on its side only, and what is over is not written to any more.
"""

from __future__ import annotations

from engine.decide.authority import ActingRole
from engine.decide.context import DecisionContext, desk_and_posts
from engine.errors import InvalidInput, NotAllowed, StateRefuses
from engine.incident.commands import LinkIncidents, UnlinkIncidents
from engine.incident.events import Draft
from engine.incident.state import Incident, Link
from engine.plan.model import Plan

Linking = LinkIncidents | UnlinkIncidents


def link_incidents(case: DecisionContext, command: LinkIncidents) -> Draft:
    """This side of a link. Refused to itself, twice, and between exercise and reality.

    Raises `InvalidInput` for the incident itself, otherwise `StateRefuses`.
    """
    acting = case.keeping_record(command)
    incident = case.incident
    if command.other == incident.id:
        raise InvalidInput("linked_to_itself", field="other", number=incident.number)
    plan, other = case.other(command.other)
    if other.exercise != incident.exercise:
        raise case.refuse("exercise_and_real", number=other.number)
    if other.id in incident.links:
        raise case.refuse("already_linked", number=other.number)
    return _linked(case, acting, plan, other, command.note, None)


def unlink_incidents(case: DecisionContext, command: UnlinkIncidents) -> Draft:
    """This side of the end of a link.

    Raises `StateRefuses` for a link that is not there.
    """
    acting = case.keeping_record(command)
    link = case.incident.links.get(command.other)
    if link is None:
        raise case.refuse("not_linked", id=command.other)
    return _unlinked(case, acting, link, command.note, None)


def other_side(
    case: DecisionContext, command: Linking, plan: Plan, here: Incident, entry: str
) -> Draft | None:
    """The entry of the incident that the command names; None where nothing changes there.

    `case` is that incident's, `here` (under `plan`) where the command was given, `entry` the
    id of the entry there. An order is recorded there only: its role is one of that plan.

    Raises `StateRefuses` once the other incident is over.
    """
    link = case.incident.links.get(here.id)
    if isinstance(command, LinkIncidents):
        if link is not None:
            return None
        if case.over:
            raise StateRefuses("other_is_over", number=case.incident.number)
        return _linked(case, _also(case, command), plan, here, command.note, entry)
    if link is None or case.over:
        return None
    return _unlinked(case, _also(case, command), link, command.note, entry)


def _also(case: DecisionContext, command: Linking) -> ActingRole:
    """The role in which the same account keeps the other journal; refused if in none."""
    own = command.model_copy(
        update={"on_behalf_of": None, "by_means": None, "ordered_at": None},
    )
    try:
        return case.acting(own, desk_and_posts(case.plan))
    except NotAllowed:
        raise NotAllowed("other_side_not_theirs", number=case.incident.number) from None


def _linked(
    case: DecisionContext,
    acting: ActingRole,
    plan: Plan,
    other: Incident,
    note: str,
    entry: str | None,
) -> Draft:
    facts = {
        "id": other.id,
        "number": other.number,
        "title": other.title,
        "plan": {"id": plan.id, "version": plan.version, "title": plan.title},
    }
    return case.draft("incidents_linked", acting, None, other=facts, note=note, entry=entry)


def _unlinked(
    case: DecisionContext, acting: ActingRole, link: Link, note: str, entry: str | None
) -> Draft:
    facts = {"id": link.id, "number": link.number, "title": link.title, "plan": dict(link.plan)}
    return case.draft("incidents_unlinked", acting, None, other=facts, note=note, entry=entry)
