"""What the data of each type of journal entry holds, and which audience sees it.

Every key of every type carries a decision (`engine.presentation.seen_by`). A key that is not
declared here is shown to the desk alone. `ForAll` in data means: viewers, and the reporter
whose report it is. Instants are RFC 3339 in UTC.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, get_args

from engine.presentation import event_data_of_calls as of_calls
from engine.presentation import event_data_of_time as of_time
from engine.presentation.entry_data import (
    EntryData,
    KindOfEventData,
    OtherIncident,
    PinnedPlan,
    Position,
)
from engine.presentation.event_data_of_attachments import AttachmentAdded, AttachmentDestroyed
from engine.presentation.event_data_of_documents import DocumentEdited, DocumentSigned
from engine.presentation.event_data_of_reports import (
    CadenceReanchored,
    ReportersSet,
    ReportSubmitted,
)
from engine.presentation.incident_parts import CallerView, FactValue, StopDecided
from engine.presentation.seen_by import ForDesk, ForViewers, seen_by


class IncidentOpened(EntryData, total=False):
    """An incident was opened; reports begin to be owed."""

    number: ForViewers[str]
    plan: ForViewers[PinnedPlan]
    title: ForViewers[str]
    exercise: ForViewers[bool]
    division: ForViewers[str]
    """Code of the division (GB/T 2260) where it happened."""
    occurred_at: ForViewers[str]
    received_at: ForViewers[str]
    facts: ForViewers[dict[str, FactValue | None]]
    """By id of the fact, in the plan's units; null where the fact is said to be unknown."""
    source: ForViewers[str]
    """Who told the office, in words."""
    kind_of_event: ForViewers[KindOfEventData]
    """The kind of event as the plan names it; left out where the plan was named instead."""
    site: ForViewers[str]
    """Where it happened, in words; left out where nobody said."""
    caller: Annotated[CallerView | None, seen_by(instead=None)]
    """The person who told the duty desk; left out where nothing is known of him."""


class FactsRecorded(EntryData, total=False):
    """Figures came in, each with source and the instant at which it was true."""

    facts: ForViewers[dict[str, FactValue | None]]
    """By id of the fact, in the plan's units; null where the fact is said to be unknown."""
    source: ForViewers[str]
    """Who told the office, in words."""
    as_of: ForViewers[str]
    """The instant at which the figures were true."""
    received_at: ForViewers[str]
    """The office was told; what the figures make due counts from then."""
    corrects: ForViewers[list[int]]
    """The entries whose figures are replaced as never true; without any, they are over."""
    lowered: ForViewers[list[str]]
    """Facts that became smaller, and nobody said whether they were ever true; else left out."""
    note: ForViewers[str]


class WarningIssued(EntryData, total=False):
    """预警 was issued."""

    grade: ForViewers[str]
    reason: ForViewers[str]


class WarningLifted(EntryData, total=False):
    """预警 was lifted."""

    reason: ForViewers[str]


class AboutLevel(EntryData, total=False):
    """A step about a level, and why it was taken."""

    level: ForViewers[str]
    sub_state: ForViewers[str | None]
    reason: ForViewers[str]


class ActivationRecommended(AboutLevel, total=False):
    """建议 / 提请: a level was recommended and waits for a decision."""

    command: ForViewers[str]


class ActivationApproved(AboutLevel, total=False):
    """The recommendation was approved."""

    missing: ForViewers[list[str]]
    """The roles that have still to approve."""


class ActivationRefused(AboutLevel, total=False):
    """The recommendation was declined; the present level goes on."""


class ActivationSigned(EntryData, total=False):
    """One of several posts that all have to sign has signed."""

    level: ForViewers[str | None]
    sub_state: ForViewers[str | None]
    place: ForViewers[str]
    """Signed for a stage instead of a level: the stage that it leads to."""
    command: ForViewers[str]
    signed_by: ForViewers[list[str]]
    missing: ForViewers[list[str]]
    """The roles that have still to sign."""
    reason: ForViewers[str]


class LevelChanged(EntryData, total=False):
    """The level is another; `previous` is null where there was none."""

    level: ForViewers[str]
    sub_state: ForViewers[str | None]
    previous: ForViewers[Position | None]
    reason: ForViewers[str]
    recommended_by: ForViewers[str | None]
    approved_by: ForViewers[str | None]
    criteria_met: ForViewers[list[str]]
    """Ids of the level's criteria that were met."""


class ResponseActivated(LevelChanged):
    """A level was activated, from no level or from a lower one."""


class ResponseAdjusted(LevelChanged):
    """The level was adjusted, up or down."""


class CommandChanged(EntryData, total=False):
    """Command is with another holder; `previous` had it before."""

    held_by: ForViewers[str]
    """Id of the holder."""
    previous: ForViewers[str]
    reason: ForViewers[str]


class CommandAssumed(CommandChanged):
    """接管: a holder of ours took command."""


class CommandHandedOver(CommandChanged):
    """移交: command went to a superior."""


class CommandReturned(CommandChanged):
    """收回: command came back."""


class GroupData(EntryData, total=False):
    """A working group's people: ids of units, or words."""

    group: ForViewers[str]
    leader: ForViewers[list[str]]
    members: ForViewers[list[str]]
    reason: ForViewers[str]


