"""What is called possible is what is accepted; what is not called possible is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from engine.decide import decide
from engine.decide.allowed_commands import allowed_commands
from engine.decide.context import DecisionContext
from engine.errors import InvalidInput, NotAllowed, NotFound, StateRefuses, ZhibanError
from engine.incident.actors import Actor
from engine.incident.commands import COMMANDS
from engine.plan.measures import effective
from engine.plan.model import split_position
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story
from tests.support.report_content import full
from tests.support.signed_documents import MADE, SIGNED, WRITTEN

Telling = Callable[[Story], object]

FIRST, BESIDE = "drill-0001", "drill-0002"
"""The ids of two incidents that are there before the story's own."""


def ended(story: Story) -> None:
    story.director.activates("IV")
    story.director.confirms_all_end_conditions()
    story.director.ends()


def handed_over(story: Story) -> None:
    story.director.activates("IV")
    story.commander.recommends("II")
    story.commander.does("hand_over_command", to="province")


def grouped(story: Story) -> None:
    story.commander.activates("III")
    for group in story.plan.groups:
        story.commander.does("form_group", group=group.id)


def closed(story: Story) -> None:
    ended(story)
    story.director.closes()


def over(story: Story) -> None:
    closed(story)
    story.clock.passes(days=31)


def over_with_debts(story: Story) -> None:
    story.clock.passes(days=1)
    over(story)


def approved(story: Story) -> None:
    story.commander.recommends("II")
    if story.plan.id == "production_safety":
        story.chief.approves()


def confirmed(story: Story) -> None:
    story.director.activates("IV")
    story.director.confirms_all_end_conditions()


def to_be_lowered(story: Story) -> None:
    story.chief.activates("III", "critical")
    story.director.recommends("III", "tense")


def linked(story: Story) -> None:
    story.desk.does("link_incidents", other=FIRST)


ACCIDENT: dict[str, Telling] = {
    "assessing": lambda story: None,
    "warning": lambda story: story.director.does("issue_warning"),
    "recommended": lambda story: story.commander.recommends("II"),
    "approved": approved,
    "level IV": lambda story: story.director.activates("IV"),
    "level III with all groups": grouped,
    "linked": linked,
    "recorded order": lambda story: story.desk.orders(
        "commander", "activate_response", level="III"
    ),
    "with the province": handed_over,
    "end conditions confirmed": confirmed,
    "ended": ended,
    "closed": closed,
    "over": over,
    "over with reports overdue": over_with_debts,
}

GRAIN: dict[str, Telling] = {
    "assessing": lambda story: None,
    "level IV": lambda story: story.county(QUWO).activates("IV"),
    "tense": lambda story: story.chief.activates("III", "tense"),
    "critical, to be lowered": to_be_lowered,
    "level II": lambda story: story.desk.orders("province", "activate_response", level="II"),
}

SITUATIONS = [
    *(
        (plan, name, tale)
        for plan in ("production_safety", "coal_mine")
        for name, tale in ACCIDENT.items()
    ),
    *(("grain", name, tale) for name, tale in GRAIN.items()),
]


def told(tell: Tell, plan_id: str, tale: Telling) -> Story:
    story = tell(plan_id, "2021-11-08 09:00")
    for _ in (FIRST, BESIDE, "its own"):
        story.desk.opens(division=QUWO)
    if plan_id != "grain":
        story.desk.records(deaths=2)
    tale(story)
    return story


def outcome(story: Story, actor: Actor, command: str, fields: dict[str, Any]) -> ZhibanError | None:
    """The refusal of the command now, or None."""

    def entry(seq: int) -> Any:
        return next((event for event in story.events if event.seq == seq), None)

    def other(incident_id: str) -> Any:
        return story.plan, story.journal.load(incident_id)

    case = DecisionContext(story.plan, story.incident, actor, story.clock.now, entry, other)
    try:
        decide(case, MADE[command](**fields))
    except ZhibanError as refusal:
        return refusal
    return None


def holder(story: Story, role: str) -> Actor:
    return Actor(role, frozenset({f"{story.plan.id}:{role}"}), QUWO)


