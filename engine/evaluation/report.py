"""The evaluation report on paper, as one typed document for Word, PDF and HTML.

Its parts follow the order of an exercise report: what was played, how it was judged, response
times, what was expected and done, what was found, scores, remarks, the grade, what has to get
better. Source: AQ/T 9009-2015, 7 (the order is ours; its words were not at hand).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime

from engine.documents.document import Document, Paragraph, Part, Table, Value, blank, value
from engine.documents.instants import paper_day, paper_minute
from engine.documents.material import Material
from engine.documents.reports import office
from engine.evaluation.evaluation import IncidentEvaluation
from engine.evaluation.expected import KINDS, VERDICTS, ExpectedAction
from engine.evaluation.records import Improvement, Records, returned
from engine.evaluation.scoring import JournalScore, journal_scores
from engine.evaluation.words import (
    actor_in_words,
    actors_in_words,
    clause_in_words,
    finding_in_words,
    what_in_words,
)
from engine.instants import local_day
from engine.messages import text
from engine.plan.evaluation_sheets import EvaluationSheet, SheetItem
from engine.plan.names import place_name

DASH = "—"


def evaluation_report(
    evaluations: Sequence[IncidentEvaluation],
    sheets: Iterable[EvaluationSheet],
    records: Records,
    title: str | None = None,
    compared: Sequence[Part] = (),
) -> Document:
    """The report about these incidents of one exercise; there is at least one.

    `compared` are the parts that put it beside another run.
    """
    first = evaluations[0]
    history = first.history
    material = Material(history.plan, list(history.events), history.slots)
    exercise = history.last.exercise
    parts: list[Part] = []
    for one in evaluations:
        parts += [_played(one), _summary(one), _counts(one), *_times(one), _not_met(one)]
        parts.append(_findings(one))
    for sheet in sheets:
        if any(records.score_of(sheet.id, number) for number in sheet.numbers) or _tells(
            sheet, evaluations
        ):
            parts.append(_sheet(sheet, evaluations, records))
    parts += [_remarks(first, records), _grade(records), _improvements(first, records)]
    parts += [*_earlier(records, evaluations), *compared, *_all(evaluations)]
    name = text(f"evaluation.report.{'drill' if exercise else 'incident'}")
    mark = text("evaluation.report.mark")
    called = history.last.title.removesuffix(mark) if exercise else history.last.title
    words = title or text("evaluation.report.title", title=called, name=name)
    return Document(
        kind="evaluation",
        name=name,
        title=value(words, 1),
        number=value(history.last.number, 1),
        exercise=exercise,
        recipients=(),
        parts=tuple(parts),
        office=office(material, None),
        day=value(paper_day(first.until, history.plan.zone)),
    )


def _head(key: str) -> str:
    return text(f"evaluation.heading.{key}")


def _columns(*keys: str) -> tuple[str, ...]:
    return tuple(text(f"evaluation.column.{key}") for key in keys)


def _played(one: IncidentEvaluation) -> Paragraph:
    """What was played: the incident, its plan, from when to when."""
    last, plan = one.history.last, one.history.plan
    words = text(
        "evaluation.report.played",
        number=last.number,
        title=last.title,
        plan=plan.title,
        version=plan.version,
        start=paper_minute(last.received_at, plan.zone),
        end=paper_minute(one.until, plan.zone),
        entries=last.seq,
    )
    return Paragraph(_head("played"), (value(words, 1, last.seq),))


def _summary(one: IncidentEvaluation) -> Paragraph:
    found = one.shares
    words = text(
        "evaluation.report.summary",
        total=found.total,
        counted=found.counted,
        judged=found.judged,
        judged_percent=_or_dash(found.judged_percent),
        met=found.met,
        met_percent=_or_dash(found.met_percent),
    )
    return Paragraph(_head("method"), (value(words),))


def _or_dash(number: int | None) -> str:
    return DASH if number is None else str(number)


def _counts(one: IncidentEvaluation) -> Table:
    """How many of each kind came to which verdict."""
    count = Counter((row.kind, row.verdict) for row in one.rows)
    rows = tuple(
        (
            value(text(f"evaluation.kind.{kind}")),
            *(value(count[kind, verdict]) for verdict in VERDICTS),
        )
        for kind in KINDS
        if any(count[kind, verdict] for verdict in VERDICTS)
    )
    columns = (*_columns("kind"), *(text(f"evaluation.verdict.{one}") for one in VERDICTS))
    return Table(_head("counts"), columns, rows)


def _times(one: IncidentEvaluation) -> list[Part]:
    plan = one.history.plan
    rows = tuple(
        (
            value(place_name(plan, chain.place), chain.seq),
            value(text(f"evaluation.chain.{link.step}")),
            value(_short(one, link.at) if link.at else DASH, *link.entries),
            value(DASH if link.minutes is None else link.minutes),
            value(actor_in_words(plan, link.role) if link.role else DASH),
        )
        for chain in one.chains
        for link in chain.links
    )
    columns = _columns("level", "step", "at", "minutes", "by")
    return [_table_or_none("times", columns, rows)]


def _short(one: IncidentEvaluation, at: datetime) -> str:
    """Day and clock, without the year in which it was received."""
    zone = one.history.plan.zone
    return paper_minute(at, zone, local_day(one.history.last.received_at, zone).year)


def _table_or_none(key: str, columns: tuple[str, ...], rows: tuple[tuple[Value, ...], ...]) -> Part:
    if rows:
        return Table(_head(key), columns, rows)
    return Paragraph(_head(key), (value(text("evaluation.report.none")),))


def _row(one: IncidentEvaluation, row: ExpectedAction) -> tuple[Value, ...]:
    """Four cells: a page of paper has no room for more."""
    plan = one.history.plan
    due = text("evaluation.immediately") if row.immediately else text("evaluation.no_deadline")
    if row.due_at is not None:
        due = _short(one, row.due_at)
    if row.actual_at is not None:
        done = _short(one, row.actual_at)
        if row.late_by is None:
            due = text("evaluation.report.done", due=due, done=done, minutes=row.minutes)
        else:
            due = text("evaluation.report.done_late", due=due, done=done, minutes=row.late_by)
    what = what_in_words(plan, row)
    if row.owner:
        owner = actors_in_words(plan, row.owner)
        what = text("evaluation.report.of_whom", what=what, owner=owner)
    return (
        value(what, *row.entries),
        value(due, *row.proof),
        value(_verdict(row)),
        value(clause_in_words(plan, row.clause) or text("evaluation.ours")),
    )


def _verdict(row: ExpectedAction) -> str:
    """The verdict, with the reason where nobody owes it any more: a cell has room for no other."""
    verdict = text(f"evaluation.verdict.{row.verdict}")
    if row.why is None or row.verdict != "released":
        return verdict
    why = text(f"evaluation.why.{row.why}")
    return text("evaluation.report.verdict_why", verdict=verdict, why=why)


ROW = ("what", "due", "verdict", "clause")


ALIKE = 3
"""So many rows that differ in nothing but their time are one row of what was not met."""


def _not_met(one: IncidentEvaluation) -> Part:
    alike: dict[Hashable, list[ExpectedAction]] = {}
    for row in one.rows:
        if row.verdict in ("late", "missing"):
            alike.setdefault(_but_for_time(one, row), []).append(row)
    rows = tuple(
        cells
        for group in alike.values()
        for cells in (
            (_together(one, group),) if len(group) >= ALIKE else [_row(one, row) for row in group]
        )
    )
    return _table_or_none("not_met", _columns(*ROW), rows)


def _but_for_time(one: IncidentEvaluation, row: ExpectedAction) -> Hashable:
    return row.kind, what_in_words(one.history.plan, row), row.owner, row.clause, row.verdict


def _together(one: IncidentEvaluation, rows: Sequence[ExpectedAction]) -> tuple[Value, ...]:
    """Rows alike as one: how often, the first and the last time, and how late at the worst."""
    times = [row.due_at or row.arose_at for row in rows]
    first, last = _short(one, min(times)), _short(one, max(times))
    words = text("evaluation.report.times", n=len(rows), first=first, last=last)
    if late := [row.late_by for row in rows if row.late_by is not None]:
        words = text("evaluation.report.latest", times=words, minutes=max(late))
    what, _, verdict, clause = _row(one, rows[0])
    return (
        value(what.text, *(seq for row in rows for seq in row.entries)),
        value(words, *(seq for row in rows for seq in row.proof)),
        verdict,
        clause,
    )


def _all(evaluations: Sequence[IncidentEvaluation]) -> list[Part]:
    """The whole table, one for each incident, at the end."""
    return [
        _table_or_none("all", _columns(*ROW), tuple(_row(one, row) for row in one.rows))
        for one in evaluations
    ]


def _findings(one: IncidentEvaluation) -> Part:
    plan = one.history.plan
    rows = tuple(
        (
            value(_short(one, found.at)),
            value(finding_in_words(plan, found, over=one.over), *found.entries),
            value(clause_in_words(plan, found.clause) or text("evaluation.ours")),
        )
        for found in one.findings
    )
    return _table_or_none("findings", _columns("at", "finding", "clause"), rows)


def _tells(sheet: EvaluationSheet, evaluations: Sequence[IncidentEvaluation]) -> bool:
    return any(item is not None and item.judge is not None for _, item in sheet.rows)


def _sheet(
    sheet: EvaluationSheet, evaluations: Sequence[IncidentEvaluation], records: Records
) -> Table:
    told = journal_scores(sheet, evaluations)
    rows = []
    for heading, item in sheet.rows:
        number = (item or heading).number
        score, journal = records.score_of(sheet.id, number), told.get(number)
        words = heading.name or heading.number
        if isinstance(item, SheetItem):
            words = f"{words}：{item.text or text('evaluation.no_text')}"
        reason = text(f"evaluation.score.{journal.reason}", **journal.facts) if journal else DASH
        if score is not None:
            given = text("evaluation.not_applicable") if score.points is None else score.points
        else:
            given = None
        rows.append(
            (
                value(number),
                value(words),
                value(DASH if journal is None or journal.points is None else journal.points),
                value(given) if given is not None else blank(f"score.{number}"),
                value(score.note if score and score.note else reason, *_of(journal)),
            )
        )
    title = f"{sheet.name}（{sheet.standard}）"
    return Table(title, _columns("number", "item", "journal", "score", "reason"), tuple(rows))


def _of(journal: JournalScore | None) -> tuple[int, ...]:
    return () if journal is None else journal.entries


def _remarks(one: IncidentEvaluation, records: Records) -> Part:
    rows = tuple(
        (
            value(_short(one, remark.at), *((remark.entry,) if remark.entry else ())),
            value(remark.text),
            value(remark.number or DASH),
            value(remark.by),
        )
        for remark in records.remarks
    )
    return _table_or_none("remarks", _columns("at", "remark", "number", "by"), rows)


def _grade(records: Records) -> Paragraph:
    given = records.grade
    if given is None:
        return Paragraph(_head("grade"), (blank("grade"),))
    words = text(
        "evaluation.report.grade",
        grade=text(f"evaluation.grade.{given.grade}"),
        reason=given.reason,
        by=given.by,
    )
    return Paragraph(_head("grade"), (value(words),))


def _improvements(first: IncidentEvaluation, records: Records) -> Part:
    rows = tuple(
        (
            value(one.finding),
            value(one.action),
            value(one.owner),
            value(one.due.isoformat()),
            value(_done(first, one)),
        )
        for one in records.improvements
    )
    columns = _columns("finding", "action", "owner", "due_day", "done")
    return _table_or_none("improvements", columns, rows)


def _done(first: IncidentEvaluation, one: Improvement) -> str:
    """Whether it is done, since when, by whom."""
    if one.settled is None:
        return text(f"evaluation.report.{'done_is' if one.done else 'done_not'}")
    zone = first.history.plan.zone
    at = paper_day(one.settled.at, zone)
    return text("evaluation.report.done_by", at=at, by=one.settled.by, note=one.settled.note)


def _earlier(records: Records, evaluations: Sequence[IncidentEvaluation]) -> list[Part]:
    if not records.earlier:
        return []
    first = evaluations[0]
    lines = tuple(
        (
            value(one.finding),
            value(one.action),
            value(one.owner),
            value(_done(first, one)),
            value(text(f"evaluation.return.{state}")),
        )
        for one, state in returned(records, evaluations)
    )
    columns = _columns("finding", "action", "owner", "done", "this_time")
    return [Table(_head("earlier"), columns, lines)]
