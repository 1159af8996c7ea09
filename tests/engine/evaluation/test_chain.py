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
