"""What people send to the server: mostly sensible commands, and nonsense of every kind.

An order is one request with one Idempotency-Key. What the client knows of it (sent, answered,
with what) is all that the test believes; an order without an answer may have been carried
out or not, and is sent again with its key until there is one.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.plan.model import Plan
from tests.support.report_content import answers

Body = dict[str, Any]
Views = Mapping[str, Mapping[str, Any]]

DESK = "duty"
MOST_INCIDENTS = 8


@dataclass
class Order:
    """One request, and the first answer to it if there was one.

    `refused`: a 503 has said that nothing was written; `unsure`: a try ended without a word.
    """

    key: str
    account: str
    path: str
    body: Body
    status: int | None = None
    answer: Any = None
    refused: bool = False
    unsure: bool = False

    @property
    def acknowledged(self) -> bool:
        """Whether the client was told that it is done."""
        return self.status in (200, 201)

    def entries(self) -> list[tuple[str, int, str | None]]:
        """(incident, seq, hash) of the entries that the answer tells of; no hash where the
        account may not see it."""
        if self.status == 201:
            version = self.answer["version"]
            return [(self.answer["id"], seq, None) for seq in range(1, version + 1)]
        return [(e["incident"], e["seq"], e["hash"] or None) for e in self.answer["events"]]


class Orders:
    """Makes orders, from a seed and from what the latest answers show."""

    def __init__(self, seed: int, plans: Mapping[str, Plan]) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self._plans = plans
        self._count = 0

    def next(self, views: Views, now: datetime) -> Order:
        """An order for one of the incidents seen so far, or for a new one."""
        self._count += 1
        key = f"order-{self._count}-{self.random.getrandbits(32):08x}"
        if not views or (len(views) < MOST_INCIDENTS and self.random.random() < 0.2):
            return Order(key, DESK, "/api/incidents", self._opening(now))
        view = views[self.random.choice(sorted(views))]
        make = self.random.choices(
            [self._text, self._facts, self._report, self._option, self._measure, self._nonsense],
            [3, 3, 4, 4, 1, 2],
        )[0]
        account, body = make(view, now)
        return Order(key, account, f"/api/incidents/{view['id']}/commands", body)

    def _opening(self, now: datetime) -> Body:
        plan = self._plans[self.random.choice(sorted(self._plans))]
        division = self.random.choice(plan.jurisdiction.divisions).code
        return {
            "plan": plan.id,
            "title": "事件" if self.random.random() < 0.9 else "",
            "occurred_at": (now - timedelta(hours=2)).isoformat(),
            "received_at": (now - timedelta(hours=1)).isoformat(),
            "division": division,
            "exercise": True,
            "facts": {},
        }

    def _text(self, view: Mapping[str, Any], now: datetime) -> tuple[str, Body]:
        text = f"电话记录 {self.random.getrandbits(20)}"
        return DESK, {"command": "add_log_entry", "text": text}

    def _facts(self, view: Mapping[str, Any], now: datetime) -> tuple[str, Body]:
        plan = self._plans[view["plan"]["id"]]
        fact = self.random.choice(plan.facts)
        values: dict[str, list[Any]] = {
            "count": [0, 1, 2, 3, 9, 10, 30, -1],
            "money": [0, 1_000_000, 10_000_000, 100_000_000],
            "number": [0, 1.5, 7],
            "percent": [0, 29.9, 30, 50, 100, "x"],
            "flag": [True, False, None],
        }
        value = self.random.choice(values.get(fact.kind, [None]))
        return DESK, {"command": "record_facts", "facts": {fact.id: value}, "source": "电话"}

    def _report(self, view: Mapping[str, Any], now: datetime) -> tuple[str, Body]:
        fields = {slot["id"]: slot["required"] for slot in view["next_slots"]}
        slot = self.random.choice([*fields, None, "no.such"] if fields else [None])
        kind = self.random.choice(["scheduled", "nil", "urgent"])
        content = self.random.choice([answers(fields.get(slot, ())), "正常"])
        body = {"command": "submit_report", "slot": slot, "kind": kind, "content": content}
        return self.random.choice([DESK, DESK, "reporter"]), body

    def _option(self, view: Mapping[str, Any], now: datetime) -> tuple[str, Body]:
        """Something that the state allows, ordered by telephone by whoever may order it."""
        options = [o for o in view["allowed"] if o["command"] != "close_incident" and o["roles"]]
        if not options:
            return self._text(view, now)
        option = self.random.choice(options)
        body: Body = {"command": option["command"], "reason": "口头指示"}
        body |= {name: option[name] for name in ("level", "sub_state") if option.get(name)}
        if self.random.random() < 0.8:
            role = self.random.choice(option["roles"])["id"]
            body |= {"on_behalf_of": role, "by_means": "phone"}
        return self.random.choice([DESK, DESK, DESK, "director", "chief"]), body

    def _measure(self, view: Mapping[str, Any], now: datetime) -> tuple[str, Body]:
        measures = [measure["id"] for measure in view["measures"]] or ["no_such"]
        return DESK, {"command": "complete_measure", "measure": self.random.choice(measures)}

    def _nonsense(self, view: Mapping[str, Any], now: datetime) -> tuple[str, Body]:
        wrong: list[tuple[str, Body]] = [
            ("viewer", {"command": "add_log_entry", "text": "我不能写"}),
            (DESK, {"command": "no_such_command"}),
            (DESK, {"command": "activate_response", "level": "IX"}),
            (DESK, {"command": "add_log_entry"}),
            (DESK, {"command": "strike_entry", "seq": 10**6, "reason": "误记"}),
            (DESK, {"command": "strike_entry", "seq": view["version"], "reason": "误记"}),
            ("reporter", {"command": "end_response", "reason": "越权"}),
        ]
        return self.random.choice(wrong)
