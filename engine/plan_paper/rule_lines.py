"""Every rule of a plan as a sentence, with its sources: what the sheet numbers and asks about.

`SENTENCES` holds one function a type of rule. A type that has none is a defect that the tests find,
since a rule without a sentence would be signed unseen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.messages import text
from engine.plan import model as m
from engine.plan.part import Rule
from engine.plan_paper import decision_sentences as decisions
from engine.plan_paper import duty_sentences as duties
from engine.plan_paper import level_sentences as levels
from engine.plan_paper.words import Words

Path = tuple[str | int, ...]

BEIJING = "Asia/Shanghai"


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A sentence about the part at `path` (keys and places in the plan file)."""

    path: Path
    words: str
    clauses: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    beside: tuple[Path, ...] = ()
    """Other parts of one set, which the sheet names by their lines."""


SENTENCES: Mapping[type[Rule], Callable[[Words, Any], str]] = {
    m.Coverage: levels.coverage,
    m.Kind: levels.kind,
    m.Role: decisions.role,
    m.Fact: levels.fact,
    m.SumOf: levels.sum_of,
    m.CountOf: levels.count_of,
    m.PercentOf: levels.percent_of,
    m.HoldsWhen: levels.holds_when,
    m.Scale: levels.scale,
    m.Projection: levels.projection,
    m.WarningGrade: levels.grade,
    m.Level: levels.level,
    m.Transition: decisions.transition,
    m.Act: decisions.act,
    m.CommandStructure: decisions.command,
    m.Group: duties.group,
    m.Measure: duties.measure,
    m.Inheritance: duties.inheritance,
    m.ReportObligation: duties.report,
    m.Reminders: duties.reminders,
    m.FirstSlot: duties.first_slot,
    m.EndCondition: decisions.end_condition,
    m.CasualtyWatch: duties.casualty_watch,
}

SECTIONS = (
    *("coverage", "kinds", "roles", "units", "facts", "derived", "scales", "projections"),
    *("warnings", "levels", "lifecycle", "acts", "command", "groups", "measures", "inheritance"),
    *("reports", "reminders", "first_slot", "end_conditions", "casualty_watch"),
)
"""Sections of a plan file whose rules are said, in the order in which they are read."""


def rule_lines(plan: m.Plan, language: str = "zh") -> list[RuleLine]:
    """Every rule's sentences, in the order of `SECTIONS` and of the file."""
    w = Words(plan, language)
    found: list[RuleLine] = []
    for section in SECTIONS:
        given = getattr(plan, section)
        if section == "units":
            found += _units(w)
        elif isinstance(given, tuple):
            for index, part in enumerate(given):
                found += _rule(w, (section, index), part)
        elif given is not None:
            found += _rule(w, (section,), given)
    return found


def _rule(w: Words, path: Path, part: Rule) -> Iterator[RuleLine]:
    """A rule's own sentence, and those of the parts in it."""
    yield _line(w, path, part, SENTENCES[type(part)](w, part))
    if isinstance(part, m.Scale):
        for index, one in enumerate(part.classes):
            words = levels.scale_class(w, part, one)
            yield _line(w, (*path, "classes", index), part, words, remarked=False)
    if isinstance(part, m.Level):
        yield from _criteria(w, path, part.id, part.criteria)
        for index, sub in enumerate(part.sub_states):
            place = f"{part.id}.{sub.id}"
            yield from _criteria(w, (*path, "sub_states", index), place, sub.criteria)


def _criteria(
    w: Words, path: Path, place: str, criteria: tuple[m.Criterion, ...]
) -> Iterator[RuleLine]:
    for index, one in enumerate(criteria):
        yield _line(w, (*path, "criteria", index), one, levels.criterion(w, place, one))


def _line(w: Words, path: Path, part: Rule, words: str, *, remarked: bool = True) -> RuleLine:
    remarks = []
    if remarked and part.confidence in ("L", "M"):
        remarks.append(w.say(f"paper.confidence.{part.confidence}"))
    note = w.in_chinese(part.note)
    if remarked and note:
        remarks.append(w.say("paper.remark", note=note))
    beside: tuple[Path, ...] = ()
    if isinstance(part, m.ReportObligation):
        beside = tuple(("reports", n) for n in duties.set_of(w, part))
    return RuleLine(path, words, part.clause, part.assumption, tuple(remarks), beside)


