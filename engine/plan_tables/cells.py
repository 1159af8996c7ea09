"""What stands in the spreadsheet of a plan: sheets of rows, each cell with its place in the file.

A row is a part of the plan and is known by its key; a cell that may be changed has the path of its
value in the plan file and says what kind of value it holds. All other cells are there to be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.conditions.explanations import band_words, duration_words
from engine.messages import text
from engine.plan import expressions as ex
from engine.plan import model as m
from engine.plan.names import figure_name, place_name, standing_name
from engine.plan.part import Part
from engine.plan_checks.plan_walk import below
from engine.plan_tables.values import Kind, party_words
from engine.presentation.condition_text import (
    cadence_words,
    condition_words,
    places_words,
    reporters_words,
)

Path = tuple[int | str, ...]
SEPARATOR = "\n"
"""Between the entries of a list in one cell: one a line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and where it may be changed the path and kind of its value."""

    text: str
    path: Path = ()
    kind: Kind | None = None
    least: int = 0
    most: int = 10**12


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by its key, which stands in the first column and is not to be changed."""

    key: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet: its name, the headings after that of the key, and its rows."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[TableRow, ...] = field(default=())


def tables_of(plan: m.Plan) -> tuple[Table, ...]:
    """All tables of a plan, in Chinese; the same for the same plan."""
    makers = (_about, _bands, _criteria, _reports, _limits, _roles, _units, _groups, _measures)
    return tuple(table for make in makers if (table := make(plan)).rows)


def sheet_word(key: str, **facts: Any) -> str:
    """A sentence of `table.*`; the sheets are in Chinese, as the plan file is."""
    return text(f"table.{key}", **facts)


def _table(name: str, headings: str, rows: Iterable[TableRow]) -> Table:
    heads = tuple(sheet_word(f"head.{one}") for one in headings.split())
    return Table(sheet_word(f"sheet.{name}"), heads, tuple(rows))


def _text(part: Part, name: str, path: Path) -> Cell:
    return Cell(getattr(part, name) or "", (*path, name), "text")


def _listed(words: Iterable[Any], path: Path, kind: Kind) -> Cell:
    return Cell(SEPARATOR.join(map(str, words)), path, kind)


def _count(value: int | None, path: Path, least: int, most: int) -> Cell:
    """A whole number; where the plan has none there is nothing to change."""
    return Cell("") if value is None else Cell(str(value), path, "count", least, most)


def _parties(plan: m.Plan, part: Part, name: str, path: Path, kind: Kind) -> Cell:
    return _listed((party_words(plan, one) for one in getattr(part, name)), (*path, name), kind)


def _clauses(clauses: Iterable[str]) -> Cell:
    return Cell(text("word.comma").join(clauses))


# The tables -------------------------------------------------------------------------------


def _about(plan: m.Plan) -> Table:
    paths: dict[str, Path] = {
        "version": ("version",),
        "title": ("title",),
        "title_en": ("title_en",),
        "number": ("document", "number"),
        "owner": ("document", "owner"),
    }
    given = {
        "version": plan.version,
        "title": plan.title,
        "title_en": plan.title_en or "",
        "number": plan.document.number,
        "owner": plan.document.owner,
    }
    rows = (
        TableRow(key, (Cell(sheet_word(f"about.{key}")), Cell(given[key], path, "text")))
        for key, path in paths.items()
    )
    return _table("about", "what value", rows)


def _bands(plan: m.Plan) -> Table:
    """Every figure between bounds, wherever a condition asks for one."""
    rows = []
    for name in ("scales", "warnings", "levels", "derived", "measures", "reports"):
        for path, part in below(getattr(plan, name), (name,)):
            if isinstance(part, ex.Band):
                rows.append(_band(plan, path, part))
            elif isinstance(part, ex.Lasting):
                rows.append(_lasting(plan, path, part))
    return _table("bands", "where figure at_least above below at_most unit reckoned", rows)


