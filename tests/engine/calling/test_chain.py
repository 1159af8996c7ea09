"""From a rule and the address book to who is tried when, and by what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.calling.binding import REAL_CHANNELS, Real, Sink, binding
from engine.calling.chain import Resolver, usable
from engine.contacts.contact import Contact
from engine.memory import MemoryCallingBook
from tests.engine.calling.books import DUTY, PEOPLE, book, person, rules_of
from tests.engine.stories import real_plans

NOW = datetime(2021, 11, 8, 1, tzinfo=UTC)
PLAN = real_plans()["coal_mine"]

CHAIN = rules_of(
    """
    - id: r1
      name: 逐级
      on: opened
      assumption: Y1
      answer_within_s: 300
      rounds: 2
      round_every_s: 600
      give_up_after_s: 60
      steps:
        - {who: {role: office_director}, channels: [voice, mail, desk]}
        - {who: {role: office_director}, deputy: 1, channels: [sms], after_s: 120}
        - {who: {role: office_director}, deputy: 2, channels: [sms], after_s: 150}
        - {who: {on_duty: duty_officers}, channels: [desk], after_s: 180}
    """
).rules[0]


def resolver(of: MemoryCallingBook | None = None, *, exercise: bool = False) -> Resolver:
    bound = binding(exercise=exercise)
    return Resolver(of or book(), bound, NOW, PLAN, "141029", "city_emergency_bureau")


def test_rounds_repeat_the_steps_and_a_deputy_who_is_not_there_is_passed_over() -> None:
    chain = resolver().chain(CHAIN)
    told = [((step.at - NOW).seconds, step.round, step.contact) for step in chain.steps]
    once = [
        (0, "coal_mine_office_director_1"),
        (120, "coal_mine_office_director_2"),
        (180, "officer_1"),
        (180, "officer_2"),
    ]
    assert told == [(s, 1, who) for s, who in once] + [(600 + s, 2, who) for s, who in once]
    assert chain.answer_by == NOW + timedelta(seconds=300)
    assert chain.exhausts_at == NOW + timedelta(seconds=600 + 180 + 60)
    assert chain.post == "某单位 office_director"


def test_only_channels_that_reach_him_are_named_and_the_desk_where_none_does() -> None:
    chain = resolver().chain(CHAIN)
    assert chain.steps[0].channels == ("voice", "desk")
    deaf = person("deaf", "某岗", kinds=("fax",))
    assert usable(deaf, ("voice", "sms", "mail")) == ["desk"]
    assert usable(deaf, ("webhook", "sms")) == ["webhook"]
    chat = Contact("chat", "某单位", "某岗", channels=person("x", "x", kinds=("wecom",)).channels)
    assert usable(chat, REAL_CHANNELS) == ["desk", "wecom", "apprise", "webhook"]


def test_a_post_that_nobody_holds_is_not_passed_over() -> None:
    chain = resolver(MemoryCallingBook()).chain(CHAIN)
    assert [(step.contact, step.post, step.channels) for step in chain.steps[:2]] == [
        (None, "市指挥部办公室主任", ("desk",)),
        (None, "值班员", ("desk",)),
    ]


def test_deputies_alone_of_whom_there_are_none_are_the_desks_as_well() -> None:
    rule = rules_of(
        """
        - id: r1
          name: 只叫副职
          on: opened
          assumption: Y1
          answer_within_s: 300
          steps: [{who: {role: commander}, deputy: 7, channels: [voice], after_s: 60}]
        """
    ).rules[0]
    (step,) = resolver().chain(rule).steps
    assert (step.at, step.contact, step.post) == (NOW, None, "市指挥部指挥长")


def test_each_makes_a_chain_of_its_own() -> None:
    rule = rules_of(
        """
        - id: r1
          name: 分别叫
          on: opened
          assumption: Y1
          answer_within_s: 300
          each: [{role: commander}, {unit: city_emergency_bureau}]
          steps: [{who: {each: true}, channels: [voice]}]
        """
    ).rules[0]
    firsts = [resolver().chain(rule, who).steps[0].contact for who in rule.each]
    assert firsts == ["coal_mine_commander_1", "bureau"]


def test_by_hand_the_deputies_follow_and_nobody_is_the_desks() -> None:
    held = [one for one in PEOPLE if "coal_mine:commander" in one.roles]
    chain = resolver().by_hand(held)
    assert [(step.at - NOW).seconds for step in chain.steps] == [0, 180]
    assert chain.exhausts_at - NOW == timedelta(seconds=600)


def test_an_exercise_is_bound_to_the_sink_by_its_type() -> None:
    assert binding(exercise=True) == Sink()
    assert Sink().channels(REAL_CHANNELS) == ("sink",)
    assert Real().channels(("sms", "sms", "desk")) == ("sms", "desk")
    assert "sink" not in REAL_CHANNELS
    chain = resolver(exercise=True).chain(CHAIN)
    assert {step.channels for step in chain.steps} == {("sink",)}
    assert {s.contact for s in chain.steps} >= {DUTY.duty_officers[0]}
