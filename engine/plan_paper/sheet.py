"""The sheet that a plan's owner signs: clause by clause, every rule as a sentence with a box.

A rule stands in full at the first clause of the plan that it cites, and at the others by its
number; what only a law says stands after the clauses, article by article. Nothing is left out: what
cites nothing comes first, what cites a clause that the plan does not list comes last.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.messages import text
from engine.plan.model import Assumption, NotEncoded, Plan
from engine.plan_paper.paper import Block, Page, PlanPaper, Row
from engine.plan_paper.questions import Question, questions_of
from engine.plan_paper.rule_lines import RuleLine, general_lines, other_bodies, rule_lines
from engine.plan_paper.words import Words

_Said = RuleLine | Assumption | NotEncoded | Question

_SEVERAL = 3
_PROPOSITION = re.compile(r"(?:（[^）]*）|\([^)]*\)|[^；;])+(?:；|; ?|$)")
"""What stands between semicolons, those in brackets left alone."""

STAGES = ("assessing", "warning", "ended", "closed")

QUESTIONS = "?"
"""Where the editors' questions stand that name no clause."""


@dataclass(slots=True)
class _Place:
    """What stands at one clause: its rows, and the numbers of rows written elsewhere."""

    rows: list[Row] = field(default_factory=list)
    elsewhere: list[int] = field(default_factory=list)


def sheet(
    plan: Plan,
    texts: Mapping[str, str] | None = None,
    questions: str | None = None,
    language: str = "zh",
) -> PlanPaper:
    """The sheet of any plan that loads.

    `texts` are the clauses' own wordings by number. `questions` is the Markdown in which the
    plan's editors ask its owner; it is in Chinese, so that an English sheet only counts it.
    """
    w = Words(plan, language)
    said = rule_lines(plan, language)
    rules = len(said)
    asked = questions_of(plan, questions or "")
    shown = asked if language != "en" else []
    places = _placed(w, [*general_lines(plan, language), *said], shown)
    pages = [_general(w, places)]
    pages += [_clause(w, places, one.number, one.heading, texts or {}) for one in plan.clauses]
    pages += _rest(w, places)
    bodies = tuple(other_bodies(w))
    if bodies:
        pages.append(Page(w.say("paper.units.heading"), foot=bodies))
    title = plan.title_en if language == "en" and plan.title_en else plan.title
    count = sum(len(block.rows) for page in pages for block in page.blocks)
    return PlanPaper(
        kind="sheet",
        language=language,
        plan=plan.id,
        title=w.say("paper.sheet.title", plan=title),
        name=f"{w.say('paper.sheet.name')}_{title}",
        head=_head(w, count, rules, len(shown)),
        guide=(*_guide(w, count), *_unshown(w, len(asked) - len(shown))),
        pages=tuple(pages),
        running=w.say(
            "paper.running", plan=title, version=plan.version, digest=plan.digest[:16] or "—"
        ),
        columns=tuple(w.say(f"paper.sheet.column.{one}") for one in ("number", "words", "answer")),
        yes_no=(w.say("paper.sheet.yes"), w.say("paper.sheet.no")),
        signature=tuple(w.say(f"paper.sheet.sign.{one}") for one in ("office", "person", "date")),
    )


def _guide(w: Words, count: int) -> Iterator[str]:
    """How to use the sheet, and what the program does and refuses of itself."""
    yield from (w.say(f"paper.sheet.guide.{n}", count=count) for n in ("one", "two", "three"))
    stages = {one: w.place(one) for one in STAGES}
    yield w.say("paper.sheet.guide.stages", **stages)
    refused = w.say("paper.sheet.guide.refuses")
    command = w.plan.command
    above = w.listed(w.named(one) for one in command.holders if one.superior)
    if above and command.blocked_while_superior_holds:
        verbs = w.commands(command.blocked_while_superior_holds)
        refused += w.say("paper.sheet.guide.blocked", who=above, verbs=verbs)
    yield refused


def _unshown(w: Words, count: int) -> Iterator[str]:
    if count:
        yield w.say("paper.question.in_chinese", count=count)


def _head(w: Words, count: int, rules: int, questions: int) -> tuple[tuple[str, str], ...]:
    plan = w.plan
    values = {
        "number": f"{plan.document.number}  {plan.document.issued}",
        "owner": plan.document.owner,
        "edition": w.say(
            "paper.sheet.edition", version=plan.version, digest=plan.digest[:16] or "—"
        ),
        "count": w.say(
            "paper.sheet.counted",
            rows=count,
            rules=rules,
            readings=len(plan.assumptions),
            questions=questions,
        ),
    }
    return tuple((w.say(f"paper.sheet.head.{key}"), value) for key, value in values.items())


