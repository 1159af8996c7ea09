"""What a `monitors.yaml` says is what is watched: its minutes, its places, its clause."""

from __future__ import annotations

from typing import Any

from engine.evaluation.evaluation import evaluate_incident
from engine.evaluation.findings import EvaluationFinding
from engine.evaluation.history import history_of
from engine.evaluation.monitors import findings
from engine.plan.companion_files import load_monitors
from engine.plan.monitor_rules import MONITOR_KINDS, USUAL, MonitorRules
from tests.engine.calling.books import book, shipped
from tests.engine.conftest import Tell
from tests.engine.stories import Story, real_plans
from tests.support.plan_files import PLANS


def rules(**monitor: Any) -> MonitorRules:
    one = {"id": "one", "name": "试", "ours": True, **monitor}
    return MonitorRules.model_validate({"format": "1", "plan": "coal_mine", "monitors": (one,)})


def seen(story: Story, **monitor: Any) -> list[EvaluationFinding]:
    return list(findings(rules(**monitor), history_of(story.plan, story.events), story.clock.now))


def kinds(found: list[EvaluationFinding]) -> list[tuple[str, int | None, bool]]:
    return [(one.kind, one.facts.get("minutes"), one.lasting) for one in found]


def test_the_minutes_of_a_lag_are_those_of_the_file(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=12)
    story.clock.to("09:20")
    assert kinds(seen(story, kind="level_lag", minutes=30)) == []
    assert kinds(seen(story, kind="level_lag", minutes=10)) == [("level_lags_on", 20, True)]
    story.chief.activates("II", reason="被困 12 人")
    assert kinds(seen(story, kind="level_lag", minutes=10)) == [("level_lags", 20, False)]


def test_a_lag_ends_when_the_response_does(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    story.director.activates("IV", reason="被困 2 人")
    story.clock.to("10:00")
    story.desk.records(trapped=12)
    story.clock.to("12:00")
    assert kinds(seen(story, kind="level_lag", minutes=30)) == [("level_lags_on", 120, True)]
    story.desk.records(trapped=0)
    assert kinds(seen(story, kind="level_lag", minutes=30)) == [("level_lags", 120, False)]


def test_a_decision_may_have_its_own_minutes(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=12)
    story.commander.recommends("II", reason="被困 12 人")
    story.clock.to("09:08")
    assert kinds(seen(story, kind="decision")) == []
    assert kinds(seen(story, kind="decision", minutes=5)) == [("decision_missing", 8, True)]
    story.chief.activates("II", reason="同意")
    assert kinds(seen(story, kind="decision", minutes=5)) == [("decision_late", 8, False)]
    assert kinds(seen(story, kind="decision")) == []


def test_a_monitor_may_watch_some_reports_only(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(deaths=3)
    story.clock.to("11:00")
    found = seen(story, kind="report", only=("province_phone",))
    assert [one.facts["obligation"] for one in found] == ["province_phone"]
    assert len(seen(story, kind="report")) > 1
    assert {one.monitor for one in found} == {"one"}


def test_a_recorded_order_without_its_signature_is_seen_until_it_is_signed(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    entry = story.desk.orders("office_director", "activate_response", level="IV").events[0]
    story.clock.to("09:59")
    assert kinds(seen(story, kind="order_unsigned", minutes=60)) == []
    story.clock.to("10:01")
    (found,) = seen(story, kind="order_unsigned", minutes=60)
    assert (found.entries, found.facts["role"]) == ((entry.seq,), "office_director")
    story.director.does("confirm_recorded_order", seq=entry.seq)
    assert kinds(seen(story, kind="order_unsigned", minutes=60)) == []


def test_silence_is_seen_at_its_places_only(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    story.clock.to("13:30")
    assert kinds(seen(story, kind="silence", minutes=240, at=("responding",))) == []
    story.director.activates("IV", reason="被困 2 人")
    story.clock.to("18:00")
    found = seen(story, kind="silence", minutes=240, at=("responding",))
    assert kinds(found) == [("silence", 270, True)]
    assert kinds(seen(story, kind="silence", minutes=240))[0] == ("silence", 270, False)


def test_a_call_that_nobody_answers_is_seen_and_one_answered_late() -> None:
    story = Story("coal_mine", calling=book(shipped()))
    story.desk.opens(deaths=1)
    assert seen(story, kind="call") == []
    (call,) = story.incident.calls.values()
    story.clock.to("09:12")
    assert kinds(seen(story, kind="call")) == [("call_unanswered", None, True)]
    story.desk.does("answer_call", call=call.id, means="phone")
    assert kinds(seen(story, kind="call")) == [("call_late", 2, False)]
    rows = evaluate_incident(story.plan, story.events, story.clock.now, over=False).rows
    (row,) = [one for one in rows if one.kind == "call"]
    assert (row.verdict, row.minutes, row.late_by, row.ours) == ("late", 12, 2, True)


def test_a_call_that_nobody_answered_is_found_although_its_reason_is_over() -> None:
    story = Story("coal_mine", calling=book(shipped()))
    story.desk.opens(deaths=1)
    story.clock.sleeps_to("2021-11-08 12:00")
    exhausted = next(one for one in story.events if one.type == "call_exhausted")
    called = exhausted.data["call"]
    story.desk.does("void_incident", reason="误报")
    assert story.incident.calls[called].state == "cancelled"
    assert "call_unanswered" in [one[0] for one in kinds(seen(story, kind="call"))]
    rows = evaluate_incident(story.plan, story.events, story.clock.now, over=True).rows
    (row,) = [one for one in rows if one.id == f"call:{called}"]
    assert (row.verdict, row.proof) == ("missing", (exhausted.seq,))


def test_what_is_watched_without_a_file() -> None:
    assert USUAL.level_minutes == 30
    assert {one.kind for one in USUAL.monitors} == {"level_lag", "decision", "report", "measure"}


def test_the_shipped_files_watch_at_least_the_usual() -> None:
    shipped_rules = load_monitors(PLANS)
    assert shipped_rules.keys() == real_plans().keys()
    for one in shipped_rules.values():
        assert {monitor.kind for monitor in one.monitors} == set(MONITOR_KINDS)
        assert one.level_minutes == 30
        assert one.measures_of("notified")
        assert one.measures_of("on_scene")
