"""Annexes that were not printed, other names, missing words, old names (traps 60 to 64)."""

from __future__ import annotations

import re

import pytest

from engine.plan.clauses import differences, hash_clause
from engine.plan_checks import check
from engine.presentation.plan_view import plan_view
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, real_plans
from tests.plans.reading import plan_and_texts
from tests.plans.traps.marks import reading, trap
from tests.plans.traps.telling import (
    ACCIDENTS,
    COAL,
    GRAIN,
    SAFETY,
    at,
    criteria,
    due,
    edited,
    questions,
)


@trap(60, clause=["PS 附件4", "CM 附件1", "CM 附件2", "CM 附件3", "CM 附件4"])
def test_an_annex_without_a_text_has_no_hash_and_says_why_nothing_follows_from_it() -> None:
    plans = real_plans()
    coal = {c.number: c.sha256 for c in plans[COAL].clauses if c.number.startswith("附件")}
    assert {n for n, sha256 in coal.items() if sha256 is None} == {f"附件{n}" for n in range(1, 5)}
    for plan_id, annex in ((SAFETY, "附件4"), (COAL, "附件1"), (COAL, "附件2")):
        (entry,) = [e for e in plans[plan_id].not_encoded if annex in e.clause]
        assert entry.reason == "published_elsewhere"


@trap(60, clause=["CM 附件4"])
@reading("A23", clause="CM 附件4")
def test_each_coal_criterion_says_that_its_annex_was_not_published(tell: Tell) -> None:
    story = tell(COAL)
    story.desk.opens(division=QUWO, trapped=4)
    for criterion in criteria(story).values():
        assert criterion["clause"] == "附件4"
        assert "A23" in criterion["assumption"]


@trap(60, clause=["GR 8.2", "GR 8.3", "GR 8.4", "GR 8.5"])
@reading("A24", clause="GR 8.5")
def test_what_the_grain_plan_calls_annexes_3_and_4_is_cited_as_8_4_and_8_5() -> None:
    plan = real_plans()[GRAIN]
    assert not {c.number for c in plan.clauses if c.number.startswith("附件")}
    assert {g.clause for g in plan.groups} == {("2.3", "8.5")}
    (entry,) = [e for e in plan.not_encoded if "8.4" in e.clause]
    assert set(entry.clause) == {"8.2", "8.3", "8.4"}
    assert "附件4（8.5）" in questions(GRAIN)
    assert "附件3（8.4" in questions(GRAIN)


@trap(61, clause=["PS 2.1", "CM 2.1", "GR 2.1", "GR 4.3.2(5)"])
@pytest.mark.parametrize(
    ("plan_id", "one", "other"),
    [
        (SAFETY, "市交通局", "市交通运输局"),
        (SAFETY, "市应急局", "市应急管理局"),
        (SAFETY, "武警临汾支队", "武警临汾市支队"),
        (COAL, "市交通局", "市交通运输局"),
        (COAL, "市应急局", "市应急管理局"),
        (GRAIN, "市交通局", "市交通运输局"),
        (GRAIN, "市应急局", "市应急管理局"),
        (GRAIN, "市粮食应急指挥部", "市指挥部"),
        (GRAIN, "市粮食应急指挥部", "市粮食应急工作指挥部"),
        (GRAIN, "武警临汾支队", "武警临汾市支队"),
        (GRAIN, "市发展改革委（市粮食和物资储备局）", "市发展改革委"),
        (GRAIN, "市发展改革委（市粮食和物资储备局）", "市粮食和物资储备局"),
    ],
)
def test_two_names_of_the_text_are_one_unit(plan_id: str, one: str, other: str) -> None:
    units = real_plans()[plan_id].units
    named = [{u.id for u in units if name in (u.name, *u.aliases)} for name in (one, other)]
    assert named[0] == named[1]
    assert len(named[0]) == 1


@trap(61, clause="GR 4.3.3(3)")
@pytest.mark.parametrize("name", ["transport_bureau", "市交通局", "市交通运输局"])
def test_a_unit_hands_in_its_report_under_any_of_its_names(tell: Tell, name: str) -> None:
    story = at(tell(GRAIN, "2021-11-08 08:00"), "III.critical")
    story.unit(name).reports("member_daily", "transport_bureau")
    assert story.ledger("member_daily", "transport_bureau")[0] == "08 15:00 submitted"


@trap(62, clause="GR 4.3.3(3)")
def test_the_word_missing_from_the_half_day_report_leaves_its_two_recipients(tell: Tell) -> None:
    story = at(tell(GRAIN), "III.critical")
    slot = due(story, "county_half_day")[QUWO]
    assert slot.recipients == ("local_government", "city_headquarters")


@trap(62, clause=["PS 5.3.2(4)", "CM 5.3.2(4)", "GR 4.3.3(3)"])
@pytest.mark.parametrize("plan_id", [*ACCIDENTS, GRAIN])
def test_a_page_number_left_in_a_sentence_of_the_gazette_shows_as_a_changed_clause(
    plan_id: str,
) -> None:
    plan, texts = plan_and_texts(real_plans()[plan_id])
    assert not [number for number, text in texts.items() if re.search(r"—\s*\d+\s*—", text)]
    number = "4.3.3(3)" if plan_id == GRAIN else "5.3.2(4)"
    cut = {**texts, number: f"{texts[number][:3]}—35—{texts[number][3:]}"}
    assert [d.number for d in differences(plan, cut)] == [number]
    assert hash_clause("一 二\n三") == hash_clause("一二三")


@trap(63, clause=["PS 8.2", "CM 8.3", "GR 7.3"])
def test_each_plan_says_which_older_one_it_repeals() -> None:
    repealed = {plan.number_prefix: plan.document.replaces for plan in real_plans().values()}
    assert repealed == {
        "PS": "临政办发〔2017〕37号",
        "CM": "临政办发〔2013〕51号",
        "GR": "临政办发〔2017〕23号",
    }


@trap(64, clause=["CM 5.3.2(10)", "CM 2.1"])
def test_an_office_that_has_been_renamed_since_is_a_unit_whose_name_is_data(tell: Tell) -> None:
    """With the name of today in the file nothing else changes."""
    body = "provincial_mine_safety_administration"
    unit = real_plans()[COAL].unit_by_id[body]
    assert "山西煤监局" in unit.aliases
    renamed = edited(COAL, ("name: 省级矿山安全监察机构,", "name: 国家矿山安全监察局山西局,"))
    assert check(renamed) == check(real_plans()[COAL])
    for plan in (real_plans()[COAL], renamed):
        story = tell(plan)
        story.desk.opens(division=QUWO, deaths=1)
        (slot,) = due(story, "mine_safety_written").values()
        assert slot.recipients == (body,)
        (shown,) = [u for u in plan_view(plan)["units"] if u["id"] == body]
        assert shown["name"] == plan.name_of(body)
