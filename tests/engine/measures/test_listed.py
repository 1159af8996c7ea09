"""Which measures are on the list: an unknown figure hides none, a known one does."""

from __future__ import annotations

from engine.measures.listed import listed, on_list
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of
from tests.engine.stories import Story

PLAN = plan_of(
    measures="""
        measures:
          - {id: call, text: 通知, unit: office, modality: required, at: low, clause: "1"}
          - id: grave
            text: 三人以上死亡时报请支援
            unit: office
            modality: required
            at: low
            when: {fact: dead, at_least: 3}
            clause: "1"
          - id: judged
            text: 必要时封路
            unit: bureau
            modality: when_necessary
            at: low
            when: {judgement: 指挥长}
            clause: "1"
    """
)


def begun(tell: Tell, **facts: int) -> Story:
    story = tell(PLAN)
    story.desk.opens(**facts)
    story.commander.activates("low")
    return story


def asked(story: Story) -> dict[str, bool | None]:
    return {one.measure.id: one.asked for one in listed(story.plan, story.incident)}


def test_while_the_figure_is_unknown_the_measure_is_listed_as_possible(tell: Tell) -> None:
    assert asked(begun(tell)) == {"call": True, "grave": None, "judged": None}


def test_a_known_figure_asks_for_it_or_takes_it_off(tell: Tell) -> None:
    assert asked(begun(tell, dead=3)) == {"call": True, "grave": True, "judged": None}
    assert asked(begun(tell, dead=2)) == {"call": True, "judged": None}


def test_what_was_settled_stays_though_the_condition_no_longer_holds(tell: Tell) -> None:
    story = begun(tell, dead=3)
    story.desk.does("complete_measure", measure="grave", note="已报请")
    story.desk.records(dead=1, correction=True)
    assert asked(story)["grave"] is False
    row = next(one for one in story.view["measures"] if one["id"] == "grave")
    assert (row["state"], row["done"], row["condition_met"]) == ("done", True, False)
    seq = story.events[-2].seq
    story.desk.strikes(seq)
    assert "grave" not in asked(story)


def test_a_measure_that_is_not_asked_for_is_neither_done_nor_waived(tell: Tell) -> None:
    story = begun(tell, dead=2)
    for command in ("complete_measure", "waive_measure"):
        error = story.desk.is_refused("measure_not_asked", command, measure="grave", note="说明")
        assert "死亡" in error.sentence()
        assert "报请支援" in error.sentence()
    story.desk.records(dead=3)
    story.desk.does("complete_measure", measure="grave")


def test_a_possible_measure_may_be_settled_at_once(tell: Tell) -> None:
    story = begun(tell)
    story.desk.does("complete_measure", measure="grave")
    story.desk.does("waive_measure", measure="judged", note="不需要")
    states = {one["id"]: one["state"] for one in story.view["measures"]}
    assert states == {"call": "open", "grave": "done", "judged": "waived"}


def test_a_condition_that_fails_leaves_nothing_to_complete(tell: Tell) -> None:
    plan = plan_of(
        measures="""
            measures:
              - id: grave
                text: 报请支援
                unit: office
                modality: required
                at: low
                when: {fact: dead, at_least: 3}
                clause: "1"
        """
    )
    story = tell(plan)
    story.desk.opens(dead=0)
    story.commander.activates("low")
    assert story.allowed("complete_measure") == []
    story.desk.records(dead=3)
    assert story.allowed("complete_measure") == [(None, None)]


def test_one_measure_is_on_the_list_where_the_list_has_it(tell: Tell) -> None:
    settled = begun(tell, dead=3)
    settled.desk.does("complete_measure", measure="grave", note="已报请")
    settled.desk.records(dead=1, correction=True)
    voided = begun(tell, dead=3)
    voided.desk.does("void_incident", reason="重复")
    for story in (begun(tell), begun(tell, dead=3), begun(tell, dead=2), settled, voided):
        there = {one.measure.id: one.measure for one in listed(story.plan, story.incident)}
        for id_ in ("call", "grave", "judged", "unknown"):
            assert on_list(story.plan, story.incident, id_) == there.get(id_)
    assert on_list(voided.plan, voided.incident, "call") is None
