"""An evaluation in words: names for ids, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from engine.evaluation.expected import ExpectedAction
from engine.evaluation.findings import EvaluationFinding
from engine.instants import from_text
from engine.memo import memoised_per_plan
from engine.messages import InBoth, text
from engine.plan.model import Plan
from engine.plan.names import named, parties_name, party_name, place_name
from engine.presentation.journal_text import local_time


def what_in_words(plan: Plan, row: ExpectedAction, language: str = "zh") -> str:
    """What was expected, as a phrase."""
    if row.words is not None:
        english = row.words.english if isinstance(row.words, InBoth) else row.words
        return english if language == "en" else str(row.words)
    if row.kind == "report":
        return named(plan.report_by_id[row.what], language)
    if row.kind == "measure":
        measure = plan.measure_by_id[row.what]
        return (language == "en" and measure.text_en) or measure.text
    if row.kind in ("level", "decision"):
        place = place_name(plan, row.what, language)
        return text(f"evaluation.what.{row.kind}", language, place=place)
    if row.kind == "group":
        name = named(plan.group_by_id[row.what], language)
        return text("evaluation.what.group", language, name=name)
    return text(f"evaluation.what.{'call' if row.kind == 'call' else row.what}", language)


def actors_in_words(plan: Plan, actors: Iterable[str], language: str = "zh") -> str:
    """Posts, units, divisions, general roles or words, one after the other."""
    return text("word.comma", language).join(actor_in_words(plan, one, language) for one in actors)


def actor_in_words(plan: Plan, actor: str, language: str = "zh") -> str:
    """The name of a post, a unit, a division or a general role; words as they are."""
    if party_name(plan, actor, language) != actor:
        return parties_name(plan, (actor,), language)
    return _general(actor, language) or actor


def _general(role: str, language: str) -> str | None:
    try:
        return text(f"word.post.{role}", language)
    except KeyError:
        return None


def finding_in_words(
    plan: Plan, finding: EvaluationFinding, language: str = "zh", *, over: bool = True
) -> str:
    """One finding as a sentence; of what still lasts, while nothing is over, as it is now."""
    facts = _named(plan, finding.facts, language)
    if not over and finding.kind in WHILE_IT_LASTS:
        return text(f"evaluation.now.{finding.kind}", language, **facts)
    return text(f"drill.finding.{finding.kind}", language, **facts)


def clause_in_words(plan: Plan, citation: str | None) -> str | None:
    """A citation for a narrow column: articles of one law together, the law by its number."""
    if citation is None:
        return None
    known = _clauses_in_words(plan)
    if citation not in known:
        known[citation] = _in_words(plan, citation)
    return known[citation]


@memoised_per_plan
def _clauses_in_words(plan: Plan) -> dict[str, str]:
    """Citations in words, as far as they were asked for: many entries cite the same clause."""
    return {}


def _in_words(plan: Plan, citation: str) -> str:
    laws = {law.id: law.name for law in plan.laws}
    found: dict[str, list[str]] = {}
    for one in citation.split("、"):
        law, colon, article = one.partition(":")
        if colon and law in laws:
            found.setdefault(_short(laws[law]), []).append(article)
        else:
            found.setdefault("", []).append(one)
    words = [
        f"{law}第{'、'.join(parts)}条" if law else "、".join(parts) for law, parts in found.items()
    ]
    return "；".join(words)


def _short(name: str) -> str:
    """The number of a law that stands in brackets behind its name: 国务院令第493号."""
    _, bracket, number = name.rpartition("（")
    return number.removesuffix("）") if bracket and name.endswith("）") else name


WHILE_IT_LASTS = frozenset(
    {
        "level_lags_on",
        "decision_missing",
        "report_missing",
        "immediate_missing",
        "immediate_open",
        "measure_missing",
    }
)
"""Findings that have another sentence while an incident goes on."""


def _named(plan: Plan, facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    words = dict(facts)
    for key in ("recommended", "place"):
        if key in words:
            words[key] = place_name(plan, words[key], language)
    if "level" in words:
        sub = words.get("sub_state")
        position = f"{words['level']}.{sub}" if sub else words["level"]
        words["place"] = place_name(plan, position, language)
    if "reporter" in words:
        words["reporter"] = plan.name_of(words["reporter"])
        report = plan.report_by_id[words["obligation"]]
        words["obligation"] = InBoth(report.name, report.name_en)
    for key in ("role", "post"):
        if key in words:
            words[key] = actor_in_words(plan, words[key], language)
    if "measure" in words:
        measure = plan.measure_by_id[words["measure"]]
        words["measure"] = (language == "en" and measure.text_en) or measure.text
    if words.get("answer"):
        words["answer"] = text(f"drill.answer.{words['answer']}", language)
    if "due" in words:
        words["due"] = local_time(plan, from_text(words["due"]))
    return words
