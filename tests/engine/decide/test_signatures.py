"""Several roles for one decision: every command of a row, orders, delegations, absences."""

from __future__ import annotations

from typing import Any

import pytest

from engine.presentation.journal_text import sentence
from tests.engine.conftest import Tell
from tests.engine.made_up import plan_of

JOINT = """
    lifecycle:
      - on: issue_warning
        from: assessing
        to: warning
        by: [director, commander]
        signatures: all
        clause: "1"
      - on: lift_warning
        from: warning
        to: assessing
        by: [director, commander]
        signatures: succession
        clause: "1"
      - on: activate_response
        from: [assessing, warning, ended]
        to: [low, high, top]
        by: [director, commander]
        signatures: all
        clause: "1"
      - on: end_response
        from: responding
        to: ended
        by: [director, commander]
        signatures: all
        clause: "1"
      - on: close_incident
        from: [assessing, ended]
        to: closed
        by: [director, commander]
        signatures: all
        clause: "1"
"""


def test_every_command_of_a_row_waits_for_the_last_signature(tell: Tell) -> None:
    story = tell(plan_of(lifecycle=JOINT))
    story.desk.opens()
    director, commander = story.director, story.commander
    moves: list[tuple[str, dict[str, Any], str, str]] = [
        ("issue_warning", {}, "assessing", "warning"),
        ("activate_response", {"level": "low"}, "warning", "low"),
        ("end_response", {}, "low", "ended"),
        ("close_incident", {}, "ended", "closed"),
    ]
    for command, fields, before, after in moves:
        director.does(command, **fields)
        assert story.place == before
        director.is_refused("already_signed", command, **fields)
        commander.does(command, **fields)
        assert story.place == after


def test_an_order_by_telephone_and_a_delegate_sign_for_their_posts(tell: Tell) -> None:
    story = tell(plan_of(lifecycle=JOINT))
    story.desk.opens()
    story.commander.does("delegate_role", role="commander", to="副手", until=story.instant("18:00"))
    story.desk.orders("director", "activate_response", level="low")
    assert story.place == "assessing"
    story.person("副手").activates("low")
    assert story.place == "low"


def test_a_signature_reads_as_a_sentence(tell: Tell) -> None:
    story = tell(plan_of(lifecycle=JOINT))
    story.desk.opens()
    story.director.does("activate_response", level="low", reason="火大")
    assert sentence(story.plan, story.events[-1]) == "签署“低级”（主任），火大"
    story.commander.activates("low")
    story.director.ends()
    assert sentence(story.plan, story.events[-1]).startswith("签署“响应结束”（主任）")


def test_a_deputy_may_lift_a_warning_only_while_the_first_is_absent(tell: Tell) -> None:
    story = tell(plan_of(lifecycle=JOINT))
    story.desk.opens()
    story.director.does("issue_warning")
    story.commander.does("issue_warning")
    story.commander.is_refused("predecessor_present", "lift_warning")
    story.desk.does("record_absence", role="director", until=story.instant("12:00"))
    story.commander.does("lift_warning")
    assert story.place == "assessing"


@pytest.mark.parametrize("back", ["10:00", "11:00"])
def test_the_last_record_of_an_absence_counts(tell: Tell, back: str) -> None:
    story = tell(plan_of(lifecycle=JOINT))
    story.desk.opens()
    for until in ("12:00", back):
        story.desk.does("record_absence", role="director", until=story.instant(until))
    (absence,) = story.incident.absences
    assert absence.until == story.instant(back)
    assert [a["role"] for a in story.view["absences"]] == ["director"]
