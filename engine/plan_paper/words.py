"""The small words of a plan's papers: names, lists, places and conditions in one language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from engine.messages import text
from engine.plan import expressions as ex
from engine.plan.model import Plan
from engine.plan.names import named, parties_name, place_name
from engine.presentation.condition_text import condition_words, either_words, facts_words

_SHORT = re.compile(r"[（(]([^（）()]*(?:号|No\.)[^（）()]*)[）)]$")
"""The number of an order at the end of its name: enough to cite it by."""


_YUAN = re.compile(r"(\d[\d,]*000) 元")
_WAN, _YI = 10_000, 100_000_000
_ID = re.compile(r"\b[a-z]+(?:_[a-z]+)+、")
"""A word of a list that is typed in by other programs only: it says nothing to a reader."""
_HOURS_FROM = 2


def _ten_thousands(found: re.Match[str]) -> str:
    """An amount of yuan as Chinese papers write it: `1000 万元`, `1 亿元`."""
    amount = int(found[1].replace(",", ""))
    for unit, name in ((_YI, "亿元"), (_WAN, "万元")):
        if amount and amount % unit == 0:
            return f"{amount // unit} {name}"
    return found[0]


@dataclass(frozen=True, slots=True)
class Words:
    """A plan, and the language in which it is said."""

    plan: Plan
    language: str

    def say(self, key: str, **facts: Any) -> str:
        """A sentence of the catalogue."""
        return text(key, self.language, **facts)

    def listed(self, words: Iterable[str]) -> str:
        """Words one after the other."""
        return text("word.comma", self.language).join(words)

    def either(self, words: Iterable[str]) -> str:
        """Words of which one is enough."""
        return either_words(words, self.language)

    def parties(self, ids: Iterable[str]) -> str:
        """Names of roles, units and divisions."""
        return parties_name(self.plan, ids, self.language)

    def places(self, ids: Iterable[str]) -> str:
        """Names of places as a list; where all of them are meant, one word for it."""
        names = tuple(ids)
        covered = {place for one in names for place in self.plan.places.get(one, ())}
        if covered == {*self.plan.states}:
            return self.say("paper.everywhere")
        return self.listed(self.place(one) for one in names)

    def place(self, name: str) -> str:
        """The name of one place; what a plan lacks stays as it is."""
        if name == "responding":
            return self.say("paper.responding")
        known = name in self.plan.places
        return place_name(self.plan, name, self.language) if known else name

    def facts(self, ids: Iterable[str]) -> str:
        """Names of figures."""
        return facts_words(self.plan, ids, self.language)

    def when(self, condition: ex.Expression) -> str:
        """A condition inside of a sentence: one of several parts stands in brackets."""
        words = self.whole(condition)
        several = isinstance(condition, ex.All | ex.AnyOf | ex.AtLeastN)
        return text("condition.group", self.language, parts=words) if several else words

    def whole(self, condition: ex.Expression) -> str:
        """A condition after a colon."""
        words = condition_words(self.plan, condition, self.language)
        return words if self.language == "en" else _YUAN.sub(_ten_thousands, _ID.sub("", words))

    def minutes(self, number: int) -> str:
        """A length in whole hours where it is that, from two hours on."""
        hours, rest = divmod(number, 60)
        if rest or hours < _HOURS_FROM:
            return self.say("paper.minutes", number=number)
        return self.say("paper.hours", number=hours)

    def commands(self, commands: Iterable[str]) -> str:
        """What may be done, in verbs."""
        return self.listed(self.say(f"paper.do.{one}") for one in commands)

    def fields(self, names: Iterable[str]) -> str:
        """Fields of reports as people call them, with a mark that none of them holds."""
        known = {one.name: one for one in self.plan.content_fields}
        words = []
        for name in names:
            one = known.get(name)
            words.append((self.language == "en" and one is not None and one.name_en) or name)
        return self.say("paper.semicolon").join(words)

    def worded(self, part: Any) -> str:
        """The short text of a rule."""
        english = getattr(part, "text_en", None)
        return str(english if self.language == "en" and english else part.text)

    def named(self, part: Any) -> str:
        """The name of a part."""
        return named(part, self.language)

    def in_chinese(self, words: str | None) -> str | None:
        """Words that a plan has in Chinese only; None on an English page."""
        return words if self.language != "en" else None

    def source(self, citation: str) -> str:
        """A citation: a clause as it is, an article with the law's short name."""
        law, _, article = citation.partition(":")
        for known in self.plan.laws:
            if known.id == law and article:
                name = self.named(known)
                short = _SHORT.search(name)
                return self.say("paper.article", law=short[1] if short else name, article=article)
        return citation

    def sources(self, citations: Iterable[str]) -> str:
        """Citations one after the other."""
        return self.listed(map(self.source, citations))
