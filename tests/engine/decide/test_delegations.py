"""Delegations (A9): who may act for a holder, how long, and what stays unsigned."""

from __future__ import annotations

from typing import Any

import pytest

from engine.incident.events import Event
from tests.engine.conftest import Tell
from tests.engine.stories import QUWO, Story


@pytest.fixture
def safety(tell: Tell) -> Story:
    """An accident in Quwo, received at 08:30 and opened at 09:00."""
    story = tell("production_safety", "2021-11-08 09:00")
    story.desk.opens(deaths=2, received="08:30", division=QUWO)
    return story


def delegates(story: Story, person: Any, role: str, until: str, to: str = "副职") -> None:
    person.does("delegate_role", role=role, to=to, until=story.instant(until), reason="外出")


def test_a_deputy_acts_only_under_a_recorded_delegation(safety: Story) -> None:
    deputy = safety.person("副职", "duty_officer")
    deputy.is_refused("role_required", "activate_response", level="IV")
    delegates(safety, safety.director, "office_director", "18:00")
    (event,) = deputy.activates("IV").events
    assert event.role == "office_director"
    assert event.data["delegated"] is True
    assert safety.view["delegations"][0]["to"] == "副职"


def test_a_deputy_needs_no_other_post(safety: Story) -> None:
    """A deputy commander has no post of his own in the plan; his account only looks."""
    deputy = safety.person("副职", "viewer")
    deputy.is_refused("read_only", "activate_response", level="IV")
    delegates(safety, safety.director, "office_director", "18:00")
    assert deputy.activates("IV").events[0].role == "office_director"
    deputy.is_refused("read_only", "adjust_response", level="III")


def test_a_delegation_ends_at_its_instant(safety: Story) -> None:
    deputy = safety.person("副职", "viewer")
    delegates(safety, safety.director, "office_director", "12:00")
    safety.clock.to("11:59:59.999999")
    deputy.does("add_log_entry", text="代行")
    safety.clock.ticks()
    deputy.is_refused("read_only", "activate_response", level="IV")


def test_a_delegation_is_for_its_role_and_its_account_only(safety: Story) -> None:
    delegates(safety, safety.director, "office_director", "18:00")
    safety.person("另一人", "viewer").is_refused("read_only", "activate_response", level="IV")
    deputy = safety.person("副职", "duty_officer")
    deputy.is_refused("role_required", "activate_response", level="III")


def test_nobody_records_by_telephone_a_delegation_to_himself(safety: Story) -> None:
    order = {"on_behalf_of": "commander", "by_means": "phone", "role": "commander"}
    fields = {**order, "until": safety.instant("18:00"), "reason": "外出"}
    safety.desk.is_refused("delegated_to_recorder", "delegate_role", to="值班员", **fields)
    safety.desk.does("delegate_role", to="副职", **fields)
    assert safety.view["unsigned"][-1]["role"] == "commander"


def test_two_recorders_do_not_record_delegations_to_each_other(safety: Story) -> None:
    other = safety.person("另一值班员", "duty_officer")
    until = safety.instant("18:00")
    fields: dict[str, Any] = {"by_means": "phone", "until": until, "reason": "外出"}
    office = {"on_behalf_of": "office_director", "role": "office_director", **fields}
    commander = {"on_behalf_of": "commander", "role": "commander", **fields}
    (recorded,) = safety.desk.does("delegate_role", to="另一值班员", **office).events
    refusal = other.is_refused("delegated_in_return", "delegate_role", to="值班员", **commander)
    assert "另一值班员" not in refusal.sentence()
    assert "“值班员”" in refusal.sentence()
    other.does("delegate_role", to="第三人", **commander)
    safety.director.does("confirm_recorded_order", seq=recorded.seq)
    other.does("delegate_role", to="值班员", **commander)


def test_no_path_of_recorded_delegations_leads_back_to_the_recorder(safety: Story) -> None:
    names = ["值班员", "甲", "乙", "丙"]
    people = [safety.desk, *(safety.person(name, "duty_officer") for name in names[1:])]
    posts = ["office_director", "commander", "chief_commander"]
    until = safety.instant("18:00")

    def fields(post: str) -> dict[str, Any]:
        order = {"on_behalf_of": post, "role": post, "by_means": "phone"}
        return {**order, "until": until, "reason": "外出"}

    recorded = [
        people[i].does("delegate_role", to=names[i + 1], **fields(posts[i])).events[0]
        for i in range(3)
    ]
    back = fields("on_site_commander")
    people[3].is_refused("delegated_in_return", "delegate_role", to="值班员", **back)
    people[2].is_refused("delegated_in_return", "delegate_role", to="值班员", **back)
    people[3].is_refused("delegated_in_return", "delegate_role", to="甲", **back)
    safety.commander.does("confirm_recorded_order", seq=recorded[1].seq)
    people[3].does("delegate_role", to="值班员", **back)


