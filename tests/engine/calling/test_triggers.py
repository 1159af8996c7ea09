"""Which calls are started, by which entry or instant, and which are ended as needless."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.frozen import replace
from engine.incident.calls import Call
from engine.memory import MemoryCallingBook
from engine.plan.calling_rules import NO_RULES, CallingRules
from engine.presentation.call_text import reason_words
from tests.engine.calling.books import DUTY, LEADER, book, rules_of, shipped
from tests.engine.stories import QUWO, Story

LEADER_ON_DUTY = "steps: [{who: {on_duty: leader}, channels: [voice, desk]}]"
REPORTER = "steps: [{who: {reporter: true}, channels: [voice, desk]}]"


def story_of(plan: str, rules: CallingRules, start: str = "2021-11-08 09:00") -> Story:
    return Story(plan, start, calling=book(rules))


def rule(on: str, more: str = LEADER_ON_DUTY, id_: str = "r1") -> CallingRules:
    head = f"- {{id: {id_}, name: 规则, on: {on}, assumption: Y1, answer_within_s: 600, "
    return rules_of(f"{head}{more}}}")


def calls(story: Story) -> list[Call]:
    return list(story.incident.calls.values())


def types(story: Story) -> list[str]:
    return [event.type for event in story.journal.read(story.incident_id)]


def test_a_new_incident_calls_the_leader_in_the_same_unit_of_work() -> None:
    story = story_of("coal_mine", shipped())
    outcome = story.desk.opens(deaths=1)
    assert [event.type for event in outcome.events] == ["incident_opened", "call_started"]
    (call,) = calls(story)
    assert (call.id, call.rule, call.cause_seq) == (
        f"{story.incident_id}-c2",
        "leader_of_new_incident",
        1,
    )
    assert call.answer_by == story.clock.now + timedelta(minutes=10)
    assert (call.state, call.person, call.rules_digest) == ("queued", "leader某", shipped().digest)
    assert {step.contact for step in call.steps} == {LEADER, "standby"}


def test_without_rules_or_without_a_book_the_journal_is_as_it_was() -> None:
    plain, without = Story("coal_mine"), story_of("coal_mine", NO_RULES)
    for story in (plain, without):
        story.desk.opens(deaths=1)
        story.desk.records(deaths=3)
        story.clock.passes(hours=30)
    told = [[event.hash for event in story.journal.log] for story in (plain, without)]
    assert told[0] == told[1]


def test_calls_move_no_instant_of_what_is_owed() -> None:
    """A power cut is caught up with while calls are made: the ledger is the same."""
    plain, called = Story("grain"), story_of("grain", shipped())
    for story in (plain, called):
        story.desk.opens(price_rise_percent=35)
        story.director.recommends("III", "tense")
        story.chief.activates("III", "tense")
        story.clock.sleeps_to("2021-11-10 16:00")
    ledgers = [
        {slot.id: replace(slot, report_seq=None) for slot in story.journal.slots.values()}
        for story in (plain, called)
    ]
    assert ledgers[0] == ledgers[1]
    assert "call_started" in types(called)


def test_the_higher_the_level_the_more_posts_are_called() -> None:
    story = story_of("production_safety", shipped())
    story.desk.opens(deaths=1)
    story.director.activates("IV")
    assert [call.steps[0].contact for call in calls(story)[1:]] == [
        "production_safety_office_director_1"
    ]
    story.desk.records(deaths=3)
    story.director.recommends("III")
    story.commander.activates("III")
    posts = [call.steps[0].contact for call in calls(story)[2:]]
    assert posts == ["production_safety_office_director_1", "production_safety_commander_1"]
    assert calls(story)[-1].subject == "III"


def test_lowering_a_level_calls_nobody_and_ends_the_calls_about_the_higher_one() -> None:
    story = story_of("production_safety", rule("level_raised"))
    story.desk.opens(deaths=3)
    story.director.recommends("III")
    story.commander.activates("III")
    story.commander.adjusts("IV")
    assert [(call.state, call.why) for call in calls(story)] == [("cancelled", "level_left")]


def test_a_report_that_is_due_soon_calls_who_owes_it_once() -> None:
    story = story_of("coal_mine", rule("report_due_in", f"minutes: 20, {REPORTER}"))
    story.desk.opens(deaths=3)
    story.clock.to("09:39")
    assert calls(story) == []
    story.clock.to("09:41")
    by_phone = [call for call in calls(story) if "province_phone" in str(call.subject)]
    assert [(call.steps[0].contact, call.cause_seq) for call in by_phone] == [("bureau", None)]
    assert by_phone[0].started_at == story.instant("2021-11-08 09:40")
    before = len(calls(story))
    story.clock.to("09:59")
    assert len(calls(story)) == before


def test_a_report_that_comes_in_ends_the_call() -> None:
    story = story_of("coal_mine", rule("report_due_in", f"minutes: 20, {REPORTER}"))
    story.desk.opens(deaths=3)
    story.clock.to("09:41")
    story.desk.reports("province_phone", "city_emergency_bureau")
    ended = [call for call in calls(story) if call.state == "cancelled"]
    assert [call.why for call in ended] == ["report_in"]
    assert types(story)[-2:] == ["report_submitted", "call_cancelled"]


def test_counties_that_have_not_reported_are_called_at_a_time_of_day() -> None:
    rules = rule("reports_missing_at", f'at: "14:45", obligations: [county_daily], {REPORTER}')
    story = story_of("grain", rules)
    story.desk.opens(price_rise_percent=35)
    story.director.recommends("III", "tense")
    story.chief.activates("III", "tense")
    story.clock.to("14:00")
    story.reporter(QUWO).reports("county_daily", QUWO)
    story.clock.to("14:46")
    assert len(calls(story)) == 16
    assert {call.started_at for call in calls(story)} == {story.instant("2021-11-08 14:45")}
    assert QUWO not in {call.reason.values["reporter"] for call in calls(story)}
    story.clock.to("2021-11-09 14:46")
    assert len([call for call in calls(story) if call.started_at.day == 9]) == 17


def test_a_county_of_which_nobody_is_known_is_left_to_the_desk() -> None:
    rules = rule("reports_missing_at", f'at: "14:45", obligations: [county_daily], {REPORTER}')
    story = story_of("grain", rules)
    story.desk.opens(price_rise_percent=35)
    story.director.recommends("III", "tense")
    story.chief.activates("III", "tense")
    story.clock.to("14:46")
    unknown = next(c for c in calls(story) if c.reason.values["reporter"] == "141024")
    (step,) = unknown.steps
    assert (step.contact, step.post, step.channels) == (None, "洪洞县", ("desk",))


def test_an_overdue_report_calls_once_and_one_owed_at_once_after_its_last_reminder() -> None:
    story = story_of("coal_mine", rule("report_overdue", REPORTER))
    story.desk.opens(deaths=3)
    story.clock.to("09:29")
    assert calls(story) == []
    story.clock.to("09:31")
    assert [call.reason.values["obligation"] for call in calls(story)] == ["first_city_government"]
    story.clock.to("10:59")
    phone = [call for call in calls(story) if "province_phone" in str(call.subject)]
    assert len(phone) == 1
    assert phone[0].cause_seq is not None


def test_an_unsigned_order_and_a_waiting_recommendation_call_until_they_are_settled() -> None:
    rules = rules_of(
        f"""
        - {{id: r1, name: 未签, on: order_unsigned, assumption: Y1, answer_within_s: 86400,
           {LEADER_ON_DUTY}}}
        - {{id: r2, name: 待决, on: decision_waiting, nth: 2, assumption: Y1,
           answer_within_s: 3000, {LEADER_ON_DUTY}}}
        """
    )
    story = story_of("production_safety", rules)
    story.desk.opens(deaths=3)
    story.desk.orders("office_director", "recommend_activation", level="III")
    story.clock.to("09:29")
    assert calls(story) == []
    story.clock.to("09:31")
    story.commander.activates("III")
    (waiting,) = calls(story)
    assert (waiting.rule, waiting.state, waiting.why) == ("r2", "cancelled", "decided")
    story.clock.to("21:01")
    unsigned = calls(story)[1]
    assert (unsigned.rule, unsigned.open) == ("r1", True)
    story.director.does("confirm_recorded_order", seq=int(unsigned.subject or 0))
    assert story.incident.calls[unsigned.id].why == "signed"


def test_a_call_that_nobody_answers_is_exhausted_at_its_instant_and_stays_for_its_reason() -> None:
    story = story_of("coal_mine", rule("opened"))
    story.desk.opens(deaths=1)
    story.clock.sleeps_to("2021-11-08 12:00")
    (call,) = calls(story)
    exhausted_at = story.instant("2021-11-08 09:10")
    assert (call.state, call.exhausted_at) == ("exhausted", exhausted_at)
    story.desk.does("add_log_entry", text="再打一次")
    assert calls(story)[0].state == "exhausted"
    story.desk.does("void_incident", reason="误报")
    (call,) = calls(story)
    assert (call.state, call.why, call.exhausted_at) == ("cancelled", "voided", exhausted_at)


def test_a_report_that_comes_in_ends_the_call_that_nobody_answered() -> None:
    story = story_of("coal_mine", rule("report_due_in", f"minutes: 20, {REPORTER}"))
    story.desk.opens(deaths=3)
    story.clock.to("09:55")
    missed = {one.id for one in calls(story) if "province_phone" in str(one.subject)}
    assert {story.incident.calls[one].state for one in missed} == {"exhausted"}
    story.desk.reports("province_phone", "city_emergency_bureau")
    ended = {one.id for one in calls(story) if one.why == "report_in"}
    assert ended == missed
    assert types(story)[-2:] == ["report_submitted", "call_cancelled"]
    # The others still wait for theirs.
    assert {one.state for one in calls(story) if one.id not in missed} <= {"queued", "exhausted"}


@pytest.mark.parametrize(("command", "why"), [("void_incident", "voided"), (None, "closed")])
def test_with_the_incident_its_calls_end(command: str | None, why: str) -> None:
    story = story_of("coal_mine", rule("opened"))
    story.desk.opens()
    if command:
        story.desk.does(command, reason="误报")
    else:
        story.director.closes()
    assert [(call.state, call.why) for call in calls(story)] == [("cancelled", why)]


def test_rules_for_other_plans_levels_obligations_and_real_incidents_are_left_aside() -> None:
    rules = rules_of(
        f"""
        - {{id: r1, name: 别的预案, on: opened, plans: [grain], assumption: Y1,
           answer_within_s: 60, {LEADER_ON_DUTY}}}
        - {{id: r2, name: 只对真实的, on: opened, real_only: true, assumption: Y1,
           answer_within_s: 60, {LEADER_ON_DUTY}}}
        - {{id: r3, name: 别的级, on: opened, levels: ["I"], assumption: Y1,
           answer_within_s: 60, {LEADER_ON_DUTY}}}
        - {{id: r4, name: 别的报告, on: report_overdue, obligations: [correction],
           assumption: Y1, answer_within_s: 60, {LEADER_ON_DUTY}}}
        """
    )
    story = story_of("coal_mine", rules)
    story.desk.opens(deaths=3, exercise=True)
    story.clock.passes(hours=3)
    assert calls(story) == []
    real = story_of("coal_mine", rules)
    real.desk.opens(deaths=3)
    assert [call.rule for call in calls(real)] == ["r2"]


def test_an_exercise_reaches_nobody() -> None:
    story = story_of("coal_mine", shipped())
    story.desk.opens(deaths=3, exercise=True)
    story.clock.passes(hours=3)
    assert len(calls(story)) > 3
    assert {step.channels for call in calls(story) for step in call.steps} == {("sink",)}


def test_rules_that_change_are_named_by_their_digests() -> None:
    first, second = rule("opened"), rule("level_raised", id_="r2")
    kept = MemoryCallingBook(first, book().contacts.values(), DUTY)
    story = Story("production_safety", calling=kept)
    story.desk.opens(deaths=1)
    kept.use(second)
    story.director.activates("IV")
    assert [(c.rule, c.rules_digest) for c in calls(story)] == [
        ("r1", first.digest),
        ("r2", second.digest),
    ]
    assert kept.rules_by(first.digest) is first


def test_every_reason_reads_well_in_both_languages() -> None:
    story = story_of("grain", shipped())
    story.desk.opens(price_rise_percent=35, title="抢购")
    story.director.recommends("III", "tense")
    story.clock.passes(minutes=20)
    story.chief.activates("III", "tense")
    story.clock.passes(hours=8)
    told = {call.trigger: call.reason for call in calls(story)}
    zh = {name: reason_words(story.plan, reason, "zh") for name, reason in told.items()}
    en = {name: reason_words(story.plan, reason, "en") for name, reason in told.items()}
    assert zh["opened"] == "接报《抢购》"
    assert zh["level_raised"] == "已启动Ⅲ级（市级） 紧张状态"
    assert zh["decision_waiting"] == "启动Ⅲ级（市级） 紧张状态的建议等待决定"
    assert "（2021-11-08 15:00 截止）还没有报" in zh["reports_missing_at"]
    assert en["reports_missing_at"].endswith("(due 2021-11-08 15:00) is not in yet")
    assert all("{" not in words for words in (*zh.values(), *en.values()))
