"""The tools about plans: which are in force, what a clause says, where words stand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from api.mcp_server import arguments
from api.mcp_server.answers import ClauseAnswer, ClauseHit, ClauseHits, Plans, RuleOfClause
from api.mcp_server.web_api import Unanswered, WebApi
from engine.messages import text
from engine.plan.nearest import nearest

View = dict[str, Any]
MOST_RULES = 40
MOST_CHARACTERS = 8_000
"""Of the wording of one clause."""
EXCERPT = 160
APART = ("clauses", "assumptions", "not_encoded", "cadences", "criteria", "laws")
"""Parts of a plan's view that are no rules, or repeat rules in words."""


class PlanTools:
    """Answers about the plans in force."""

    def __init__(self, web: WebApi) -> None:
        self._web = web

    async def list_plans(self) -> Plans:
        """Each plan with its document, edition and levels."""
        found = (await self._web.get("plans"))["plans"]
        return {
            "plans": [
                {
                    "id": plan["id"],
                    "title": plan["title"],
                    "edition": plan["version"],
                    "document": plan["document"].get("number") or "",
                    "owner": plan["document"].get("owner") or "",
                    "issued": plan["document"].get("issued") or "",
                    "levels": [level["name"] for level in plan["levels"]],
                    "sha256": plan["digest"],
                }
                for plan in found
            ]
        }

    async def read_clause(self, plan: arguments.Plan, clause: arguments.Clause) -> ClauseAnswer:
        """A clause of a plan, or an article that it cites. Raises `Unanswered` if there is none."""
        view = await self._web.get("plans", plan)
        headings, rules = headings_of(view), list(self._rules(view, clause))
        if clause not in headings and not rules:
            raise self._no_clause(view, clause, headings)
        wording = view.get("texts", {}).get(_whole(clause))
        rests_on = {each for one in rules for each in one["rule"].get("assumption", ())}
        left = [one["why"] for one in view["not_encoded"] if clause in one["clause"]]
        return {
            "plan": view["id"],
            "plan_title": self._named(view),
            "edition": view["version"],
            "clause": clause,
            "heading": heading_of(view, clause),
            "wording": wording and _cut(wording, MOST_CHARACTERS),
            "rules": rules[:MOST_RULES],
            "rules_left_out": max(0, len(rules) - MOST_RULES),
            "readings": [
                {"id": one["id"], "text": self._named(one)}
                for one in view["assumptions"]
                if clause in one["clause"] or one["id"] in rests_on
            ],
            "no_rule_because": left[0] if left and not rules else None,
        }

    async def search_clauses(
        self, words: arguments.Words, plan: arguments.Plan | None = None, limit: arguments.Few = 20
    ) -> ClauseHits:
        """Clauses whose number, heading, wording or rules hold all the words."""
        wanted = words.casefold().split()
        ids = [plan] if plan else [one["id"] for one in (await self._web.get("plans"))["plans"]]
        found: list[ClauseHit] = []
        for one in ids:
            view = await self._web.get("plans", one)
            for number, heading in headings_of(view).items():
                rules = list(self._rules(view, number))
                told = [rule["words"] for rule in rules]
                told += [self._named(r) for r in view["assumptions"] if number in r["clause"]]
                told += [view.get("texts", {}).get(number, "")]
                every = "\n".join([number, heading, *told]).casefold()
                if wanted and all(word in every for word in wanted):
                    fit = [line for line in told if any(w in line.casefold() for w in wanted)]
                    excerpt = _cut(" ".join((fit or told)[0].split()), EXCERPT)
                    hit = ClauseHit(
                        plan=one, clause=number, heading=heading, rules=len(rules), excerpt=excerpt
                    )
                    found.append(hit)
        return {"found": found[:limit], "more": len(found) > limit}

    def _rules(self, view: View, clause: str) -> Iterator[RuleOfClause]:
        """The rules that cite a clause, in the order of the plan file."""
        reckoned = {
            one["id"]: "; ".join(filter(None, (one["reckoned"], one.get("owed_when"))))
            for one in (*view["cadences"], *view["criteria"])
        }
        for part, held in view.items():
            for rule in () if part in APART else _citing(held, clause):
                own = rule.get("id") if isinstance(rule.get("id"), str) else None
                words = [self._named(rule), reckoned.get(own or "", "")]
                yield {
                    "part": part,
                    "id": own,
                    "words": " — ".join(filter(None, words)),
                    "rule": {name: v for name, v in rule.items() if not _holds_rules(v)},
                }

    def _named(self, part: View) -> str:
        """The name, title or text of a part, in the language where it has it."""
        for name in ("name", "title", "text", "note"):
            if name in part:
                english = self._web.language == "en" and part.get(f"{name}_en")
                return str(english or part[name])
        return ""

    def _no_clause(self, view: View, clause: str, headings: dict[str, str]) -> Unanswered:
        language = self._web.language
        meant = nearest(clause, headings) or text("mcp.error.look_for_it", language)
        sentence = text(
            "mcp.error.no_clause",
            language,
            plan=self._named(view),
            clause=json.dumps(clause, ensure_ascii=False),
            meant=meant,
        )
        return Unanswered(sentence)


def headings_of(view: View) -> dict[str, str]:
    """The headings of a plan's clauses, by number."""
    return {one["number"]: one["heading"] for one in view["clauses"]}


def heading_of(view: View, cited: str) -> str:
    """The heading of a cited clause, or the law of an article such as `order_493:10`."""
    law, _, _article = cited.partition(":")
    named = next((str(one["name"]) for one in view["laws"] if one["id"] == law), "")
    return headings_of(view).get(_whole(cited), named)


def _whole(cited: str) -> str:
    """The clause that holds a cited item: 5.3.2 of 5.3.2(2)."""
    return cited.partition("(")[0]


def _is_in(cited: str, clause: str) -> bool:
    return cited == clause or _whole(cited) == clause


def _citing(held: Any, clause: str) -> Iterator[View]:
    """The rules in a part of a plan, nested ones too, that cite the clause or an item of it."""
    if isinstance(held, dict):
        cited = held.get("clause")
        every = [cited] if isinstance(cited, str) else cited or ()
        if any(_is_in(one, clause) for one in every):
            yield held
        for inner in held.values():
            yield from _citing(inner, clause)
    elif isinstance(held, list):
        for inner in held:
            yield from _citing(inner, clause)


def _holds_rules(value: Any) -> bool:
    """Whether it is a list of rules that have clauses of their own."""
    return isinstance(value, list) and any(isinstance(v, dict) and "clause" in v for v in value)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
