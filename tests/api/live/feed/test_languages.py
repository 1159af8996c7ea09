"""Who asks for another language gets it; who does not pays nothing for it."""

from __future__ import annotations

from typing import Any

import pytest
from structlog.testing import capture_logs

from api.access.audience import DESK, VIEWER, Audience
from api.live.feed.languages import CHINESE, Later, Tongues
from api.live.feed.replay_buffer import EventFrame
from api.live.protocol import messages
from api.live.protocol.messages import BadFrame
from tests.api.live.delivery.test_broadcast import turns
from tests.api.live.delivery.test_subscriber import log, stream
from tests.api.live.desk import MemoryDesk, Watcher
from tests.api.town import Town, refused
from tests.engine.stories import real_plans
from tests.support.report_content import answers

COUNTY = Audience("reporter", frozenset({"141021"}))


def names(watcher: Watcher, incident: str) -> list[str]:
    """All names in the slots that somebody sees."""
    return [
        name
        for slot in watcher.views[incident]["next_slots"]
        for name in (slot["obligation_name"], slot["reporter_name"], *slot["recipient_names"])
    ]


async def reading(desk: MemoryDesk, language: str, **wish: Any) -> Watcher:
    """Somebody who follows everything in this language and has its snapshot."""
    watcher = Watcher(desk, True, frozenset(), language=language, **wish)
    watcher.connect()
    await turns()
    watcher.take()
    return watcher


async def catch_up(*watchers: Watcher) -> None:
    """Let them read, a roomful at a time, until nothing more comes: then all is right."""
    for watcher in watchers:
        await turns()
        while watcher.take():
            await turns()
        watcher.check()


def frames(desk: MemoryDesk) -> list[EventFrame]:
    return desk.fan_out.ring.after(0, desk.fan_out.ring.head, 10**9)


def escalate(desk: MemoryDesk, incident: str) -> None:
    """What changes nearly every part of a view."""
    desk.does(incident, "record_facts", facts={"price_rise_percent": 35}, source="发改委")
    for command in ("recommend_activation", "activate_response"):
        assert desk.does(incident, command, level="III", sub_state="tense", reason="r")
    measures = desk.fresh(incident)["measures"]
    assert desk.does(incident, "complete_measure", measure=measures[0]["id"], note="ok")


@pytest.mark.parametrize("deltas", [False, True])
@pytest.mark.parametrize("audience", [DESK, VIEWER, COUNTY])
async def test_snapshot_and_live_frames_are_in_the_language_that_was_asked_for(
    audience: Audience, deltas: bool
) -> None:
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    desk.hub.start()
    english = await reading(desk, "en", audience=audience, deltas=deltas)
    chinese = await reading(desk, "zh", audience=audience, deltas=deltas)
    assert english.views[incident]["plan"]["title"] == desk.plan.title_en
    for step in (escalate, lambda desk, one: desk.does(one, "end_response", reason="r")):
        step(desk, incident)
        await catch_up(english, chinese)
    for key in ("place_name", "division_name"):
        named = (english.views[incident][key], chinese.views[incident][key])
        assert named[0].isascii()
        assert not named[1].isascii()
    await desk.hub.stop()


async def test_a_reporters_own_slots_are_in_the_language_that_was_asked_for() -> None:
    """In the snapshot and in what is heard later, whoever of the two was served first."""
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    desk.hub.start()
    escalate(desk, incident)
    english = await reading(desk, "en", audience=COUNTY)
    chinese = await reading(desk, "zh", audience=COUNTY)
    snapshot = names(english, incident)
    assert snapshot
    assert all(name.isascii() for name in snapshot)
    assert not any(name.isascii() for name in names(chinese, incident))
    slot = english.views[incident]["next_slots"][0]
    sent = {"slot": slot["id"], "kind": slot["kind"], "content": answers(slot["required"])}
    assert desk.does(incident, "submit_report", **sent)
    await catch_up(english, chinese)
    assert len(names(english, incident)) < len(snapshot), "its slots were heard of once more"
    assert all(name.isascii() for name in names(english, incident))
    assert not any(name.isascii() for name in names(chinese, incident))
    await desk.hub.stop()


async def test_who_asks_for_nothing_makes_nothing_be_kept() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    desk.hub.start()
    await reading(desk, "zh")
    english = await reading(desk, "en")
    assert desk.board.tongues.read == ("en",)
    await english.drop()
    english.client = None
    escalate(desk, incident)
    await turns()
    assert not desk.board.tongues.read
    desk.does(incident, "add_log_entry", text="nobody reads this in English")
    await turns()
    assert not frames(desk)[-1].others
    await desk.hub.stop()


