"""Random lives of one incident, told step by step, for auditing after every step.

`Life(plan, pick)` asks `pick` for every choice (any function that takes a non-empty
sequence and returns one of it), so a life can be drawn by Hypothesis or replayed from a
seed. Only what bears on the ledger is done: levels, figures, reports, limits, anchors,
strikes and time in all its ways.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from engine.clock import VirtualClock
from engine.decide.allowed_commands import allowed_commands
from engine.errors import ZhibanError
from engine.incident.actors import Actor
from engine.incident.commands import COMMANDS, OpenIncident
from engine.incident.state import OPEN_SLOT_STATES, Incident, Slot
from engine.instants import at_clock, local_day
from engine.ledger_audit import Difference, differences
from engine.memory import CountedIds, FixedPlans, MemoryJournal
from engine.plan.model import Fact, Plan
from engine.ports import CallingBook
from engine.service import Service
from tests.support.report_content import full

Pick = Callable[[Sequence[Any]], Any]

START = datetime(2021, 11, 8, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
DESK = Actor("值班员", frozenset({"duty_officer"}))
LEVELS = {
    "issue_warning",
    "lift_warning",
    "recommend_activation",
    "approve_activation",
    "recommend_end",
    "approve_end",
    "activate_response",
    "adjust_response",
    "end_response",
    "close_incident",
}


class Life:
    """One incident under one plan, from its opening on."""

    def __init__(
        self,
        plan: Plan,
        pick: Pick,
        *,
        exercise: bool = False,
        calling: CallingBook | None = None,
    ) -> None:
        self.plan, self.pick, self.exercise = plan, pick, exercise
        self.clock = VirtualClock(START, elapsed=lambda: 0.0)
        self.journal = MemoryJournal()
        self.service = Service(
            FixedPlans({plan.id: plan}), self.clock, CountedIds("life"), calling=calling
        )
        self.told: list[str] = []
        self.id = self._open()

    # ── what is there ───────────────────────────────────────────────────────

    @property
    def incident(self) -> Incident:
        found = self.journal.load(self.id)
        assert found is not None
        return found

    @property
    def rows(self) -> list[Slot]:
        return list(self.journal.slots.values())

    def audited(self, tolerance: timedelta = timedelta()) -> list[Difference]:
        """The differences as of now, every instant counting."""
        now = max(self.clock.now, self.journal.log[-1].recorded_at)
        return differences(self.plan, self.journal.log, self.rows, now, tolerance)

    # ── what happens ────────────────────────────────────────────────────────

    def step(self) -> None:
        """Something happens; time stands still or moves."""
        self.pick(self.deeds())()

    def deeds(self) -> list[Callable[[], None]]:
        """What may happen, the likely more than once."""
        return [
            self.changes_level,
            self.changes_level,
            self.records_figures,
            self.records_figures,
            self.hands_in,
            self.hands_in,
            self.waits,
            self.waits,
            self.waits,
            self.limits,
            self.counts_anew,
            self.strikes,
            self.settles_a_measure,
            self.confirms,
            self.rises_after_the_end,
            self.loses_power,
            self.wavers,
            self.sets_the_clock_back,
            self.voids,
        ]

    def changes_level(self) -> None:
        options = [o for o in allowed_commands(self.plan, self.incident) if o["command"] in LEVELS]
        if not options:
            return
        option = self.pick(options)
        name = option["command"]
        given = {key: option.get(key) for key in ("level", "sub_state", "grade")}
        known = COMMANDS[name].model_fields.keys()
        fields = {key: value for key, value in given.items() if key in known}
        self.does(
            self._holder(option), name, **fields, **{"reason": "理由"} if "reason" in known else {}
        )

    def records_figures(self) -> None:
        fact = self.pick(self._figures())
        ago = self.pick([0, 0, 120, 1500])
        as_of = max(self.incident.received_at, self.clock.now - timedelta(minutes=ago))
        told = self.clock.now - timedelta(minutes=self.pick([0, 0, 40, 900]))
        received = max(self.incident.received_at, told)
        self.does(
            DESK,
            "record_facts",
            facts={fact.id: self._value(fact)},
            source=self.pick(["", "", "医院"]),
            as_of=as_of,
            received_at=self.pick([None, received, self.incident.received_at]),
            correction=self.pick([False, False, True]),
        )

    def rises_after_the_end(self) -> None:
        """The response ends, a figure is worse, wrong or right, and the level opens again."""
        self.confirms()
        self.acts_on("end_response")
        for _ in range(3):
            self.records_figures()
            self.hands_in()
        self.changes_level()

    def acts_on(self, command: str) -> None:
        """The first way in which the command is possible now."""
        options = allowed_commands(self.plan, self.incident)
        for option in [o for o in options if o["command"] == command][:1]:
            self.does(self._holder(option), command, reason="理由")

    def hands_in(self) -> None:
        now = self.clock.now
        ready = [r for r in self.rows if r.state in OPEN_SLOT_STATES and r.opens_at <= now]
        if not ready:
            return
        ready.sort(key=lambda row: (row.obligation, row.reporter, row.due_at))
        chosen = self.pick(ready)
        together = [r for r in ready if r.obligation == chosen.obligation]
        for row in self.pick([[chosen], together, together[:3]]):
            ago = self.pick([0, 0, 20, 90])
            came = max(self.incident.received_at, now - timedelta(minutes=ago))
            content = full(self.plan, row.obligation)
            self.does(DESK, "submit_report", slot=row.id, submitted_at=came, content=content)

    def voids(self) -> None:
        """The incident was opened by mistake; that is the end of it, so it is rare."""
        if self.pick([False] * 9 + [True]):
            self.does(DESK, "void_incident", reason="误开")

    def limits(self) -> None:
        report = self.pick(self.plan.reports)
        codes = [division.code for division in self.plan.jurisdiction.divisions]
        owing = [*report.reporters.units, *codes]
        reporters = self.pick([None, None, tuple(owing[:1]), tuple(owing[1:3]), tuple(owing[:-1])])
        obligation = self.pick([None, report.id])
        self.acts("set_reporters", reporters=reporters, obligation=obligation, reason="理由")

    def counts_anew(self) -> None:
        day = local_day(self.clock.now, self.plan.zone) + timedelta(days=self.pick([0, 1, 2, 3]))
        obligation = self.pick([None, *self.plan.report_by_id])
        self.acts("reanchor_cadence", anchor=day.isoformat(), obligation=obligation, reason="理由")

    def strikes(self) -> None:
        kinds = ("facts_recorded", "measure_completed", "measure_waived")
        entries = [event.seq for event in self.journal.log if event.type in kinds]
        if entries:
            self.does(DESK, "strike_entry", seq=self.pick(entries), reason="误记")

    def settles_a_measure(self) -> None:
        measures = self.plan.limited_measures or self.plan.measures
        if measures:
            name = self.pick(["complete_measure", "complete_measure", "waive_measure"])
            self.does(DESK, name, measure=self.pick(measures).id, note="已办")

    def confirms(self) -> None:
        for condition in self.plan.end_conditions:
            self.acts("confirm_end_condition", condition=condition.id)

    def waits(self) -> None:
        """Time goes by, and the service is woken whenever it asked to be."""
        until = self._later()
        while (wake := self.journal.next_wake()) is not None and wake <= until:
            self.clock.jump_to(max(wake, self.clock.now))
            self.wake()
        self.clock.jump_to(until)
        self.wake()

    def loses_power(self) -> None:
        """Nobody wakes the service; the first thing afterwards is a command, or a wake."""
        self.clock.jump_to(self._later())
        self.pick([self.changes_level, self.records_figures, self.hands_in, self.wake])()
        self.wake()

    def wavers(self) -> None:
        """One level after the other, with hardly any time between."""
        for _ in range(4):
            self.changes_level()
            self.clock.advance(timedelta(seconds=self.pick([0, 20, 60, 300])))
            self.wake()

    def sets_the_clock_back(self) -> None:
        """The server starts again with a clock that is behind its last entries."""
        behind = timedelta(minutes=self.pick([1, 30, 400, 1440]))
        self.clock = VirtualClock(self.clock.now - behind, elapsed=lambda: 0.0)
        self.service.clock = self.clock
        self.wake()

    def wake(self) -> None:
        while self.service.wake(self.journal):
            pass

    def acts(self, name: str, **fields: Any) -> None:
        for act in self.plan.acts:
            if name in act.on and act.by:
                self.does(self._post(act.by[0]), name, **fields)
                return

    def does(self, actor: Actor, name: str, **fields: Any) -> None:
        command = COMMANDS[name](**fields)
        try:
            self.service.execute(self.journal, self.id, command, actor)
        except ZhibanError:
            return
        self.told.append(f"{self.clock.now:%d %H:%M:%S.%f} {name} {fields}")

    # ── choices ─────────────────────────────────────────────────────────────

    def _open(self) -> str:
        received = START - timedelta(minutes=self.pick([0, 10, 90]))
        divisions = [self.plan.jurisdiction.divisions[0].code, self.plan.jurisdiction.code]
        facts: dict[str, Any] = {}
        if self.pick([False, True]):
            fact = self.pick(self._figures())
            facts[fact.id] = self._value(fact)
        request = OpenIncident(
            plan=self.plan.id,
            title="某事件",
            occurred_at=received,
            received_at=received,
            division=self.pick(divisions),
            exercise=self.exercise,
            facts=facts,
        )
        try:
            opened = self.service.open_incident(self.journal, request, DESK)
        except ZhibanError:
            plain = request.model_copy(update={"facts": {}})
            opened = self.service.open_incident(self.journal, plain, DESK)
        self.told.append(f"opens {request}")
        return opened.after.id

    def _figures(self) -> Sequence[Fact]:
        """Facts of the kinds that conditions of reports are about, or all where none is."""
        kinds = ("count", "flag", "divisions")
        return [fact for fact in self.plan.facts if fact.kind in kinds] or self.plan.facts

    def _value(self, fact: Fact) -> Any:
        if fact.kind == "flag":
            return self.pick([True, False])
        if fact.kind == "divisions":
            codes = [division.code for division in self.plan.jurisdiction.divisions]
            return self.pick([[], codes[:1], codes[:2], codes[1:3]])
        if fact.kind == "choice":
            return self.pick(fact.choices).id
        if fact.kind == "choices":
            return [self.pick(fact.choices).id]
        return "话" if fact.kind == "text" else self.pick([0, 1, 2, 3, 5, 10, 30, 100])

    def _holder(self, option: dict[str, Any]) -> Actor:
        return self._post(option["roles"][0]["id"]) if option["roles"] else DESK

    def _post(self, role: str) -> Actor:
        division = self.incident.division
        if division not in self.plan.division_by_code:
            division = self.plan.jurisdiction.divisions[0].code
        return Actor(role, frozenset({f"{self.plan.id}:{role}"}), division)

    def _later(self) -> datetime:
        now, zone = self.clock.now, self.plan.zone
        ways = [self._span, self._span, self._clock_time, self._due_instant]
        found: datetime = self.pick(ways)(now, zone)
        return max(found, now)

    def _span(self, now: datetime, zone: str) -> datetime:
        return now + timedelta(minutes=self.pick([0, 1, 15, 29, 40, 60, 240, 1440, 2880, 9000]))

    def _clock_time(self, now: datetime, zone: str) -> datetime:
        clock = self.pick(["09:30", "10:00", "14:10", "14:50", "15:00", "16:00", "23:40", "24:00"])
        found = at_clock(local_day(now, zone), clock, zone)
        return found if found > now else found + timedelta(days=1)

    def _due_instant(self, now: datetime, zone: str) -> datetime:
        limits = [c.due_at for c in self.incident.measure_clocks.values() if c.due_at]
        dues = {*(row.due_at for row in self.rows), *limits}
        ahead = sorted(due for due in dues if due > now)[:4]
        if not ahead:
            return now
        near = [timedelta(), MICROSECOND, -MICROSECOND, timedelta(minutes=-30)]
        return self.pick(ahead) + self.pick(near)
