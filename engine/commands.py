"""Commands: frozen requests, imperative verbs, one class each (contract section 3).

Only shapes are checked here: unknown fields and naive instants are refused. Whether a
command is possible now is decided by `engine.incident`.

Every command may carry an order given by somebody else: `on_behalf_of` (a role of the
plan), `by_means` and `ordered_at`. Who may record such orders is `engine.authority`.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)


def _storable(value: JsonValue) -> JsonValue:
    """Refuse what the journal could not hold: not-a-number, infinity, lone surrogates."""
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    return value


Words = Annotated[str, StringConstraints(max_length=4000, strip_whitespace=True)]
Required = Annotated[str, StringConstraints(min_length=1, max_length=4000, strip_whitespace=True)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Means = Literal["phone", "radio", "in_person", "written"]
ReportKind = Literal["scheduled", "urgent", "nil", "first", "follow_up", "final"]


class Request(BaseModel):
    """Base of all requests: frozen, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OpenIncident(Request):
    """Open an incident under a plan, as `POST /api/incidents` does.

    `occurred_at` is when it happened, `received_at` when the duty desk learned of it;
    both aware, neither in the future. `division` is a GB/T 2260 code of the plan's
    jurisdiction or the jurisdiction itself. `facts` as in `record_facts`.
    """

    plan: Name
    title: Name
    occurred_at: AwareDatetime
    received_at: AwareDatetime
    division: Name
    exercise: bool = False
    facts: dict[str, Any] = Field(default_factory=dict)
    source: Words = ""


class Command(Request):
    """Base of all commands on an incident; see the module for the order fields."""

    command: str
    on_behalf_of: Name | None = None
    by_means: Means | None = None
    ordered_at: AwareDatetime | None = None


class RecordFacts(Command):
    """Merge figures into what is known; null makes one unknown again."""

    command: Literal["record_facts"] = "record_facts"
    facts: dict[str, Any] = Field(min_length=1)
    source: Words = ""
    as_of: AwareDatetime | None = None
    note: Words = ""


class IssueWarning(Command):
    """预警, before any level; with a grade where the plan has grades."""

    command: Literal["issue_warning"] = "issue_warning"
    grade: Name | None = None
    reason: Words = ""


class LiftWarning(Command):
    """解除预警."""

    command: Literal["lift_warning"] = "lift_warning"
    reason: Words = ""


class Leveled(Command):
    """Base of commands about a level and, where the level has them, a sub-state."""

    level: Name
    sub_state: Name | None = None
    reason: Words = ""


class RecommendActivation(Leveled):
    """建议 / 提请启动."""

    command: Literal["recommend_activation"] = "recommend_activation"


class ApproveActivation(Command):
    """批准 the pending recommendation, where the plan asks for approval."""

    command: Literal["approve_activation"] = "approve_activation"
    reason: Words = ""


class RefuseActivation(Command):
    """Decline the pending recommendation, with a reason."""

    command: Literal["refuse_activation"] = "refuse_activation"
    reason: Required


class ActivateResponse(Leveled):
    """启动响应, or raise it to a higher level."""

    command: Literal["activate_response"] = "activate_response"


class AdjustResponse(Leveled):
    """响应调整, up or down."""

    command: Literal["adjust_response"] = "adjust_response"


class AssumeCommand(Command):
    """接管指挥权; `to` is a holder of the plan, by default the city's."""

    command: Literal["assume_command"] = "assume_command"
    to: Name | None = None
    reason: Words = ""


class HandOverCommand(Command):
    """移交指挥权 to a superior."""

    command: Literal["hand_over_command"] = "hand_over_command"
    to: Name
    reason: Words = ""


class ReturnCommand(Command):
    """收回指挥权 from a superior."""

    command: Literal["return_command"] = "return_command"
    to: Name | None = None
    reason: Words = ""


class FormGroup(Command):
    """成立工作组; without leader or members the plan's own are taken."""

    command: Literal["form_group"] = "form_group"
    group: Name
    leader: Name | None = None
    members: tuple[Name, ...] | None = None
    reason: Words = ""