def _band(plan: m.Plan, path: Path, band: ex.Band) -> TableRow:
    bounds = [
        Cell("") if value is None else Cell(_number(value), (*path, key), "number")
        for key in ("at_least", "above", "below", "at_most")
        for value in [getattr(band, key)]
    ]
    figure = plan.fact_by_id.get(band.fact) or plan.derived_by_id.get(band.fact)
    unit = (figure.unit if figure else None) or ""
    words = Cell(band_words(band, plan, "zh"))
    name = Cell(figure_name(plan, band.fact, "zh"))
    return TableRow(_key(path), (Cell(_where(plan, path)), name, *bounds, Cell(unit), words))


def _lasting(plan: m.Plan, path: Path, node: ex.Lasting) -> TableRow:
    """How long something has to last, in hours."""
    most = 24 * 366
    bounds = (
        _count(node.hours, (*path, "hours"), 1, most),
        _count(node.more_than_hours, (*path, "more_than_hours"), 1, most),
    )
    name = Cell(standing_name(plan, node.lasting))
    cells = (Cell(_where(plan, path)), name, *bounds, Cell(""), Cell(""), Cell(sheet_word("hours")))
    return TableRow(_key(path), (*cells, Cell(duration_words(node.bound))))


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else str(value)


def _key(path: Path) -> str:
    return ".".join(map(str, path))


def _where(plan: m.Plan, path: Path) -> str:
    """The names of the parts around a condition, outermost first."""
    part: Any = plan
    names: list[str] = []
    for step in path:
        if isinstance(step, int):
            part = part[step]
        else:
            fields = type(part).model_fields
            part = getattr(part, next(k for k, f in fields.items() if (f.alias or k) == step))
        name = getattr(part, "name", None) or getattr(part, "text", None)
        names += [name] if isinstance(name, str) else []
    return text("table.within").join(names)


def _criteria(plan: m.Plan) -> Table:
    rows = []
    for place, path, criterion in _each_criterion(plan):
        cells = (
            Cell(place_name(plan, place)),
            _text(criterion, "text", path),
            _text(criterion, "text_en", path),
            Cell(condition_words(plan, criterion.when)),
            _clauses(criterion.clause),
        )
        rows.append(TableRow(criterion.id, cells))
    return _table("criteria", "level text text_en reckoned clause", rows)


def _each_criterion(plan: m.Plan) -> Iterator[tuple[str, Path, m.Criterion]]:
    for n, level in enumerate(plan.levels):
        for i, one in enumerate(level.criteria):
            yield level.id, ("levels", n, "criteria", i), one
        for k, sub in enumerate(level.sub_states):
            for i, one in enumerate(sub.criteria):
                path: Path = ("levels", n, "sub_states", k, "criteria", i)
                yield f"{level.id}.{sub.id}", path, one


_CLOCKS = {"daily": "clocks", "at": "clock", "same_day": "clock"}
_COUNTS = {
    "minutes": (("within_minutes", 60 * 24 * 31), ("minutes", 60 * 24)),
    "hours": (("every_hours", 24 * 31),),
    "days": (("every_days", 366),),
    "times": (("times_per_day", 24),),
}


def _reports(plan: m.Plan) -> Table:
    rows = []
    for n, report in enumerate(plan.reports):
        path: Path = ("reports", n)
        cells = (
            _text(report, "name", path),
            _text(report, "name_en", path),
            Cell(reporters_words(plan, report.reporters)),
            _parties(plan, report, "recipients", path, "parties"),
            Cell(cadence_words(plan, report.cadence)),
            *_cadence(report.cadence, (*path, "cadence")),
            _clauses(report.clause),
        )
        rows.append(TableRow(report.id, cells))
    heads = "name name_en reporters recipients due clock minutes hours days times clause"
    return _table("reports", heads, rows)