def test_what_is_done_under_an_unsigned_delegation_is_unsigned_too(safety: Story) -> None:
    delegation = recorded_delegation(safety, "18:00")
    deputy = safety.person("副职", "duty_officer")
    (event,) = deputy.activates("IV").events
    assert event.data["signed"] is False
    assert event.data["delegation"] == delegation.seq
    waiting = {one["seq"]: one["under"] for one in safety.view["unsigned"]}
    assert waiting == {delegation.seq: None, event.seq: delegation.seq}
    deputy.is_refused("not_the_holder", "confirm_recorded_order", seq=event.seq)
    (signed,) = safety.director.does("confirm_recorded_order", seq=delegation.seq).events
    assert signed.data["covers"] == [event.seq]
    assert safety.view["unsigned"] == []
    (later,) = safety.person("副职", "viewer").does("add_log_entry", text="代行").events
    assert later.data["delegated"] is True
    assert "signed" not in later.data


def test_the_holder_may_sign_one_act_and_leave_the_delegation(safety: Story) -> None:
    delegation = recorded_delegation(safety, "18:00")
    (event,) = safety.person("副职", "duty_officer").activates("IV").events
    (signed,) = safety.director.does("confirm_recorded_order", seq=event.seq).events
    assert "covers" not in signed.data
    assert [one["seq"] for one in safety.view["unsigned"]] == [delegation.seq]


def test_a_signed_delegation_is_used_before_an_unsigned_one(safety: Story) -> None:
    recorded_delegation(safety, "18:00")
    delegates(safety, safety.director, "office_director", "17:00")
    (event,) = safety.person("副职", "duty_officer").activates("IV").events
    assert "signed" not in event.data


def test_an_unsigned_delegation_counts_for_24_hours(safety: Story) -> None:
    """Recorded at 09:00 for four days; without the holder's signature it lapses after one."""
    delegation = recorded_delegation(safety, "2021-11-12 18:00")
    deputy = safety.person("副职", "viewer")
    shown = safety.view["delegations"][0]
    assert shown["counts_until"] == "2021-11-09T01:00:00Z"
    assert shown["signed"] is False
    safety.clock.to("2021-11-09 08:59:59.999999")
    deputy.does("add_log_entry", text="代行")
    safety.clock.ticks()
    deputy.is_refused("read_only", "add_log_entry", text="代行")
    safety.director.does("confirm_recorded_order", seq=delegation.seq)
    deputy.does("add_log_entry", text="代行")
    assert safety.view["delegations"][0]["counts_until"] == "2021-11-12T10:00:00Z"
    safety.clock.to("2021-11-12 18:00")
    deputy.is_refused("read_only", "add_log_entry", text="代行")


def recorded_delegation(story: Story, until: str) -> Event:
    """The desk records that the office director lets 副职 act."""
    fields = {"role": "office_director", "to": "副职", "until": story.instant(until)}
    return story.desk.orders("office_director", "delegate_role", reason="外出", **fields).events[0]


def test_only_the_holder_delegates_and_a_deputy_does_not_pass_it_on(safety: Story) -> None:
    fields = {"role": "office_director", "to": "副职", "until": safety.instant("18:00")}
    safety.desk.is_refused("role_required", "delegate_role", **fields)
    safety.commander.is_refused("role_required", "delegate_role", **fields)
    delegates(safety, safety.director, "office_director", "18:00")
    deputy = safety.person("副职", "duty_officer")
    deputy.is_refused("role_required", "delegate_role", **{**fields, "to": "第三人"})


def test_the_desk_may_record_a_delegation_given_by_telephone(safety: Story) -> None:
    safety.desk.orders(
        "office_director",
        "delegate_role",
        role="office_director",
        to="副职",
        until=safety.instant("18:00"),
    )
    assert safety.person("副职", "viewer").activates("IV").events[0].data["delegated"] is True
