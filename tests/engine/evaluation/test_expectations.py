"""Every thing that the pinned plan asks for is in the table, once, and nothing else."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from engine.conditions.evaluation import holds, situation_of
from engine.drill.runner import Run
from engine.evaluation.evaluation import IncidentEvaluation, evaluate_incident, is_over
from engine.evaluation.expected import Kind, shares
from engine.evaluation.history import history_of
from engine.evolve.apply import apply
from engine.incident.state import Incident
from engine.plan.measures import effective
from tests.engine.conftest import Tell
from tests.engine.drill.golden import SCENARIOS, play
from tests.engine.stories import Story


@pytest.fixture(scope="module")
def runs() -> dict[str, Run]:
    return {name: play(name) for name in SCENARIOS}


def asked_by_the_plan(run: Run) -> dict[Kind, set[str]]:
    """Counted again, from the plan and the states, without the evaluation's own code."""
    plan, state = run.plan, None
    found: dict[Kind, set[str]] = {
        "report": {slot.id for slot in run.slots},
        "measure": set(),
        "group": set(),
        "decision": set(),
        "notice": set(),
    }
    for event in run.events:
        state = apply(plan, state, event)
        assert isinstance(state, Incident)
        situation = situation_of(plan, state)
        found["measure"] |= {
            one.id
            for one in effective(plan, state.place)
            if one.when is None or holds(one.when, situation) is not False
        }
        if state.place in plan.positions:
            found["group"] |= {group.id for group in plan.groups}
        if event.type in ("activation_recommended", "end_recommended"):
            found["decision"].add(str(event.seq))
        if event.type in ("response_activated", "response_adjusted", "response_ended"):
            found["notice"].add(str(event.seq))
    return found


def judged(run: Run) -> IncidentEvaluation:
    return evaluate_incident(run.plan, run.events, run.ended_at, over=True)


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_table_covers_all_that_the_plan_asks_for(runs: dict[str, Run], name: str) -> None:
    run = runs[name]
    rows = judged(run).rows
    for kind, wanted in asked_by_the_plan(run).items():
        mine = [row.id.partition(":")[2] for row in rows if row.kind == kind]
        assert len(mine) == len(set(mine))
        assert set(mine) == wanted, kind
    assert all(row.clause for row in rows if row.kind != "call")
    assert all(row.owner for row in rows)


@pytest.mark.parametrize("name", SCENARIOS)
def test_verdicts_of_reports_are_those_of_the_ledger(runs: dict[str, Run], name: str) -> None:
    run = runs[name]
    rows = {row.id: row for row in judged(run).rows}
    words = {"submitted": "met", "submitted_late": "late", "overdue": "missing"}
    for slot in run.slots:
        if slot.state in words and not slot.immediately:
            assert rows[f"report:{slot.id}"].verdict == words[slot.state]


def test_a_history_goes_on_from_what_is_known(runs: dict[str, Run]) -> None:
    run = runs["grain_run"]
    whole = history_of(run.plan, run.events)
    begun = history_of(run.plan, run.events[:300])
    assert begun.slots != whole.slots
    assert history_of(run.plan, run.events[300:], begun).steps == whole.steps
    assert history_of(run.plan, (), whole).slots == whole.slots == run.slots


def table(story: Story, *, over: bool = False) -> dict[str, tuple[str, str | None]]:
    found = evaluate_incident(story.plan, story.events, story.clock.now, over=over)
    return {row.id: (row.verdict, row.why) for row in found.rows}


def of(rows: dict[str, tuple[str, str | None]], kind: str) -> Counter[tuple[str, str | None]]:
    return Counter(value for id_, value in rows.items() if id_.startswith(f"{kind}:"))


def test_a_level_is_expected_from_the_figures_until_it_is_opened(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=12)
    assert of(table(story), "level") == {("open", None): 1}
    story.clock.to("09:31")
    assert of(table(story), "level") == {("missing", None): 1}
    story.chief.activates("II", reason="被困 12 人")
    assert of(table(story), "level") == {("late", None): 1}