async def test_a_form_is_made_when_it_is_needed_and_then_once_for_all() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    followed, other = desk.open(), desk.open()
    desk.hub.start()
    wishes = [
        Watcher(desk, False, frozenset({followed}), language="en", deltas=d, room=100_000)
        for d in (True, False)
    ]
    for watcher in wishes:
        watcher.connect()
    await turns()
    escalate(desk, followed)
    escalate(desk, other)
    await turns()
    made = {
        frame.incident: frame.others["en"].made
        for frame in frames(desk)
        if "en" in frame.others and frame.cursor > 2
    }
    assert made == {followed: True, other: False}
    last = next(frame for frame in reversed(frames(desk)) if frame.incident == followed)
    assert last.said_in("en") is last.said_in("en")
    assert last.said_in("en") is not last
    await desk.hub.stop()


async def test_one_who_comes_back_in_another_language_catches_up_in_it() -> None:
    """The ring has no English frames from before: those come whole, from the journal."""
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    desk.hub.start()
    english = await reading(desk, "en")
    await english.drop()
    escalate(desk, incident)
    await turns()
    assert desk.fan_out.ring.base == 0, "all of it is still in the ring, in Chinese"
    english.connect()
    await catch_up(english)
    assert desk.does(incident, "adjust_response", level="III", sub_state="urgent", reason="r")
    await catch_up(english)
    await desk.hub.stop()


async def test_another_epoch_begins_with_nobody_reading() -> None:
    desk = MemoryDesk(real_plans()["grain"])
    incident = desk.open()
    desk.hub.start()
    english = await reading(desk, "en")
    state = desk.journal.load(incident)
    assert state is not None
    desk.hub.restart("e2", 0, [state])
    assert desk.board.tongues.read == ()
    english.pipe.take()
    desk.published = 0
    english.subscribe(None)
    await turns()
    english.take()
    desk.does(incident, "add_log_entry", text="1")
    await turns()
    english.take()
    assert english.views[incident] == desk.fresh(incident, language="en")
    await desk.hub.stop()


def test_a_form_that_cannot_be_made_loses_no_event() -> None:
    def broken() -> str:
        raise ValueError("no such word")

    with capture_logs() as logs:
        later = Later(broken)
        assert [later.get("中文"), later.get("中文")] == ["中文", "中文"]
    assert [one["event"] for one in logs] == ["view_not_translated"]


def test_chinese_needs_no_asking() -> None:
    tongues = Tongues()
    assert tongues.asked("zh", 7) is CHINESE
    assert tongues.read == ()


def test_an_unknown_language_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(BadFrame) as refusal:
        messages.parse('{"type":"subscribe","topics":["incidents"],"language":"fr"}')
    assert refusal.value.frame()["detail"] == "没有“fr”这种语言。可用：zh, en。"
    assert refusal.value.frame("en")["detail"] == "There is no language “fr”. Accepted: zh, en."


def test_the_socket_speaks_english_to_who_asks(town: Town) -> None:
    incident = town.open()
    with town.live() as english, town.live() as chinese:
        english.subscribe(f"incident:{incident['id']}", language="en")
        chinese.subscribe(f"incident:{incident['id']}")
        shown = [live.wait_for("snapshot")["incidents"][0] for live in (english, chinese)]
        assert [view["stage"] for view in shown] == ["assessing", "assessing"]
        assert [view["place_name"].isascii() for view in shown] == [True, False]
        log(town, incident, "1")
        for live in (english, chinese):
            assert live.wait_for("event")["event"]["data"]["text"] == "1"


def test_the_stream_speaks_as_its_query_or_its_header_says(town: Town) -> None:
    def name(header: str, **query: str) -> str:
        headers = {"Accept-Language": header}
        with stream(town, topic=topic, headers=headers, **query) as events:
            return str(events.next("snapshot")["incidents"][0]["place_name"])

    topic = f"incident:{town.open()['id']}"
    assert name("en-GB,zh;q=0.5").isascii()
    assert not name("en", language="zh").isascii()
    assert name("zh", language="en").isascii()
    assert not name("zh").isascii()
    refused(town.get("/api/live/events?language=fr"), 422, "unknown_language")
