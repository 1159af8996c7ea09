"""What `zhiban watch` says of calls."""

from __future__ import annotations

from typing import Any

from api.cli.watch_calls import MOST, call_lines, unanswered
from api.cli.zones import Zones

STEPS = [
    {"at": "2026-11-30T14:00:00Z", "contact": "li", "post": "科长"},
    {"at": "2026-11-30T14:03:00Z", "contact": "wang", "post": "副科长"},
    {"at": "2026-11-30T14:06:00Z", "contact": None, "post": "备班人员"},
]


def call(state: str, *tried: int, person: str | None = "李") -> dict[str, Any]:
    return {
        "state": state,
        "person": person,
        "post": "科长",
        "reason": "接报《透水》",
        "due_at": "2026-11-30T14:10:00Z",
        "steps": STEPS,
        "persons": {"li": "李", "wang": "王"},
        "attempts": [{"step": step} for step in tried],
    }


def lines(*calls: dict[str, Any], language: str = "zh") -> list[tuple[str, bool]]:
    return list(call_lines({"calls": [*calls]}, Zones("http://x", "t"), language))


def test_a_call_says_whom_until_when_and_who_is_next() -> None:
    ((fresh, _),) = lines(call("queued"))
    assert fresh == "叫应 李（接报《透水》），2026-11-30T14:10:00Z 前应答"
    ((tried, alarm),) = lines(call("calling", 0))
    assert tried == f"{fresh}；下一位 王 2026-11-30T14:03:00Z" and not alarm
    ((nobody, _),) = lines(call("calling", 0, 1, person=None))
    assert "叫应 科长" in nobody and "下一位 备班人员" in nobody
    ((english, _),) = lines(call("calling", 0), language="en")
    assert english.startswith("calling 李") and "next 王 at" in english


def test_a_call_that_nobody_answered_comes_first_and_stays_red() -> None:
    found = lines(call("calling", 0), call("exhausted"), call("answered"), call("cancelled"))
    assert [alarm for _, alarm in found] == [True, False]
    assert found[0][0] == "叫应 李 无人应答（接报《透水》）"
    many = lines(*[call("queued")] * (MOST + 3))
    assert (len(many), many[-1][0]) == (MOST + 1, "还有 3 个叫应")
    assert lines() == [] == list(call_lines({}, Zones("http://x", "t"), "zh"))


def test_in_a_pipe_an_exhausted_call_is_a_line_on_the_error_stream() -> None:
    event = {"type": "call_exhausted", "incident": "a", "data": {"post": "科长"}}
    frame = {"type": "event", "event": event}
    (words,) = unanswered(frame, {"a": {"number": "CM-2026-0001"}}, "zh")
    assert words == "CM-2026-0001：叫应 科长 无人应答，请马上打电话。"
    assert list(unanswered({"type": "snapshot"}, {}, "zh")) == []
