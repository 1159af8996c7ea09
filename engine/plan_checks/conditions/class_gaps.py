"""One figure of one series of classes, walked over all its regions.

Finds values without a class, values with two, and places where a class is lost because another fact
lags behind. `engine.plan_checks.conditions.class_coverage` says what the findings mean.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from engine.conditions.evaluation import holds
from engine.lifecycle.table import expand
from engine.plan.expressions import Band, Expression
from engine.plan.yaml_tree import Path
from engine.plan_checks.conditions.counterexample_text import case_words, facts_note, figure_words
from engine.plan_checks.conditions.regions import PLACE, Case, Flat
from engine.plan_checks.finding import Note, PlanFinding, Subject, Words, named
from engine.plan_checks.lifecycle.paths import START, reached, trail
from engine.plan_checks.plan_walk import below


@dataclass(frozen=True, eq=False)
class Unit:
    """One alternative of one class: its rank in the series, and the rule it comes from.

    `readings` are the assumptions of the rule itself; `declared` whether it, or the
    level or scale that it belongs to, names any.
    """

    rank: int
    name: Words
    path: Path
    clause: str
    readings: frozenset[str]
    declared: bool
    when: Expression

    @cached_property
    def variables(self) -> frozenset[str]:
        """All that the alternative asks about."""
        keys = ("fact", "scale", "in_", "lasting", "between", "month_in")
        return frozenset(
            str(asked)
            for _, part in below(self.when)
            for key in keys
            if (asked := getattr(part, key, None)) is not None
        )

    @property
    def figures(self) -> frozenset[str]:
        """The figures that the alternative bounds."""
        return frozenset(part.fact for _, part in below(self.when) if isinstance(part, Band))


class Hole(NamedTuple):
    """Values without a class: the first of them, and the nearest that has one."""

    value: float
    beside: float
    single: bool


class Walk:
    """One figure of one series, walked over all regions."""

    def __init__(self, subject: Subject, series: Words, figure: str, units: list[Unit]) -> None:
        self.subject, self.plan = subject, subject.plan
        self.series, self.figure = series, figure
        self.units = [unit for unit in units if figure in unit.figures]
        self.values: list[float] = []
        self.table: list[tuple[Case, list[tuple[Unit, ...]]]] = []
        self.whole = True

    def take(self, budget: int) -> None:
        """Judge every unit in every region, or in as many as the budget allows."""
        flat = Flat(self.plan)
        whens = [unit.when for unit in self.units]
        self.values = flat.variables(whens)[self.figure]
        room = max(8, budget // len(self.units))
        if len(self.values) > room:
            self.values, self.whole = self.values[:: len(self.values) // room + 1], False
        cases = flat.cases(whens, max(1, room // len(self.values)), fixed={self.figure: [None]})
        self.whole = self.whole and cases.whole
        self.table = [(case, self._row(flat, case)) for case in cases]

    def _row(self, flat: Flat, case: Case) -> list[tuple[Unit, ...]]:
        """The units that hold at each value because of the figure, given the case's other facts."""
        rows: list[tuple[Unit, ...]] = []
        for value in self.values:
            situation = flat.situation({**case, self.figure: value})
            rows.append(tuple(u for u in self.units if holds(u.when, situation) is True))
        always = set(map(id, self.units)).intersection(*({id(u) for u in row} for row in rows))
        return [tuple(u for u in row if id(u) not in always) for row in rows]

    def findings(self) -> Iterator[PlanFinding]:
        """The faults of the figure in this series."""
        if not self.whole:
            yield self._not_proved()
        best = [
            max((u.rank for _, row in self.table for u in row[i]), default=None)
            for i in range(len(self.values))
        ]
        holes = list(_holes(self.values, best))
        for hole in holes:
            yield self._hole(hole)
        ranks = [rank for rank in best if rank is not None]
        if ranks != sorted(ranks) and ranks != sorted(ranks, reverse=True):
            yield self._reversed(best)
        yield from self._overlaps()
        if not holes and len(self.table) > 1:
            yield from self._lags(best)

    def _not_proved(self) -> PlanFinding:
        unit = self.units[0]
        found = self.plan.fact_by_id.get(self.figure) or self.plan.derived_by_id.get(self.figure)
        name = named(found) if found else Words(self.figure, self.figure)
        return self.subject.warning("not_proved", unit.path, clause=unit.clause, name=name)

    def _hole(self, hole: Hole) -> PlanFinding:
        unit = self._unit_at(hole.beside)
        make = self.subject.warning if hole.single else self.subject.error
        return make(
            "hole",
            unit.path,
            clause=unit.clause,
            series=self.series,
            value=figure_words(self.plan, self.figure, hole.value),
            beside=figure_words(self.plan, self.figure, hole.beside),
            name=unit.name,
            trail=self._trail({self.figure: hole.value}, Words("无", "none")),
        )

    def _reversed(self, best: list[int | None]) -> PlanFinding:
        covered = [(v, r) for v, r in zip(self.values, best, strict=True) if r is not None]
        rising = covered[0][1] <= covered[-1][1]
        before, value = next(
            (before, value)
            for (before, one), (value, two) in itertools.pairwise(covered)
            if (two < one if rising else two > one)
        )
        unit = self._unit_at(value)
        return self.subject.error(
            "order_reversed",
            unit.path,
            clause=unit.clause,
            series=self.series,
            value=figure_words(self.plan, self.figure, value),
            beside=figure_words(self.plan, self.figure, before),
            name=unit.name,
            other=self._unit_at(before).name,
        )

    def _overlaps(self) -> Iterator[PlanFinding]:
        """Two classes hold at one value: correct only where the lower one has no upper end.

        A condition with a further requirement may correctly lift what another one says.
        """
        said: set[tuple[int, int]] = set()
        for case, rows in self.table:
            for i, row in enumerate(rows):
                for low in row:
                    for high in row:
                        pair = (low.rank, high.rank)
                        alike = low.variables == high.variables
                        if low.rank >= high.rank or pair in said or not alike:
                            continue
                        nested = _nested(rows, low, high)
                        if nested and low.declared:
                            continue
                        said.add(pair)
                        yield self._overlap(case, self.values[i], low, high, nested)

    def _overlap(
        self, case: Case, value: float, low: Unit, high: Unit, nested: bool
    ) -> PlanFinding:
        make = self.subject.warning if nested else self.subject.error
        return make(
            "overlap_undeclared" if nested else "overlap",
            low.path,
            clause=low.clause,
            series=self.series,
            value=figure_words(self.plan, self.figure, value),
            low=low.name,
            high=high.name,
            other_line=self.subject.line(high.path),
            trail=self._trail(
                {**_known(case), self.figure: value},
                Words(f"{low.name.zh}、{high.name.zh}", f"{low.name.en}, {high.name.en}"),
            ),
        )

    def _lags(self, best: list[int | None]) -> Iterator[PlanFinding]:
        """Cases in which a higher figure loses its class because another fact lags behind."""
        if frozenset.intersection(*(unit.readings for unit in self.units)):
            return
        for case, rows in self.table:
            own = [max((u.rank for u in row), default=None) for row in rows]
            for hole in _holes(self.values, own):
                if hole.value > hole.beside and best[self.values.index(hole.value)] is not None:
                    unit = rows[self.values.index(hole.beside)][0]
                    facts = {**_known(case), self.figure: hole.value}
                    yield self.subject.warning(
                        "lag",
                        unit.path,
                        clause=unit.clause,
                        series=self.series,
                        value=figure_words(self.plan, self.figure, hole.value),
                        beside=figure_words(self.plan, self.figure, hole.beside),
                        name=unit.name,
                        others=case_words(self.plan, _known(case) or _given(case)),
                        trail=self._trail(facts, Words("无", "none")),
                    )
                    return

    def _unit_at(self, value: float) -> Unit:
        index = self.values.index(value)
        return max((u for _, row in self.table for u in row[index]), key=lambda unit: unit.rank)

    def _trail(self, facts: Case, result: Words) -> list[Note]:
        """The steps to the case's place, its facts, and the resulting class."""
        ways = reached(expand(self.plan))
        way = trail(self.plan, ways.get(facts.get(PLACE, START), ()))
        shown = Note("check.trail.result", {"series": self.series, "result": result})
        return [*way, *facts_note(self.plan, facts), shown]


