"""Changed lists in parts: removed ids and placed items instead of the whole list.

A county's report changes one of twenty slots in a view. The whole list has 13 KB, the
difference less than one. Pure, and the reference for clients: they do what `merge` does.

A difference fits one version only. A client at the frame's version or above has it already;
a client at any other version has missed something and subscribes again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Shape = dict[str, Any]


def lists_in_parts(before: Mapping[str, Any], changed: Mapping[str, Any]) -> tuple[Shape, Shape]:
    """The changed parts without their lists of items with ids, and these lists in parts.

    `items` is empty if no list is shorter in parts; otherwise `from` is the version before.
    """
    parts, items = dict(changed), {}
    for name, after in changed.items():
        old = before.get(name)
        if _has_ids(old) and _has_ids(after) and after and old:
            found = _difference(old, after)
            if len(found["put"]) < len(after):
                items[name] = found
                del parts[name]
    return parts, {"from": before["version"], **items} if items else {}


def _has_ids(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(v, dict) and "id" in v for v in value):
        return False
    return len({one["id"] for one in value}) == len(value)


def _difference(before: Sequence[Shape], after: Sequence[Shape]) -> Shape:
    """`gone` are ids to remove, `put` items to place at positions, from the first on."""
    kept = {one["id"] for one in after}
    known = {one["id"]: one for one in before}
    left = [one["id"] for one in before if one["id"] in kept]
    put = []
    for place, one in enumerate(after):
        if place < len(left) and left[place] == one["id"]:
            if known[one["id"]] != one:
                put.append([place, one])
            continue
        if one["id"] in left:
            left.remove(one["id"])
        left.insert(place, one["id"])
        put.append([place, one])
    return {"gone": [one["id"] for one in before if one["id"] not in kept], "put": put}


class OutOfStep(Exception):
    """The client's view is not at the version that the difference starts from."""


def merge(view: Shape | None, frame: Mapping[str, Any]) -> Shape | None:
    """The view after an event frame; None while there is none. Raises `OutOfStep`."""
    parts, items = frame["view"], frame.get("items")
    version = parts.get("version")
    if version is None or (view is not None and version <= view["version"]):
        return view
    if "id" in parts:
        return dict(parts)
    if view is None:
        raise OutOfStep(frame["cursor"])
    fresh = {**view, **parts}
    if items is not None:
        if items["from"] != view["version"]:
            raise OutOfStep(frame["cursor"])
        for name, difference in items.items():
            if name != "from":
                fresh[name] = _put(view[name], difference)
    return fresh


def _put(before: Sequence[Shape], difference: Mapping[str, Any]) -> list[Shape]:
    gone = {*difference["gone"], *(one["id"] for _, one in difference["put"])}
    found = [one for one in before if one["id"] not in gone]
    for place, one in difference["put"]:
        found.insert(place, one)
    return found
