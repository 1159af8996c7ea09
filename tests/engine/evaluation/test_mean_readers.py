"""Runs by hand, with the answers that somebody derives from the plan's text alone.

Each answer names the clause that it follows from; PS is the plan for production safety accidents.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from engine.evaluation.evaluation import IncidentEvaluation, evaluate_incident
from engine.plan.companion_files import load_monitors
from tests.engine.conftest import Tell
from tests.engine.stories import Story
from tests.support.plan_files import PLANS

BUREAU = ("city_emergency_bureau",)


class Answers:
    """What the evaluation says, in the words of somebody with a watch and the plan."""

    def __init__(self, story: Story, *, over: bool = False) -> None:
        self.story = story
        rules = load_monitors(PLANS)[story.plan.id]
        now = story.clock.now
        self.found: IncidentEvaluation = evaluate_incident(
            story.plan, story.events, now, over=over, rules=rules
        )

    def of(self, kind: str, what: str) -> list[tuple[Any, ...]]:
        """Owner, due, done, minutes, verdict and why of each row, and the clause of the first."""
        return [
            (row.owner, self.at(row.due_at), self.at(row.actual_at), row.minutes, row.verdict)
            + ((row.why,) if row.why else ())
            for row in self.found.rows
            if (row.kind, row.what) == (kind, what)
        ]

    def clauses(self, kind: str, what: str) -> set[str | None]:
        return {row.clause for row in self.found.rows if (row.kind, row.what) == (kind, what)}

    def at(self, instant: datetime | None) -> str | None:
        return None if instant is None else f"{instant.astimezone(self.story.zone):%d %H:%M}"

    def chain(self) -> dict[str, tuple[int | None, str | None]]:
        return {one.step: (one.minutes, one.role) for one in self.found.chains[-1].links}

    def kinds(self) -> list[str]:
        return [one.kind for one in self.found.findings]


def test_an_activation_that_was_refused_and_then_approved(tell: Tell) -> None:
    """PS 5.3.3: 指挥长 proposes II, 总指挥 approves, 指挥长 opens. A refusal is a decision too."""
    story = tell("production_safety")
    story.desk.opens(trapped=12)
    story.clock.to("09:10")
    story.commander.recommends("II", reason="被困 12 人")
    story.clock.to("09:20")
    story.chief.declines()
    asked = Answers(story)
    both = ("commander", "chief_commander")
    assert asked.of("level", "II") == [(both, "08 09:30", None, None, "released", "refused")]
    story.clock.to("09:30")
    story.commander.recommends("II", reason="情况加重")
    story.clock.to("09:50")
    story.chief.approves()
    story.clock.to("10:05")
    story.commander.activates("II", reason="同意")
    said = Answers(story)
    assert said.of("decision", "II") == [
        (("chief_commander",), "08 09:25", "08 09:20", 10, "met"),
        (("chief_commander",), "08 09:45", "08 09:50", 20, "late"),
    ]
    assert said.of("level", "II") == [(both, "08 09:30", "08 10:05", 65, "late")]
    assert said.clauses("level", "II") == said.clauses("decision", "II") == {"5.3.3"}
    assert said.chain() == {
        "received": (0, "duty_officer"),
        "assessed": (0, "duty_officer"),
        "recommended": (10, "commander"),
        "approved": (50, "chief_commander"),
        "activated": (65, "commander"),
        "notified": (None, None),
        "on_scene": (None, None),
    }
    # 5.3.3: at once to the provincial government; 立即 has no number, so it is not late yet.
    assert said.of("report", "province_level_opened") == [(BUREAU, None, None, None, "open")]
    # Trapped 12 and no deaths: 较大涉险, so once a day (Order 21, 11), from A20 at 15:00.
    assert said.of("report", "follow_up_daily") == [(BUREAU, "08 15:00", None, None, "open")]


def test_a_recommendation_that_nobody_decided(tell: Tell) -> None:
    """PS 5.3.2: 办公室主任 reports to 指挥长, who opens III. Three deaths are 较大 (annex 1)."""
    story = tell("production_safety")
    story.desk.opens(deaths=3)
    story.clock.to("09:05")
    story.director.recommends("III", reason="较大事故")
    story.clock.to("12:00")
    said = Answers(story)
    assert said.of("decision", "III") == [(("commander",), "08 09:20", None, None, "missing")]
    both = ("office_director", "commander")
    assert said.of("level", "III") == [(both, "08 09:30", None, None, "missing")]
    assert said.clauses("level", "III") == said.clauses("decision", "III") == {"5.3.2"}
    # Order 21, 8 and 10: one hour by telephone; Order 493, 11: two hours in writing.
    assert said.of("report", "province_phone") == [(BUREAU, "08 10:00", None, None, "missing")]
    assert said.of("report", "province_written") == [(BUREAU, "08 11:00", None, None, "missing")]
    (waited,) = [one for one in said.found.findings if one.kind == "decision_missing"]
    assert waited.facts["minutes"] == 175
    assert waited.entries == (2,)


def test_a_first_report_that_was_never_sent(tell: Tell) -> None:
    """PS 5.1: 立即 to the municipal government; no number, so missing after the reminder (A32)."""
    story = tell("production_safety")
    story.desk.opens(deaths=1)
    story.clock.to("09:10")
    story.director.activates("IV", reason="一般事故")
    early = Answers(story)
    assert early.of("report", "first_city_government") == [(BUREAU, None, None, None, "open")]
    story.clock.to("2021-11-09 09:00")
    said = Answers(story)
    assert said.of("report", "first_city_government") == [(BUREAU, None, None, None, "missing")]
    assert said.clauses("report", "first_city_government") == {"5.1、order_493:10、order_21:7"}
    # 5.3.1: 办公室主任 opens IV himself.
    director = ("office_director",)
    assert said.of("level", "IV") == [(director, "08 09:30", "08 09:10", 10, "met")]
    # One death is 一般: it ends at the city, nothing is owed to the province (Order 493, 10).
    assert said.of("report", "province_phone") == []
    assert said.of("report", "follow_up_daily") == [
        (BUREAU, "08 15:00", None, None, "missing"),
        (BUREAU, "09 15:00", None, None, "open"),
    ]
    shown = {one.kind: one.entries for one in said.found.findings}
    assert shown["immediate_missing"] == (1,)
    assert [story.events[seq - 1].type for seq in shown["report_missing"]] == [
        "incident_opened",
        "report_overdue",
        "report_overdue",
    ]


def test_a_correction_of_figures_that_lowers_the_level(tell: Tell) -> None:
    """A27: what a figure asked for that was never true is nobody's omission."""
    story = tell("production_safety")
    story.desk.opens(deaths=3)
    story.clock.to("09:05")
    story.desk.reports("first_city_government", *BUREAU)
    story.clock.to("09:15")
    story.commander.activates("III", reason="较大事故")
    story.clock.to("09:40")
    story.desk.records(deaths=1, correction=True)
    story.clock.to("10:00")
    story.commander.adjusts("IV", reason="一般事故")
    story.clock.to("10:10")
    story.desk.reports("correction", *BUREAU)
    said = Answers(story, over=True)
    both = ("office_director", "commander")
    assert said.of("level", "III") == [(both, "08 09:30", "08 09:15", 15, "met")]
    assert said.of("level", "IV") == []
    released = (BUREAU, "08 10:00", None, None, "released", "corrected")
    assert said.of("report", "province_phone") == [released]
    assert said.of("report", "correction") == [(BUREAU, None, "08 10:10", 30, "met")]
    iii = {row.what: (row.verdict, row.why) for row in said.found.rows if row.kind == "measure"}
    assert {iii[one] for one in iii if one.startswith("iii_")} == {("released", "corrected")}
    # The head of the bureau goes to the scene of a 较大 accident (Order 21, 18): of what is known
    # now it is none, but the loss is not known.
    assert iii["bureau_head_to_scene"] == ("unjudged", "unknown_figure")
    assert iii["iv_work_group"] == ("missing", None)
    assert "level_lags" not in said.kinds()


