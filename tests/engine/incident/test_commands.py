"""Commands: shapes only; unknown fields and naive instants are refused."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from engine.incident.commands import COMMANDS, OpenIncident, RecordFacts, SubmitReport

NOW = datetime(2021, 11, 8, 1, tzinfo=UTC)
NAIVE = NOW.replace(tzinfo=None)

RIGHT: dict[str, dict[str, Any]] = {
    "record_facts": {"facts": {"deaths": 3}},
    "issue_warning": {},
    "lift_warning": {},
    "recommend_activation": {"level": "III"},
    "approve_activation": {},
    "refuse_activation": {"reason": "未核实"},
    "activate_response": {"level": "III", "sub_state": "tense"},
    "adjust_response": {"level": "IV"},
    "assume_command": {},
    "hand_over_command": {"to": "province"},
    "return_command": {},
    "form_group": {"group": "rescue"},
    "change_group": {"group": "rescue", "members": ["某局"]},
    "complete_measure": {"measure": "iv_track"},
    "waive_measure": {"measure": "iv_track", "note": "不需要"},
    "submit_report": {},
    "set_reporters": {"reporters": ["141021"], "reason": "范围缩小"},
    "reanchor_cadence": {"anchor": "2021-11-09", "reason": "改期"},
    "confirm_end_condition": {"condition": "site_controlled"},
    "recommend_end": {},
    "approve_end": {},
    "refuse_end": {"reason": "未排除"},
    "end_response": {},
    "start_call": {"on_duty": "leader", "reason": "请到场"},
    "answer_call": {"call": "x-c2"},
    "close_incident": {},
    "strike_entry": {"seq": 3, "reason": "误记"},
    "confirm_recorded_order": {"seq": 3},
    "delegate_role": {"role": "commander", "to": "副职", "until": NOW},
    "record_absence": {"role": "commander", "until": NOW},
    "link_incidents": {"other": "k3v9x2"},
    "void_incident": {"reason": "重复建立", "duplicate_of": "k3v9x2"},
    "unlink_incidents": {"other": "k3v9x2", "note": "已处置完"},
    "add_log_entry": {"text": "接电话"},
    "edit_document": {"document": "briefing", "fields": {"救援进展": "已打通巷道"}},
    "sign_document": {"document": "briefing", "sha256": "0" * 64},
    "destroy_attachment": {"attachment": 3, "order_number": "临应急〔2026〕8号", "reason": "误传"},
}


def test_the_table_names_every_command_once() -> None:
    assert set(COMMANDS) == set(RIGHT)
    assert len(set(COMMANDS.values())) == len(COMMANDS)


def test_no_first_request_waits_for_the_validator_of_its_class() -> None:
    """It would be built, and pydantic warn, in the middle of an officer's first request."""
    classes = (*COMMANDS.values(), OpenIncident)
    assert not [one.__name__ for one in classes if one.model_config.get("defer_build")]


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_a_command_takes_its_fields_and_carries_its_name(name: str) -> None:
    command = COMMANDS[name](**RIGHT[name])
    assert command.command == name
    assert command.on_behalf_of is None


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_every_command_may_carry_an_order(name: str) -> None:
    order = {"on_behalf_of": "commander", "by_means": "phone", "ordered_at": NOW}
    assert COMMANDS[name](**RIGHT[name], **order).ordered_at == NOW


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_an_unknown_field_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        COMMANDS[name](**RIGHT[name], levle="III")


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_a_naive_instant_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="timezone_aware"):
        COMMANDS[name](**RIGHT[name], ordered_at=NAIVE)


@pytest.mark.parametrize("name", sorted(RIGHT))
def test_a_command_cannot_be_changed(name: str) -> None:
    command = COMMANDS[name](**RIGHT[name])
    with pytest.raises(ValidationError, match="frozen"):
        command.by_means = "phone"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("record_facts", {"facts": {}}),
        ("record_facts", {"facts": {"deaths": 3}, "as_of": NAIVE}),
        ("record_facts", {}),
        ("refuse_activation", {}),
        ("refuse_activation", {"reason": "  "}),
        ("activate_response", {}),
        ("activate_response", {"level": ""}),
        ("hand_over_command", {}),
        ("waive_measure", {"measure": "x"}),
        ("submit_report", {"kind": "weekly"}),
        ("submit_report", {"submitted_at": NAIVE}),
        ("submit_report", {"submitted_at": "2021-11-08T09:00:00"}),
        ("set_reporters", {"reporters": ["141021"]}),
        ("set_reporters", {"reporters": [""], "reason": "x"}),
        ("reanchor_cadence", {"anchor": "9.11.2021", "reason": "x"}),
        ("reanchor_cadence", {"anchor": "2021-11-09T00:00", "reason": "x"}),
        ("strike_entry", {"seq": 0, "reason": "x"}),
        ("strike_entry", {"seq": 1, "reason": ""}),
        ("confirm_recorded_order", {"seq": -1}),
        ("delegate_role", {"role": "commander", "to": "副职", "until": NAIVE}),
        ("record_absence", {"role": "commander", "until": NAIVE}),
        ("add_log_entry", {"text": ""}),
        ("add_log_entry", {"text": "长" * 4001}),
        ("add_log_entry", {"text": "x", "by_means": "pigeon"}),
    ],
)
def test_a_malformed_command_is_refused(name: str, fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        COMMANDS[name](**fields)


def test_words_lose_the_blanks_around_them() -> None:
    assert COMMANDS["add_log_entry"](text="  接电话 \n").text == "接电话"  # type: ignore[attr-defined]


def test_an_instant_with_an_offset_is_taken() -> None:
    command = RecordFacts(facts={"deaths": 1}, as_of="2021-11-08T09:00:00+08:00")  # type: ignore[arg-type]
    assert command.as_of == NOW


@pytest.mark.parametrize(
    "content", [None, "正常", 3, 0.5, True, [], {"市场供应": ["正常", None]}, {"a": {"b": [1]}}]
)
def test_a_report_holds_any_json(content: Any) -> None:
    assert SubmitReport(content=content).content == content


@pytest.mark.parametrize(
    "content",
    [
        math.nan,
        math.inf,
        [math.nan],
        {1: 2},
        {"a": b"x"},
        {1, 2},
        object(),
        "\ud800",
        {"\udfff": 1},
    ],
)
def test_a_report_holds_nothing_that_the_journal_could_not_write(content: Any) -> None:
    with pytest.raises(ValidationError):
        SubmitReport(content=content)


@pytest.mark.parametrize("field", ["occurred_at", "received_at"])
def test_an_incident_is_opened_with_aware_instants(field: str) -> None:
    fields: dict[str, Any] = {
        "plan": "grain",
        "title": "某事件",
        "occurred_at": NOW,
        "received_at": NOW,
        "division": "141021",
    }
    assert OpenIncident(**fields).exercise is False
    with pytest.raises(ValidationError, match="timezone_aware"):
        OpenIncident(**{**fields, field: NAIVE})
    with pytest.raises(ValidationError, match="extra_forbidden"):
        OpenIncident(**fields, level="III")
