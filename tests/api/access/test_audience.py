"""Who sees what: viewers no personal data, reporters their own part."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.access.audience import (
    DESK,
    VIEWER,
    Audience,
    event_for,
    view_for,
    without,
)
from api.access.personal_data import HIDDEN
from tests.api.live.delivery.test_broadcast import turns
from tests.api.live.desk import MemoryDesk, Watcher
from tests.engine.stories import real_plans
from tests.support.report_content import full

REPORTER = Audience("reporter", frozenset({"141021"}))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("请致电13800138000。", "请致电***。"),
        ("+86 138-0013-8000", "***"),
        ("值班室 0357-2091110", "值班室 ***"),
        ("身份证14100219800101123X", "身份证***"),
        ("损失13800138000000元", "损失13800138000000元"),
        ("2021-11-08 15:00，141021", "2021-11-08 15:00，141021"),
    ],
)
def test_numbers_of_people_are_hidden_in_texts(words: str, shown: str) -> None:
    assert without({"a": [words, 13800138000]}) == {"a": [shown, 13800138000]}


def test_a_number_is_no_better_hidden_as_the_name_of_something() -> None:
    assert without({"13800138000": "x", "a": {"tel 13800138000": 1}}) == {
        HIDDEN: "x",
        "a": {f"tel {HIDDEN}": 1},
    }


def entry(event_type: str, **data: Any) -> dict[str, Any]:
    """An entry as the journal holds it."""
    at = "2021-11-08T01:00:00Z"
    names = {"seq": 7, "id": "i.7", "type": event_type, "incident": "i", "cursor": 9}
    told = {"actor": "张三", "role": "commander", "clause": "5.1", "prev_hash": "a", "hash": "b"}
    return names | {"occurred_at": at, "recorded_at": at} | told | {"data": data}


@pytest.mark.parametrize("audience", [VIEWER, REPORTER])
def test_what_nobody_has_decided_about_is_for_the_desk_alone(audience: Audience) -> None:
    """An allow list: a key, a type or a field that the shapes do not declare is not shown."""
    known = entry("report_overdue", reporter="141021", secret="x") | {"extra": "x"}
    assert event_for(DESK, known) == known
    shown = event_for(audience, known)
    assert shown["data"] == {"reporter": "141021"}
    assert "extra" not in shown
    assert event_for(audience, entry("invented", reporter="141021", secret="x"))["data"] == {}
    assert view_for(audience, {"version": 3, "invented": "x"}, {}) == {"version": 3}


def test_of_a_delegation_a_viewer_sees_all_but_the_account() -> None:
    given = entry("role_delegated", delegated_role="commander", to="wang", until="u", reason="r")
    shown = event_for(VIEWER, given)
    assert shown["data"] == given["data"] | {"to": HIDDEN}
    assert (shown["actor"], shown["hash"], shown["prev_hash"]) == (HIDDEN, "", "")
    assert (shown["role"], shown["clause"], shown["cursor"]) == ("commander", "5.1", 9)


@pytest.mark.parametrize(
    ("given", "role", "clause", "data"),
    [
        (entry("log_entry_added", text="x"), HIDDEN, None, {}),
        (entry("response_ended", reason="x"), "commander", "5.1", {}),
        (entry("report_overdue", reporter="141022"), HIDDEN, None, {}),
        (entry("report_overdue", reporter="141021"), "commander", "5.1", {"reporter": "141021"}),
    ],
)
def test_a_reporter_sees_its_own_reports_and_the_steps_of_the_response(
    given: dict[str, Any], role: str, clause: str | None, data: dict[str, Any]
) -> None:
    shown = event_for(REPORTER, given)
    assert (shown["role"], shown["clause"], shown["data"]) == (role, clause, data)
    assert (shown["actor"], shown["hash"]) == (HIDDEN, "")
    assert (shown["seq"], shown["cursor"]) == (7, 9)


def test_the_clock_is_no_person() -> None:
    for audience in (VIEWER, REPORTER):
        for actor in ("clock", "calling"):
            shown = event_for(audience, entry("watch_ended") | {"actor": actor})
            assert shown["actor"] == actor


async def heard_by(audience: Audience, **wish: Any) -> tuple[Watcher, list[dict[str, Any]]]:
    """What one client hears while a county reports, and another does."""
    desk = MemoryDesk(real_plans()["grain"])
    mine = desk.open()
    desk.open(division="141081")
    desk.hub.start()
    watcher = Watcher(desk, True, frozenset(), audience=audience, **wish)
    watcher.connect()
    await turns()
    frames = watcher.pipe.take()
    desk.does(mine, "recommend_activation", level="III", sub_state="tense", reason="张三说")
    desk.does(mine, "activate_response", level="III", sub_state="tense", reason="r")
    for county in ("141021", "141022"):
        slot = f"{mine}.county_daily.{county}.20211108T070000Z"
        content = {"text": f"{county}正常", "caller": "13800138000"}
        content |= full(desk.plan, "county_daily")
        assert desk.does(mine, "submit_report", slot=slot, kind="scheduled", content=content)
    await turns()
    frames += watcher.pipe.take()
    await desk.hub.stop()
    return watcher, frames


async def test_a_viewer_learns_nobodys_name_or_number() -> None:
    _, frames = await heard_by(VIEWER)
    words = json.dumps(frames, ensure_ascii=False)
    assert len(frames) == 5
    assert "13800138000" not in words

    assert {frame["event"]["actor"] for frame in frames[1:]} == {HIDDEN}
    assert {frame["event"]["hash"] for frame in frames[1:]} == {""}
    assert "141021正常" in words


async def test_a_reporter_sees_its_own_incidents_slots_and_reports() -> None:
    watcher, frames = await heard_by(REPORTER)
    words = json.dumps(frames, ensure_ascii=False)
    assert [len(frame["incidents"]) for frame in frames if frame["type"] == "snapshot"] == [1]
    assert "141021正常" in words
    for hidden in ("141022正常", "张三", 'measures": [{', 'criteria": [{', "141081"):
        assert hidden not in words
    reporters = {slot["reporter"] for f in frames[1:] for slot in f["view"].get("next_slots", ())}
    assert reporters == {"141021"}
    whole = {view["id"]: view for view in frames[0]["incidents"]}
    for frame in frames[1:]:
        whole[frame["event"]["incident"]] |= frame["view"]
    for incident, view in whole.items():
        assert view == watcher.desk.fresh(incident, REPORTER)


@pytest.mark.parametrize("audience", [DESK, VIEWER, REPORTER])
async def test_a_link_tells_a_reporter_of_no_incident_that_is_not_its_own(
    audience: Audience,
) -> None:
    desk = MemoryDesk(real_plans()["grain"])
    mine, other = desk.open(), desk.open(division="141081")
    desk.hub.start()
    watcher = Watcher(desk, True, frozenset(), audience=audience)
    watcher.connect()
    await turns()
    watcher.pipe.take()
    assert desk.does(mine, "link_incidents", other=other, note="互相关联")
    await turns()
    (frame,) = [f for f in watcher.pipe.take() if f["event"]["incident"] == mine]
    words = json.dumps(frame, ensure_ascii=False)
    number = desk.journal.load(other).number  # type: ignore[union-attr]
    told = {hint for hint in (other, number, "互相关联") if hint in words}
    assert told == (set() if audience is REPORTER else {other, number, "互相关联"})
    await desk.hub.stop()


COUNTY = Audience("reporter", divisions=frozenset({"141081"}))


@pytest.mark.parametrize("deltas", [False, True])
async def test_a_post_of_a_division_hears_of_an_incident_from_when_it_is_reached(
    deltas: bool,
) -> None:
    """Whole, in the frame of the very figure that names its division."""
    desk = MemoryDesk(real_plans()["grain"])
    own, other = desk.open(division="141081"), desk.open(division="141021")
    desk.hub.start()
    watcher = Watcher(desk, True, frozenset(), audience=COUNTY, deltas=deltas)
    watcher.connect()
    await turns()
    watcher.take()
    assert set(watcher.views) == {own}
    for incident in (own, other):
        assert desk.does(incident, "add_log_entry", text="张三来电 13800138000")
    await turns()
    watcher.take()
    assert watcher.views == {own: desk.fresh(own)}
    figures = {"facts": {"counties_in_emergency": ["141081"]}, "source": "该县"}
    assert desk.does(other, "record_facts", **figures)
    assert desk.does(other, "add_log_entry", text="x")
    await turns()
    watcher.take()
    assert watcher.views == {one: desk.fresh(one) for one in (own, other)}
    await desk.hub.stop()


@pytest.mark.parametrize("behind", [3, 40])
async def test_a_post_of_a_division_that_returns_is_sent_its_own_incidents_only(
    behind: int,
) -> None:
    """From the replay buffer, and from the journal, which is read where the buffer is too short."""
    desk = MemoryDesk(real_plans()["grain"])
    own, other = desk.open(division="141081"), desk.open(division="141021")
    desk.hub.start()
    watcher = Watcher(desk, True, frozenset(), audience=COUNTY)
    watcher.connect()
    await turns()
    watcher.take()
    await watcher.drop()
    for number in range(behind):
        assert desk.does(other if number % 2 else own, "add_log_entry", text=str(number))
    await turns()
    watcher.connect()
    for _ in range(behind):  # its pipe has little room
        await turns()
        watcher.take()
    assert watcher.views == {own: desk.fresh(own)}
    assert len(watcher.heard) == (behind + 1) // 2
    await desk.hub.stop()


async def test_an_evaluator_hears_exercises_whole_and_nothing_else() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    real, drill = desk.open(), desk.open(exercise=True)
    desk.hub.start()
    watcher = Watcher(desk, True, frozenset({real}), audience=Audience("reporter", exercises=True))
    watcher.connect()
    await turns()
    for incident in (real, drill):
        desk.does(incident, "add_log_entry", text="张三")
    await turns()
    watcher.take()
    assert watcher.views == {drill: desk.fresh(drill)}
    await desk.hub.stop()


async def test_drill_topics_bring_exercises_only() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    real, drill = desk.open(), desk.open(exercise=True)
    desk.hub.start()
    watcher = Watcher(desk, False, frozenset(), frozenset({real, drill}))
    watcher.connect()
    await turns()
    for incident in (real, drill):
        desk.does(incident, "add_log_entry", text="x")
    await turns()
    watcher.take()
    assert set(watcher.views) == {drill}
    watcher.check()
    await desk.hub.stop()


async def test_a_countys_report_is_a_small_frame_for_those_who_take_deltas() -> None:
    sizes = []
    for deltas in (False, True):
        _, frames = await heard_by(DESK, deltas=deltas)
        sizes.append(len(json.dumps(frames[-1], ensure_ascii=False).encode()))
    whole, small = sizes
    assert whole > 10_000
    assert small < 2_700


def test_of_a_list_that_comes_in_parts_a_viewer_sees_the_same_as_of_the_whole() -> None:
    call = {"id": "i-c2", "post": "带班领导", "person": "赵红", "note": "本人接听"}
    view = view_for(Audience("viewer"), {"calls": {"gone": ["i-c1"], "put": [[0, call]]}}, {})
    (whole,) = view_for(Audience("viewer"), {"calls": [call]}, {})["calls"]
    assert view == {"calls": {"gone": ["i-c1"], "put": [[0, whole]]}}
    assert "赵红" not in str(view) and "本人接听" not in str(view)
