"""What a report must say to settle its slot: kind, required fields, nil.

The plan names the fields and says which are required. A blank field is refused, 待核实 is an
answer: a first report is never held up by what nobody knows yet.

Source: Order 493 art. 12, Order 21 arts. 10 and 11 (outline first); GR 4.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.decide.context import DecisionContext
from engine.errors import InvalidInput
from engine.incident.command_parts import ReportFields
from engine.incident.state import Slot
from engine.input_types import is_visible
from engine.messages import MessageKey
from engine.plan.model import ReportObligation
from engine.plan.names import in_both

NOT_YET_KNOWN = "not_yet_known"
"""What clients send for 待核实."""

TO_VERIFY = "待核实"
"""What stands in the journal, in the words of the report itself."""


def content_of(command: ReportFields) -> dict[str, Any]:
    """The data of the report's entry: its content, and who gave it.

    `to_verify` names the fields that were answered with 待核实.
    """
    content = command.content
    data: dict[str, Any] = {"content": content}
    if isinstance(content, Mapping):
        answers = {name: _answer(value) for name, value in content.items()}
        open_fields = [name for name, answer in answers.items() if answer == TO_VERIFY]
        data = {"content": answers, **({"to_verify": open_fields} if open_fields else {})}
    if command.told_by is not None:
        data["told_by"] = command.told_by.model_dump()
    return data | ({"note": command.note} if command.note else {})


def check_settles(case: DecisionContext, command: ReportFields, slot: Slot) -> str:
    """The kind of the report, if it settles the slot.

    Raises `InvalidInput` for another kind or a blank field, and `StateRefuses` for a nil
    report where the plan allows none.
    """
    report = case.plan.report_by_id[slot.obligation]
    kind = report.kind if command.kind == "scheduled" else command.kind
    if kind == "nil" and not report.allows_nil:
        raise case.refuse(
            "nil_not_allowed",
            report.citation,
            obligation=in_both(report),
            fields="、".join(report.required_fields or report.content),
        )
    if kind != "nil" and report.required_fields:
        _check_kind(report, kind)
        _check_fields(report, command.content)
    return kind


def _check_kind(report: ReportObligation, kind: str) -> None:
    if kind != report.kind:
        raise InvalidInput(
            "kind_settles_nothing",
            field="kind",
            clause=report.citation,
            obligation=in_both(report),
            kind=MessageKey(f"word.kind.{kind}"),
            accepted=MessageKey(f"word.kind.{report.kind}"),
        )


def _check_fields(report: ReportObligation, content: Any) -> None:
    if content is not None and not isinstance(content, Mapping):
        raise InvalidInput(
            "content_not_by_field",
            field="content",
            clause=report.citation,
            obligation=in_both(report),
            fields="、".join(report.required_fields),
        )
    given = content or {}
    missing = [name for name in report.required_fields if _blank(given.get(name))]
    if missing:
        raise InvalidInput(
            "content_missing",
            field=f"content.{missing[0]}",
            clause=report.citation,
            obligation=in_both(report),
            missing="、".join(missing),
        )


def _answer(value: Any) -> Any:
    if isinstance(value, str) and value.strip() in (NOT_YET_KNOWN, TO_VERIFY):
        return TO_VERIFY
    return value


def _blank(value: Any) -> bool:
    """Whether nothing can be seen in the value; 0 and false can."""
    if isinstance(value, str):
        # A zero-width space is no answer.
        return not is_visible(value)
    if isinstance(value, Mapping):
        return all(_blank(inner) for inner in value.values())
    if isinstance(value, list | tuple):
        return all(_blank(inner) for inner in value)
    return value is None