def test_a_level_that_a_false_figure_asked_for_is_not_missed(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=3)
    story.clock.to("10:30")
    story.desk.records(deaths=1, correction=True)
    both = ("office_director", "commander")
    said = Answers(story)
    assert said.of("level", "III") == [(both, "08 09:30", None, None, "released", "corrected")]


def test_a_level_that_was_right_for_hours_is_missed_though_the_figures_rose(tell: Tell) -> None:
    """A rise is no excuse for what was not opened before; a change in time is."""
    story = tell("production_safety")
    story.desk.opens(deaths=3)
    story.clock.to("14:00")
    story.desk.records(deaths=12)
    story.clock.to("14:10")
    story.desk.records(deaths=31)
    said = Answers(story)
    both = ("office_director", "commander")
    assert said.of("level", "III") == [(both, "08 09:30", None, None, "missing", "changed")]
    assert said.of("level", "II")[0][-2:] == ("released", "changed")
    assert said.of("level", "I")[0][-1] == "open"


def test_a_death_after_the_end(tell: Tell) -> None:
    """A19: the same day by 24:00; A26: what the higher class asks for, from receipt; no level."""
    story = tell("production_safety")
    story.desk.opens(deaths=1)
    story.desk.reports("first_city_government", *BUREAU)
    story.director.activates("IV", reason="一般事故")
    story.clock.to("14:00")
    story.director.confirms_all_end_conditions()
    story.director.ends()
    story.clock.to("2021-11-09 10:00")
    story.desk.records(deaths=2)
    story.clock.to("18:00")
    story.desk.reports("casualty_change_city", *BUREAU)
    story.clock.to("2021-11-10 09:00")
    story.desk.records(deaths=3)
    story.clock.to("09:50")
    story.desk.reports("province_phone", *BUREAU)
    story.clock.to("2021-11-11 09:00")
    said = Answers(story)
    assert said.of("report", "casualty_change_city") == [
        (BUREAU, "10 00:00", "09 18:00", 480, "met"),
        (BUREAU, "11 00:00", None, None, "missing"),
    ]
    assert said.of("report", "province_phone") == [(BUREAU, "10 10:00", "10 09:50", 50, "met")]
    assert said.of("report", "province_written") == [(BUREAU, "10 11:00", None, None, "missing")]
    assert said.of("report", "follow_up_daily")[0][-2:] == ("released", "ended")
    assert [row.what for row in said.found.rows if row.kind == "level"] == ["IV"]