def _units(w: Words) -> Iterator[RuleLine]:
    """The member units, a line for all that one clause names alike."""
    for clause, indexes in _by_clause(w.plan, member=True).items():
        names = w.listed(_unit(w, w.plan.units[index]) for index in indexes)
        words = w.say("paper.units.members", names=names, count=len(indexes))
        yield RuleLine(("units", indexes[0]), words, clause)


def other_bodies(w: Words) -> Iterator[str]:
    """Units that are no members, by clause: names of the rules, nothing to be signed."""
    for clause, indexes in _by_clause(w.plan, member=False).items():
        names = w.listed(_unit(w, w.plan.units[index]) for index in indexes)
        yield w.say("paper.units.elsewhere", clauses=w.sources(clause), names=names)


def _by_clause(plan: m.Plan, *, member: bool) -> dict[tuple[str, ...], list[int]]:
    grouped: dict[tuple[str, ...], list[int]] = {}
    for index, unit in enumerate(plan.units):
        if unit.member == member:
            grouped.setdefault(unit.clause, []).append(index)
    return grouped


def _unit(w: Words, unit: m.Unit) -> str:
    """A unit's name, what else the plan calls it, and what is only read as meaning it."""
    name = w.named(unit)
    if aliases := w.in_chinese(w.listed(unit.aliases)):
        name = w.say("paper.units.also", name=name, aliases=aliases)
    quoted = (w.say("paper.quoted", words=one) for one in unit.stands_for)
    if read := w.in_chinese(w.listed(quoted)):
        name = w.say("paper.units.stands_for", name=name, words=read)
    return w.say("paper.units.each", name=name) if unit.scope == "division" else name


def general_lines(plan: m.Plan, language: str = "zh") -> list[RuleLine]:
    """What a plan file says without a clause: the document, the area, laws, prefilled fields."""
    w = Words(plan, language)
    document = plan.document
    said = w.say("paper.general.document", number=document.number, issued=document.issued)
    said += w.say("paper.general.owner", owner=document.owner)
    if document.replaces:
        said += w.say("paper.general.replaces", number=document.replaces)
    found = [RuleLine(("document",), said)]
    area = plan.jurisdiction
    names = w.listed(map(w.named, area.divisions))
    words = w.say("paper.general.area", area=w.named(area), names=names, count=len(area.divisions))
    found.append(RuleLine(("jurisdiction",), words))
    zone = w.say("paper.general.beijing") if plan.zone == BEIJING else plan.zone
    words = w.say("paper.general.zone", zone=zone, prefix=plan.number_prefix)
    found.append(RuleLine(("zone",), words))
    for index, law in enumerate(plan.laws):
        key = "paper.general.law_since" if law.in_force else "paper.general.law"
        words = w.say(key, name=w.named(law), since=law.in_force or "")
        found.append(RuleLine(("laws", index), words))
    for index, answer in enumerate(plan.answers):
        known = [text(f"paper.told.{one}", language) for one in answer.told]
        known += [w.facts([one]) for one in answer.facts]
        name = w.fields((answer.field,))
        words = w.say("paper.general.answer", name=name, known=w.listed(known))
        found.append(RuleLine(("answers", index), words))
    return [*found, *_desk(w)]


def _desk(w: Words) -> Iterator[RuleLine]:
    """What the desk may do without an order although a post is named: no clause says so."""
    acts = [(row.from_, decisions.verbs_of(w, row)) for row in w.plan.lifecycle if _alone(row)]
    acts += [(row.at, w.commands(row.on)) for row in w.plan.acts if _alone(row)]
    if acts:
        said = [w.say("paper.reading.desk_one", at=w.places(at), verbs=one) for at, one in acts]
        words = w.say("paper.reading.desk", acts=w.say("paper.semicolon").join(said))
        yield RuleLine(("lifecycle",), words)


def _alone(row: m.Transition | m.Act) -> bool:
    return bool(row.by) and row.desk
