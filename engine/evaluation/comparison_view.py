"""Two runs side by side as JSON, and as a part of the report, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from typing_extensions import TypedDict

from engine.documents.document import Part, Table, Value, value
from engine.evaluation.comparison import Comparison, Difference, Trend, Turn, compare
from engine.evaluation.shapes import EvaluationSharesView, PlanOfEvaluation
from engine.messages import text

DASH = "—"


class ComparedRun(TypedDict):
    """One of the two runs."""

    number: str
    title: str
    exercise: bool
    plan: PlanOfEvaluation
    until: str
    shares: EvaluationSharesView


class ComparedStep(TypedDict):
    """Minutes of one step to one level; null where a run has none."""

    place_name: str
    name: str
    before: int | None
    now: int | None


class ComparedFinding(TypedDict):
    """What was found about one thing: `new`, `gone`, or `came_back` in this run."""

    about: str
    turn: Turn
    turn_name: str
    sentence: str
    clause: str | None
    before: int
    now: int


class ComparedTask(TypedDict):
    """What was asked of somebody and came out otherwise, in words and by how many."""

    kind_name: str
    name: str
    owner_name: str
    clause: str | None
    trend: Trend
    trend_name: str
    before: dict[str, int]
    """How often each verdict; empty where that run never asked for it."""
    now: dict[str, int]
    before_words: str
    now_words: str


class ComparisonView(TypedDict):
    """An earlier run and this one side by side."""

    before: ComparedRun
    now: ComparedRun
    steps: list[ComparedStep]
    findings: list[ComparedFinding]
    tasks: list[ComparedTask]
    alike: int
    """How many tasks came out alike."""


def comparison_view(
    before: Mapping[str, Any], now: Mapping[str, Any], language: str
) -> ComparisonView:
    """Compare two evaluated incidents (`EvaluatedIncident`), the earlier one first."""
    found = compare(before, now)
    return {
        "before": _run(before),
        "now": _run(now),
        "steps": [
            {
                "place_name": one.place,
                "name": one.step,
                "before": one.minutes[0],
                "now": one.minutes[1],
            }
            for one in found.times
        ],
        "findings": [
            {
                "about": one.about,
                "turn": one.turn,
                "turn_name": text(f"evaluation.turn.{one.turn}", language),
                "sentence": one.sentence,
                "clause": one.clause,
                "before": one.counts[0],
                "now": one.counts[1],
            }
            for one in found.findings
        ],
        "tasks": [_task(one, language) for one in found.differences],
        "alike": found.alike,
    }


def _run(shape: Mapping[str, Any]) -> ComparedRun:
    return {
        "number": shape["number"],
        "title": shape["title"],
        "exercise": shape["exercise"],
        "plan": shape["plan"],
        "until": shape["until"],
        "shares": shape["shares"],
    }


def _task(one: Difference, language: str) -> ComparedTask:
    return {
        "kind_name": one.kind,
        "name": one.name,
        "owner_name": one.owner,
        "clause": one.clauses[1] or one.clauses[0],
        "trend": one.trend,
        "trend_name": text(f"evaluation.trend.{one.trend}", language),
        "before": dict(one.verdicts[0]),
        "now": dict(one.verdicts[1]),
        "before_words": verdicts_in_words(one.verdicts[0], language),
        "now_words": verdicts_in_words(one.verdicts[1], language),
    }


def verdicts_in_words(verdicts: Mapping[str, int], language: str) -> str:
    """Each verdict with its count where it is more than one; that it was never asked for."""
    if not verdicts:
        return text("evaluation.compare.never", language)
    words = [
        f"{text(f'evaluation.verdict.{verdict}', language)}{f' {count}' if count > 1 else ''}"
        for verdict, count in verdicts.items()
    ]
    return text("word.comma", language).join(words)


def comparison_parts(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Part]:
    """The comparison for the report on paper, which is in Chinese like every document."""
    view = comparison_view(before, now, "zh")
    found = compare(before, now)
    return [_heads(view), *_steps(view), *_findings(view), *_tasks(view, found)]


def _heads(view: ComparisonView) -> Table:
    runs = (view["before"], view["now"])
    lines = {
        "run": [f"{one['number']} {one['title']}" for one in runs],
        "plan": [f"{one['plan']['title']} {one['plan']['version']}" for one in runs],
        "judged": [_percent(one["shares"]["judged_percent"]) for one in runs],
        "met": [_percent(one["shares"]["met_percent"]) for one in runs],
    }
    rows = tuple(_row(text(f"evaluation.compared.{key}"), *pair) for key, pair in lines.items())
    return Table(_head("heading"), _columns("line"), rows)


def _percent(number: int | None) -> str:
    return DASH if number is None else f"{number}%"


def _steps(view: ComparisonView) -> list[Part]:
    rows = tuple(
        _row(f"{one['place_name']}：{one['name']}", _minutes(one["before"]), _minutes(one["now"]))
        for one in view["steps"]
        if one["before"] != one["now"]
    )
    return [Table(_head("steps"), _columns("step"), rows)] if rows else []


def _minutes(number: int | None) -> str:
    return DASH if number is None else str(number)


def _findings(view: ComparisonView) -> list[Part]:
    rows = tuple(
        _row(
            f"{one['turn_name']}：{one['sentence']}",
            str(one["before"]),
            str(one["now"]),
        )
        for one in view["findings"]
    )
    return [Table(_head("findings"), _columns("finding"), rows)] if rows else []


def _tasks(view: ComparisonView, found: Comparison) -> list[Part]:
    rows = tuple(
        _row(
            text("evaluation.report.of_whom", what=one["name"], owner=one["owner_name"]),
            one["before_words"],
            one["now_words"],
        )
        for one in view["tasks"]
    )
    head = text("evaluation.compared.tasks", count=len(rows), alike=found.alike)
    return [Table(head, _columns("task"), rows)] if rows else []


def _head(key: str) -> str:
    return text(f"evaluation.compared.{key}")


def _columns(first: str) -> tuple[str, ...]:
    sides = tuple(text(f"evaluation.compared.{key}") for key in ("before", "now"))
    return (text(f"evaluation.compared.column.{first}"), *sides)


def _row(*words: str) -> tuple[Value, ...]:
    return tuple(value(one) for one in words)
