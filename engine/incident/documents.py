"""Documents as commands and entries name them; `engine.documents` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

DocumentKind = Literal[
    "first_report",
    "follow_up",
    "correction",
    "final_report",
    "digest",
    "activation_notice",
    "end_notice",
    "briefing",
    "incident_log",
    "call_record",
]
"""The documents of an incident (contract.md section 7)."""

REPORT_KINDS: Mapping[str, Literal["first", "follow_up", "correction", "final", "scheduled"]] = {
    "first_report": "first",
    "follow_up": "follow_up",
    "correction": "correction",
    "final_report": "final",
    "digest": "scheduled",
}
"""Documents that are reports, which signing sends, and the kind of that report."""

FREE_FIELDS = (
    "document.free.figures",
    "document.free.course",
    "document.free.measures",
    "document.free.progress",
    "document.free.why",
    "document.free.aftermath",
    "document.free.duration",
    "document.free.next",
)
"""Fields of documents for which the plan has no obligation: keys of the catalogue."""
