"""The clauses that a plan and its laws have: whether a citation names one of them.

An item that the index does not list may be cited as long as the index lists none of its
clause's items. A law is cited as `id:article`; its articles are not indexed, but have to look
like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from engine.plan.model import Plan

_NUMBER = r"[1-9][0-9]{0,3}"
_ARTICLE = re.compile(
    rf"第?{_NUMBER}(?:\.{_NUMBER})*(?:-{_NUMBER}|[a-z])?[\u4e00-\u9fff]*(?:\({_NUMBER}\))?"
    rf"|[\u4e00-\u9fff]+(?:{_NUMBER})?"
)
"""An article of a law: `9`, `1.2.1`, `11-1`, `19a`, `9(2)`, `5之一`, `第九条`, `附件3`, 续报."""

_ITEM = re.compile(r"(?P<clause>.+)\([0-9]{1,3}\)")


class Index:
    """The clause index: its numbers, and which of them have clauses below."""

    def __init__(self, plan: Plan) -> None:
        self.numbers = {clause.number for clause in plan.clauses}
        self.laws = [law.id for law in plan.laws]
        self.above = {above for number in self.numbers for above in _above(number)}
        items = (_ITEM.fullmatch(number) for number in self.numbers)
        self.with_items = {item["clause"] for item in items if item is not None}

    def has(self, citation: str) -> bool:
        """Whether a citation names a clause of the index or an article of a listed law."""
        law, colon, article = citation.partition(":")
        if colon:
            return law in self.laws and _ARTICLE.fullmatch(article) is not None
        if citation in self.numbers:
            return True
        item = _ITEM.fullmatch(citation)
        return bool(item and item["clause"] in self.numbers - self.with_items)

    def is_leaf(self, number: str) -> bool:
        """Whether the index lists no clause below this one."""
        return number not in self.above


def _above(number: str) -> Iterator[str]:
    """The clauses above one: `5.3.2(4)` → `5.3.2`, `5.3`, `5`."""
    item = _ITEM.fullmatch(number)
    here = item["clause"] if item else number.rpartition(".")[0]
    while here:
        yield here
        here = here.rpartition(".")[0]
