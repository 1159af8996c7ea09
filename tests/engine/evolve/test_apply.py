"""Applying events: what each changes, and that folding a journal again gives the same state."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.evolve.apply import apply, fold
from engine.evolve.event_handlers import watch_end
from engine.incident.state import Incident
from tests.engine.conftest import Tell
from tests.engine.invariants import replayed
from tests.engine.made_up import plan_of
from tests.engine.stories import QUWO, YICHENG, Story, real_plans


@pytest.fixture
def accident(tell: Tell) -> Story:
    """An ordinary accident, received at 08:30 and opened at 09:00."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=2, received="08:30", occurred="08:10", division=QUWO, title="爆炸")
    return story


# ── opening ─────────────────────────────────────────────────────────────────


def test_an_incident_opens_in_assessment_with_the_county_in_command(accident: Story) -> None:
    incident = accident.incident
    assert (incident.stage, incident.level, incident.sub_state) == ("assessing", None, None)
    assert incident.held_by == "county"
    assert incident.received_at == accident.past("08:30")
    assert incident.occurred_at == accident.past("08:10")
    assert incident.opened_at == accident.clock.now
    assert incident.plan_digest == accident.plan.digest


def test_figures_of_the_opening_were_true_when_the_report_came_in(accident: Story) -> None:
    figure = accident.incident.current("deaths")
    assert figure is not None
    assert (figure.value, figure.source, figure.seq) == (2, "值班员", 1)
    assert figure.as_of == accident.past("08:30")


def test_a_figure_that_is_null_at_the_opening_is_unknown(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=None, missing=0, division=QUWO)
    assert story.incident.known() == {"missing": 0}


# ── figures ─────────────────────────────────────────────────────────────────


def test_the_latest_figure_by_its_own_instant_is_in_force(accident: Story) -> None:
    accident.clock.to("10:00")
    accident.desk.records(deaths=5, as_of="09:40", source="现场")
    accident.clock.to("10:10")
    accident.desk.records(deaths=3, as_of="09:20", source="医院")
    figure = accident.incident.current("deaths")
    assert figure is not None
    assert (figure.value, figure.source) == (5, "现场")
    assert len(accident.incident.facts["deaths"]) == 3


def test_of_two_figures_of_one_instant_the_later_entry_is_in_force(accident: Story) -> None:
    accident.desk.records(deaths=3)
    accident.desk.records(deaths=4)
    assert accident.incident.known()["deaths"] == 4


def test_figures_merge_and_sources_are_never_added_up(accident: Story) -> None:
    accident.desk.records(missing=3, source="县里")
    accident.desk.records(missing=2, source="现场")
    assert accident.incident.known() == {"deaths": 2, "missing": 2}


def test_null_makes_a_figure_unknown_again(accident: Story) -> None:
    accident.desk.records(deaths=None)
    assert accident.incident.known() == {}
    assert accident.incident.current("deaths") is None
    accident.desk.records(deaths=1)
    assert accident.incident.known() == {"deaths": 1}


def test_striking_an_entry_brings_back_what_was_known_before(accident: Story) -> None:
    wrong = accident.desk.records(deaths=30, missing=4).events[0]
    assert accident.view["recommendation"]["level"] == "I"
    accident.desk.strikes(wrong.seq)
    assert accident.incident.known() == {"deaths": 2}
    assert accident.view["recommendation"]["level"] == "IV"
    assert accident.view["struck"] == [wrong.seq]
    assert accident.events[wrong.seq - 1].data["facts"] == {"deaths": 30, "missing": 4}


def test_striking_a_confirmation_or_a_measure_takes_it_back(accident: Story) -> None:
    accident.director.activates("IV")
    done = accident.desk.does("complete_measure", measure="iv_track").events[0]
    confirmed = accident.desk.does("confirm_end_condition", condition="site_controlled").events[0]
    accident.desk.strikes(done.seq)
    accident.desk.strikes(confirmed.seq)
    assert accident.incident.measures == {}
    assert accident.incident.end_conditions == {}
    accident.desk.does("complete_measure", measure="iv_track")
    accident.desk.does("confirm_end_condition", condition="site_controlled")


def test_a_struck_order_waits_for_no_signature(accident: Story) -> None:
    entry = accident.desk.orders("commander", "add_log_entry", text="增援").events[0]
    assert entry.seq in accident.incident.unsigned
    accident.desk.strikes(entry.seq)
    assert accident.incident.unsigned == {}


# ── recommendations (A9) ────────────────────────────────────────────────────


