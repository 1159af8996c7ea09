"""Making a document of an incident: which kinds there are, for which owed report, from what.

Raises `StateRefuses` for a document of something that has not happened yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from engine.documents.calls import call_record
from engine.documents.digest import digest
from engine.documents.document import REPORTS, Document, Kind, Signature, value
from engine.documents.material import Material
from engine.documents.notices import activation_notice, end_notice
from engine.documents.records import briefing, incident_log
from engine.documents.reports import report
from engine.errors import NotFound
from engine.incident.documents import REPORT_KINDS
from engine.incident.events import Event
from engine.incident.state import OPEN_SLOT_STATES, Slot
from engine.messages import text
from engine.plan.cadences import AfterLast
from engine.plan.model import Plan, ReportObligation
from engine.plan.names import post_name

KINDS: tuple[Kind, ...] = get_args(Kind)

__all__ = ["KINDS", "REPORTS", "fits", "make", "slots_of"]

_REPORTS: Mapping[
    Kind, Callable[[Kind, Material, ReportObligation | None, Slot | None], Document]
] = {
    "first_report": report,
    "follow_up": report,
    "correction": report,
    "final_report": report,
    "digest": digest,
}
"""What may settle an owed report."""

_OTHERS: Mapping[Kind, Callable[[Kind, Material], Document]] = {
    "activation_notice": activation_notice,
    "end_notice": end_notice,
    "briefing": briefing,
    "incident_log": incident_log,
    "call_record": call_record,
}


def make(
    kind: Kind, plan: Plan, events: Sequence[Event], slots: Sequence[Slot], slot: str | None = None
) -> Document:
    """The document as the journal stands, or for a settled report as it stood then.

    `events` is the whole journal in order, `slots` the whole ledger. Without `slot` the report
    that is due first is taken, else the one that was sent last. Raises `NotFound` for a slot that
    is none of this kind.
    """
    whole = Material(plan, events, slots)
    row = _slot(kind, whole, slot)
    obligation = plan.report_by_id[row.obligation] if row else _standing(kind, plan)
    found = whole.until(row.report_seq if row else None)
    if kind in _REPORTS:
        made = _REPORTS[kind](kind, found, obligation, row)
    else:
        made = _OTHERS[kind](kind, found)
    made = replace(made, day=found.day_of(made.seqs))
    return _signed(whole, made)


def slots_of(kind: Kind, plan: Plan, slots: Sequence[Slot]) -> list[Slot]:
    """The owed and the sent reports that a document of this kind may settle, first due first."""
    wanted = [
        row
        for row in slots
        if fits(kind, plan.report_by_id[row.obligation])
        and (row.state in OPEN_SLOT_STATES or row.report_seq is not None)
        and row.reporter not in plan.division_by_code
    ]
    return sorted(wanted, key=lambda row: (row.state not in OPEN_SLOT_STATES, row.due_at, row.id))


def fits(kind: Kind, report: ReportObligation) -> bool:
    """Whether an obligation of the plan asks for a document of this kind."""
    if kind == "digest":
        return isinstance(report.cadence, AfterLast)
    return report.kind == REPORT_KINDS.get(kind)


def _slot(kind: Kind, found: Material, wanted: str | None) -> Slot | None:
    rows = slots_of(kind, found.plan, found.slots)
    if wanted is not None:
        for row in rows:
            if row.id == wanted:
                return row
        raise NotFound("slot_not_found", slot=wanted)
    owed = [row for row in rows if row.state in OPEN_SLOT_STATES]
    if owed:
        return owed[0]
    return max(rows, key=lambda row: (row.report_seq or 0, row.id), default=None)


def _standing(kind: Kind, plan: Plan) -> ReportObligation | None:
    """The first obligation of the plan that asks for such a document of somebody but counties."""
    return next(
        (one for one in plan.reports if fits(kind, one) and one.reporters.divisions is None), None
    )


def _signed(found: Material, made: Document) -> Document:
    """The document with the signature of this very content, where there is one."""
    for event in reversed(found.standing("document_signed")):
        if event.data.get("content_sha256") == made.digest:
            role = event.data.get("on_behalf_of") or event.role
            who = text("document.signer", post=post_name(found.plan, role), name=event.actor)
            by = text("document.signed_for", post=post_name(found.plan, role))
            recorded = "on_behalf_of" in event.data
            signature = Signature(
                value(by if recorded else who, event.seq), found.when(event), event.seq
            )
            return replace(made, signature=signature)
    return made
