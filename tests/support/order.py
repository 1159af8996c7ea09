"""In which order the tests of a run begin."""

from __future__ import annotations

from typing import Protocol, TypeVar

LONGEST = (
    "tests/api/http/openapi/test_fuzzed.py",
    "tests/browser/test_every_page.py",
)
"""Files with a single test of minutes: begun last, it would keep all other processes waiting."""


class Named(Protocol):
    """Of a test only its name matters."""

    @property
    def nodeid(self) -> str:
        """FILE::TEST."""


Test = TypeVar("Test", bound=Named)


def longest_first(items: list[Test]) -> None:
    """Begin with the longest; all others stay in their order, so that modules stay together."""
    items.sort(key=_place)


def _place(item: Named) -> int:
    file = item.nodeid.partition("::")[0]
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)