def tries(story: Story, option: dict[str, Any]) -> list[dict[str, Any]]:
    """Ways to fill in the command of an option; one of them has to be accepted."""
    incident, plan, command = story.incident, story.plan, option["command"]
    where = {key: option[key] for key in ("level", "sub_state") if key in option}
    days = [f"2021-{month}-{day:02d}" for month in ("11", "12") for day in range(8, 29, 7)]
    struck = [e.seq for e in story.events if e.type == "facts_recorded"]
    ways: dict[str, list[dict[str, Any]]] = {
        "record_facts": [{"facts": {plan.facts[0].id: 1}}],
        "start_call": [{"on_duty": "leader", "reason": "x"}],
        "answer_call": [{"call": "no such"}],
        "refuse_activation": [{"reason": "x"}],
        "refuse_end": [{"reason": "x"}],
        "assume_command": [{"to": h.id} for h in plan.command.holders],
        "hand_over_command": [{"to": h.id} for h in plan.command.holders],
        "return_command": [{"to": h.id} for h in plan.command.holders],
        "form_group": [{"group": g.id} for g in plan.groups],
        "change_group": [{"group": g.id} for g in plan.groups],
        "complete_measure": [{"measure": m.id} for m in effective(plan, incident.place)],
        "waive_measure": [{"measure": m.id, "note": "x"} for m in effective(plan, incident.place)],
        "submit_report": [
            {},
            *(
                {"slot": id_, "content": full(plan, slot.obligation)}
                for id_, slot in incident.slots.items()
            ),
        ],
        "set_reporters": [
            {"reporters": None, "obligation": r.id, "reason": "x"} for r in plan.reports
        ],
        "reanchor_cadence": [{"anchor": day, "reason": "x"} for day in days],
        "confirm_end_condition": [{"condition": c.id} for c in plan.end_conditions],
        "strike_entry": [{"seq": seq, "reason": "x"} for seq in struck],
        "confirm_recorded_order": [{"seq": seq} for seq in incident.unsigned],
        "delegate_role": [
            {"role": role, "to": "副职", "until": "2022-03-01T00:00:00Z"}
            for role in plan.role_by_id
        ],
        "record_absence": [
            {"role": role, "until": "2022-03-01T00:00:00Z"} for role in plan.role_by_id
        ],
        "link_incidents": [{"other": id_} for id_ in (FIRST, BESIDE)],
        "unlink_incidents": [{"other": id_} for id_ in (FIRST, BESIDE)],
        "add_log_entry": [{"text": "x"}],
        "void_incident": [{"reason": "误建"}],
        "edit_document": [WRITTEN],
        "sign_document": [SIGNED],
        "destroy_attachment": [{"attachment": 1, "order_number": "8号", "reason": "x"}],
    }
    if command in ("activate_response", "adjust_response", "recommend_activation"):
        return [where]
    return ways.get(command, [{}])


@pytest.mark.parametrize(
    ("plan_id", "situation", "tale"), SITUATIONS, ids=[f"{p}: {n}" for p, n, _ in SITUATIONS]
)
def test_each_option_is_accepted_from_each_of_its_roles_and_from_the_desk_where_it_says_so(
    tell: Tell, plan_id: str, situation: str, tale: Telling
) -> None:
    story = told(tell, plan_id, tale)
    for option in allowed_commands(story.plan, story.incident):
        if option["command"] == "strike_entry" and not tries(story, option):
            continue
        actors = [holder(story, role["id"]) for role in option["roles"]]
        if option["desk"]:
            actors.append(story.desk.actor)
        for actor in actors:
            refusals = [
                outcome(story, actor, option["command"], way) for way in tries(story, option)
            ]
            assert None in refusals, (option, actor.name, refusals[:1])


@pytest.mark.parametrize(
    ("plan_id", "situation", "tale"), SITUATIONS, ids=[f"{p}: {n}" for p, n, _ in SITUATIONS]
)
def test_what_is_not_listed_is_refused_whoever_asks(
    tell: Tell, plan_id: str, situation: str, tale: Telling
) -> None:
    story = told(tell, plan_id, tale)
    listed = {
        (o["command"], o.get("level"), o.get("sub_state"))
        for o in allowed_commands(story.plan, story.incident)
    }
    actors = [
        *(holder(story, role) for role in story.plan.role_by_id),
        story.desk.actor,
        story.reporter(QUWO).actor,
    ]
    leveled = ("activate_response", "adjust_response", "recommend_activation")
    for command in COMMANDS:
        wheres = (
            [split_position(position) for position in story.plan.positions]
            if command in leveled
            else [(None, None)]
        )
        for level, sub_state in wheres:
            pending = command in ("approve_activation", "refuse_activation")
            if pending and any(name == command for name, _, _ in listed):
                continue
            if (command, level, sub_state) in listed:
                continue
            option = {"command": command, "level": level, "sub_state": sub_state}
            plain = {key: value for key, value in option.items() if value is not None}
            for actor in actors:
                for way in tries(story, plain):
                    refusal = outcome(story, actor, command, way)
                    assert refusal is not None, (command, way, actor.name)
                    assert isinstance(refusal, NotAllowed | StateRefuses | InvalidInput | NotFound)


def test_each_option_names_its_roles_and_its_clause(tell: Tell) -> None:
    story = told(tell, "production_safety", ACCIDENT["assessing"])
    options = allowed_commands(story.plan, story.incident)
    activate = next(
        o for o in options if (o["command"], o.get("level")) == ("activate_response", "III")
    )
    assert activate == {
        "command": "activate_response",
        "level": "III",
        "name": "三级响应",
        "roles": [{"id": "commander", "name": "市指挥部指挥长"}],
        "desk": False,
        "clause": "5.3.2",
    }


def test_a_level_that_asks_for_approval_offers_one_step_at_a_time(tell: Tell) -> None:
    story = tell("production_safety")
    story.desk.opens(deaths=10, division=QUWO)
    steps = ["recommend_activation", "approve_activation", "activate_response"]

    def offered() -> list[str]:
        return [step for step in steps if ("II", None) in story.allowed(step)]

    assert offered() == ["recommend_activation"]
    story.commander.recommends("II")
    assert offered() == ["approve_activation"]
    assert story.allowed("refuse_activation") == [("II", None)]
    story.chief.approves()
    assert offered() == ["activate_response"]
    story.commander.activates("II")
    assert offered() == []


def test_options_read_in_english_where_the_plan_does(tell: Tell) -> None:
    story = told(tell, "production_safety", ACCIDENT["assessing"])
    options = allowed_commands(story.plan, story.incident, "en")
    names = {o["name"] for o in options if o["command"] == "activate_response"}
    assert "Level III response" in names