class GroupFormed(GroupData):
    """A working group was formed."""


class GroupChanged(GroupData):
    """A working group's leader or members changed."""


class MeasureSettled(EntryData, total=False):
    """A measure needs nothing more."""

    measure: ForViewers[str]
    """Id of the measure in the plan."""
    note: ForViewers[str]


class MeasureCompleted(MeasureSettled):
    """A measure was done."""


class MeasureWaived(MeasureSettled):
    """A measure was not needed; the note says why."""


class EndConditionConfirmed(EntryData, total=False):
    """An end condition was confirmed by name."""

    condition: ForViewers[str]
    """Id of the end condition in the plan."""
    note: ForViewers[str]
    stop_decision: Annotated[StopDecided, seen_by("viewer", instead=None)]
    """Given where recorded figures contradict the condition."""


class EndRecommended(AboutLevel, total=False):
    """建议结束: ending the response was recommended and waits for a decision."""

    command: ForViewers[str]


class EndApproved(AboutLevel, total=False):
    """Ending the response was approved."""

    missing: ForViewers[list[str]]
    """The roles that have still to approve."""


class EndRefused(AboutLevel, total=False):
    """Ending the response was declined; it goes on."""


class ResponseEnded(EntryData, total=False):
    """The response ended."""

    level: ForViewers[str | None]
    sub_state: ForViewers[str | None]
    reason: ForViewers[str]
    overdue: ForViewers[list[str]]
    """Ids of the slots that were overdue at the end."""
    recommended_by: ForViewers[str]
    """The role that recommended the end, where one did."""
    approved_by: ForViewers[str | None]


class IncidentClosed(EntryData, total=False):
    """The incident was closed."""

    reason: ForViewers[str]


class IncidentVoided(EntryData, total=False):
    """The incident was opened by mistake or twice; nothing is owed any more."""

    reason: ForViewers[str]
    duplicate_of: ForViewers[OtherIncident]
    """The incident that is meant instead; left out where it was a mistake."""


class EntryStruck(EntryData, total=False):
    """An entry was struck through; what it had entered no longer counts."""

    seq: ForViewers[int]
    """Number of the entry meant."""
    struck: ForViewers[str]
    """Its type."""
    reason: ForViewers[str]


class RecordedOrderConfirmed(EntryData, total=False):
    """The holder of a role confirmed an order recorded for him."""

    seq: ForViewers[int]
    """Number of the entry meant."""
    covers: ForViewers[list[int]]
    """Confirmed delegation: the entries done under it, which this signs too."""


class RoleDelegated(EntryData, total=False):
    """An account may act in a role until an instant."""

    delegated_role: ForViewers[str]
    to: ForDesk[str]
    """Name of the account."""
    until: ForViewers[str]
    reason: ForViewers[str]


class AbsenceRecorded(EntryData, total=False):
    """The holder of a role cannot act until an instant; deputies may."""

    absent_role: ForViewers[str]
    until: ForViewers[str]
    reason: ForViewers[str]


class LinkData(EntryData, total=False):
    """Another incident, and the entry of its journal that this one follows."""

    other: ForViewers[OtherIncident]
    note: ForViewers[str]
    entry: ForViewers[str | None]
    """Id of the other journal's entry; null where the command was given here."""


class IncidentsLinked(LinkData):
    """Another incident runs beside this one; its journal has such an entry too."""


class IncidentsUnlinked(LinkData):
    """The link with another incident has ended."""


class LogEntryAdded(EntryData, total=False):
    """A line of the duty log."""

    text: ForViewers[str]


AnyEntryData = (
    IncidentOpened
    | FactsRecorded
    | WarningIssued
    | WarningLifted
    | ActivationRecommended
    | ActivationApproved
    | ActivationRefused
    | ActivationSigned
    | ResponseActivated
    | ResponseAdjusted
    | CommandAssumed
    | CommandHandedOver
    | CommandReturned
    | GroupFormed
    | GroupChanged
    | MeasureCompleted
    | MeasureWaived
    | ReportSubmitted
    | ReportersSet
    | CadenceReanchored
    | EndConditionConfirmed
    | EndRecommended
    | EndApproved
    | EndRefused
    | ResponseEnded
    | IncidentClosed
    | IncidentVoided
    | EntryStruck
    | RecordedOrderConfirmed
    | RoleDelegated
    | AbsenceRecorded
    | IncidentsLinked
    | IncidentsUnlinked
    | LogEntryAdded
    | DocumentEdited
    | DocumentSigned
    | AttachmentAdded
    | AttachmentDestroyed
    | of_calls.CallStarted
    | of_calls.CallAttempted
    | of_calls.CallAnswered
    | of_calls.CallCancelled
    | of_time.ReportDueSoon
    | of_time.ReportOverdue
    | of_time.MeasureDueSoon
    | of_time.MeasureOverdue
    | of_time.DecisionAwaited
    | of_time.SignatureOverdue
    | of_time.DurationReached
    | of_time.DateReached
    | of_time.WatchEnded
    | of_calls.CallExhausted
)


def _event_type(shape: type) -> str:
    """`IncidentOpened` → `incident_opened`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", shape.__name__).lower()


EVENT_DATA: Mapping[str, type] = {_event_type(shape): shape for shape in get_args(AnyEntryData)}
"""The shape of `data` by type of event."""