class ChangeGroup(Command):
    """调整工作组 that has been formed."""

    command: Literal["change_group"] = "change_group"
    group: Name
    leader: Name | None = None
    members: tuple[Name, ...] | None = None
    reason: Words = ""


class CompleteMeasure(Command):
    """A measure of the present level is done."""

    command: Literal["complete_measure"] = "complete_measure"
    measure: Name
    note: Words = ""


class WaiveMeasure(Command):
    """A measure is not needed; the note says why."""

    command: Literal["waive_measure"] = "waive_measure"
    measure: Name
    note: Required


class SubmitReport(Command):
    """报送 for a slot, or an extra report without one. `nil` is a 零报告."""

    command: Literal["submit_report"] = "submit_report"
    slot: Name | None = None
    kind: ReportKind = "scheduled"
    content: Annotated[JsonValue, AfterValidator(_storable)] = None
    submitted_at: AwareDatetime | None = None


class SetReporters(Command):
    """Limit who owes `obligation` (all regular ones of divisions if left out).

    `reporters` are ids of divisions, units or roles; null lifts the limit.
    """

    command: Literal["set_reporters"] = "set_reporters"
    reporters: tuple[Name, ...] | None = None
    obligation: Name | None = None
    reason: Required


class ReanchorCadence(Command):
    """Count an every-n-days cadence from another day, `anchor` ("YYYY-MM-DD")."""

    command: Literal["reanchor_cadence"] = "reanchor_cadence"
    anchor: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
    obligation: Name | None = None
    reason: Required


class ConfirmEndCondition(Command):
    """An end condition of the plan holds, confirmed by name."""

    command: Literal["confirm_end_condition"] = "confirm_end_condition"
    condition: Name
    note: Words = ""


class EndResponse(Command):
    """响应结束."""

    command: Literal["end_response"] = "end_response"
    reason: Words = ""


class CloseIncident(Command):
    """办结."""

    command: Literal["close_incident"] = "close_incident"
    reason: Words = ""


class StrikeEntry(Command):
    """Strike an entry through; it stays readable."""

    command: Literal["strike_entry"] = "strike_entry"
    seq: int = Field(ge=1)
    reason: Required


class ConfirmRecordedOrder(Command):
    """The holder of the role confirms an order that was recorded for him."""

    command: Literal["confirm_recorded_order"] = "confirm_recorded_order"
    seq: int = Field(ge=1)


class DelegateRole(Command):
    """Let another account act in a role until an instant."""

    command: Literal["delegate_role"] = "delegate_role"
    role: Name
    to: Name
    until: AwareDatetime
    reason: Words = ""


class RecordAbsence(Command):
    """The holder of a role cannot act until an instant; a deputy by succession may."""

    command: Literal["record_absence"] = "record_absence"
    role: Name
    until: AwareDatetime
    reason: Words = ""


class LinkIncidents(Command):
    """关联: the incident `other` (its id) runs beside this one; no level changes (A25)."""

    command: Literal["link_incidents"] = "link_incidents"
    other: Name
    note: Words = ""


class UnlinkIncidents(Command):
    """解除关联 with the incident `other` (its id)."""

    command: Literal["unlink_incidents"] = "unlink_incidents"
    other: Name
    note: Words = ""


class AddLogEntry(Command):
    """值班日志."""

    command: Literal["add_log_entry"] = "add_log_entry"
    text: Required


COMMANDS: dict[str, type[Command]] = {
    kind.model_fields["command"].default: kind
    for kind in (
        RecordFacts,
        IssueWarning,
        LiftWarning,
        RecommendActivation,
        ApproveActivation,
        RefuseActivation,
        ActivateResponse,
        AdjustResponse,
        AssumeCommand,
        HandOverCommand,
        ReturnCommand,
        FormGroup,
        ChangeGroup,
        CompleteMeasure,
        WaiveMeasure,
        SubmitReport,
        SetReporters,
        ReanchorCadence,
        ConfirmEndCondition,
        EndResponse,
        CloseIncident,
        StrikeEntry,
        ConfirmRecordedOrder,
        DelegateRole,
        RecordAbsence,
        LinkIncidents,
        UnlinkIncidents,
        AddLogEntry,
    )
}
"""Command names → classes."""
