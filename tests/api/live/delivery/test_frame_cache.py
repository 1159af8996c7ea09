"""What is made for other audiences is made once for all of them, and kept within bounds."""

from __future__ import annotations

import orjson

from api.access.audience import VIEWER, Audience
from api.access.reach import Reach
from api.live.delivery.frame_cache import FrameCache
from api.live.feed.replay_buffer import EventFrame
from api.live.feed.subscription_filter import SubscriptionFilter
from api.live.protocol.encodings import TEXT, framed

WALL = SubscriptionFilter(everything=True, audience=VIEWER)


def frame(cursor: int) -> EventFrame:
    event = {"seq": cursor, "type": "log_entry_added", "actor": "zhang", "data": {"text": "x"}}
    shape = {"type": "event", "cursor": cursor, "event": event, "view": {"id": "a"}}
    reach = Reach(divisions=frozenset({"141081"}))
    return EventFrame(cursor, "a", framed(orjson.dumps(shape)), reach=reach)


def test_all_of_one_audience_get_the_very_same_bytes() -> None:
    renderer = FrameCache()
    first = renderer.render(frame(1), WALL, TEXT)
    assert renderer.render(frame(1), WALL, TEXT) is first
    assert renderer.render(frame(2), WALL, TEXT) is not first


def test_only_so_much_is_kept_and_the_oldest_goes_first() -> None:
    frames = [frame(cursor) for cursor in range(1, 8)]
    size = len(FrameCache().render(frames[0], WALL, TEXT))
    renderer = FrameCache(most_bytes=3 * size)
    made = [renderer.render(one, WALL, TEXT) for one in frames]
    assert all(renderer.render(frames[at], WALL, TEXT) is made[at] for at in (4, 5, 6))
    assert renderer.render(frames[0], WALL, TEXT) is not made[0]


def test_one_that_is_larger_than_all_room_is_kept_alone() -> None:
    renderer = FrameCache(most_bytes=1)
    first = renderer.render(frame(1), WALL, TEXT)
    assert renderer.render(frame(1), WALL, TEXT) is first
    second = renderer.render(frame(2), WALL, TEXT)
    assert renderer.render(frame(2), WALL, TEXT) is second
    assert renderer.render(frame(1), WALL, TEXT) is not first


def test_a_post_of_a_division_is_written_the_very_bytes_of_the_desk() -> None:
    """Its cost is a look at two sets: no frame is made for it."""
    county = Audience("reporter", divisions=frozenset({"141081"}))
    one = frame(1)
    wish = SubscriptionFilter(everything=True, audience=county)
    assert wish.hears(one)
    assert FrameCache().render(one, wish, TEXT) is one.content