def _placed(w: Words, lines: list[RuleLine], asked: list[Question]) -> dict[str, _Place]:
    """Every row under its clause, numbered in reading order."""
    plan = w.plan
    order = [one.number for one in plan.clauses]
    at: dict[str, list[tuple[_Said, tuple[str, ...]]]] = {}
    given: list[tuple[_Said, tuple[str, ...]]] = []
    given += [(one, one.clauses) for one in lines]
    given += [(one, one.clause) for one in plan.assumptions]
    given += [(one, one.clause or (QUESTIONS,)) for one in asked]
    given += [(one, one.clause) for one in plan.not_encoded]
    for one, clauses in given:
        home = next((c for c in clauses if c in order), clauses[0] if clauses else "")
        at.setdefault(home, []).append((one, clauses))
    laws = sorted(at.keys() - {"", QUESTIONS, *order}, key=_article(plan))
    known = ["", *order, *laws, *([QUESTIONS] if QUESTIONS in at else ())]
    places = {number: _Place() for number in known}
    lined = [one for number in known for one, _ in at.get(number, ())]
    line_of = {one.path: n for n, one in enumerate(lined, 1) if isinstance(one, RuleLine)}
    count = 0
    for number in known:
        for one, clauses in at.get(number, ()):
            count += 1
            mark = str(count)
            if isinstance(one, RuleLine) and one.beside:
                numbers = ranges(w, [line_of[other] for other in one.beside])
                one = replace(one, words=one.words + w.say("paper.report.series", numbers=numbers))
            places[number].rows.append(_row(w, mark, one, clauses))
            for other in clauses:
                if other != number and other in places:
                    places[other].elsewhere.append(count)
    return places


def ranges(w: Words, numbers: Iterable[int]) -> str:
    """Numbers of lines; three and more in a row by the first and the last."""
    runs: list[list[int]] = []
    for one in sorted({*numbers}):
        if runs and one == runs[-1][-1] + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    said: list[str] = []
    for run in runs:
        if len(run) < _SEVERAL:
            said += map(str, run)
        else:
            said.append(w.say("paper.sheet.range", first=run[0], last=run[-1]))
    return w.listed(said)


def _article(plan: Plan) -> Callable[[str], tuple[int, int, str]]:
    """What articles are ordered by: the plan's list of laws, then their numbers."""
    laws = [law.id for law in plan.laws]

    def place(citation: str) -> tuple[int, int, str]:
        law, _, article = citation.partition(":")
        number = re.match(r"\d+", article)
        at = laws.index(law) if law in laws else len(laws)
        return at, int(number[0]) if number else 0, citation

    return place


def lettered(words: str) -> str:
    """A reading of three propositions or more with a letter before each, to be answered singly."""
    parts = [part[0] for part in _PROPOSITION.finditer(words)]
    if len(parts) < _SEVERAL or len(parts) > len(string.ascii_lowercase):
        return words
    return "".join(
        f"{letter}) {part}" for letter, part in zip(string.ascii_lowercase, parts, strict=False)
    )


def _row(w: Words, mark: str, one: _Said, clauses: tuple[str, ...]) -> Row:
    cited = [clause for clause in clauses if clause != QUESTIONS]
    source = w.say("paper.source", sources=w.sources(cited)) if cited else ""
    if isinstance(one, Assumption):
        words = lettered(w.worded(one))
        return Row(mark, w.say("paper.reading.line", id=one.id, text=words), (source,))
    if isinstance(one, Question):
        key = "paper.question.line" if one.about else "paper.question.item"
        words = w.say(key, about=one.about, question=one.words, reading=one.reading)
        see = w.say("paper.readings", ids=w.listed(one.readings)) if one.readings else ""
        return Row(mark, words, tuple(small for small in (source, see) if small))
    if isinstance(one, NotEncoded):
        reason = text(f"coverage.reason.{one.reason}", w.language)
        why = w.in_chinese(one.why)
        words = w.say(
            "paper.not_encoded.why", clauses=w.sources(clauses), reason=reason, why=why or ""
        )
        if not why:
            words = w.say("paper.not_encoded.reason", clauses=w.sources(clauses), reason=reason)
        return Row(mark, words)
    small = [source] if source else []
    if one.assumptions:
        small.append(w.say("paper.readings", ids=w.listed(one.assumptions)))
    return Row(mark, one.words, (*small, *one.remarks))


def _general(w: Words, places: dict[str, _Place]) -> Page:
    return Page(w.say("paper.sheet.general"), blocks=(Block("", tuple(places[""].rows)),))


def _clause(
    w: Words, places: dict[str, _Place], number: str, heading: str, texts: Mapping[str, str]
) -> Page:
    place = places[number]
    title = number if heading == number else f"{number}　{heading}"
    foot = []
    if place.elsewhere:
        numbers = ranges(w, place.elsewhere)
        foot.append(w.say("paper.sheet.elsewhere", numbers=numbers))
    elif not place.rows:
        foot.append(w.say("paper.sheet.nothing"))
    return Page(
        title,
        original=texts.get(number, ""),
        blocks=(Block("", tuple(place.rows)),) if place.rows else (),
        foot=tuple(foot),
    )


def _rest(w: Words, places: dict[str, _Place]) -> Iterator[Page]:
    """Articles of laws, and clauses that the plan does not list."""
    listed = {"", *(one.number for one in w.plan.clauses)}
    laws = {law.id: w.named(law) for law in w.plan.laws}
    for citation, place in places.items():
        if citation in listed:
            continue
        if citation == QUESTIONS:
            heading = w.say("paper.question.heading")
            yield Page(heading, blocks=(Block("", tuple(place.rows)),))
            continue
        law, _, article = citation.partition(":")
        key = "paper.sheet.article" if law in laws and article else "paper.sheet.unlisted"
        heading = w.say(key, law=laws.get(law, citation), article=article)
        yield Page(heading, blocks=(Block("", tuple(place.rows)),))
