"""Who sees what: viewers no personal data, reporters their own part."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.live.audience import DESK, VIEWER, Audience, audience_of, without
from api.live.numbers import HIDDEN
from engine.actors import Actor
from tests.api.live.desk import MemoryDesk, Watcher
from tests.api.live.test_fanout import turns
from tests.engine.stories import real_plans

REPORTER = Audience("reporter", frozenset({"141021"}))


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ({"duty_officer"}, DESK),
        ({"viewer", "grain:office_director"}, DESK),
        ({"controller"}, DESK),
        ({"admin"}, DESK),
        ({"viewer"}, VIEWER),
        ({"viewer", "reporter"}, VIEWER),
        (set(), VIEWER),
        ({"reporter"}, REPORTER),
    ],
)
def test_the_widest_role_decides(roles: set[str], expected: Audience) -> None:
    assert audience_of(Actor("x", frozenset(roles), division="141021")) == expected


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
    assert small < 2_500
