"""What clients see of a live drill. Instants are RFC 3339 in UTC, of drill time unless said."""

from __future__ import annotations

from typing import Literal

from typing_extensions import TypedDict

from api.ports import DrillSign, DrillWords
from engine.drill.exercise import Action, Holder
from engine.drill.injects import Status
from engine.drill.scenario.inject import Means
from engine.plan.model import Stage
from engine.presentation.incident_parts import FactValue


class ExpectedView(TypedDict):
    """What an inject should make somebody do; for controllers and evaluators."""

    action: str
    action_en: str | None
    by: str | None
    within_minutes: int | None
    clause: str | None


InjectView = TypedDict(
    "InjectView",
    {
        "id": str,
        "plan": str,
        "status": Status,
        "due_at": str | None,
        "given_at": str | None,
        "from": str,
        "to": str,
        "means": Means,
        "text": str,
        "text_en": str | None,
        "facts": dict[str, FactValue],
        "source": str | None,
        "incident": str | None,
        "hidden": bool,
        "pool": bool,
        "expected": list[ExpectedView],
    },
)
"""One inject. `due_at` is null while its condition is open, `incident` until it is opened."""


class OpeningView(TypedDict):
    """What a participant is told of, to open an incident of the exercise by it."""

    key: str
    plan: str
    title: str
    division: str
    place: str
    kind: str | None
    caller: str
    occurred_at: str
    facts: dict[str, FactValue]


class PartView(TypedDict):
    """A part of the scenario, and who has it."""

    part: str
    """Also the account. `reporters` are all that report, `reporter-…` one of them."""
    name: str | None
    """The posts, or the reporter, as plans call them; null for `reporters`."""
    name_en: str | None
    roles: list[str]
    division: str | None
    unit: str | None
    holder: Holder
    connected: bool


class ParticipantIncident(TypedDict):
    """An incident as a participant sees it; its reports are those that it sees."""

    id: str
    number: str
    title: str
    stage: Stage
    level: str | None
    owed: int
    overdue: int
    waits: bool
    """Something at it is for this participant to do now."""
    may: list[str]
    """Commands that the participant may give now."""


class ParticipantView(TypedDict):
    """What a participant has before it."""

    part: str
    played: bool
    """The program has the part."""
    connected: bool
    told: list[str]
    """Titles of incidents that it has been told of and has not opened."""
    messages: int
    """How many injects were given to it."""
    last_message: str | None
    last_entry_at: str | None
    """Drill time of its last entry."""
    incidents: list[ParticipantIncident]


class ParticipantsView(TypedDict):
    """What each participant has before it now."""

    participants: list[ParticipantView]


class DrillPass(TypedDict):
    """A new sign-in for one account, shown this once; the one before it is good no more."""

    account: str
    password: str
    """Good for one sign-in."""
    address: str
    """Signs in whoever opens it and presses."""
    picture: str
    """The QR code of the address, as the address of a picture."""


class DrillLook(TypedDict):
    """A token that shows what a participant sees, and writes nothing."""

    account: str
    token: str
    expires_at: str
    """By the real clock."""


class DrillMessagesView(TypedDict):
    """What those who conduct and judge wrote to each other, in order."""

    messages: list[DrillWords]


class ControlLine(TypedDict):
    """One entry of the control log."""

    action: Action
    at: str
    real_at: str
    by: str
    speed: int | None
    to: str | None
    inject: str | None
    part: str | None
    holder: Holder | None
    account: str | None
    note: str
    entry: str | None
    """The entry of a replay that it is about, by its id."""


class DrillView(DrillSign):
    """A live drill as an account sees it.

    Controllers and evaluators see every inject, the parts, the log and the abort word;
    participants see the injects that were given to them, and their own part.
    """

    clock: str
    """Drill time now."""
    begins: str
    ends: str
    zone: str
    injects: list[InjectView]
    openings: list[OpeningView]
    parts: list[PartView]
    log: list[ControlLine]
    word: str | None
    next_due: str | None
    """The next instant at which something happens by itself; for controllers and evaluators."""
    may: list[Action]
    """What this account can do to the drill now."""
    seat: Literal["mine", "free", "taken", "gone"]
    """Of the controller, as this account sees it; `gone` for long enough to be taken over."""
    controllers: list[str]