def _given(case: Case) -> Case:
    """All variables to which the case gives a value."""
    return {variable: value for variable, value in case.items() if value is not None}


def _known(case: Case) -> Case:
    """The values of the case that are not unknown, false or empty."""
    return {variable: value for variable, value in case.items() if value not in (None, False, ())}


def _holes(values: list[float], best: list[int | None]) -> Iterator[Hole]:
    """Values without a class between two that have one, or beyond the last one."""
    covered = [i for i, rank in enumerate(best) if rank is not None]
    if not covered:
        return
    first, last = covered[0], covered[-1]
    single = len({best[i] for i in covered}) == 1
    for before, after in itertools.pairwise(covered):
        if after > before + 1:
            yield Hole(values[before + 1], values[before], single=False)
    low, high = best[first] or 0, best[last] or 0
    if high > low or (single and first > 0):
        if last + 1 < len(values):
            yield Hole(values[last + 1], values[last], single)
    elif high < low and first > 0:
        yield Hole(values[first - 1], values[first], single)


def _nested(rows: list[tuple[Unit, ...]], low: Unit, high: Unit) -> bool:
    """True if the lower unit is unbounded on the side on which the higher one is."""
    of_low = {i for i, row in enumerate(rows) if low in row}
    of_high = {i for i, row in enumerate(rows) if high in row}
    ends = {0, len(rows) - 1} & of_high
    return of_high <= of_low and bool(ends & of_low)
