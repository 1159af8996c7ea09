"""Random lives with calls: rules that change, orders that nobody signs, channels that report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, get_args

from engine.calling.binding import REAL_CHANNELS
from engine.errors import StateRefuses
from engine.instants import JUST_AFTER
from engine.ledger_audit.calls import CallAudit, audit_calls
from engine.memory import MemoryCallingBook
from engine.plan.calling_rules import LEAD_TRIGGERS, OUTSIDE_TRIGGERS, CallingRules, Trigger
from engine.plan.model import Plan
from tests.engine.calling.books import DUTY, PEOPLE, shipped
from tests.engine.ledger_audit.lives import DESK, LEVELS, Life, Pick

TRIGGERS = [one for one in get_args(Trigger) if one not in OUTSIDE_TRIGGERS]


def random_rules(pick: Pick, plan: Plan) -> CallingRules:
    """The shipped rules, or some of any trigger with any steps and channels."""
    if pick([False, True]):
        return shipped()
    made = [_rule(pick, plan, pick(TRIGGERS), number) for number in range(pick(range(9)))]
    values = {"format": "1", "rules": tuple(made), "digest": str(made)}
    return CallingRules.model_validate(values)


def _rule(pick: Pick, plan: Plan, trigger: str, number: int) -> dict[str, Any]:
    whos: list[dict[str, Any]] = [
        {"on_duty": pick(["leader", "duty_officers", "standby"])},
        {"role": pick(list(plan.role_by_id))},
        {"unit": pick(list(plan.unit_by_id))},
        {"reporter": True},
    ]
    steps: tuple[dict[str, Any], ...] = tuple(
        {
            "who": pick(whos),
            "channels": tuple(pick(REAL_CHANNELS) for _ in range(pick([1, 2, 3]))),
            "after_s": pick([0, 0, 60, 120, 900]),
            "deputy": pick([0, 0, 1]),
        }
        for _ in range(pick([1, 2, 3]))
    )
    each: tuple[dict[str, Any], ...] = ()
    if trigger not in LEAD_TRIGGERS and pick([False, True]):
        each, steps = tuple(whos[:2]), ({"who": {"each": True}, "channels": ("voice",)}, *steps)
    return {
        "id": f"r{number}",
        "name": "规则",
        "on": trigger,
        "assumption": ("Y1",),
        "minutes": pick([10, 45]) if trigger == "report_due_in" else None,
        "at": "14:45" if trigger == "reports_missing_at" else None,
        "levels": pick([(), (), (plan.levels[0].id,)]),
        "nth": pick([1, 2]),
        "real_only": pick([False, False, True]),
        "answer_within_s": pick([60, 600, 86_400]),
        "each": each,
        "steps": steps,
        "rounds": pick([1, 2]),
    }


class CalledLife(Life):
    """A life in which people are called, and in which the rules may change."""

    def __init__(self, plan: Plan, pick: Pick, *, exercise: bool = False) -> None:
        self.book = MemoryCallingBook(random_rules(pick, plan), PEOPLE, DUTY)
        self._in_force: list[tuple[datetime, CallingRules]] = []
        super().__init__(plan, pick, exercise=exercise, calling=self.book)
        self._in_force.append((datetime.min.replace(tzinfo=self.clock.now.tzinfo), self.rules))

    @property
    def rules(self) -> CallingRules:
        return self.book.rules()

    def deeds(self) -> list[Callable[[], None]]:
        calls = [self.a_channel_reports, self.is_answered, self.calls_somebody, self.orders]
        return [*super().deeds(), *calls, *calls, self.rules_change]

    def a_channel_reports(self) -> None:
        there = list(self.incident.calls.values())[-6:]
        due = [
            (call, number)
            for call in there
            for number, step in enumerate(call.steps)
            if step.at <= self.clock.now
        ]
        if due:
            call, number = self.pick(due)
            self.service.record_attempt(
                self.journal,
                self.id,
                call.id,
                step=number,
                channel=self.pick(call.steps[number].channels),
                outcome="sent",
            )

    def is_answered(self) -> None:
        there = list(self.incident.calls)[-6:]
        if not there:
            return
        call = self.pick(there)
        if self.pick([False, True]):
            self.does(DESK, "answer_call", call=call)
            return
        try:
            self.service.record_answer(self.journal, self.id, call, means="link", by="某人")
        except StateRefuses as refusal:
            assert refusal.code in ("call_answered", "call_cancelled")

    def calls_somebody(self) -> None:
        whom = [{"on_duty": "leader"}, {"contact": "bureau"}, {"post": self.plan.roles[0].id}]
        self.does(DESK, "start_call", reason="请到场", **self.pick(whom))

    def orders(self) -> None:
        """An order by telephone, or its signature."""
        if self.incident.unsigned and self.pick([False, True]):
            seq, order = self.pick(list(self.incident.unsigned.items()))
            self.does(self._post(order.role), "confirm_recorded_order", seq=seq)
            return
        role = self.pick(list(self.plan.role_by_id))
        given = {"on_behalf_of": role, "by_means": "phone"}
        position = self.pick(self.plan.positions)
        level, _, sub_state = position.partition(".")
        name = self.pick([one for one in sorted(LEVELS) if "activat" in one])
        where = {"level": level, "sub_state": sub_state or None} if "approve" not in name else {}
        self.does(DESK, name, **where, **given)

    def rules_change(self) -> None:
        """Other rules, from an instant at which nothing has been entered yet."""
        last = self.journal.log[-1].recorded_at
        self.clock.jump_to(max(self.clock.now, last) + JUST_AFTER)
        self.book.use(random_rules(self.pick, self.plan))
        self._in_force.append((self.clock.now, self.rules))

    def sets_the_clock_back(self) -> None:
        """Not behind the rules in force: nothing in a journal says when those changed."""
        super().sets_the_clock_back()
        self.clock.jump_to(max(self.clock.now, self._in_force[-1][0]))

    def book_at(self, at: datetime) -> MemoryCallingBook:
        """The book as it was."""
        found = [rules for since, rules in self._in_force if since <= at]
        return MemoryCallingBook(found[-1], PEOPLE, DUTY)

    def audit(self) -> CallAudit:
        """What the journal proves about the calls."""
        return audit_calls(self.plan, self.journal.read(self.id), self.book_at)

    def ends(self) -> None:
        """Time goes by until nothing is left to be entered soon."""
        self.clock.jump_to(self.clock.now + timedelta(days=2))
        self.wake()
