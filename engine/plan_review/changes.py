"""What a new edition of a plan changes: the whole model, compared leaf by leaf.

Parts are matched by their ids (clauses by number, divisions by code; rows without an id
by what they are about, and what is left over by likeness). Every field of every part is
compared, so that nothing that a plan file says can change in silence; a field that a later
format adds is compared without a line here. Each change knows its clause and what it
touches first: `CONSEQUENCES`, gravest first. The sentences are `engine.plan_review.change_text`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from engine.plan import model as m
from engine.plan.part import Part
from engine.presentation.plan_text import VALUES, fields_of, key_of

CONSEQUENCES = (
    *("duty", "scope", "level", "authority", "ending", "measure"),
    *("group", "reminder", "party", "source", "wording"),
)
"""What a change touches, gravest first: reports, reporters and due instants come first."""

_OF_SECTION = {
    "reports": "duty",
    "casualty_watch": "duty",
    "first_slot": "duty",
    "zone": "duty",
    "jurisdiction": "scope",
    "coverage": "scope",
    "kinds": "scope",
    "answers": "wording",
    "content_fields": "wording",
    "facts": "level",
    "derived": "level",
    "scales": "level",
    "projections": "level",
    "warnings": "level",
    "levels": "level",
    "lifecycle": "authority",
    "acts": "authority",
    "command": "authority",
    "roles": "authority",
    "end_conditions": "ending",
    "measures": "measure",
    "inheritance": "measure",
    "groups": "group",
    "reminders": "reminder",
    "units": "party",
}
_OF_FIELD = {"member": "duty", "due_soon_minutes": "reminder", "overdue_again_minutes": "reminder"}
_WORDING = frozenset(
    ("name", "name_en", "text_en", "title", "title_en", "note", "colour", "basis", "heading")
)
_SOURCES = frozenset(("clause", "assumption", "confidence"))

Kind = Literal["added", "removed", "changed", "reordered"]


@dataclass(frozen=True, slots=True)
class Change:
    """One leaf, list entry or part that differs.

    `path` holds keys and ids; `owners` the parts around it, outermost first, as the new
    edition has them (as the old one where the new has none). `before` and `after` are
    values of the model, None where an edition has none. A reordered list shows its ids.
    """

    kind: Kind
    path: tuple[str, ...]
    owners: tuple[Part, ...]
    before: Any
    after: Any
    clauses: tuple[str, ...]
    consequence: str


def difference(old: m.Plan, new: m.Plan) -> list[Change]:
    """Every difference between two editions, by clause, those of gravest consequence first."""
    found = list(_parts(old, new, (), ()))
    order = {clause.number: index for index, clause in enumerate((*new.clauses, *old.clauses))}
    gravest: dict[str, int] = {}
    for change in found:
        key = heading_of(change)
        gravest[key] = min(gravest.get(key, len(CONSEQUENCES)), rank(change))

    def place(change: Change) -> tuple[int, int, str, int]:
        key = heading_of(change)
        return gravest[key], order.get(key, len(order)), key, rank(change)

    return sorted(found, key=place)


def rank(change: Change) -> int:
    """0 for the gravest consequence."""
    return CONSEQUENCES.index(change.consequence)


def heading_of(change: Change) -> str:
    """The clause under which a change is listed: the first that its rule names, or none."""
    return change.clauses[0] if change.clauses else ""


def _parts(
    old: Part, new: Part, path: tuple[str, ...], owners: tuple[Part, ...]
) -> Iterator[Change]:
    """The differing fields of two editions of one part."""
    for key, attribute in fields_of(new).items():
        was, now = getattr(old, attribute), getattr(new, attribute)
        if not _same(was, now):
            yield from _values(was, now, (*path, key), (*owners, new))


def _same(was: Any, now: Any) -> bool:
    """True if both values are equal in value and in type: 1 is not true."""
    return was is now or (was == now and type(was) is type(now))


def _values(
    was: Any, now: Any, path: tuple[str, ...], owners: tuple[Part, ...]
) -> Iterator[Change]:
    if _is_list(was) or _is_list(now):
        yield from _lists(was or (), now or (), path, owners)
    elif _is_composite(was) and _is_composite(now) and type(was) is type(now):
        yield from _parts(was, now, path, owners)
    else:
        yield _change("changed", path, owners, was, now)


def _is_list(value: Any) -> bool:
    """True for a list of parts, false for a list of words or of conditions."""
    return isinstance(value, tuple) and bool(value) and _is_composite(value[0])


def _is_composite(value: Any) -> bool:
    return isinstance(value, Part) and not isinstance(value, VALUES)


def _lists(
    old: Sequence[Part], new: Sequence[Part], path: tuple[str, ...], owners: tuple[Part, ...]
) -> Iterator[Change]:
    """Entries that changed, were removed or were added, and lists whose order changed."""
    before, after = _keyed(old), _keyed(new)
    pairs = {key: key for key in before if key in after}
    pairs |= _alike(before, after, pairs)
    for was_key, now_key in pairs.items():
        was, now = before[was_key], after[now_key]
        if type(was) is type(now):
            yield from _parts(was, now, (*path, now_key), owners)
        elif was != now:
            yield _change("changed", (*path, now_key), owners, was, now)
    for key, part in before.items():
        if key not in pairs:
            yield _change("removed", (*path, key), owners, part, None)
    for key, part in after.items():
        if key not in pairs.values():
            yield _change("added", (*path, key), owners, None, part)
    left = tuple(pairs[key] for key in before if key in pairs)
    right = tuple(key for key in after if key in pairs.values())
    if left != right:
        yield _change("reordered", path, owners, left, right)


def _keyed(parts: Sequence[Part]) -> dict[str, Part]:
    """Parts by their ids, and rows by their subject; a repeated key gets a number."""
    found: dict[str, Part] = {}
    for part in parts:
        key = key_of(part) or _about(part)
        count = sum(known == key or known.startswith(f"{key} #") for known in found)
        found[f"{key} #{count + 1}" if count else key] = part
    return found


def _about(part: Part) -> str:
    keys = {m.Transition: ("on", "from_", "to"), m.Act: ("on",), m.Inheritance: ("position", "of")}
    named = keys.get(type(part), ("clause",))
    return " ".join(",".join(getattr(part, name, ())) for name in named)


def _alike(
    before: dict[str, Part], after: dict[str, Part], paired: dict[str, str]
) -> dict[str, str]:
    """Rows without an id whose subject changed, each paired with the row most like it."""
    found: dict[str, str] = {}
    for was_key, was in before.items():
        if was_key in paired or key_of(was) is not None:
            continue
        free = [k for k in after if k not in paired.values() and k not in found.values()]
        best = max(free, key=lambda k: _likeness(was, after[k]), default=None)
        if best is not None and _likeness(was, after[best]) >= LIKE:
            found[was_key] = best
    return found


LIKE = 0.6
"""The share of equal fields from which two rows count as one changed row."""


def _likeness(one: Part, other: Part) -> float:
    if type(one) is not type(other):
        return 0
    names = fields_of(one).values()
    return sum(bool(getattr(one, n) == getattr(other, n)) for n in names) / len(names)


def _change(
    kind: Kind, path: tuple[str, ...], owners: tuple[Part, ...], before: Any, after: Any
) -> Change:
    around = [*owners, *(part for part in (after, before) if isinstance(part, Part))]
    clauses: tuple[str, ...] = ()
    for part in around:
        clauses = getattr(part, "clause", ()) or clauses
        if isinstance(part, m.Clause):
            clauses = (part.number,)
    return Change(kind, path, owners, before, after, clauses, _consequence(path))


def _consequence(path: tuple[str, ...]) -> str:
    """The consequence, by the section; none for a mere name, note or citation."""
    section, last = path[0], path[-1]
    if section == "measures" and last == "text_en":
        return "wording"
    if len(path) > 1 and last in _SOURCES:
        return "source"
    if last in _WORDING:
        return "wording"
    if section == "jurisdiction" and "divisions" in path:
        return "duty"
    return _OF_FIELD.get(last) or _OF_SECTION.get(section, "source")
