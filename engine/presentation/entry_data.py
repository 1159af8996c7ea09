"""What every entry of a journal may carry, and the parts that several types share."""

from __future__ import annotations

from typing import Annotated

from typing_extensions import TypedDict

from engine.incident.command_parts import Means
from engine.presentation.incident_parts import PlanRef
from engine.presentation.seen_by import ForAll, seen_by


class PinnedPlan(TypedDict):
    """The plan that an incident is pinned to; `digest` is the sha256 of its file."""

    id: str
    version: str
    digest: str


class KindOfEventData(TypedDict):
    """A kind of event as the plan named it, with the clause by which the plan follows."""

    id: str
    name: str
    name_en: str | None
    clause: str


class Position(TypedDict):
    """A level of the response, and its sub-state where it has them."""

    level: str
    sub_state: str | None


class OtherIncident(TypedDict):
    """Another incident, as it was named when they were linked."""

    id: str
    number: str
    title: str
    plan: PlanRef


class EntryData(TypedDict, total=False):
    """What every command's entry may carry: a recorded order, or a delegation."""

    on_behalf_of: ForAll[str]
    """Recorded order: the role that gave it."""
    by_means: ForAll[Means]
    ordered_at: ForAll[str]
    """Recorded order: when it was given; also the entry's `occurred_at`."""
    signed: ForAll[bool]
    """Recorded order: false until the role's holder confirms it."""
    delegated: ForAll[bool]
    """The account acted under a delegation."""
    delegation: ForAll[int]
    """Number of that delegation's entry, as long as nobody has signed it."""
    roles_held: Annotated[list[str], seen_by(instead=[])]
    """An order under a post of one's own: all roles that the account held."""
    post_since: Annotated[str | None, seen_by(instead=None)]
    """The same: when the post was given; null if that is older than the server journal."""
