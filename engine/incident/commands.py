"""Commands: frozen requests, imperative verbs, one class each.

Only shapes are checked here: unknown fields and naive instants are refused. Whether a
command is possible now is decided by `engine.decide.allowed_commands`.

Every command may carry an order given by somebody else: `on_behalf_of` (a role of the
plan), `by_means` and `ordered_at`. Who may record such orders is `engine.decide.authority`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    Field,
    StringConstraints,
)

from engine.incident.attachment_commands import DestroyAttachment
from engine.incident.call_commands import AnswerCall, StartCall
from engine.incident.command_parts import (
    Caller,
    Command,
    Place,
    ReportedValue,
    ReportFields,
    Request,
    StopDecision,
)
from engine.incident.document_commands import EditDocument, SignDocument
from engine.input_types import Instant, Name, Required, Words


class OpenIncident(Request):
    """Open an incident under a plan, as `POST /api/incidents` does.

    `occurred_at` is when it happened, `received_at` when the duty desk learned of it;
    both aware, neither in the future. `division` is a GB/T 2260 code of the plan's
    jurisdiction or the jurisdiction itself, `place` says in words where in it. `facts` as
    in `record_facts`.

    The plan follows from the `kind` of event, by the plans' own tables. A client that names
    the `plan` may leave the kind out; one that names both is refused where they differ.
    """

    plan: Name | None = None
    kind: Name | None = None
    title: Name
    occurred_at: Instant
    received_at: Instant
    division: Name
    place: Place = ""
    exercise: bool = False
    facts: dict[str, ReportedValue] = Field(default_factory=dict)
    source: Words = ""
    caller: Caller | None = None


class PreviewIncident(Request):
    """What is known so far of an incident that may be opened; anything may still be missing.

    The fields are those of `OpenIncident`.
    """

    plan: Name | None = None
    kind: Name | None = None
    title: Words = ""
    occurred_at: Instant | None = None
    received_at: Instant | None = None
    division: Name | None = None
    place: Place = ""
    exercise: bool = False
    facts: dict[str, ReportedValue] = Field(default_factory=dict)
    source: Words = ""
    caller: Caller | None = None


class RecordFacts(Command):
    """Merge figures into what is known; null makes one unknown again.

    `received_at` is when the office was told, by default now; deadlines count from it.
    `correction` says that the figures replaced were never true, or with false that they are
    over. Left out it counts as false, and a figure that falls is marked: nobody said which.
    """

    command: Literal["record_facts"] = "record_facts"
    facts: dict[str, ReportedValue] = Field(min_length=1)
    source: Words = ""
    as_of: Instant | None = None
    received_at: Instant | None = None
    correction: bool | None = None
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


class SubmitReport(ReportFields):
    """报送 for a slot, or an extra report without one. `nil` is a 零报告.

    `corrects` is the entry of the earlier report that a report of kind `correction` says
    was wrong.
    """

    command: Literal["submit_report"] = "submit_report"
    slot: Name | None = None
    corrects: Annotated[int, Field(ge=1)] | None = None


class SubmitReports(ReportFields):
    """The same report of several reporters, due at one instant: all of them or none.

    Not one of `COMMANDS`: `POST /api/incidents/{id}/reports` takes it.
    """

    command: Literal["submit_reports"] = "submit_reports"
    obligation: Name
    due_at: Instant
    reporters: tuple[Name, ...] = Field(min_length=1, max_length=1000)


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
    """An end condition of the plan holds, confirmed by name.

    `stop_decision` is needed where recorded figures contradict the condition (A31).
    """

    command: Literal["confirm_end_condition"] = "confirm_end_condition"
    condition: Name
    stop_decision: StopDecision | None = None
    note: Words = ""


class RecommendEnd(Command):
    """建议结束响应, where the plan asks for it."""

    command: Literal["recommend_end"] = "recommend_end"
    reason: Words = ""


class ApproveEnd(Command):
    """批准 the pending recommendation to end the response."""

    command: Literal["approve_end"] = "approve_end"
    reason: Words = ""


class RefuseEnd(Command):
    """Decline the pending recommendation to end the response, with a reason."""

    command: Literal["refuse_end"] = "refuse_end"
    reason: Required


class EndResponse(Command):
    """响应结束."""

    command: Literal["end_response"] = "end_response"
    reason: Words = ""


class CloseIncident(Command):
    """办结."""

    command: Literal["close_incident"] = "close_incident"
    reason: Words = ""


class VoidIncident(Command):
    """作废: the incident was opened by mistake, or twice (`duplicate_of`, the id of the other)."""

    command: Literal["void_incident"] = "void_incident"
    reason: Required
    duplicate_of: Name | None = None


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
    until: Instant
    reason: Words = ""


class RecordAbsence(Command):
    """The holder of a role cannot act until an instant; a deputy by succession may."""

    command: Literal["record_absence"] = "record_absence"
    role: Name
    until: Instant
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
        *(RecordFacts, IssueWarning, LiftWarning, RecommendActivation),
        *(ApproveActivation, RefuseActivation, ActivateResponse, AdjustResponse),
        *(AssumeCommand, HandOverCommand, ReturnCommand, FormGroup),
        *(ChangeGroup, CompleteMeasure, WaiveMeasure, SubmitReport),
        *(SetReporters, ReanchorCadence, ConfirmEndCondition),
        *(RecommendEnd, ApproveEnd, RefuseEnd, EndResponse),
        *(CloseIncident, VoidIncident, StrikeEntry, ConfirmRecordedOrder, DelegateRole),
        *(RecordAbsence, LinkIncidents, UnlinkIncidents, AddLogEntry),
        *(EditDocument, SignDocument, DestroyAttachment),
        *(StartCall, AnswerCall),
    )
}
"""Command names → classes."""
