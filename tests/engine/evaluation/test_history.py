"""The history of a journal: folded, or of the states that a drill went through."""

from __future__ import annotations

from engine.drill.evaluation import evaluate
from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.history import history_of, history_of_states
from engine.evaluation.levels import lags
from engine.plan.companion_files import load_monitors
from tests.engine.drill.golden import play
from tests.support.plan_files import PLANS


def test_the_states_of_a_run_are_those_that_its_journal_folds_to() -> None:
    run = play("storm_two_incidents", None)
    for one in run.every:
        folded = history_of(one.plan, one.events)
        passed = history_of_states(one.plan, one.events, one.states)
        assert passed == folded
        assert (passed.slots, passed.calls) == (folded.slots, folded.calls)


def test_a_run_is_judged_as_its_journal_is() -> None:
    run = play("coal_roof_fall", None)
    rules = load_monitors(PLANS)["coal_mine"]
    of_journal = evaluate_incident(run.plan, run.events, run.ended_at, over=True, rules=rules)
    assert evaluate(run, rules).whole == of_journal


def test_entries_are_found_by_type_in_order_and_places_by_instant() -> None:
    run = play("coal_roof_fall", None)
    history = history_of(run.plan, run.events)
    wanted = [e for e in run.events if e.type in ("report_submitted", "facts_recorded")]
    assert history.of("report_submitted", "facts_recorded") == wanted
    assert history.of("no_such_type") == []
    for step in history.steps:
        at = step.event.recorded_at
        last = [one for one in history.steps if one.event.recorded_at <= at][-1]
        assert history.place_at(at) == last.after.place
    assert history.place_at(run.events[0].recorded_at.replace(year=2000)) == "assessing"
    assert lags(history) is lags(history)
