"""Response times, step by step and level by level."""

from __future__ import annotations

from engine.evaluation.chain import CHAIN, ResponseChain, response_chains
from engine.evaluation.history import history_of
from engine.plan.companion_files import load_monitors
from tests.engine.conftest import Tell
from tests.engine.stories import Story
from tests.support.plan_files import PLANS

RULES = load_monitors(PLANS)


def chains(story: Story) -> tuple[ResponseChain, ...]:
    return response_chains(history_of(story.plan, story.events), RULES[story.plan.id])


def minutes(chain: ResponseChain) -> dict[str, int | None]:
    return {link.step: link.minutes for link in chain.links}


def test_every_step_has_its_minutes_its_role_and_its_entry(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=12)
    story.clock.to("09:05")
    story.commander.recommends("II", reason="死亡 12 人")
    story.clock.to("09:12")
    story.chief.approves()
    story.clock.to("09:15")
    story.commander.activates("II", reason="已批准")
    story.clock.to("09:25")
    story.desk.does("complete_measure", measure="inform_members")
    story.clock.to("09:55")
    story.desk.does("complete_measure", measure="ii_i_to_scene")
    (chain,) = chains(story)
    assert [link.step for link in chain.links] == list(CHAIN)
    received = minutes(chain)["received"]
    assert received == 0
    found = {step: value for step, value in minutes(chain).items() if value is not None}
    start = found["assessed"]
    assert {step: value - start for step, value in found.items() if step != "received"} == {
        "assessed": 0,
        "recommended": 5,
        "approved": 12,
        "activated": 15,
        "notified": 25,
        "on_scene": 55,
    }
    roles = {link.step: link.role for link in chain.links}
    assert (roles["recommended"], roles["approved"]) == ("commander", "chief_commander")
    assert all(link.entries for link in chain.links)


def test_a_step_that_the_journal_does_not_show_has_no_time(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    story.director.activates("IV", reason="被困 2 人")
    (chain,) = chains(story)
    assert minutes(chain)["recommended"] is None
    assert minutes(chain)["on_scene"] is None


def test_each_raise_has_a_chain_and_a_lowering_none(tell: Tell) -> None:
    story = tell("coal_mine")
    story.desk.opens(trapped=2)
    story.director.activates("IV", reason="被困 2 人")
    story.clock.to("09:30")
    story.desk.records(trapped=5)
    story.clock.to("09:45")
    story.commander.adjusts("III", reason="被困 5 人")
    story.commander.adjusts("IV", reason="好转")
    found = chains(story)
    assert [chain.place for chain in found] == ["IV", "III"]
    assert minutes(found[1])["activated"] == 15
    assert "received" not in minutes(found[1])


def test_a_lower_level_opened_meanwhile_takes_nothing_from_the_chain_of_the_higher(
    tell: Tell,
) -> None:
    """The chief commander is asked for II, and the commander opens III until he answers."""
    story = tell("production_safety")
    story.desk.opens(deaths=12)
    story.clock.to("09:05")
    story.commander.recommends("II", reason="死亡 12 人")
    story.clock.to("09:10")
    story.commander.activates("III", reason="先启动")
    story.clock.to("09:12")
    story.desk.does("complete_measure", measure="iii_dispatch")
    story.clock.to("09:14")
    story.chief.approves()
    story.clock.to("09:22")
    story.commander.adjusts("II", reason="已批准")
    lower, higher = chains(story)
    assert minutes(lower) == {
        **dict.fromkeys(CHAIN),
        **{"received": 0, "assessed": 0, "activated": 10, "on_scene": 12},
    }
    assert {step: value for step, value in minutes(higher).items() if value is not None} == {
        **{"assessed": 0, "recommended": 5, "approved": 14, "activated": 22},
        "on_scene": 12,
    }
    roles = {link.step: link.role for link in higher.links}
    assert (roles["recommended"], roles["approved"]) == ("commander", "chief_commander")


def test_a_level_opened_again_has_the_recommendation_of_this_time(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=12)
    for at, lowered in (("09:05", "09:30"), ("10:05", None)):
        story.clock.to(at)
        story.commander.recommends("II", reason="死亡 12 人")
        story.chief.approves()
        raise_ = story.commander.adjusts if story.incident.level else story.commander.activates
        raise_("II", reason="已批准")
        if lowered:
            story.clock.to(lowered)
            story.commander.adjusts("III", reason="好转")
    first, again = chains(story)
    (asked,) = [link for link in again.links if link.step == "recommended"]
    assert asked.at == story.instant("2021-11-08 10:05")
    assert minutes(first)["recommended"] == 5
