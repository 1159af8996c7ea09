"""Who may do what to a live drill, and what its log makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engine.drill.exercise import (
    ACTIONS,
    ControlEntry,
    Exercise,
    after,
    begun,
    entry_of,
    folded,
)
from engine.drill.exercise_control import GONE, Request, Surroundings, decide, possible
from engine.errors import InvalidInput, NotFound, StateRefuses, ZhibanError

START = datetime(2026, 11, 3, 2, 10, tzinfo=UTC)
READY = begun(START, "收兵", ("duty", "reporters"))


def around(**changes: Any) -> Surroundings:
    known: dict[str, Any] = {
        "now": START,
        "ends": START + timedelta(days=2),
        "zone": "Asia/Shanghai",
        "gone_for": lambda name: timedelta(),
        "controllers": ("chen", "lu"),
        "parts": ("duty", "reporters"),
        "open_injects": {"rain": START + timedelta(minutes=30), "wind": None},
        "known_injects": {"rain", "flood", "wind"},
    }
    return Surroundings(**(known | changes))


def made(*entries: ControlEntry, of: Exercise = READY) -> Exercise:
    return folded(of, entries)


def one(action: Any, minute: int = 0, **how: Any) -> ControlEntry:
    return ControlEntry(action, START + timedelta(minutes=minute), "chen", **how)


SEATED = made(one("take_over", account="chen"), one("start"))


def test_drill_time_follows_from_the_log_and_real_seconds() -> None:
    assert READY.time_after(3600) == START
    assert SEATED.time_after(90) == START + timedelta(seconds=90)
    fast = after(SEATED, one("speed", 5, speed=60))
    assert fast.time_after(2) == START + timedelta(minutes=7)
    paused = after(fast, one("pause", 10, note="吃饭"))
    assert (paused.time_after(9999), paused.pace, paused.note) == (paused.at, 0, "吃饭")
    jumped = after(paused, one("jump", 10, to=START + timedelta(hours=3)))
    assert (jumped.state, jumped.at) == ("paused", START + timedelta(hours=3))
    assert after(jumped, one("resume", 180)).time_after(1) == START + timedelta(hours=3, minutes=1)


def test_every_entry_is_kept_and_read_back_the_same() -> None:
    for action in ACTIONS:
        kept = one(action, 3, to=START, speed=5, inject="rain", part="duty", holder="person")
        assert entry_of(kept.to_json()) == kept
        assert after(SEATED, kept).entries == SEATED.entries + 1


def test_a_real_incident_pauses_and_stays_asked_until_the_answer() -> None:
    asked = after(SEATED, one("alarm", 4, note="CM-2026-0001 透水"))
    assert (asked.state, asked.alarm) == ("paused", "CM-2026-0001 透水")
    assert after(asked, one("resume", 4)).alarm is None
    assert after(asked, one("abort", 4)).state == "aborted"
    assert after(READY, one("alarm", note="x")).state == "ready"


def test_parts_change_hands() -> None:
    taken = after(SEATED, one("cast", part="duty", holder="person"))
    assert taken.simulated == {"reporters"}
    assert after(taken, one("cast", part="duty", holder="simulated")).simulated == READY.simulated


REFUSED = [
    (READY, Request("pause", "chen"), StateRefuses, "drill_not_now"),
    (SEATED, Request("start", "chen"), StateRefuses, "drill_not_now"),
    (SEATED, Request("pause", "lu"), StateRefuses, "drill_has_controller"),
    (SEATED, Request("take_over", "lu"), StateRefuses, "drill_controller_here"),
    (SEATED, Request("abort", "lu", word="收"), InvalidInput, "drill_wrong_word"),
    (SEATED, Request("abort", "lu"), InvalidInput, "drill_wrong_word"),
    (SEATED, Request("speed", "chen", speed=0), InvalidInput, "drill_speed"),
    (SEATED, Request("speed", "chen", speed=3601), InvalidInput, "drill_speed"),
    (SEATED, Request("step", "chen"), InvalidInput, "drill_minutes"),
    (SEATED, Request("jump", "chen"), InvalidInput, "drill_jump_where"),
    (SEATED, Request("jump", "chen", to=START - timedelta(1)), InvalidInput, "drill_jump_outside"),
    (SEATED, Request("jump", "chen", to=START + timedelta(3)), InvalidInput, "drill_jump_outside"),
    (SEATED, Request("jump", "chen", target="next_due"), StateRefuses, "drill_nothing_ahead"),
    (SEATED, Request("inject", "chen", inject="snow"), NotFound, "drill_inject_unknown"),
    (SEATED, Request("inject", "chen", inject="flood"), StateRefuses, "drill_inject_done"),
    (
        SEATED,
        Request("postpone", "chen", inject="wind", minutes=10),
        StateRefuses,
        "drill_inject_no_time",
    ),
    (SEATED, Request("cast", "chen", part="x", holder="person"), InvalidInput, "drill_part"),
    (SEATED, Request("word", "chen", word=" "), InvalidInput, "drill_empty_word"),
    (SEATED, Request("hand_over", "chen", account="chen"), InvalidInput, "drill_heir"),
    (made(one("end"), of=SEATED), Request("resume", "chen"), StateRefuses, "drill_over"),
]


@pytest.mark.parametrize(("exercise", "asked", "kind", "code"), REFUSED)
def test_what_is_refused_says_why(
    exercise: Exercise, asked: Request, kind: type[ZhibanError], code: str
) -> None:
    with pytest.raises(kind) as refused:
        decide(exercise, asked, around())
    assert refused.value.code == code
    for language in ("zh", "en"):
        assert "{" not in refused.value.sentence(language)


def test_a_controller_who_is_gone_is_relieved_and_the_first_may_come_back_by_being_asked() -> None:
    gone = around(gone_for=lambda name: GONE)
    seated = after(SEATED, decide(SEATED, Request("take_over", "lu"), gone))
    assert seated.controller == "lu"
    with pytest.raises(StateRefuses):
        decide(seated, Request("pause", "chen"), around())
    back = after(seated, decide(seated, Request("hand_over", "lu", account="chen"), around()))
    assert back.controller == "chen"


def test_whoever_hears_the_abort_word_may_type_it() -> None:
    entry = decide(SEATED, Request("abort", "evaluator", word=" 收兵 "), around())
    over = after(SEATED, entry)
    assert (over.state, over.pace, possible(over)) == ("aborted", 0, ())


def test_a_step_ends_at_the_scenarios_end_and_a_postponed_inject_waits() -> None:
    late = around(now=START + timedelta(days=2, minutes=-3))
    assert decide(SEATED, Request("step", "chen", minutes=60), late).to == late.ends
    later = Request("postpone", "chen", inject="rain", minutes=10)
    (kept,) = after(SEATED, decide(SEATED, later, around())).injects
    assert (kept.action, kept.postponed_to) == ("postponed", START + timedelta(minutes=40))
    overdue = around(now=START + timedelta(minutes=35))
    assert decide(SEATED, later, overdue).to == START + timedelta(minutes=45)
    assert decide(SEATED, later, late).to == late.ends
