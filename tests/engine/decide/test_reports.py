"""Submitting reports, limiting who owes them, moving the anchor of a cadence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, YAODU, YICHENG, Story, real_plans
from tests.support.report_content import full, undemanding

BUREAU = "city_emergency_bureau"


@pytest.fixture
def grain(tell: Tell) -> Story:
    """A tense state; counties owe by 15:00."""
    story = tell("grain", "2021-11-08 09:00")
    story.desk.opens(price_rise_percent=35, received="08:30", division=QUWO)
    story.chief.activates("III", "tense")
    return story


def slot_of(story: Story, reporter: str, obligation: str = "county_daily") -> str:
    return str(story.open_slots(obligation, reporter)[0].id)


# ── who reports ─────────────────────────────────────────────────────────────


def test_a_county_reports_for_itself(grain: Story) -> None:
    content = {"市场供应": "正常", "出现的问题": "无", "采取的应对措施": "加强监测"}
    (event,) = (
        grain.reporter(QUWO)
        .does("submit_report", slot=slot_of(grain, QUWO), content=content)
        .events
    )
    assert (event.type, event.role, event.clause) == (
        "report_submitted",
        "reporter",
        "4.3.1(2)、4.3.2(2)",
    )
    assert event.data["reporter"] == QUWO
    assert event.data["obligation"] == "county_daily"
    assert event.data["due_at"] == "2021-11-08T07:00:00Z"
    assert event.data["content"] == content
    assert event.data["submitted_at"] == "2021-11-08T01:00:00Z"


@pytest.mark.parametrize("kind", ["scheduled", "nil", "urgent", "first", "follow_up", "final"])
def test_where_nothing_is_required_every_kind_of_report_settles_its_slot(
    tell: Tell, kind: str
) -> None:
    grain = tell(undemanding(real_plans()["grain"]))
    grain.desk.opens(price_rise_percent=35, division=QUWO)
    grain.chief.activates("III", "tense")
    grain.reporter(QUWO).does("submit_report", slot=slot_of(grain, QUWO), kind=kind)
    assert grain.series("county_market", QUWO)[0] == "08 15:00 submitted"


def test_a_county_does_not_report_for_another(grain: Story) -> None:
    refusal = grain.reporter(QUWO).is_refused(
        "not_the_reporter", "submit_report", slot=slot_of(grain, YAODU)
    )
    assert refusal.clause == "4.3.1(2)、4.3.2(2)"
    assert "尧都区" in refusal.sentence()
    grain.unit("city_headquarters").is_refused(
        "not_the_reporter", "submit_report", slot=slot_of(grain, YAODU)
    )


def test_a_county_headquarters_reports_for_its_division(grain: Story) -> None:
    (event,) = grain.county(YICHENG).reports("county_daily", YICHENG).events
    assert event.role == "county_headquarters"
    grain.county(YICHENG).is_refused("not_the_reporter", "submit_report", slot=slot_of(grain, QUWO))


def test_the_desk_and_the_city_posts_enter_reports_for_others(grain: Story) -> None:
    assert grain.desk.reports("county_daily", QUWO).events[0].role == "duty_officer"
    assert grain.director.reports("county_daily", YAODU).events[0].role == "office_director"


@pytest.mark.parametrize("name", ["city_emergency_bureau", "市应急局", "市应急管理局"])
def test_a_unit_reports_under_its_id_its_name_or_another_name(tell: Tell, name: str) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=2, division=QUWO)
    story.unit(name).reports("follow_up_daily", BUREAU)
    assert story.series("follow_up", BUREAU)[0] == "08 15:00 submitted"


def test_an_extra_report_settles_nothing_and_names_its_reporter(grain: Story) -> None:
    (event,) = grain.reporter(QUWO).does("submit_report", kind="urgent", content="抢购").events
    assert (event.data["slot"], event.data["reporter"], event.clause) == (None, QUWO, None)
    assert grain.series("county_market", QUWO) == ["08 15:00 owed"]


# ── which slot ──────────────────────────────────────────────────────────────


def test_an_unknown_slot_is_not_found(grain: Story) -> None:
    for slot in ("x", f"{grain.incident_id}.county_daily", "other-0001.county_daily.141021.2021Z"):
        grain.desk.is_refused("slot_not_found", "submit_report", slot=slot)


def test_a_settled_slot_is_refused_also_long_afterwards(grain: Story) -> None:
    slot = slot_of(grain, QUWO)
    grain.desk.reports("county_daily", QUWO)
    refusal = grain.desk.is_refused("slot_settled", "submit_report", slot=slot)
    assert refusal.clause == "4.3.1(2)、4.3.2(2)"
    grain.clock.passes(days=2)
    grain.desk.is_refused("slot_settled", "submit_report", slot=slot)


def test_the_next_slot_is_refused_until_its_period_begins(grain: Story) -> None:
    grain.desk.reports("county_daily", QUWO)
    refusal = grain.desk.is_refused("slot_not_open", "submit_report", slot=slot_of(grain, QUWO))
    assert "2021-11-08 15:00:00+08:00" in refusal.sentence()


# ── when ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("minutes", "code"), [(1, "future_instant"), (-31, "instants_reversed"), (-30, None), (0, None)]
)
def test_a_report_was_handed_in_between_receipt_and_now(
    grain: Story, minutes: int, code: str | None
) -> None:
    fields: dict[str, Any] = {
        "slot": slot_of(grain, QUWO),
        "content": full(grain.plan, "county_daily"),
        "submitted_at": grain.clock.now + timedelta(minutes=minutes),
    }
    if code:
        assert grain.desk.is_refused(code, "submit_report", **fields).field == "submitted_at"
    else:
        grain.desk.does("submit_report", **fields)


def test_after_the_end_an_overdue_report_may_still_come_in(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=2, division=QUWO)
    story.clock.to("16:00")
    story.director.closes()
    story.clock.passes(days=40)
    story.desk.is_refused("watch_over", "submit_report", kind="urgent")
    story.desk.reports("follow_up_daily", BUREAU)
    assert story.series("follow_up", BUREAU) == ["08 15:00 submitted_late", "09 15:00 ended"]


# ── limits (A14) ────────────────────────────────────────────────────────────


def test_a_limit_names_its_obligations_and_its_reason(grain: Story) -> None:
    (event,) = grain.director.does("set_reporters", reporters=[QUWO], reason="仅一县").events
    assert (event.type, event.clause) == (
        "reporters_set",
        "2.2(1)、4.3.1(2)、4.3.3(3)、4.4.4",
    )
    assert event.data["obligations"] == ["county_daily", "county_half_day", "county_two_day"]
    (event,) = grain.director.does(
        "set_reporters", obligation="county_daily", reporters=None, reason="恢复"
    ).events
    assert (event.data["obligations"], event.data["reporters"]) == (["county_daily"], None)


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"reporters": ["曲沃县"]}, "unknown_choice", "reporters[0]"),
        ({"reporters": [QUWO, "141001"]}, "unknown_choice", "reporters[1]"),
        ({"reporters": [QUWO], "obligation": "member_daily"}, "unknown_choice", "reporters[0]"),
        ({"reporters": []}, "bad_value", "reporters"),
        ({"reporters": None, "obligation": "daily"}, "obligation_not_found", "obligation"),
    ],
)
def test_a_limit_is_well_formed(
    grain: Story, fields: dict[str, Any], code: str, field: str
) -> None:
    assert grain.director.is_refused(code, "set_reporters", reason="x", **fields).field == field


def test_only_the_office_limits(grain: Story) -> None:
    for person in (grain.desk, grain.chief, grain.county(QUWO)):
        person.is_refused("role_required", "set_reporters", reporters=[QUWO], reason="x")


def test_a_plan_without_regular_county_reports_wants_the_obligation_named(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=2, division=QUWO)
    story.director.is_refused("no_such_cadence", "set_reporters", reporters=None, reason="x")
    story.director.does(
        "set_reporters", obligation="follow_up_daily", reporters=None, reason="不变"
    )


# ── anchors (A12) ───────────────────────────────────────────────────────────


def test_an_anchor_is_only_for_cadences_of_several_days(grain: Story) -> None:
    refusal = grain.director.is_refused(
        "no_such_cadence", "reanchor_cadence", anchor="2021-11-09", reason="x"
    )
    assert refusal.clause == "4.4.4"
    grain.chief.adjusts("IV")
    (event,) = grain.director.does("reanchor_cadence", anchor="2021-11-09", reason="改期").events
    assert event.data["obligations"] == ["county_two_day", "office_digest_two_day"]
    assert event.data["anchor"] == "2021-11-09"


def test_an_anchor_may_be_asked_of_one_obligation_and_moves_its_digest_with_it(
    grain: Story,
) -> None:
    grain.chief.adjusts("IV")
    for obligation in ("county_two_day", "office_digest_two_day"):
        (event,) = grain.director.does(
            "reanchor_cadence", anchor="2021-11-09", obligation=obligation, reason="改期"
        ).events
        assert event.data["obligations"] == ["county_two_day", "office_digest_two_day"]
    grain.director.is_refused(
        "no_such_cadence",
        "reanchor_cadence",
        anchor="2021-11-09",
        obligation="county_daily",
        reason="x",
    )
    grain.director.is_refused(
        "obligation_not_found", "reanchor_cadence", anchor="2021-11-09", obligation="x", reason="x"
    )


@pytest.mark.parametrize(
    ("anchor", "fits"),
    [
        ("2021-11-07", False),
        ("2021-11-08", True),
        ("2022-11-09", True),
        ("2022-11-10", False),
        ("2021-02-30", False),
        ("0000-00-00", False),
    ],
)
def test_an_anchor_is_a_day_of_the_coming_year(grain: Story, anchor: str, fits: bool) -> None:
    grain.chief.adjusts("IV")
    if fits:
        grain.director.does("reanchor_cadence", anchor=anchor, reason="x")
        return
    refusal = grain.director.is_refused("bad_value", "reanchor_cadence", anchor=anchor, reason="x")
    assert refusal.field == "anchor"
    assert "2021-11-08 … 2022-11-09" in refusal.sentence()


# ── after the end (A17, A19) ────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [
        ("scheduled", False),
        ("nil", False),
        ("urgent", True),
        ("first", True),
        ("follow_up", True),
        ("final", True),
    ],
)
def test_after_the_end_what_is_regular_needs_a_slot_and_changes_do_not(
    tell: Tell, kind: str, accepted: bool
) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=2, division=QUWO)
    story.director.activates("IV")
    story.desk.does("submit_report", kind=kind)
    story.director.confirms_all_end_conditions()
    story.director.ends()
    assert story.view["stage"] == "ended"
    if accepted:
        story.desk.does("submit_report", kind=kind)
        return
    refusal = story.desk.is_refused("nothing_regular_owed", "submit_report", kind=kind)
    assert "续报" in refusal.sentence()
