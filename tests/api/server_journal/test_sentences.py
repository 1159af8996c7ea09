"""Every type of entry reads as a sentence, in both languages, and fits its shape."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter

from api.server_journal.chain import GENESIS, seal
from api.server_journal.changed_by import ChangedBy
from api.server_journal.events import EVENT_TYPES, Change, ServerEvent
from api.server_journal.sentences import Sentences
from engine.plan.loader import load_plan
from tests.api.store.desk import PLANS

BY = ChangedBy("anna", "page", datetime(2026, 11, 29, 14, tzinfo=UTC))
PLAN = {"plan": "coal_mine", "version": "1", "digest": "f" * 64}
ACCOUNT = {"account": "zhang", "roles": ["viewer"], "division": "141021", "unit": None}
COMMANDER = ["coal_mine:commander"]
DATA: dict[str, dict[str, Any]] = {
    "journal_begun": {"accounts": [], "tokens": [], "plans": [PLAN]},
    "account_created": {**ACCOUNT, "disabled": False, "has_password": True, "proposed_by": "li"},
    "roles_changed": {"account": "zhang", "before": ["viewer"], "after": COMMANDER}
    | {"proposed_by": None},
    "place_changed": {
        "account": "zhang",
        "before": {"division": None, "unit": None},
        "after": {"division": "141021", "unit": "x"},
        "proposed_by": None,
    },
    "password_set": {"account": "zhang", "own": False, "proposed_by": None},
    "account_disabled": {"account": "zhang", "roles": ["gone:post"]},
    "account_enabled": {"account": "zhang", "roles": [], "proposed_by": None},
    "account_renamed": {"account": "zhang", "before": "Zhang"},
    "sign_ins_ended": {"account": "zhang", "sign_ins": 2, "tokens": ["abcd"], "names": ["ef"]},
    "signed_in": {"account": "zhang", "sign_in": "ef01", "expires_at": None, "address": None},
    "signed_out": {"account": "zhang", "sign_in": "ef01"},
    "proposal_confirmed": {"proposal": "p1", "account": "zhang", "proposed_by": "li"},
    "continuation_acknowledged": {"position": 7},
    "second_factor_on": {"account": "zhang"},
    "second_factor_off": {"account": "zhang"},
    "recovery_code_used": {"account": "zhang", "code": "ab12"},
    "identity_linked": {"account": "zhang", "issuer": "https://id.example", "identity": "ab12"},
    "clock_trusted": {"node": "desk-1:8000", "word": 7, "ahead_ms": 120_000},
    "token_created": {"account": "wall", "token": "abcd", "expires_at": None},
    "token_revoked": {"account": "wall", "token": "abcd"},
    "change_proposed": {
        "proposal": "p1",
        "account": "zhang",
        "new": False,
        "wish": {
            "roles": COMMANDER,
            "place": {"division": None, "unit": None},
            "disabled": False,
            "password": True,
        },
        "expires_at": "2026-11-30T14:00:00Z",
    },
    "proposal_withdrawn": {"proposal": "p1", "account": "zhang", "proposed_by": "anna"},
    "plan_stored": PLAN,
    "settings_changed": {
        "changes": [{"setting": "ZHIBAN_TWO_ADMINS", "before": "true", "after": "false"}]
    },
    "contact_saved": {
        "contact": "c1",
        "unit": "市应急管理局",
        "post": "值班室",
        "person": None,
        "new": False,
        "fields": ["channels", "note"],
        "mark": "ab",
    },
    "call_started": {
        "call": "s-c9",
        "trigger": "by_hand",
        "subject": None,
        "rule": None,
        "rules_digest": None,
        "reason": {"key": "by_hand", "values": {"reason": "机房断电"}},
        "cause_seq": None,
        "post": "市应急局 科长",
        "person": "王",
        "steps": [],
        "answer_by": "2026-11-30T14:00:00Z",
        "exhausts_at": "2026-11-30T14:10:00Z",
    },
    "call_attempted": {
        "call": "s-c9",
        "step": 0,
        "contact": "c1",
        "channel": "sms",
        "outcome": "sent",
        "detail": "",
    },
    "call_answered": {
        "call": "s-c9",
        "means": "link",
        "by": "王",
        "note": "",
        "answered_at": "2026-11-30T13:50:00Z",
    },
    "call_exhausted": {"call": "s-c9", "exhausts_at": "2026-11-30T14:10:00Z", "post": "科长"},
    "call_cancelled": {"call": "s-c9", "why": "over", "post": "科长"},
    "drill_controlled": {
        "scenario": "coal_roof_fall",
        "action": "jump",
        "at": "2026-11-03T02:10:00Z",
        "by": "chen",
        "speed": None,
        "to": "2026-11-03T05:00:00Z",
        "inject": None,
        "part": None,
        "holder": None,
        "account": None,
        "note": "",
    },
    "drill_message_sent": {"key": "words-0001", "at": "2026-11-03T02:10:00Z", "text": "注意"},
    "handover_made": {"handover": 7, "hash": "f" * 64, "mark": "a" * 32},
    "handover_signed": {"handover": 7, "side": "taker"},
    "shift_logged": {
        "kind": "call",
        "text": "省厅来电，询问汛情",
        "happened_at": "2026-11-29T14:00:00Z",
    },
    "shift_struck": {"entry": 12},
    "evaluation_remarked": {
        "key": "remark-1",
        "subject": "k3v9x2-0001",
        "seen_at": "2026-11-29T14:00:00Z",
        "text": "指挥长到场",
        "number": "4",
        "entry": 9,
    },
    "evaluation_scored": {
        "subject": "drill",
        "sheet": "aqt9009_a2",
        "number": "1.7",
        "points": None,
        "note": "",
    },
    "scenario_saved": {
        "scenario": "night_flood",
        "version": 2,
        "title": "夜间透水小演练",
        "draft": True,
        "sha256": "ab" * 32,
        "text": 'format: "2"\n',
    },
    "scenario_removed": {"scenario": "night_flood", "version": 2, "title": "夜间透水小演练"},
    "evaluation_graded": {"subject": "drill", "grade": "good"},
    "improvement_settled": {
        "key": "improve-1",
        "subject": "drill",
        "finding": "电话快报迟了",
        "done": True,
        "note": "值班台贴上号码",
    },
    "improvement_saved": {
        "key": "improve-1",
        "subject": "drill",
        "plan": "coal_mine",
        "about": "report:province_phone",
        "finding": "电话快报迟了",
        "action": "值班台贴上号码",
        "owner": "市应急管理局",
        "due": "2026-12-31",
        "done": False,
    },
    "contact_removed": {"contact": "c1", "unit": "市政府", "post": "秘书长", "person": "王"},
    "shift_saved": {
        "shift": "s1",
        "starts_at": "2026-12-01T10:00:00Z",
        "ends_at": "2026-12-02T00:00:00Z",
        "name": "夜班",
        "leader": ["王建国"],
        "duty_officers": ["张三", "李四"],
        "standby": [],
        "new": False,
        "fields": ["starts_at", "duty_officers"],
        "mark": "ab",
    },
    "shift_removed": {
        "shift": "s1",
        "starts_at": "2026-12-01T10:00:00Z",
        "ends_at": "2026-12-02T00:00:00Z",
        "name": None,
    },
    "roster_default_saved": {"post": "leader", "people": ["王建国"], "mark": "ab"},
    "swap_asked": {
        "swap": "w1",
        "shift": "s1",
        "post": "duty_officers",
        "giver": "张三",
        "taker": "李四",
        "back": None,
        "mark": "ab",
    },
    "swap_answered": {
        "swap": "w1",
        "state": "consented",
        "shift": "s1",
        "post": "duty_officers",
        "giver": "张三",
        "taker": "李四",
        "mark": "ab",
    },
    "roster_feed_made": {"feed": "abcd", "account": "zhang", "mark": "ab"},
    "webhook_saved": {
        "webhook": "w7",
        "host": "city.example",
        "types": ["incident_opened"],
        "exercises": False,
        "division": None,
        "enabled": True,
        "new": True,
        "mark": "ab",
    },
    "webhook_removed": {"webhook": "w7", "host": "city.example"},
    "roster_feed_ended": {"feed": "abcd", "account": "zhang"},
    "database_moved": {"before": "sqlite", "after": "postgresql", "cursor": 7, "seq": 3},
    "incidents_archived": {
        "file": "zhiban-2023.archive",
        "sha256": "abcd",
        "year": 2023,
        "incidents": [
            {"incident": "i", "number": "CM-2023-0001", "entries": 2, "digest": "d", "mark": "ab"}
        ],
    },
    "incidents_returned": {"file": "zhiban-2023.archive", "sha256": "abcd", "incidents": ["i"]},
    "database_restored": {"epoch": "e", "cursor": 7, "seq": 3, "backup_at": "2026-11-29T14:00:00Z"},
}


@pytest.fixture(scope="module")
def plans() -> dict[str, Any]:
    return {"coal_mine": load_plan(PLANS / "coal_mine")}


def test_every_type_has_an_example_here() -> None:
    assert DATA.keys() == set(EVENT_TYPES)


@pytest.mark.parametrize("type_", EVENT_TYPES)
def test_an_entry_fits_its_shape_and_reads_as_a_sentence(type_: str, plans: Any) -> None:
    entry = seal(Change(type_, DATA[type_]), BY, 1, GENESIS)
    assert TypeAdapter(ServerEvent).validate_python(entry, strict=True) == entry
    for language, end in (("zh", "。"), ("en", ".")):
        said = Sentences(plans, language).of(entry)
        assert said.endswith(end)
        assert "None" not in said
        assert ":commander" not in said


def test_posts_are_called_as_in_their_plan(plans: Any) -> None:
    said = Sentences(plans, "zh").of({"type": "roles_changed", "data": DATA["roles_changed"]})
    assert plans["coal_mine"].name_of("commander") in said
    assert plans["coal_mine"].title in said
    assert "只读账号" in said


def test_who_proposed_is_told_of_what_was_confirmed(plans: Any) -> None:
    entry = {"type": "account_created", "data": DATA["account_created"]}
    assert Sentences(plans, "zh").of(entry).endswith("提出人：“li”。")
