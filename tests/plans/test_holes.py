"""A hole in the coverage, in either direction, never passes: neither check nor documentation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import PlanFileError
from engine.plan.form_faults import of_form
from engine.plan.loader import load_plan, read_plan
from engine.plan.model import NotEncoded, Plan
from engine.plan.yaml_tree import Listed, Mapped
from engine.plan_checks import check, check_folder, has_errors
from engine.plan_checks.finding import PlanFinding
from engine.plan_review.clause_coverage import markdown, table, totals
from tests.support.plan_files import SHIPPED, SMALL

PLANS = {file.parent.name: load_plan(file) for file in SHIPPED}


def without_excuse(plan: Plan, number: str) -> Plan:
    """The plan with one clause taken out of `not_encoded`."""
    left = [
        entry.model_copy(update={"clause": tuple(c for c in entry.clause if c != number)})
        for entry in plan.not_encoded
    ]
    return plan.model_copy(update={"not_encoded": tuple(entry for entry in left if entry.clause)})


def open_clauses(findings: Iterable[PlanFinding]) -> list[str]:
    """The clauses that the checker says nothing covers."""
    return [str(found.facts["value"]) for found in findings if found.code == "clause_not_covered"]


@pytest.mark.parametrize("name", PLANS)
def test_a_leaf_clause_that_loses_its_excuse_is_a_hole(name: str) -> None:
    plan = PLANS[name]
    excused = [row.number for row in table(plan) if row.status == "not_encoded"]
    leaves = [number for number in excused if totals(without_excuse(plan, number)).open]
    assert len(leaves) == totals(plan).not_encoded > 10
    for number in leaves:
        holed = without_excuse(plan, number)
        findings = check(holed)
        assert open_clauses(findings) == [number]
        assert has_errors(findings)
        assert sum("**遗漏**" in line for line in markdown(holed)) == 1


@pytest.mark.parametrize("name", PLANS)
def test_a_clause_that_a_plan_gains_is_a_hole_until_a_rule_or_an_excuse_names_it(name: str) -> None:
    plan = PLANS[name]
    more = plan.clauses[0].model_copy(update={"number": "99", "heading": "新增"})
    grown = plan.model_copy(update={"clauses": (*plan.clauses, more)})
    assert open_clauses(check(grown)) == ["99"]
    excuse = NotEncoded(clause=("99",), reason="purpose", why="试")
    excused = grown.model_copy(update={"not_encoded": (*plan.not_encoded, excuse)})
    assert open_clauses(check(excused)) == []


def citing(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Every rule of a file with its path: parts that have a `clause` and must have it."""
    if path[:1] == ("units",) or path[2:3] == ("choices",):
        return  # names, not rules: they may cite
    if isinstance(tree, Mapped):
        if "clause" in tree:
            yield path, tree
        for key, value in tree.items():
            yield from citing(value, (*path, key))
    elif isinstance(tree, Listed):
        for index, value in enumerate(tree):
            yield from citing(value, (*path, index))


RULES = [
    pytest.param(file, path, id=f"{file.parent.name}: {'.'.join(map(str, path))}")
    for file in (*SHIPPED, SMALL)
    for path in {re.sub(r"[0-9]+", "", str(p)): p for p, _ in citing(read_plan(file).tree)}.values()
]
"""In each file, one rule of each kind of place."""


@pytest.mark.parametrize(("file", "path"), RULES)
@pytest.mark.parametrize("nothing", [None, (), ""], ids=["no key", "empty list", "empty text"])
def test_a_rule_that_cites_nothing_is_refused_where_it_stands(
    file: Path, path: tuple[Any, ...], nothing: Any
) -> None:
    tree = read_plan(file).tree
    rule = next(part for where, part in citing(tree) if where == path)
    if nothing is None:
        del rule["clause"], rule.lines["clause"]
    else:
        rule["clause"] = nothing
    with pytest.raises(PlanFileError) as wrong:
        of_form(Plan, tree, str(file), "0" * 64)
    assert "clause" in wrong.value.sentence("zh")
    assert f"{path[0]}" in wrong.value.sentence("zh")


def test_the_command_that_checks_finds_the_hole_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    words = SMALL.read_text(encoding="utf-8")
    grown = words.replace("clauses: [", 'clauses: [{number: "99", heading: 新增}, ', 1)
    file.write_text(grown, encoding="utf-8")
    (found,) = check_folder(file)
    assert (found.code, found.severity) == ("clause_not_covered", "error")
    assert "99" in file.read_text(encoding="utf-8").splitlines()[found.line - 1]
