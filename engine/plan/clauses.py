"""Tying a plan file to the text of the plan: clause by clause, by hash.

The official wording stays with its owner. A plan file keeps, for each clause, its
number, its heading and the sha256 of its text; when the text is at hand, it is split
here by clause number and each hash compared, so that a new edition of the text names
exactly the clauses that changed.

Only pure functions of strings: who reads the files, and from where, is the caller's
business. Which clauses some rule cites is `engine.plan_checks`.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine.plan.model import Clause, Plan

_HEADING = re.compile(r"^#{2,6}\s+(?P<number>[0-9]+(?:\.[0-9]+)*|附件[0-9]*)(?P<heading>\s+.*)?$")
_ITEM = re.compile(r"^[(（](?P<number>[0-9]{1,3})[)）]")


class Difference(NamedTuple):
    """One clause whose text is not the one that the plan file was written from.

    `kind` is `changed` (another text), `unhashed` (the index has no hash of it), `missing`
    (the text has no such clause) or `new` (the text has a clause that the index lacks).
    """

    number: str
    kind: str


def normalise(text: str) -> str:
    """`text` without what printing changes: spaces, line breaks, full-width forms.

    NFKC turns `（１）` into `(1)` and `Ⅲ` into `III`; then all white space goes.
    Any other change of a character is a change of the clause.
    """
    return "".join(unicodedata.normalize("NFKC", text).split())


def hash_clause(text: str) -> str:
    """sha256 of the normalised `text`, in hexadecimal."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def split_source(markdown: str) -> dict[str, str]:
    """The text of each clause of a plan in Markdown, by clause number, in its order.

    A clause starts at a heading of the second level or below that begins with its
    number: `### 2.1 …`, `#### 3.1.1`, `## 附件1 …`, `## 附件`. Its text is what stands
    under the heading, up to the next heading: its own text, without that of the
    clauses below it, and empty where it only heads them.

    A paragraph that begins with `(n)` starts an item, which is a clause of its own,
    `"5.3.2(1)"`, up to the next item. The text of `"5.3.2"` holds its items too: it is
    the whole clause, and its hash guards an item that the plan file does not list.

    Raises `ValueError` when a number occurs twice, for then a citation is ambiguous.
    """
    texts: dict[str, str] = {}
    for number, lines in _sections(markdown):
        for name, text in ((number, "\n".join(lines).strip()), *_items(number, lines)):
            if name in texts:
                raise ValueError(f"clause {name} occurs twice")
            texts[name] = text
    return texts


def catalogue_of(markdown: str) -> list[Clause]:
    """The clause index of a text: each clause with its heading and the hash of its text.

    An item without a heading gets its first words. Raises `ValueError` like `split_source`.
    """
    headings = {
        found["number"]: (found["heading"] or found["number"]).strip()
        for line in markdown.splitlines()
        if (found := _HEADING.match(line.rstrip()))
    }
    return [
        Clause(
            number=number,
            heading=headings.get(number) or _first_words(text) or number,
            sha256=hash_clause(text) if text else None,
        )
        for number, text in split_source(markdown).items()
    ]


def _first_words(text: str) -> str:
    """The subject of an item: its words up to the first full stop, without its number."""
    words = _ITEM.sub("", text.strip(), count=1)
    return re.split("[。；;，,：:\n]", words, maxsplit=1)[0].strip()[:FIRST_WORDS]


FIRST_WORDS = 20
"""Most characters of an item that serve as its heading."""


def index_of(plan: Plan) -> dict[str, Clause]:
    """The plan's clause index by clause number, in the plan file's order."""
    return {clause.number: clause for clause in plan.clauses}


def differences(plan: Plan, texts: Mapping[str, str]) -> tuple[Difference, ...]:
    """Where `texts` (of `split_source`) and the plan's index disagree, in their order.

    A clause without a hash is one whose text was not published or is a mere heading:
    any text found for it is `unhashed`, none at all is as it should be. Items that the
    index does not list are no difference: their clause's own hash covers them.
    """
    index = index_of(plan)
    found = [
        Difference(number, kind)
        for number, clause in index.items()
        if (kind := _kind(clause, texts.get(number)))
    ]
    new = [n for n in texts if n not in index and not n.endswith(")")]
    return (*found, *(Difference(number, "new") for number in new))


def _kind(clause: Clause, text: str | None) -> str | None:
    if not clause.sha256:
        return "unhashed" if text else None
    if text is None:
        return "missing"
    return None if hash_clause(text) == clause.sha256 else "changed"


def _sections(markdown: str) -> Iterator[tuple[str, list[str]]]:
    """Each clause number with the lines under its heading."""
    number, lines = None, list[str]()
    for line in markdown.splitlines():
        heading = _HEADING.match(line.rstrip())
        if heading or line.startswith("# "):
            if number:
                yield number, lines
            number, lines = heading and heading["number"], []
        else:
            lines.append(line)
    if number:
        yield number, lines


def _items(number: str, lines: list[str]) -> list[tuple[str, str]]:
    """The items `(1)`, `(2)` … of a clause: their citation and their text."""
    items: list[tuple[str, list[str]]] = []
    for line in lines:
        start = _ITEM.match(line.strip())
        if start:
            items.append((f"{number}({start['number']})", []))
        if items:
            items[-1][1].append(line)
    return [(name, "\n".join(text).strip()) for name, text in items]