def test_a_recommendation_stays_open_while_a_lower_level_is_opened(accident: Story) -> None:
    accident.commander.recommends("II")
    accident.chief.approves()
    accident.director.activates("IV")
    pending = accident.incident.pending
    assert pending is not None
    assert (pending.level, pending.approved_by) == ("II", "chief_commander")
    accident.commander.activates("III")
    assert accident.incident.pending == pending
    accident.commander.activates("II")
    assert accident.incident.pending is None


def test_a_recommendation_is_settled_when_a_higher_level_is_opened(accident: Story) -> None:
    accident.director.recommends("III")
    accident.commander.recommends("I")
    accident.chief.approves()
    accident.commander.activates("I")
    assert accident.incident.pending is None


def test_a_recommendation_to_lower_stays_open_until_it_is_reached(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.chief.activates("III", "critical")
    story.director.recommends("III", "tense")
    story.chief.adjusts("III", "urgent")
    pending = story.incident.pending
    assert pending is not None
    assert pending.sub_state == "tense"
    story.chief.adjusts("III", "tense")
    assert story.incident.pending is None


def test_a_recommendation_to_lower_is_overtaken_by_raising(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.chief.activates("III", "urgent")
    story.director.recommends("III", "tense")
    story.chief.adjusts("III", "critical")
    assert story.incident.pending is None


def test_refusing_the_end_and_closing_settle_a_recommendation(tell: Tell) -> None:
    for settle in ("declines", "ends", "closes"):
        story = tell("production_safety")
        story.desk.opens(deaths=2, division=QUWO)
        if settle == "ends":
            story.director.activates("IV")
            story.director.confirms_all_end_conditions()
        story.director.recommends("III")
        if settle == "declines":
            story.commander.declines()
        elif settle == "ends":
            story.director.ends()
        else:
            story.director.closes()
        assert story.incident.pending is None, settle
        story.clock.passes(hours=3)
        assert "decision_awaited" not in story.event_types()


def test_a_recommendation_to_open_again_lapses_with_the_watch(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=2, division=QUWO)
    story.director.closes()
    story.desk.records(deaths=3)
    story.director.recommends("III")
    story.clock.passes(days=31)
    assert story.incident.pending is None
    story.commander.is_refused("nothing_pending", "refuse_activation", reason="x")


# ── places ──────────────────────────────────────────────────────────────────


def test_raising_asks_for_the_end_conditions_anew_and_lowering_keeps_them(tell: Tell) -> None:
    story = tell("grain")
    story.desk.opens(division=QUWO)
    story.chief.activates("III", "urgent")
    story.chief.does("confirm_end_condition", condition="supply_stable")
    story.chief.adjusts("III", "tense")
    assert set(story.incident.end_conditions) == {"supply_stable"}
    story.chief.adjusts("III", "critical")
    assert story.incident.end_conditions == {}


def test_the_response_began_when_it_was_opened_and_begins_anew_when_opened_again(
    accident: Story,
) -> None:
    accident.director.activates("IV")
    began = accident.incident.activated_at
    accident.clock.to("10:00")
    accident.commander.adjusts("III")
    assert accident.incident.activated_at == began
    accident.commander.confirms_all_end_conditions()
    accident.commander.ends()
    assert accident.incident.ended_at == accident.clock.now
    accident.clock.to("11:00")
    accident.director.activates("IV")
    assert accident.incident.activated_at == accident.clock.now
    assert accident.incident.ended_at is None


def test_since_when_a_level_is_in_force_counts_from_its_own_opening(accident: Story) -> None:
    assert accident.incident.placed_at == accident.incident.opened_at
    accident.director.activates("IV")
    first = accident.incident.placed_at
    assert first == accident.clock.now
    accident.clock.to("10:00")
    accident.desk.records(deaths=3)
    assert accident.incident.placed_at == first
    accident.commander.adjusts("III")
    assert accident.incident.placed_at == accident.clock.now


def test_a_closed_accident_may_be_opened_again_during_the_casualty_watch(accident: Story) -> None:
    """A19: a death on day six lifts the class; it recommends and never re-opens by itself."""
    accident.director.activates("IV")
    accident.director.confirms_all_end_conditions()
    accident.director.ends()
    accident.director.closes()
    accident.clock.passes(days=6)
    accident.desk.records(deaths=3)
    assert accident.place == "closed"
    assert accident.view["recommendation"]["level"] == "III"
    accident.commander.activates("III")
    assert accident.place == "III"
    assert accident.incident.end_conditions == {}


def test_a_closed_accident_stays_closed_after_the_watch(accident: Story) -> None:
    accident.director.closes()
    accident.clock.passes(days=31)
    accident.director.is_refused("closed", "activate_response", level="IV")
    accident.desk.is_refused("watch_over", "record_facts", facts={"deaths": 3})
    accident.desk.is_refused("watch_over", "add_log_entry", text="x")
    accident.desk.is_refused("watch_over", "submit_report", kind="urgent")


def test_command_is_a_fact_beside_the_level(accident: Story) -> None:
    accident.director.activates("IV")
    accident.commander.does("hand_over_command", to="province")
    assert (accident.incident.held_by, accident.place) == ("province", "IV")
    accident.commander.does("return_command")
    assert (accident.incident.held_by, accident.place) == ("city", "IV")


def test_a_group_that_is_changed_keeps_the_instant_at_which_it_was_formed(accident: Story) -> None:
    accident.commander.activates("III")
    accident.commander.does("form_group", group="rescue")
    formed = accident.incident.groups["rescue"]
    accident.clock.passes(hours=1)
    accident.commander.does("change_group", group="rescue", leader="某局长", members=["某队"])
    changed = accident.incident.groups["rescue"]
    assert changed == replace(formed, leader=("某局长",), members=("某队",))


# ── folding ─────────────────────────────────────────────────────────────────


def test_a_journal_without_entries_is_no_incident() -> None:
    with pytest.raises(ValueError, match="opened"):
        fold(plan_of(), [])


def test_applying_changes_nothing_in_place(accident: Story) -> None:
    before = accident.incident
    slots, facts = dict(before.slots), dict(before.facts)
    accident.director.activates("IV")
    accident.desk.records(deaths=10)
    accident.clock.passes(days=1)
    assert dict(before.slots) == slots
    assert dict(before.facts) == facts
    with pytest.raises(TypeError):
        before.slots["x"] = None  # type: ignore[index]


def test_each_prefix_of_a_journal_folds_to_what_was_live_then(accident: Story) -> None:
    seen: list[Incident] = [accident.incident]
    accident.director.activates("IV")
    seen.append(accident.incident)
    accident.commander.adjusts("III")
    seen.append(accident.incident)
    accident.clock.to("10:00")
    seen.append(accident.incident)
    accident.desk.records(deaths=9)
    seen.append(accident.incident)
    for live in seen:
        folded = fold(accident.plan, accident.events[: live.seq])
        assert replace(folded, touched=()) == live


def test_applying_the_same_event_to_the_same_state_gives_the_same(accident: Story) -> None:
    before = accident.incident
    accident.director.activates("IV")
    event = accident.events[-1]
    assert apply(accident.plan, before, event) == apply(accident.plan, before, event)


def test_a_long_story_is_the_same_when_it_is_told_again(tell: Tell) -> None:
    """Everything once, in one grain emergency."""
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(price_rise_percent=20, division=QUWO, received="08:20")
    story.director.does("issue_warning")
    story.desk.records(counties_in_emergency=[QUWO], source="曲沃县")
    story.county(QUWO).activates("IV")
    story.clock.to("15:30")
    story.reporter(YICHENG).reports("county_two_day", YICHENG)
    story.director.does("reanchor_cadence", anchor="2021-11-09", reason="改期")
    story.director.recommends("III", "urgent", reason="抢购扩大")
    story.clock.to("16:20")
    story.chief.activates("III", "urgent")
    story.chief.does("form_group", group=story.plan.groups[0].id)
    story.director.does("set_reporters", reporters=[QUWO, YICHENG], reason="范围缩小")
    story.desk.orders("chief_commander", "hand_over_command", to="province", at="16:10")
    story.clock.to("2021-11-10 10:00")
    story.chief.adjusts("III", "critical")
    story.clock.to("2021-11-12 09:00")
    story.chief.does("return_command")
    story.chief.adjusts("III", "tense")
    story.chief.confirms_all_end_conditions()
    story.chief.ends()
    story.director.closes()
    assert replayed(story.plan, story.journal, story.incident_id) == story.incident
    assert len(story.events) > 100


# ── the end of the watch ────────────────────────────────────────────────────


def test_the_watch_is_counted_in_whole_days_of_the_plans_zone() -> None:
    plan = real_plans()["production_safety"]
    story = Story(plan, "2021-11-08 00:30")
    assert watch_end(plan, story.clock.now, {}) == story.instant("2021-12-09 00:00")
    late = Story(plan, "2021-11-08 23:59")
    assert watch_end(plan, late.clock.now, {}) == story.instant("2021-12-09 00:00")
    assert watch_end(plan, late.clock.now, {"road_traffic_or_fire": False}) == story.instant(
        "2021-12-09 00:00"
    )
    assert watch_end(plan_of(), story.clock.now, {}) is None