def test_command_that_was_handed_up(tell: Tell) -> None:
    """A21: reporting goes on; the city opens no level, so nobody is late with one."""
    story = tell("production_safety")
    story.desk.opens(deaths=12)
    story.clock.to("09:05")
    story.commander.recommends("II", reason="重大事故")
    story.clock.to("09:12")
    story.desk.does("hand_over_command", to="province")
    story.clock.to("12:00")
    away = Answers(story)
    both = ("commander", "chief_commander")
    released = (both, "08 09:30", None, None, "released", "handed_up")
    assert away.of("level", "II") == [released]
    chief = ("chief_commander",)
    assert away.of("decision", "II") == [(chief, None, None, None, "released", "handed_up")]
    assert away.of("report", "province_phone")[0][-1] == "missing"
    assert not {"level_lags_on", "decision_missing"} & set(away.kinds())
    story.desk.does("return_command", to="city", reason="省级工作组撤离")
    story.clock.to("12:10")
    story.chief.approves()
    story.commander.activates("II", reason="恢复市级指挥")
    said = Answers(story)
    assert said.of("level", "II") == [released, (both, "08 12:30", "08 12:10", 10, "met")]
    assert said.of("decision", "II") == [(chief, None, "08 12:10", 185, "met")]


def test_a_level_that_was_late_before_command_was_handed_up(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=12)
    story.clock.to("11:00")
    story.desk.does("hand_over_command", to="province")
    said = Answers(story)
    assert said.of("level", "II")[0][-2:] == ("missing", "handed_up")
