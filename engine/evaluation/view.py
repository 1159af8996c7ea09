"""An evaluation as JSON (`engine.evaluation.shapes`), with names in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from engine.evaluation.chain import ResponseChain
from engine.evaluation.evaluation import IncidentEvaluation
from engine.evaluation.expected import ExpectedAction, Shares
from engine.evaluation.findings import EvaluationFinding
from engine.evaluation.records import (
    GradeGiven,
    Improvement,
    Records,
    Remark,
    Return,
    Score,
    about,
    returned,
)
from engine.evaluation.scoring import JournalScore, journal_scores
from engine.evaluation.shapes import (
    ChainLinkView,
    EarlierImprovementView,
    EvaluatedIncident,
    EvaluationFindingView,
    EvaluationGradeView,
    EvaluationRemarkView,
    EvaluationRowView,
    EvaluationScoreView,
    EvaluationSharesView,
    EvaluationSheetView,
    EvaluationView,
    ImprovementView,
    JournalScoreView,
    ResponseChainView,
    SheetHeadingView,
    SheetItemView,
)
from engine.evaluation.words import (
    actor_in_words,
    actors_in_words,
    clause_in_words,
    finding_in_words,
    what_in_words,
)
from engine.instants import to_text
from engine.messages import text
from engine.plan.evaluation_sheets import EvaluationSheet, Heading, SheetItem
from engine.plan.model import Plan
from engine.plan.names import place_name

Settles = Callable[[Improvement], bool]


def evaluation_view(
    subject: str,
    evaluations: Sequence[IncidentEvaluation],
    sheets: Iterable[EvaluationSheet],
    records: Records,
    language: str = "zh",
    *,
    exercise: bool,
    may_write: bool,
    settles: Settles = lambda improvement: False,
) -> EvaluationView:
    """Everything about one subject; `settles` says which improvements the reader may settle."""
    return {
        "subject": subject,
        "exercise": exercise,
        "may_write": may_write,
        "incidents": [incident_part(one, language) for one in evaluations],
        "sheets": [sheet_view(sheet, evaluations, records, language) for sheet in sheets],
        "remarks": [_remark(one) for one in records.remarks],
        "grade": _grade(records.grade, language),
        "improvements": [improvement_view(one, settles) for one in records.improvements],
        "earlier": [
            _earlier(one, state, settles, language) for one, state in returned(records, evaluations)
        ],
    }


def incident_part(one: IncidentEvaluation, language: str) -> EvaluatedIncident:
    """What the journal of one incident tells."""
    plan, last = one.history.plan, one.history.last
    title = (language == "en" and plan.title_en) or plan.title
    return {
        "id": last.id,
        "number": last.number,
        "title": last.title,
        "exercise": last.exercise,
        "plan": {"id": plan.id, "version": plan.version, "title": title},
        "seq": last.seq,
        "until": to_text(one.until),
        "over": one.over,
        "monitors": one.rules.digest,
        "shares": shares_view(one.shares),
        "rows": [row_view(plan, row, language) for row in one.rows],
        "findings": [finding_view(plan, found, language, over=one.over) for found in one.findings],
        "chains": [_chain(plan, chain, language) for chain in one.chains],
    }


def shares_view(found: Shares) -> EvaluationSharesView:
    """The two shares, as numbers and in percent."""
    return {
        "total": found.total,
        "counted": found.counted,
        "judged": found.judged,
        "met": found.met,
        "judged_percent": found.judged_percent,
        "met_percent": found.met_percent,
    }


def row_view(plan: Plan, row: ExpectedAction, language: str) -> EvaluationRowView:
    """One row of the table."""
    return {
        "id": row.id,
        "kind": row.kind,
        "kind_name": text(f"evaluation.kind.{row.kind}", language),
        "what": row.what,
        "about": about(row),
        "name": what_in_words(plan, row, language),
        "owner": list(row.owner),
        "owner_name": actors_in_words(plan, row.owner, language),
        "arose_at": to_text(row.arose_at),
        "due_at": to_text(row.due_at) if row.due_at else None,
        "ours": row.ours,
        "immediately": row.immediately,
        "modality": row.modality,
        "clause": clause_in_words(plan, row.clause),
        "verdict": row.verdict,
        "verdict_name": text(f"evaluation.verdict.{row.verdict}", language),
        "why": text(f"evaluation.why.{row.why}", language) if row.why else None,
        "actual_at": to_text(row.actual_at) if row.actual_at else None,
        "minutes": row.minutes,
        "late_by": row.late_by,
        "by": row.by,
        "by_name": actor_in_words(plan, row.by, language) if row.by else None,
        "entries": list(row.entries),
        "proof": list(row.proof),
    }


def finding_view(
    plan: Plan, found: EvaluationFinding, language: str, *, over: bool = False
) -> EvaluationFindingView:
    """One finding."""
    return {
        "kind": found.kind,
        "about": found.about,
        "monitor": found.monitor,
        "at": to_text(found.at),
        "sentence": finding_in_words(plan, found, language, over=over),
        "clause": clause_in_words(plan, found.clause),
        "entries": list(found.entries),
        "lasting": found.lasting,
    }


def _chain(plan: Plan, chain: ResponseChain, language: str) -> ResponseChainView:
    links: list[ChainLinkView] = [
        {
            "step": link.step,
            "name": text(f"evaluation.chain.{link.step}", language),
            "at": to_text(link.at) if link.at else None,
            "role": link.role,
            "role_name": actor_in_words(plan, link.role, language) if link.role else None,
            "minutes": link.minutes,
            "entries": list(link.entries),
        }
        for link in chain.links
    ]
    name = place_name(plan, chain.place, language)
    return {"place": chain.place, "place_name": name, "seq": chain.seq, "links": links}


def sheet_view(
    sheet: EvaluationSheet,
    evaluations: Sequence[IncidentEvaluation],
    records: Records,
    language: str,
) -> EvaluationSheetView:
    """A sheet with what the journal proposes and what evaluators gave."""
    english = language == "en"
    told = journal_scores(sheet, evaluations)
    headings: list[SheetHeadingView] = []
    for heading in sheet.headings:
        scored: tuple[SheetItem | Heading, ...] = heading.items or (heading,)
        items = [
            _item(one, told, records.score_of(sheet.id, one.number), language) for one in scored
        ]
        headings.append(
            {
                "number": heading.number,
                "name": (english and heading.name_en) or heading.name,
                "shows": list(heading.shows),
                "items": items,
            }
        )
    return {
        "id": sheet.id,
        "name": (english and sheet.name_en) or sheet.name,
        "standard": (english and sheet.standard_en) or sheet.standard,
        "source": (english and sheet.source_en) or sheet.source,
        "frame": sheet.frame,
        "headings": headings,
        "scored": sum(records.score_of(sheet.id, number) is not None for number in sheet.numbers),
        "items": len(sheet.numbers),
    }


def _item(
    item: SheetItem | Heading,
    told: dict[str, JournalScore],
    score: Score | None,
    language: str,
) -> SheetItemView:
    words = None
    if isinstance(item, SheetItem):
        words = (language == "en" and item.text_en) or item.text
    return {
        "number": item.number,
        "text": words,
        "heading": isinstance(item, Heading),
        "journal": _told(told.get(item.number), language),
        "score": _score(score),
    }


def _told(found: JournalScore | None, language: str) -> JournalScoreView | None:
    if found is None:
        return None
    reason = text(f"evaluation.score.{found.reason}", language, **found.facts)
    return {
        "incident": found.incident,
        "points": found.points,
        "reason": reason,
        "entries": list(found.entries),
    }


def _score(found: Score | None) -> EvaluationScoreView | None:
    if found is None:
        return None
    return {
        "points": found.points,
        "note": found.note,
        "by": found.by,
        "written_at": to_text(found.written_at),
    }


def _remark(one: Remark) -> EvaluationRemarkView:
    return {
        "key": one.key,
        "at": to_text(one.at),
        "text": one.text,
        "number": one.number,
        "entry": one.entry,
        "by": one.by,
        "written_at": to_text(one.written_at),
    }


def _grade(found: GradeGiven | None, language: str) -> EvaluationGradeView | None:
    if found is None:
        return None
    return {
        "grade": found.grade,
        "name": text(f"evaluation.grade.{found.grade}", language),
        "reason": found.reason,
        "by": found.by,
        "written_at": to_text(found.written_at),
    }


def improvement_view(one: Improvement, settles: Settles) -> ImprovementView:
    """Something that has to get better."""
    settled = one.settled
    return {
        "key": one.key,
        "subject": one.subject,
        "plan": one.plan,
        "about": one.about,
        "finding": one.finding,
        "action": one.action,
        "owner": one.owner,
        "due": one.due.isoformat(),
        "done": one.done,
        "settled": {
            "by": settled.by,
            "written_at": to_text(settled.at),
            "note": settled.note,
        }
        if settled
        else None,
        "may_settle": settles(one),
        "by": one.by,
        "written_at": to_text(one.written_at),
    }


def _earlier(
    one: Improvement, state: Return, settles: Settles, language: str
) -> EarlierImprovementView:
    return {
        **improvement_view(one, settles),
        "state": state,
        "state_name": text(f"evaluation.return.{state}", language),
    }