def _cadence(cadence: Any, path: Path) -> Iterator[Cell]:
    """The clock times and the numbers of a cadence, each in its column."""
    found = Cell("")
    for key, kind in _CLOCKS.items():
        if (value := getattr(cadence, key, None)) is not None:
            words = value if isinstance(value, tuple) else (value,)
            found = _listed(words, (*path, key), "clocks" if kind == "clocks" else "clock")
    yield found
    for keys in _COUNTS.values():
        made = Cell("")
        for key, most in keys:
            if (number := getattr(cadence, key, None)) is not None:
                made = _count(number, (*path, key), 2 if key == "every_days" else 1, most)
        yield made


def _limits(plan: m.Plan) -> Table:
    """Deadlines that belong to no single report."""
    watch, day = plan.casualty_watch, 24 * 60
    first: Path = ("first_slot", "minimum_notice_minutes")
    cells = {
        "first_slot": Cell(str(plan.first_slot.minimum_notice_minutes), first, "count", 0, day)
    }
    for key in ("due_soon_minutes", "overdue_again_minutes", "decision_minutes"):
        minutes = getattr(plan.reminders, key)
        if minutes:
            cells[key] = _listed(minutes, ("reminders", key), "counts")
    if watch is not None:
        cells["days"] = _count(watch.days, ("casualty_watch", "days"), 1, 3660)
        if watch.shorter_days is not None:
            path: Path = ("casualty_watch", "shorter_days")
            cells["shorter_days"] = _count(watch.shorter_days, path, 1, 3660)
    rows = (TableRow(key, (Cell(sheet_word(f"limit.{key}")), cell)) for key, cell in cells.items())
    return _table("limits", "what value", rows)


def _roles(plan: m.Plan) -> Table:
    rows = (
        TableRow(
            role.id,
            (
                _text(role, "name", ("roles", n)),
                _text(role, "name_en", ("roles", n)),
                _listed(role.holders, ("roles", n, "holders"), "texts"),
                _clauses(role.clause),
            ),
        )
        for n, role in enumerate(plan.roles)
    )
    return _table("roles", "name name_en holders clause", rows)


def _units(plan: m.Plan) -> Table:
    rows = (
        TableRow(
            unit.id,
            (
                _text(unit, "name", ("units", n)),
                _text(unit, "name_en", ("units", n)),
                _listed(unit.aliases, ("units", n, "aliases"), "texts"),
                _listed(unit.stands_for, ("units", n, "stands_for"), "texts"),
                Cell(_yes(unit.member), ("units", n, "member"), "flag"),
                _clauses(unit.clause),
            ),
        )
        for n, unit in enumerate(plan.units)
    )
    return _table("units", "name name_en aliases stands_for member clause", rows)


def _yes(flag: bool) -> str:
    return text("word.yes" if flag else "word.no")


def _groups(plan: m.Plan) -> Table:
    rows = (
        TableRow(
            group.id,
            (
                _text(group, "name", ("groups", n)),
                _text(group, "name_en", ("groups", n)),
                _parties(plan, group, "leader", ("groups", n), "parties_or_words"),
                _parties(plan, group, "members", ("groups", n), "parties_or_words"),
                _text(group, "duty", ("groups", n)),
                _clauses(group.clause),
            ),
        )
        for n, group in enumerate(plan.groups)
    )
    return _table("groups", "name name_en leader members duty clause", rows)


def _measures(plan: m.Plan) -> Table:
    rows = []
    for n, measure in enumerate(plan.measures):
        path: Path = ("measures", n)
        lengths = measure.within.lengths if measure.within else {}
        cells = (
            Cell(places_words(plan, measure.at)),
            _text(measure, "text", path),
            _text(measure, "text_en", path),
            _parties(plan, measure, "unit", path, "parties"),
            Cell(text(f"plan.value.modality.{measure.modality}"), (*path, "modality"), "modality"),
            Cell(_yes(measure.immediately), (*path, "immediately"), "flag"),
            *(
                _count(lengths.get(key), (*path, "within", key), 1, most)
                for key, most in (("minutes", 60 * 24 * 31), ("days", 3660), ("months", 120))
            ),
            _clauses(measure.clause),
        )
        rows.append(TableRow(measure.id, cells))
    heads = "at text text_en who modality immediately minutes days months clause"
    return _table("measures", heads, rows)
