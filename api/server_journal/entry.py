"""What every entry of the server journal has, whatever it is about."""

from __future__ import annotations

from collections.abc import Mapping
from types import new_class
from typing import Literal

from typing_extensions import TypedDict

from api.server_journal.changed_by import Way

DataByType = Mapping[str, type]
"""The shapes of the data of some entries, by their type."""


class Entry(TypedDict):
    """What every entry has."""

    journal: Literal["server"]
    seq: int
    """From 1 without gaps."""
    at: str
    """RFC 3339, by the real clock."""
    actor: str
    """The account; on the command line the user of the operating system."""
    way: Way
    reason: str | None
    prev_hash: str
    hash: str
    """sha256 over the canonical JSON of all other fields."""


def entry_shape(type_: str, data: type) -> type:
    """The shape of the entries of one type, such as `AccountCreatedEntry`: `Entry` and its data."""
    words = "".join(map(str.capitalize, type_.split("_")))
    name = data.__name__ if data.__name__.endswith(words) else words
    body = {
        "__module__": data.__module__,
        "__doc__": f"See `{data.__name__}`.",
        "__annotations__": {"type": Literal[type_], "data": data},
    }
    return new_class(f"{name}Entry", (Entry,), exec_body=lambda space: space.update(body))
