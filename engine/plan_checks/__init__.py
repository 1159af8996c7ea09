"""The plan checker: what a plan file promises is proved before it is used.

Exhaustive over the places of the lifecycle and over the orderings of the thresholds:
every id defined and used, no name given twice, every clause covered, every place reached
and left by exactly one row a step, classes without holes and overlaps, reports that always
come again, end with the incident and never ask for the same thing twice. Findings are data
(`engine.plan_checks.finding`); what cannot be proved because an id or a kind is wrong is checked
once that is mended.

Nothing in here knows a particular plan. Above `engine.lifecycle`, `engine.reporting` and
`engine.conditions.evaluation`, for it proves things of what they do, not of a copy of it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from engine.errors import PlanFileError
from engine.plan.calling_loader import CALLING_FILE, calling_file
from engine.plan.clauses import split_source
from engine.plan.companion_files import MONITOR_FILE, SHEET_FOLDER
from engine.plan.loader import Source, read_plan
from engine.plan.model import Plan
from engine.plan.plan_files import PLAN_FILE
from engine.plan.yaml_tree import Mapped, line_of
from engine.plan_checks import (
    clause_coverage,
    english_names,
    field_values,
    kinds,
    measure_limits,
    size_limits,
    typing_slips,
)
from engine.plan_checks.calling import check_calling
from engine.plan_checks.companions import check_companions, check_monitors, check_sheet
from engine.plan_checks.conditions import (
    class_coverage,
    satisfiable,
    surprises,
    text_numbers,
    types,
)
from engine.plan_checks.finding import Note, PlanFinding, Subject, of_error
from engine.plan_checks.ids import circular_definitions, division_parents, duplicates, references
from engine.plan_checks.lifecycle import doubtful_rows, feasibility, reachability
from engine.plan_checks.plan_walk import below, parts
from engine.plan_checks.reports import cadences, obligations, passing_on

__all__ = ["Note", "PlanFinding", "check", "check_folder", "has_errors", "refuse_faulty"]

Texts = Mapping[str, Mapping[str, str] | str]
"""Official texts by plan id: as Markdown, or already split into clauses."""


def check(plan: Plan, tree: Mapped | None = None) -> list[PlanFinding]:
    """Every error and every doubt in a plan; `tree` gives files and lines."""
    return _ordered(_findings(Subject(plan, tree)))


def check_folder(path: Path, texts: Texts | None = None) -> list[PlanFinding]:
    """The findings of a plan file, of a plan's folder, or of a folder of plans.

    With a folder of plans its `calling.yaml`, the plans' `monitors.yaml` and the evaluation
    sheets are checked as well, and a path may lead to one of those files alone. Files that do
    not load are findings too. `texts` are compared with the clauses' hashes, plan by plan.
    """
    if path.name == CALLING_FILE and path.is_file():
        return check_calling(path, _in(path.parent))
    if path.name == MONITOR_FILE and path.is_file():
        return check_monitors(path, _in(path.parent.parent))
    if path.parent.name == SHEET_FOLDER and path.is_file():
        return check_sheet(path)
    findings: list[PlanFinding] = []
    sources: list[Source] = []
    for file in _files(path):
        try:
            sources.append(read_plan(file))
        except PlanFileError as wrong:
            findings += map(of_error, wrong.every)
    findings += _ids(sources)
    findings += _kinds(sources)
    plans = [source.plan for source in sources]
    if len(sources) == 1:
        plans += _beside(Path(sources[0].tree.file))
    for source in sources:
        plan = source.plan
        text = (texts or {}).get(plan.id)
        subject = Subject(
            plan,
            source.tree,
            _asked_by_others(plan, plans),
            split_source(text) if isinstance(text, str) else text,
        )
        findings += _findings(subject)
    calling = calling_file(path) if path.is_dir() else None
    if calling is not None:
        findings += check_calling(calling, {source.plan.id: source.plan for source in sources})
    if path.is_dir():
        findings += check_companions(path, {source.plan.id: source.plan for source in sources})
    return _ordered(findings)


def refuse_faulty(plans: Iterable[Plan], folder: Path) -> None:
    """Raise `PlanFileError` when a plan that is to be used, or its calling, fails the check.

    The plans are checked as they are; only when one fails are the files read again, so
    that the refusal can name the line.
    """
    used = {plan.id: plan for plan in plans}
    calling = calling_file(folder)
    wrong = any(has_errors(check(plan)) for plan in used.values()) or kinds.shared(used.values())
    if not wrong and (calling is None or not has_errors(check_calling(calling, used))):
        return
    errors = [found for found in check_folder(folder) if found.severity == "error"]
    if errors:
        first = errors[0]
        raise PlanFileError(
            "plan_faulty",
            file=first.file,
            line=first.line,
            count=len(errors),
            first=first.sentence(),
        )


def has_errors(findings: Iterable[PlanFinding]) -> bool:
    """True if some finding makes a plan unusable."""
    return any(finding.severity == "error" for finding in findings)


def _findings(subject: Subject) -> Iterator[PlanFinding]:
    found = parts(subject.plan)
    too_many = list(size_limits.check(subject, found))
    if too_many:
        yield from too_many
        return
    first = [
        *references.check(subject, found),
        *field_values.check(subject, found),
        *types.check(subject, found),
        *circular_definitions.check(subject),
        *division_parents.check(subject),
    ]
    yield from first
    yield from duplicates.check(subject, found)
    yield from typing_slips.check(subject, found)
    yield from english_names.check(subject, found)
    yield from clause_coverage.check(subject, found)
    yield from reachability.check(subject)
    yield from doubtful_rows.check(subject)
    yield from feasibility.check(subject)
    if has_errors(first):
        return
    yield from kinds.check(subject)
    yield from satisfiable.check(subject, found)
    yield from surprises.check(subject, found)
    yield from text_numbers.check(subject, found)
    yield from class_coverage.check(subject, found)
    yield from obligations.check(subject)
    yield from passing_on.check(subject)
    yield from cadences.check(subject)
    yield from measure_limits.check(subject)


def _ordered(findings: Iterable[PlanFinding]) -> list[PlanFinding]:
    return sorted(findings, key=lambda f: (f.file, f.line, f.severity, f.code))


def _files(path: Path) -> list[Path]:
    if not path.is_dir() or (path / PLAN_FILE).exists():
        return [path]
    return sorted(path.glob(f"*/{PLAN_FILE}")) or [path]


def _in(folder: Path) -> dict[str, Plan]:
    """The plans in a folder, as far as they load."""
    found = {}
    for file in folder.glob(f"*/{PLAN_FILE}"):
        with contextlib.suppress(PlanFileError):
            plan = read_plan(file).plan
            found[plan.id] = plan
    return found


def _beside(file: Path) -> list[Plan]:
    """The plans in the folders beside that of a single plan, as far as they load."""
    found = []
    others = file.absolute().parent.parent.glob(f"*/{PLAN_FILE}") if file.name == PLAN_FILE else ()
    for other in others:
        if other != file.absolute():
            with contextlib.suppress(PlanFileError):
                found.append(read_plan(other).plan)
    return found


def _ids(sources: list[Source]) -> Iterator[PlanFinding]:
    """Ids and prefixes of incident numbers belong to one plan each."""
    for key, code in (("id", "plan_id_twice"), ("number_prefix", "prefix_twice")):
        seen: dict[str, Source] = {}
        for source in sources:
            value = getattr(source.plan, key)
            first = seen.setdefault(value, source)
            if first is not source:
                line = line_of(source.tree, (key,))
                facts = {"id": value, "value": value, "other": first.plan.title}
                yield PlanFinding(code, "error", source.tree.file, line, facts)


def _kinds(sources: list[Source]) -> Iterator[PlanFinding]:
    """One kind of event in two plans: nobody could tell which of them follows."""
    seen: dict[str, Plan] = {}
    for source in sources:
        for index, word in kinds.words_of(source.plan):
            first = seen.setdefault(word, source.plan)
            if first is not source.plan:
                line = line_of(source.tree, ("kinds", index))
                facts = {"value": word, "other": first.title}
                yield PlanFinding("kind_twice", "error", source.tree.file, line, facts)


def _asked_by_others(plan: Plan, plans: list[Plan]) -> frozenset[str]:
    """Facts that the coverage of other plans asks for when an incident is opened."""
    return frozenset(
        fact
        for other in plans
        if other is not plan
        for condition in (other.coverage.when, other.coverage.excludes_when)
        for _, part in below(condition)
        if (fact := getattr(part, "fact", None)) is not None
    )
