"""更正: a report which says that an earlier report of the incident was wrong.

It is told to whoever was told before, so it names the earlier report by its entry. Nothing
is taken back: both stay in the journal, each naming the other.

Source: our choice (a figure that was never true: A27); Order 493 art. 13.
"""

from __future__ import annotations

from engine.decide.context import DecisionContext
from engine.errors import InvalidInput
from engine.incident.commands import SubmitReport
from engine.incident.events import Event
from engine.incident.state import Slot
from engine.messages import MessageKey


def corrected_report(
    case: DecisionContext, command: SubmitReport, slot: Slot | None, kind: str
) -> Event | None:
    """The entry of the earlier report, None where the report corrects none.

    A report that the plan itself owes after a corrected figure need not name one: its slot
    says whom it is for. Raises `InvalidInput` for an entry that holds no report, for another
    kind of report that names one, and for an extra correction that names none.
    """
    seq = command.corrects
    if seq is None:
        if kind == "correction" and slot is None:
            raise InvalidInput("correction_names_none", field="corrects", reports=_reports_of(case))
        return None
    if kind != "correction":
        raise InvalidInput(
            "corrects_as_another_kind", field="kind", kind=MessageKey(f"word.kind.{kind}"), seq=seq
        )
    entry = case.entry(seq) if seq <= case.incident.seq else None
    if entry is None or entry.type != "report_submitted":
        raise InvalidInput(
            "corrects_no_report", field="corrects", seq=seq, reports=_reports_of(case)
        )
    return entry


def _reports_of(case: DecisionContext) -> str:
    """The latest reports by their entries, "4、9"."""
    latest = case.incident.latest_reports
    return "、".join(map(str, latest)) if latest else MessageKey("word.no_report_yet")
