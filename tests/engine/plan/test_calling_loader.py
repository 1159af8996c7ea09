"""A `calling.yaml` is read with the strictness of a plan: every fault has line and remedy."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from engine.errors import PlanFileError
from engine.plan.calling_loader import CALLING_FILE, load_calling, read_calling, rebuild_calling
from engine.plan.calling_rules import NO_RULES
from engine.plan.plan_files import PlanText
from tests.support.plan_files import PLANS

SHIPPED = (PLANS / CALLING_FILE).read_text(encoding="utf-8")


def faults(text: str) -> list[PlanFileError]:
    with pytest.raises(PlanFileError) as wrong:
        rebuild_calling(PlanText("calling.yaml", text.encode()))
    return list(wrong.value.every)


def test_the_shipped_rules_load_and_their_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    rules = load_calling(PLANS)
    assert len(rules.rules) > 10
    assert rules.digest == hashlib.sha256(SHIPPED.encode()).hexdigest()
    assert load_calling(tmp_path) is NO_RULES
    assert read_calling(PLANS / CALLING_FILE).value == rules
    assert rules.by_id["system_alarm"].name_en == "A system alarm"


@pytest.mark.parametrize(
    ("was", "becomes", "code", "said"),
    [
        ("on: opened", "on: openned", "plan_not_one_of", "最接近的是：opened"),
        ("answer_within_s: 600", "answer_withins: 600", "plan_unknown_key", "answer_within_s"),
        ('at: "14:45"', "at: 14:45", "plan_must_be_quoted", '"14:45"'),
        ("on_duty: leader}", "on_duty: leader, role: x}", "calling_who", "on_duty"),
        ("assumption: Y1", "note_: Y1", "plan_unknown_key", "note_"),
        ("    assumption: Y1\n", "", "calling_no_source", "assumption"),
        ("channels: [voice, sms, mail, desk]", "channels: [voise]", "plan_not_one_of", "voice"),
        ("channels: [voice, sms, mail, desk]", "channels: [sink]", "plan_not_one_of", "desk"),
        ("minutes: 15", "nth: 2", "calling_minutes", "minutes"),
        ('    at: "14:45"\n', "", "calling_at", "14:45"),
        ("    each: [{role: office_director}]\n", "", "calling_each", "each"),
        ("rounds: 2", "rounds: 0", "plan_too_small", "1"),
        ('format: "1"', 'format: "1"\ndigest: x', "plan_digest", "digest"),
        ("rules:", "rules: [", "plan_not_yaml", "YAML"),
    ],
)
def test_a_fault_names_its_line_and_what_would_be_right(
    was: str, becomes: str, code: str, said: str
) -> None:
    assert was in SHIPPED
    text = SHIPPED.replace(was, becomes, 1)
    found = next(one for one in faults(text) if one.code == code)
    assert found.line > 1
    assert said in found.sentence("zh")
    assert found.sentence("en") != found.sentence("zh")


def test_a_rule_before_a_report_is_due_starts_one_call_only() -> None:
    text = SHIPPED.replace("    minutes: 15\n", "    minutes: 15\n    each: [{role: x}]\n", 1)
    text = text.replace("who: {reporter: true}, channels", "who: {each: true}, channels", 1)
    assert [one.code for one in faults(text)] == ["calling_each"]