def test_a_level_that_the_figures_ask_for_no_more_is_released(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    story.desk.records(trapped=0)
    assert of(table(story), "level") == {("released", "changed"): 1}


def test_a_measure_is_missing_only_when_nothing_more_can_come(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=5)
    story.commander.activates("III", reason="被困 5 人")
    rows = table(story)
    assert rows["measure:iii_rescue"] == ("open", None)
    assert rows["measure:iii_reinforce"] == ("unjudged", "judgement")
    assert rows["measure:bureau_head_to_scene"] == ("unjudged", "unknown_figure")
    assert table(story, over=True)["measure:iii_rescue"] == ("missing", None)
    story.desk.does("complete_measure", measure="iii_rescue")
    story.commander.does("waive_measure", measure="iii_contain", note="没有危险源")
    assert table(story)["measure:iii_rescue"] == ("met", None)
    assert table(story)["measure:iii_contain"] == ("released", "waived")
    story.commander.adjusts("IV", reason="好转")
    assert table(story)["measure:iii_order"] == ("missing", "response_over")
    story.desk.records(deaths=0, serious_injuries=0, direct_loss_yuan=1)
    assert table(story)["measure:bureau_head_to_scene"] == ("unjudged", "unknown_figure")


def test_a_higher_level_leaves_what_it_does_not_inherit_to_people(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(trapped=1)
    story.director.activates("IV", reason="被困 1 人")
    assert table(story)["measure:iv_work_group"] == ("open", None)
    story.commander.adjusts("III", reason="升级")
    assert table(story)["measure:iv_track"][0] == "unjudged"


def test_reports_at_once_have_no_deadline_and_are_missing_at_the_end(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(deaths=1)
    (row,) = [
        row
        for row in evaluate_incident(story.plan, story.events, story.clock.now, over=False).rows
        if row.what == "first_city_government"
    ]
    assert (row.due_at, row.immediately, row.verdict) == (None, True, "open")
    assert table(story, over=True)[row.id] == ("missing", None)


def test_a_voided_incident_owes_nothing(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(deaths=1)
    story.desk.does("void_incident", reason="误开")
    rows = table(story, over=True)
    assert {verdict for verdict, _ in rows.values()} == {"released"}
    assert of(rows, "level") == {("released", "voided"): 1}
    assert {verdict for verdict, _ in of(rows, "report")} == {"released"}
    story = tell("coal_mine")
    story.desk.opens(deaths=1)
    story.director.recommends("III", reason="怕扩大")
    story.clock.to("10:00")
    story.desk.does("void_incident", reason="误开")
    assert {verdict for verdict, _ in table(story, over=True).values()} == {"released"}
    found = evaluate_incident(story.plan, story.events, story.clock.now, over=True).findings
    assert found == ()


def test_a_level_ordered_by_telephone_is_open_from_when_it_was_ordered(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    story.clock.to("10:00")
    story.desk.orders("office_director", "activate_response", at="09:20", level="IV", reason="急")
    found = evaluate_incident(story.plan, story.events, story.clock.now, over=False)
    (row,) = [row for row in found.rows if row.kind == "level"]
    assert (row.verdict, row.minutes, row.actual_at) == ("met", 20, story.incident.activated_at)
    assert [one.kind for one in found.findings if one.kind.startswith("level")] == []


def test_two_shares_say_how_much_was_judged_and_how_much_met(runs: dict[str, Run]) -> None:
    found = judged(runs["grain_run"])
    rows = found.rows
    counted = [row for row in rows if row.verdict not in ("released", "open")]
    told = [row for row in counted if row.verdict != "unjudged"]
    met = [row for row in told if row.verdict == "met"]
    assert found.shares == shares(rows)
    assert (found.shares.counted, found.shares.judged, found.shares.met) == (
        len(counted),
        len(told),
        len(met),
    )
    assert found.shares.met_percent == 100 * len(met) // len(told)
    assert shares([]).judged_percent is None


def test_a_row_counts_minutes_from_when_it_arose(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=12)
    story.commander.recommends("II", reason="被困 12 人")
    story.clock.to("09:20")
    story.chief.activates("II", reason="同意")
    rows = evaluate_incident(story.plan, story.events, story.clock.now, over=False).rows
    (decision,) = [row for row in rows if row.kind == "decision"]
    assert (decision.verdict, decision.minutes, decision.late_by) == ("late", 20, 5)
    assert decision.due_at == decision.arose_at + timedelta(minutes=15)
    assert (decision.by, decision.owner) == ("chief_commander", ("chief_commander",))
    assert decision.ours


def test_a_closed_incident_is_over_when_no_report_can_come_in_time_any_more(tell: Tell) -> None:
    """A figure that is corrected in the casualty watch has to be told at once, closed or not."""
    story = tell("coal_mine")

    def over() -> bool:
        return is_over(history_of(story.plan, story.events))

    story.desk.opens(trapped=2)
    story.desk.reports("first_city_government", "city_emergency_bureau")
    assert not over()
    story.director.closes()
    assert over()
    story.desk.records(source="值班员", trapped=0, correction=True)
    (owed,) = story.open_slots("correction", "city_emergency_bureau")
    assert owed.immediately and not over()
    story.clock.passes(hours=3)
    assert over()
    assert table(story, over=True)[f"report:{owed.id}"] == ("missing", None)
